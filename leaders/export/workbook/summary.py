"""The first sheet: what was found in sentences, charts, links to the sheets, small print."""

import struct
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from leaders.export.briefing import Edition, Logo
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words
from leaders.export.workbook.book import LINE_HEIGHT, PROSE_WIDTHS, find_height, fit_cell, set_page
from leaders.export.workbook.charts import DATA, SCATTER
from leaders.export.workbook.page import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from leaders.export.workbook.book import Styles

DEFINITIONS = "Definitions"
LOGOS = ("image/png", "image/jpeg", "image/gif")
"""What Excel shows; an SVG is left out."""
LOGO_HEIGHT, LOGO_WIDTH, DPI = 56, 220, 96  # pixels, and how many an inch
WIDTH = 816
"""Pixels of the two columns of `PROSE_WIDTHS`."""
CHART_HEIGHT, ROW_PIXELS = 360, 20
GAP = 3  # points, between sentences
ALONE = 0.75
"""Of the width, for a chart that has no neighbour."""


def write_summary(
    sheet: "Worksheet", shortlist: Shortlist, pages: Sequence[Page], charts: Sequence["Chart"],
    words: Words, styles: "Styles",
) -> None:  # fmt: skip
    """The first sheet, without logos that are broken or of a kind that Excel does not take."""
    told = shortlist.beside
    set_page(sheet, is_upright=True)
    sheet.hide_gridlines(2)
    for number, width in enumerate(PROSE_WIDTHS):
        sheet.set_column(number, number, width)
    at = _Cursor(sheet, styles)
    _write_head(at, shortlist, words)
    for passage in told.summary:
        at.head(words(passage.heading))
        for said in passage.sentences:
            at.sentence(words.say(said))
    if charts:
        at.head(words("book_charts"))
        at.charts(charts)
    for page in pages:
        if page.key == SCATTER:
            at.sentence(_tell_scatter(page, shortlist, words), "small")
    at.head(words("book_sheets"))
    for title, link, about in _tell_sheets(pages, words):
        at.link(title, link, about)
    _write_end(at, shortlist, words)


class _Cursor:
    """Writes below what was written last."""

    def __init__(self, sheet: "Worksheet", styles: "Styles") -> None:
        self.sheet, self.styles, self.row = sheet, styles, 0

    def text(self, text: str, style: str, height: float | None = None) -> None:
        """One line over both columns."""
        if height:
            self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 0, fit_cell(text), self.styles[style])
        self.row += 1

    def head(self, text: str) -> None:
        self.row += 1
        self.sheet.write_blank(self.row, 1, None, self.styles["heading"])
        self.text(text, "heading", LINE_HEIGHT + 6)

    def sentence(self, text: str, style: str = "sentence") -> None:
        # merged while blank: whatever is merged with a text is read for what it looks like
        self.sheet.merge_range(self.row, 0, self.row, 1, "", self.styles[style])
        self.text(text, style, find_height(text, sum(PROSE_WIDTHS)) + GAP)

    def pair(self, name: str, value: str) -> None:
        self.sheet.write_string(self.row, 1, fit_cell(value), self.styles["small"])
        self.text(name, "small", find_height(value, PROSE_WIDTHS[1]) + GAP)

    def link(self, title: str, link: str, about: str) -> None:
        self.sheet.set_row(self.row, find_height(about, PROSE_WIDTHS[1]) + GAP)
        self.sheet.write_url(self.row, 0, link, self.styles["link"], title)
        self.sheet.write_string(self.row, 1, fit_cell(about), self.styles["sentence"])
        self.row += 1

    def charts(self, charts: Sequence["Chart"]) -> None:
        """Side by side."""
        width = WIDTH * ALONE if len(charts) == 1 else WIDTH / len(charts)
        for number, chart in enumerate(charts):
            chart.set_size({"width": int(width) - 6, "height": CHART_HEIGHT})
            place = {"x_offset": int(number * width), "y_offset": 4, "object_position": 2}
            self.sheet.insert_chart(self.row, 0, chart, place)
        self.row += -(-CHART_HEIGHT // ROW_PIXELS) + 1


def _write_head(at: _Cursor, shortlist: Shortlist, words: Words) -> None:
    edition = shortlist.beside.edition
    logos = ((edition.client_logo, False), (edition.agency_logo, True))
    shown = [_insert_logo(at, logo, is_right) for logo, is_right in logos if logo]
    if any(shown):
        at.sheet.set_row(at.row, LOGO_HEIGHT)  # points, so with some room under the pixels
        at.row += 1
    at.text(shortlist.title, "title", 24)
    at.text(words("book_as_of", as_of=f"{shortlist.as_of:%Y-%m-%d}"), "muted")
    for text in _tell_parties(edition, words):
        at.text(text, "muted")


def _write_end(at: _Cursor, shortlist: Shortlist, words: Words) -> None:
    at.head(words("book_reading"))
    for key in ("book_reading_names", "book_reading_folded", "book_reading_colours"):
        at.sentence(words(key))
    if shortlist.notes:
        at.head(words("book_notes"))
    for note in shortlist.notes:
        at.sentence(note)
    at.head(words("book_identity"))
    for name, value in shortlist.identity.items():
        at.pair(name, value)


def _tell_parties(edition: Edition, words: Words) -> list[str]:
    told = (("book_client", edition.client), ("book_agency", edition.agency))
    return [words(key, name=name) for key, name in told if name]


def _insert_logo(at: _Cursor, logo: Logo, is_right: bool) -> bool:
    """Whether Excel can show it; it keeps its proportions."""
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415
    from xlsxwriter.image import Image  # noqa: PLC0415

    if logo.media_type not in LOGOS:
        return False
    try:
        image = Image(BytesIO(logo.content))
    except (XlsxWriterException, struct.error, IndexError):
        return False  # broken inside: no reason to have no workbook
    width, height = image.width * DPI / image.x_dpi, image.height * DPI / image.y_dpi
    scale = min(LOGO_HEIGHT / height, LOGO_WIDTH / width)
    options = {
        "x_scale": scale, "y_scale": scale, "y_offset": 4, "decorative": True,
        "x_offset": WIDTH - int(width * scale) if is_right else 0, "object_position": 3,
    }  # fmt: skip
    at.sheet.insert_image(at.row, 0, image, options)
    return True


def _tell_scatter(page: Page, shortlist: Shortlist, words: Words) -> str:
    """Of which formula the chart is, and how many accounts it leaves out."""
    shown = page.sheet.rows.height
    left_out = shortlist.rows - shown
    return words("book_scatter_of", formula=page.sheet.about, shown=shown, left_out=left_out)


def _tell_sheets(pages: Sequence[Page], words: Words) -> list[tuple[str, str, str]]:
    """Of each sheet its title in the reader's language, a link, and what is on it."""
    keys = [page.key for page in pages]
    told = [_tell_sheet(page, words, is_one_of_many=keys.count(page.key) > 1) for page in pages]
    tables = sum(key not in DATA for key in keys)
    said = words("book_definitions"), f"internal:'{DEFINITIONS}'!A1"
    return [*told[:tables], (*said, words("book_definitions_about")), *told[tables:]]


def _tell_sheet(page: Page, words: Words, *, is_one_of_many: bool) -> tuple[str, str, str]:
    title, about = f"book_{page.key}", f"book_{page.key}_about"
    said = words(title) if words.has(title) else page.title
    said += f": {page.sheet.name}" if is_one_of_many else ""
    told = words(about) if words.has(about) else page.sheet.about
    rows = words("book_rows", n=page.sheet.rows.height)
    return said, f"internal:'{page.title}'!A1", f"{told} {rows}"
