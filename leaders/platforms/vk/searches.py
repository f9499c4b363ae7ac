"""What can be searched: communities by a person's token, all new posts, and one account's wall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Ended, Listing, Page
from leaders.platforms.parsing import dig, is_cursor, parse_count, parse_name
from leaders.platforms.vk.addresses import read_account
from leaders.platforms.vk.calls import Calls
from leaders.platforms.vk.parse import (
    demand_count,
    demand_items,
    parse_found_communities,
    parse_found_posts,
    parse_number,
)
from leaders.platforms.vk.places import read_place

SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS, Listing.SEARCH_WALL)
MOST_FOUND = 1000
FOUND_POSTS_A_PAGE = 200
WALL_POSTS_A_PAGE = 100
SEARCHED = timedelta(days=30)
"""VK looks a day back unless it is told otherwise."""
LONGEST_WORDS = 300

_FIRST_FOUND = f"VK shows the first {MOST_FOUND:,} of what a search finds"


@dataclass(frozen=True, slots=True)
class Search:
    """Words, and the number of the account on whose wall alone they are searched; 0 anywhere."""

    words: str
    owner: int = 0


def read_search(text: str, listing: Listing) -> Search | None:
    """What is searched for; None where a text holds no words, or no account before them."""
    if listing is not Listing.SEARCH_WALL:
        words = parse_name(text[:LONGEST_WORDS])
        return Search(words) if words else None
    account_id, _, rest = text.partition(" ")
    owner, words = read_account(account_id), parse_name(rest[:LONGEST_WORDS])
    return Search(words, owner) if owner and words else None


class Searches:
    """Reads one page of a search."""

    def __init__(self, calls: Calls, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now

    def read(self, search: Search, listing: Listing, cursor: str | None) -> Page:
        """One page of a search; raises as ``Calls.ask`` does."""
        if listing is Listing.SEARCH_WALL:
            return self._search_wall(search, cursor)
        if listing is Listing.SEARCH_POSTS:
            return self._search_posts(search.words, cursor)
        return self._search_communities(search.words)

    def _search_communities(self, words: str) -> Page:
        """Communities in VK's own order: one call has all that it ever shows."""
        answer = self._calls.ask("groups.search", {"q": words, "sort": 0, "count": MOST_FOUND})
        count = demand_count(answer, "groups.search")
        return Page(
            found=parse_found_communities(demand_items(answer, "groups.search")),
            declared_count=count,
            ended=Ended.CUT if count > MOST_FOUND else Ended.COMPLETE,
            why=_FIRST_FOUND if count > MOST_FOUND else None,
        )

    def _search_posts(self, words: str, cursor: str | None) -> Page:
        since = (self._now() - SEARCHED).astimezone(UTC).replace(hour=0, minute=0, second=0)
        arguments: dict[str, str | int] = {
            "q": words, "count": FOUND_POSTS_A_PAGE, "start_time": int(since.timestamp()),
        }  # fmt: skip
        if cursor is not None:
            if not is_cursor(cursor):
                raise LeadersError("vk: a search cannot go on at a cursor that is none of VK's.")
            arguments["start_from"] = cursor
        answer = self._calls.ask("newsfeed.search", arguments)
        found, posts = parse_found_posts(demand_items(answer, "newsfeed.search"))
        following = dig(answer, "next_from") or None
        if following is not None and not is_cursor(following):
            raise PlatformRefused("VK gave a cursor that leads nowhere; try again later.", 200)
        count = parse_count(dig(answer, "total_count"))
        is_cut = following is None and (count or 0) > MOST_FOUND
        return Page(
            found=found,
            posts=posts,
            declared_count=count,
            cursor=str(following) if following else None,
            ended=Ended.CUT if is_cut else Ended.COMPLETE,
            why=_FIRST_FOUND if is_cut else None,
        )

    def _search_wall(self, search: Search, cursor: str | None) -> Page:
        """Whoever wrote posts with these words on one wall, its owner or a guest."""
        place = read_place(cursor)
        arguments: dict[str, str | int] = {
            "owner_id": search.owner, "query": search.words, "offset": place.start,
            "count": WALL_POSTS_A_PAGE,
        }  # fmt: skip
        answer = self._calls.ask("wall.search", arguments)
        rows = demand_items(answer, "wall.search")
        count = demand_count(answer, "wall.search")
        keys = [parse_number(row) or 0 for row in rows]
        found, posts = parse_found_posts(rows[place.find_fresh(keys) :])
        following = place.follow(keys, WALL_POSTS_A_PAGE, count)
        return Page(
            found=found,
            posts=posts,
            declared_count=count,
            cursor=following.write() if following else None,
        )
