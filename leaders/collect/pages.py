"""What a page means for the visit that it belongs to."""

from dataclasses import replace

from leaders.collect.budget import enough_posts
from leaders.model import Account, Ended, Listing, Page
from leaders.niche import Limits
from leaders.store.pages import OpenVisit
from leaders.wording import counted

STATES = (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.MEMBERS, Listing.MEMBERSHIPS)
MANY = 20
KNOWN = "older posts were read before"


def judge_page(
    visit: OpenVisit, page: Page, limits: Limits
) -> tuple[Page, Ended | None, str | None]:
    """The page as it is to be believed, how the visit ends with it (None: it goes on), and why."""
    if page.cursor is not None and page.cursor in (visit.cursor, *visit.cursors):
        page = replace(page, cursor=None, ended=Ended.FAILED, why="the platform repeated a cursor")
    page = _doubt(visit, page)
    if page.cursor is None:
        return page, page.ended, page.why
    if page.posts and page.posts[-1].post_id in visit.known:
        return replace(page, cursor=None), Ended.KNOWN, KNOWN
    if why := _find_limit(visit, page, limits):
        return page, Ended.CUT, why
    return page, None, page.why


def _doubt(visit: OpenVisit, page: Page) -> Page:
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


def _find_limit(visit: OpenVisit, page: Page, limits: Limits) -> str | None:
    """Why a listing is not read further than this page although it goes on; or None."""
    if visit.listing is Listing.POSTS:
        enough = enough_posts(limits)
        if visit.fetched_count + len(page.posts) >= enough:
            return f"the newest {enough} posts are enough"
    is_search = visit.query is not None and visit.listing is not Listing.LISTED
    pages = visit.most_pages or (limits.search if is_search else limits.pages)
    return f"limit of {counted(pages, 'page')}" if visit.page_count + 1 >= pages else None


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
