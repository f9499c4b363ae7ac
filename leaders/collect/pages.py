"""What a page means for the visit that it belongs to."""

from dataclasses import replace

from leaders.model import Account, Ended, Listing, Page
from leaders.store.pages import OpenVisit

STATES = (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.MEMBERS, Listing.MEMBERSHIPS)
MANY = 20


def doubt(visit: OpenVisit, page: Page) -> Page:
    """An end without any of the many rows that are declared is no end to be believed: it would
    take away every follow that is known from elsewhere.
    """
    declared = page.declared_count or visit.declared_count or 0
    is_end = page.cursor is None and page.ended is Ended.COMPLETE
    nothing = visit.fetched_count + count_rows(visit.listing, page) == 0
    if visit.listing in STATES and is_end and nothing and declared >= MANY:
        why = f"the platform declares {declared:,} and showed none"
        return replace(page, ended=Ended.FAILED, why=why)
    return page


def profile_page(account: Account | None) -> Page:
    """What asking for a profile brought: who is left out of the answer is gone."""
    return Page(accounts=(account,)) if account else Page(ended=Ended.GONE)


def count_rows(listing: Listing, page: Page) -> int:
    """The rows that a page adds to a listing: mentions and reposts within posts are none of it."""
    if listing is Listing.POSTS:
        return len(page.posts)
    if page.places is not None:
        return sum(count for _, count in page.places.people)
    return len(page.accounts) + len(page.edges) + len(page.found) + len(page.lists)
