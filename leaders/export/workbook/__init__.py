"""The Excel workbook: a summary, the lists, what stands beside them, and what it all means."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from leaders.export.manifest import File
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words
from leaders.export.workbook import beside, charts
from leaders.export.workbook.book import Lines, fit_cell, open_book, write_lines
from leaders.export.workbook.definitions import explain_sheet, write_definitions
from leaders.export.workbook.lists import lay_lists
from leaders.export.workbook.page import Page, find_title, make_page
from leaders.export.workbook.summary import DEFINITIONS, write_summary
from leaders.export.workbook.table import shade_shares, write_sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from leaders.export.workbook.book import Styles

__all__ = ["Lines", "explain_sheet", "open_book", "to_xlsx", "write_lines", "write_sheet"]

SUMMARY = "Summary"


def to_xlsx(shortlist: Shortlist) -> list[File]:
    """``shortlist.xlsx``: a summary, the lists, what stands beside them, definitions.

    What is not known has no sheet. Raises ``LeadersError`` when the lists of a sort have more rows
    than a sheet of Excel, and for a logo that is broken.
    """
    words = Words(shortlist.beside.language)
    pages = list(_distinguish(_lay_out(shortlist, words)))
    data = [page for page in pages if page.key in charts.DATA]
    tables = [page for page in pages if page not in data]
    with open_book(shortlist.title, shortlist.as_of) as (book, styles, buffer):
        summary = book.add_worksheet(SUMMARY)
        for page in tables:
            _write_page(book, page, styles)
        write_definitions(book.add_worksheet(DEFINITIONS), shortlist, pages, words, styles)
        for page in data:
            _write_page(book, page, styles)
        drawn = [charts.draw(book, page, shortlist, words) for page in data]
        write_summary(summary, shortlist, pages, drawn, words, styles)
    return [File("shortlist.xlsx", buffer.getvalue(), shortlist.rows)]


def _lay_out(shortlist: Shortlist, words: Words) -> Iterator[Page]:
    """The tables in their order, and last those that charts draw."""
    told = shortlist.beside
    given = {sheet.name: sheet for sheet in shortlist.sheets}
    contacts = given.pop("contacts", None)
    yield from lay_lists(shortlist)
    yield from beside.lay_people(told, given.pop("people", None))
    yield from beside.lay_plan(told.plan, given.pop("plan", None))
    yield from beside.lay_overlap(told.shared, given.pop("overlap", None))
    yield from beside.lay_changes(told.changes, words)
    yield from beside.lay_competitors(told.competitors)
    yield from (make_page(sheet) for sheet in given.values())
    if contacts is not None:
        yield make_page(contacts)
    yield from beside.lay_coverage(told)
    yield from charts.lay_data(shortlist)


def _distinguish(pages: Iterator[Page]) -> Iterator[Page]:
    """The pages, no two with one title."""
    taken = {SUMMARY.casefold(), DEFINITIONS.casefold(), "history"}  # the last is Excel's own
    for page in pages:
        yield replace(page, title=find_title(page.title, taken))


def _write_page(book: "Workbook", page: Page, styles: "Styles") -> None:
    place = write_sheet(book, page.sheet, styles, page.title, page.folded)
    shade_shares(place, page.sheet, page.shaded)
    for row, text in enumerate(page.below, start=page.sheet.rows.height + 2):
        place.write_string(row, 0, fit_cell(text), styles["muted"])
