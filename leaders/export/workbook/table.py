"""Tables on sheets: a header, a row an account or pair, colours that say what words say too."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from leaders.errors import LeadersError
from leaders.export.sheet import Column, Sheet
from leaders.export.workbook.book import FINER, entitle, fit_cell, set_page
from leaders.model import NOT_AGAIN

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from leaders.export.workbook.book import Styles

MAX_ROWS = 1_048_575  # Excel's limits: rows under the header,
MAX_LINK = 2_079  # characters of a link,
MAX_LINKS = 65_530  # links in a sheet

WIDTHS = {"flag": 8, "count": 8, "decimal": 10, "share": 8, "score": 8, "money": 11}
"""In digits, of the values; text as long as it is."""
WIDEST = 28  # in digits: the frozen columns must leave room for the others
ARROW = 3  # of a filter, beside a column's name
PAGE_WIDTH = 210  # digits on a page that can still be read

BARS = {"score": 100, "p_top": 1, "coverage": 1, "read_share": 1}
"""Columns with a bar in each cell, and where it is full."""
SHADES = {
    "risk": {"note": "fair", "review": "poor", "high": "bad"},
    "standing": {"solid": "good", "borderline": "fair", "out": "grey"},
    "kind": {"entered": "good", "moved": "plain", "left": "poor"},
}
"""Which values of a column have a colour."""
NOTED = ("flags",)
"""Columns where whatever stands in a cell has one."""


def write_sheet(
    book: "Workbook", sheet: Sheet, styles: "Styles", title: str = "",
    folded: tuple[str, ...] = (),
) -> "Worksheet":  # fmt: skip
    """A table on a sheet of its own, and beside it the curve that it asks for.

    title: of the sheet, made of its name where none is given. folded: columns that a click opens;
    they are the last ones.
    """
    place = book.add_worksheet(title or entitle(sheet.name))
    write_table(place, sheet.rows, sheet.columns, styles, sheet.frozen)
    names = [column.name for column in sheet.columns]
    width = _set_widths(place, sheet, folded)
    pages = math.ceil(width / PAGE_WIDTH)
    set_page(place, pages=pages)
    if pages > 1 and sheet.frozen:
        place.repeat_columns(0, sheet.frozen - 1)
    for name, choices in sheet.choices.items():
        if sheet.rows.height:
            at = names.index(name)
            rule = {"validate": "list", "source": list(choices)}
            place.data_validation(1, at, sheet.rows.height, at, rule)
    if sheet.chart and sheet.rows.height > 1:
        x, y = (names.index(name) for name in sheet.chart)
        chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        ends = ((1, x, sheet.rows.height, x), (1, y, sheet.rows.height, y))
        cells = [[place.get_name(), *end] for end in ends]
        chart.add_series({"categories": cells[0], "values": cells[1]})
        chart.set_title({"name": sheet.about, "name_font": {"size": 11}})
        chart.set_x_axis({"name": sheet.columns[x].name, "num_format": "#,##0", "min": 0})
        chart.set_y_axis({"name": sheet.columns[y].name, "num_format": "#,##0", "min": 0})
        chart.set_legend({"none": True})
        chart.set_size({"width": 640, "height": 400})
        place.insert_chart(1, len(names) + 1, chart)
    return place


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
        is_text = column.form in ("text", "url")
        header = styles["header left" if is_text else "header right"]
        sheet.write_string(0, number, fit_cell(column.name), header)
        style = styles[column.name if column.name in FINER else column.form]
        write_cells(sheet, 1, number, frame[column.name], style)
        if column.form == "url":
            _link_cells(sheet, number, frame[column.name], styles["link"])
    if frame.height:
        _colour(sheet, frame.height, [column.name for column in columns], styles)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, frame.height, len(columns) - 1)


def write_cells(
    sheet: "Worksheet", row: int, column: int, values: Iterable[object], style: "Format"
) -> None:
    """Values below each other, each by its own type; nothing for null."""
    for at, value in enumerate(values, start=row):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(at, column, value, style)
        else:
            sheet.write_string(at, column, fit_cell(str(value)), style)


def _colour(sheet: "Worksheet", rows: int, names: list[str], styles: "Styles") -> None:
    """What colours cells by their values, also once somebody changes them; grey rows first."""
    if "status" in names:  # whoever is not to be asked again
        cell = f"${letters(names.index('status'))}2"
        is_it = ",".join(f'{cell}="{status}"' for status in NOT_AGAIN)
        rule = {"type": "formula", "criteria": f"=OR({is_it})", "format": styles["grey"]}
        sheet.conditional_format(1, 0, rows, len(names) - 1, rule)
    for at, name in enumerate(names):
        for value, shade in SHADES.get(name, {}).items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{value}"',
                    "format": styles[shade]}  # fmt: skip
            sheet.conditional_format(1, at, rows, at, rule)
        if name in NOTED:
            rule = {"type": "no_blanks", "format": styles["fair"]}
            sheet.conditional_format(1, at, rows, at, rule)
        if name in BARS:
            ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": BARS[name]}
            rule = {"type": "data_bar", "bar_color": "#9CC2E5", **ends}
            sheet.conditional_format(1, at, rows, at, rule)


def shade_shares(place: "Worksheet", sheet: Sheet, names: tuple[str, ...]) -> None:
    """The cells of a matrix, darker for more; the darkest is the largest beside the diagonal."""
    if not names:
        return
    shares = sheet.rows.select(names).rows()
    others = [it for a, line in enumerate(shares) for b, it in enumerate(line) if a != b and it]
    first = [column.name for column in sheet.columns].index(names[0])
    last = first + len(names) - 1
    scale = {"type": "2_color_scale", "min_type": "num", "max_type": "num", "min_value": 0,
             "max_value": max(others, default=1), "min_color": "#FFFFFF",
             "max_color": "#7FA7D6"}  # fmt: skip
    place.conditional_format(1, first, sheet.rows.height, last, scale)
    place.set_column(first, last, WIDTHS["share"])
    place.ignore_errors({"number_stored_as_text": f"{letters(first)}1:{letters(last)}1"})


def letters(column: int) -> str:
    """What Excel calls a column: A, B, ... AA."""
    first, last = divmod(column, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


def _set_widths(place: "Worksheet", sheet: Sheet, folded: tuple[str, ...]) -> int:
    """How wide the columns that are seen are together, in digits."""
    seen = 0
    for number, column in enumerate(sheet.columns):
        options = {"hidden": True, "level": 1} if column.name in folded else {}
        if column.name in sheet.hidden:
            options = {"hidden": True}
        width = _find_width(column, sheet.rows[column.name])
        place.set_column(number, number, width, None, options)
        seen += 0 if options else width
    if folded:  # the mark that opens them stands over the column after them
        end = len(sheet.columns)
        place.set_column(end, end, None, None, {"collapsed": True})
    return seen


def _find_width(column: Column, values: "pl.Series") -> int:
    """In digits: a column shows its name, and its values as far as they are not very long."""
    own = WIDTHS.get(column.form)
    if own is None:
        longest = values.str.len_chars().max() if len(values) else None
        own = min(WIDEST, longest + 2 if isinstance(longest, int) else 0)
    return max(own, len(column.name) + ARROW)


def _link_cells(sheet: "Worksheet", column: int, urls: "pl.Series", style: "Format") -> None:
    # The shortlist lets only http(s) addresses into a url column; Excel counts them escaped.
    short = [
        (row, url)
        for row, url in enumerate(urls, start=1)
        if url is not None and len(quote(url, safe="%/:?#&=+,;@!$'()*~")) <= MAX_LINK
    ]
    for row, url in short[:MAX_LINKS]:
        sheet.write_url(row, column, url, style, url)
