"""Where a niche's candidates may be found: searches by its words, and curated lists."""

from collections.abc import Container, Sequence

from leaders.model import Listing
from leaders.niche import Niche
from leaders.store import Store

SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS, Listing.SEARCH_LISTS)
MOST_WALLS = 10
"""On the walls of so many seeds the niche's words are searched."""
MOST_LISTS = 20
"""So many curated lists that were found are read, the most found first."""

Discovery = tuple[str | None, Listing, str | None]
"""Whose listing, if anybody's; which; and the words or the address of a list that are asked for."""


def find_discoveries(
    store: Store,
    niche: Niche,
    platform: str,
    lists: Sequence[str],
    available: Container[Listing],
) -> list[Discovery]:
    """Searches by the niche's words, the lists that it names (``lists``), those of its seeds."""
    seeds = store.query("collect/seeds", niche=niche.name, platform=platform)[
        "account_id"
    ].to_list()
    terms = [words for terms in niche.words.values() for words in terms]
    searched = terms if niche.limits.search else []
    asked: list[Discovery] = [
        (None, listing, words) for listing in SEARCHES if listing in available for words in searched
    ]
    if Listing.SEARCH_WALL in available:
        asked += [
            (account_id, Listing.SEARCH_WALL, f"{account_id} {words}")
            for account_id in seeds[:MOST_WALLS]
            for words in searched
        ]
    asked += [(None, Listing.LISTED, address) for address in lists]
    if Listing.LISTS in available:
        asked += [(account_id, Listing.LISTS, None) for account_id in seeds]
    return asked


def find_unread_lists(store: Store, niche: str, platform: str, first_visit: int) -> list[str]:
    """The addresses of curated lists that were found and are to be read now."""
    found = store.query(
        "collect/unread_lists", most=MOST_LISTS, first_visit=first_visit, niche=niche,
        platform=platform,
    )  # fmt: skip
    return found["address"].to_list()
