"""Reading a listing as a crawl does: page by page, and again where nobody could be reached."""

from leaders.errors import PlatformUnreachable, ServerUnreachable
from leaders.model import Edge, Listing, Page
from leaders.platforms import Platform

MOST_CALLS = 3000


def read_all(platform: Platform, subject: str, listing: Listing) -> list[Page]:
    """All pages of a listing; what a server refuses for good is raised."""
    pages: list[Page] = []
    cursors: set[str] = set()
    cursor: str | None = None
    for _ in range(MOST_CALLS):
        try:
            page = platform.fetch(subject, listing, cursor)
        except PlatformUnreachable:
            continue
        except ServerUnreachable as error:
            if error.status < 500:
                raise
            continue
        pages.append(page)
        cursor = page.cursor
        if cursor is None:
            return pages
        assert cursor not in cursors, "a cursor is repeated"
        assert cursor.isascii()
        assert cursor.isprintable()
        cursors.add(cursor)
    raise AssertionError(f"the {listing} of {subject} does not end")


def edges_of(pages: list[Page]) -> list[Edge]:
    """The edges of all pages."""
    return [edge for page in pages for edge in page.edges]
