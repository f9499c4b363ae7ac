"""What a sheet of the workbook is made of."""

from dataclasses import dataclass

from leaders.export.sheet import Sheet
from leaders.export.workbook.book import MAX_TITLE, cut_units, entitle


@dataclass(frozen=True, eq=False)
class Page:
    """A table of the workbook, and how it is shown.

    key: of its words, ``book_KEY``. folded: its last columns, which a click opens. below: sentences
    under the table. shaded: columns of shares that are the darker the more.
    """

    key: str
    title: str
    sheet: Sheet
    folded: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    shaded: tuple[str, ...] = ()


def make_page(sheet: Sheet, *below: str) -> Page:
    """A page that is called as its sheet is."""
    return Page(sheet.name, entitle(sheet.name), sheet, below=below)


def find_title(title: str, taken: set[str]) -> str:
    """The title, numbered where another sheet has it: Excel does not look at capitals."""
    found, number = title, 1
    while found.casefold() in taken or not found:
        number += 1
        end = f" {number}"
        found = cut_units(title, MAX_TITLE - len(end)).strip() + end if title else f"Sheet{end}"
    taken.add(found.casefold())
    return found
