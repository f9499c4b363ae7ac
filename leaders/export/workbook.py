"""The Excel workbook: a sheet a list, and one that explains every column and the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from leaders.errors import LeadersError
from leaders.export.manifest import File
from leaders.export.sheet import Column, Sheet
from leaders.export.shortlist import LEADING, Shortlist
from leaders.export.text import strip_illegal
from leaders.model import NOT_AGAIN

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Styles = dict[str, Format]

Lines = list[tuple[str, tuple[str, ...]]]
"""Rows of text: a style, and the cells."""

MAX_ROWS = 1_048_575  # Excel's limits: rows under the header,
MAX_TEXT = 32_767  # UTF-16 units in a cell,
MAX_LINK = 2_079  # characters of a link,
MAX_LINKS = 65_530  # links in a sheet

FROZEN_COLUMNS = 1 + [column.name for column in LEADING].index("name")
PROSE_WIDTH, LETTERS_A_LINE, LINE_HEIGHT = 90, 100, 15  # of a column in digits; in points
MAX_WIDTH = 200  # pixels: the frozen columns must leave room for the others

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

# Nothing that a stranger wrote is ever read as a formula, link or number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_xlsx(shortlist: Shortlist) -> list[File]:
    """``shortlist.xlsx`` with a sheet a list, such as Creators, and the sheet About.

    Raises ``LeadersError`` when a table has more rows than a sheet of Excel.
    """
    with open_book(shortlist.title, shortlist.as_of) as (book, styles, buffer):
        for name, frame in shortlist.tables.items():
            columns = shortlist.columns
            write_table(book.add_worksheet(_entitle(name)), frame, columns, styles, FROZEN_COLUMNS)
        for sheet in shortlist.sheets:
            write_sheet(book, sheet, styles)
        write_lines(book.add_worksheet("About"), _tell_about(shortlist), styles)
    return [File("shortlist.xlsx", buffer.getvalue(), shortlist.rows)]


@contextmanager
def open_book(title: str, as_of: datetime) -> Iterator[tuple["Workbook", "Styles", BytesIO]]:
    """A workbook to fill, its styles, and where its bytes are once it is closed."""
    import xlsxwriter  # noqa: PLC0415

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        # The parts of the archive are dated 1980 by xlsxwriter; this is the only other date.
        book.set_properties({"title": _fit_cell(title), "created": as_of.replace(tzinfo=None)})
        yield book, _add_styles(book), buffer


def _entitle(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _add_styles(book: "Workbook") -> "Styles":
    styles = {form: book.add_format({"num_format": code}) for form, code in NUMBER_FORMATS.items()}
    header = {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "num_format": "@"}
    return styles | {
        "header": book.add_format(header),
        "title": book.add_format({"bold": True, "font_size": 14, "num_format": "@"}),
        "prose": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "link": book.add_format({"font_color": "#0563C1", "underline": 1, "num_format": "@"}),
        "grey": book.add_format({"font_color": "#9A9A9A", "bg_color": "#EFEFEF"}),
    }


def write_sheet(book: "Workbook", sheet: Sheet, styles: "Styles") -> None:
    """A table on a sheet of its own, and beside it the curve that it asks for."""
    place = book.add_worksheet(_entitle(sheet.name))
    write_table(place, sheet.rows, sheet.columns, styles, sheet.frozen)
    names = [column.name for column in sheet.columns]
    for name in sheet.hidden:
        place.set_column(names.index(name), names.index(name), None, None, {"hidden": True})
    for name, choices in sheet.choices.items():
        if sheet.rows.height:
            at = names.index(name)
            rule = {"validate": "list", "source": list(choices)}
            place.data_validation(1, at, sheet.rows.height, at, rule)
    if sheet.chart and sheet.rows.height > 1:
        x, y = (names.index(name) for name in sheet.chart)
        chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        ends = ((1, x, sheet.rows.height, x), (1, y, sheet.rows.height, y))
        cells = [[_entitle(sheet.name), *end] for end in ends]
        chart.add_series({"categories": cells[0], "values": cells[1]})
        chart.set_title({"name": sheet.about, "name_font": {"size": 11}})
        chart.set_x_axis({"name": sheet.columns[x].name, "num_format": "#,##0", "min": 0})
        chart.set_y_axis({"name": sheet.columns[y].name, "num_format": "#,##0", "min": 0})
        chart.set_legend({"none": True})
        chart.set_size({"width": 640, "height": 400})
        place.insert_chart(1, len(names) + 1, chart)


def write_table(
    sheet: "Worksheet", frame: "pl.DataFrame", columns: tuple[Column, ...], styles: "Styles",
    frozen: int,
) -> None:  # fmt: skip
    """A header, a row an account or pair, a filter; the first ``frozen`` columns stay.

    Raises ``LeadersError`` for more rows than Excel takes.
    """
    if frame.height > MAX_ROWS:
        raise LeadersError(
            f"An Excel sheet holds {MAX_ROWS:,} accounts, not {frame.height:,}: "
            "export a shorter list, or csv or parquet."
        )
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.name, styles["header"])
        for row, value in enumerate(frame[column.name], start=1):
            _write_cell(sheet, row, number, value, styles[column.form])
        if column.form == "url":
            _link_cells(sheet, number, frame[column.name], styles["link"])
        if column.name == "score" and frame.height:
            sheet.conditional_format(1, number, frame.height, number, _DATA_BAR)
    _grey_rows(sheet, frame, columns, styles["grey"])
    _set_page(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, frame.height, len(columns) - 1)
    sheet.autofit(MAX_WIDTH)


def _grey_rows(
    sheet: "Worksheet", frame: "pl.DataFrame", columns: tuple[Column, ...], style: "Format"
) -> None:
    """Rows whose status is one of ``NOT_AGAIN`` are grey, also once somebody changes it."""
    names = [column.name for column in columns]
    if frame.height and "status" in names:
        cell = f"${_letters(names.index('status'))}2"
        is_it = ",".join(f'{cell}="{status}"' for status in NOT_AGAIN)
        rule = {"type": "formula", "criteria": f"=OR({is_it})", "format": style}
        sheet.conditional_format(1, 0, frame.height, len(names) - 1, rule)


def _letters(column: int) -> str:
    """What Excel calls a column: A, B, ... AA."""
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


_DATA_BAR = {
    "type": "data_bar",
    "bar_color": "#9CC2E5",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}


def _set_page(sheet: "Worksheet") -> None:
    """A4 across, as wide as the sheet."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: object, style: "Format") -> None:
    """A value by its own type; nothing for null."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, _fit_cell(str(value)), style)


def _link_cells(sheet: "Worksheet", column: int, urls: "pl.Series", style: "Format") -> None:
    # The shortlist lets only http(s) addresses into a url column; Excel counts them escaped.
    short = [
        (row, url)
        for row, url in enumerate(urls, start=1)
        if url is not None and len(quote(url, safe="%/:?#&=+,;@!$'()*~")) <= MAX_LINK
    ]
    for row, url in short[:MAX_LINKS]:
        sheet.write_url(row, column, url, style, url)


def _fit_cell(text: str) -> str:
    """The text without illegal characters, cut to what a cell holds."""
    legal = strip_illegal(text)
    if len(legal) * 2 <= MAX_TEXT:  # no text this short exceeds the limit
        return legal
    return legal.encode("utf-16-le")[: MAX_TEXT * 2].decode("utf-16-le", "ignore")


def _tell_about(shortlist: Shortlist) -> Lines:
    """The run, what could be seen of the world, and the meaning of every column."""
    return [
        ("title", (shortlist.title,)),
        ("header", ("Run", "")),
        *(("prose", pair) for pair in shortlist.identity.items()),
        ("header", ("Notes", "")),
        *(("prose", ("", note)) for note in shortlist.notes),
        *tell_columns("Column", shortlist.columns),
        *(line for sheet in shortlist.sheets for line in explain_sheet(sheet)),
    ]


def explain_sheet(sheet: Sheet) -> Lines:
    """What a sheet of its own columns holds."""
    return tell_columns(f"Column of {_entitle(sheet.name)}", sheet.columns, sheet.about)


def tell_columns(head: str, columns: tuple[Column, ...], about: str = "") -> Lines:
    """The meaning of every column, below a header."""
    told = (("prose", (it.name, it.meaning, it.form)) for it in columns)
    before: Lines = [("prose", ("", about))] if about else []
    return [("header", (head, "Meaning", "Form")), *before, *told]


def write_lines(sheet: "Worksheet", lines: Lines, styles: "Styles") -> None:
    """Lines of text, each in its style: a narrow column, a wide one for sentences, a third."""
    _set_page(sheet)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, PROSE_WIDTH)
    for row, (style, cells) in enumerate(lines):
        if style == "prose":  # not every program finds the height of a wrapped text by itself
            longest = max(len(text) for text in cells[:2])
            sheet.set_row(row, LINE_HEIGHT * max(1, -(-longest // LETTERS_A_LINE)))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, _fit_cell(text), styles[style])
