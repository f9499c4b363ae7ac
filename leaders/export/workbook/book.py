"""A workbook to fill: its limits, its styles, the names of its sheets, and sheets of sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from leaders.export.text import strip_illegal

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Styles = dict[str, Format]

Lines = list[tuple[str, tuple[str, ...]]]
"""Rows of text: a style, and the cells."""

MAX_TEXT = 32_767  # Excel's limits: UTF-16 units in a cell,
MAX_TITLE = 31  # and in the name of a sheet

PROSE_WIDTHS = (26, 90)
"""In digits: a narrow column, and a wide one for sentences."""
LETTERS_A_DIGIT, LINE_HEIGHT = 1.1, 15  # of a column's width; in points

# "@" marks text as text: a name like "=1+1" stays one even when somebody edits its cell.
NUMBER_FORMATS = {
    "text": "@",
    "url": "@",
    "flag": "General",
    "count": "#,##0",
    "decimal": "0.0000",
    "share": "0 %",
    "score": "0.0",
    "money": "#,##0.00",
}

FINER = {
    "engagement": "0.00 %",
    "median_views": "#,##0",
    "posts_a_week": "0.0",
    "age_years": "0.0",
}
"""Columns whose usual values their form would show badly."""

_PROSE: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bg_color": "#DDE6F0", "bottom": 1},
    "header left": {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "indent": 1},
    "header right": {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "align": "right"},
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3864"},
    "prose": {"text_wrap": True, "valign": "top"},
    "sentence": {"text_wrap": True, "valign": "vcenter"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#1F3864", "bottom": 1,
                "bottom_color": "#8EA9DB", "valign": "bottom"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "muted": {"font_color": "#595959"},
    "small": {"font_color": "#595959", "font_size": 9, "text_wrap": True, "valign": "vcenter"},
}  # fmt: skip
_SHADES = {
    "grey": ("#757575", "#EFEFEF"),
    "good": ("#1E5631", "#DDEFD9"),
    "fair": ("#5F4B00", "#FFF3CC"),
    "poor": ("#7A3B00", "#FBD9B5"),
    "bad": ("#8B1A1A", "#F6C9C9"),
    "plain": ("#1F3864", "#DCE6F4"),
}
"""Ink and ground; what a shade means is always written in its cell too."""

# Nothing that a stranger wrote is ever read as a formula, link or number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def open_book(title: str, as_of: datetime) -> Iterator[tuple["Workbook", "Styles", BytesIO]]:
    """A workbook to fill, its styles, and where its bytes are once it is closed."""
    import xlsxwriter  # noqa: PLC0415

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        # The parts of the archive are dated 1980 by xlsxwriter; this is the only other date.
        book.set_properties({"title": fit_cell(title), "created": as_of.replace(tzinfo=None)})
        yield book, _add_styles(book), buffer


def _add_styles(book: "Workbook") -> "Styles":
    numbers = {
        name: book.add_format({"num_format": code, "indent": 1 if code == "@" else 0})
        for name, code in (NUMBER_FORMATS | FINER).items()
    }
    prose = {name: book.add_format({**look, "num_format": "@"}) for name, look in _PROSE.items()}
    shades = {
        name: book.add_format({"font_color": ink, "bg_color": ground})
        for name, (ink, ground) in _SHADES.items()
    }
    return numbers | prose | shades


def entitle(name: str) -> str:
    """What a sheet is called: the name with capitals, fit for Excel."""
    legal = strip_illegal("".join(" " if mark in "[]:*?/\\'" else mark for mark in name))
    words = " ".join(word[:1].upper() + word[1:] for word in legal.split())
    return cut_units(words, MAX_TITLE).strip()


def fit_cell(text: str) -> str:
    """The text without illegal characters, cut to what a cell holds."""
    return cut_units(strip_illegal(text), MAX_TEXT)


def cut_units(text: str, most: int) -> str:
    """The text cut to so many UTF-16 units, in which Excel counts."""
    if len(text) * 2 <= most:  # no text this short exceeds the limit
        return text
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


def set_page(sheet: "Worksheet", *, pages: int = 1, is_upright: bool = False) -> None:
    """A4, the sheet as wide as so many pages; across unless upright."""
    sheet.set_paper(9)
    if not is_upright:
        sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)


def find_height(text: str, width: float) -> int:
    """Points of a wrapped text in a column of so many digits: not every program finds it itself."""
    letters = int(width * LETTERS_A_DIGIT)
    lines = sum(max(1, -(-len(line) // letters)) for line in text.splitlines())
    return min(LINE_HEIGHT * max(1, lines), 400)  # Excel's rows end at 409


def write_lines(
    sheet: "Worksheet", lines: Lines, styles: "Styles", widths: Sequence[float] = PROSE_WIDTHS
) -> None:
    """Lines of text, each in its style, in columns of these widths; what is "prose" is wrapped."""
    set_page(sheet)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for row, (style, cells) in enumerate(lines):
        if style == "prose":
            shown = zip(cells, widths, strict=False)
            heights = [find_height(text, width) for text, width in shown]
            sheet.set_row(row, max(heights, default=LINE_HEIGHT))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, fit_cell(text), styles[style])
