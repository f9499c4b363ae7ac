"""The Excel workbook: a sheet a list, and one that explains every column and the run."""

from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from leaders.errors import LeadersError
from leaders.export.manifest import File
from leaders.export.shortlist import LEADING, Column, Shortlist
from leaders.export.text import strip_illegal

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Styles = dict[str, Format]

MAX_ROWS = 1_048_575  # Excel's limits: rows under the header,
MAX_TEXT = 32_767  # UTF-16 units in a cell,
MAX_LINK = 2_079  # characters of a link,
MAX_LINKS = 65_530  # links in a sheet

FROZEN_COLUMNS = 1 + [column.name for column in LEADING].index("name")
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
    import xlsxwriter  # noqa: PLC0415

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        # The parts of the archive are dated 1980 by xlsxwriter; this is the only other date.
        created = shortlist.as_of.replace(tzinfo=None)
        book.set_properties({"title": _fit_cell(shortlist.title), "created": created})
        styles = _add_styles(book)
        for name, frame in shortlist.tables.items():
            title = " ".join(word[:1].upper() + word[1:] for word in name.split())
            _write_table(book.add_worksheet(title), frame, shortlist.columns, styles)
        _write_about(book.add_worksheet("About"), shortlist, styles)
    return [File("shortlist.xlsx", buffer.getvalue(), shortlist.rows)]


def _add_styles(book: "Workbook") -> "Styles":
    styles = {form: book.add_format({"num_format": code}) for form, code in NUMBER_FORMATS.items()}
    header = {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "num_format": "@"}
    return styles | {
        "header": book.add_format(header),
        "title": book.add_format({"bold": True, "font_size": 14, "num_format": "@"}),
        "prose": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "link": book.add_format({"font_color": "#0563C1", "underline": 1, "num_format": "@"}),
    }


def _write_table(
    sheet: "Worksheet", frame: "pl.DataFrame", columns: tuple[Column, ...], styles: "Styles"
) -> None:
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
    sheet.freeze_panes(1, FROZEN_COLUMNS)
    sheet.autofilter(0, 0, frame.height, len(columns) - 1)
    sheet.autofit(MAX_WIDTH)


_DATA_BAR = {
    "type": "data_bar",
    "bar_color": "#9CC2E5",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}


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


def _write_about(sheet: "Worksheet", shortlist: Shortlist, styles: "Styles") -> None:
    """The run, what could be seen of the world, and the meaning of every column."""
    prose, header = styles["prose"], styles["header"]
    lines: list[tuple[Format, tuple[str, ...]]] = [
        (styles["title"], (shortlist.title,)),
        (header, ("Run", "")),
        *((prose, pair) for pair in shortlist.identity.items()),
        (header, ("Notes", "")),
        *((prose, ("", note)) for note in shortlist.notes),
        (header, ("Column", "Meaning", "Form")),
        *((prose, (each.name, each.meaning, each.form)) for each in shortlist.columns),
    ]
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for row, (style, cells) in enumerate(lines):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, _fit_cell(text), style)
