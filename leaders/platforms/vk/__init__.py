"""VK: what it shows to an application's service token, and a little more to a person's.

Communities, their members, posts, likers, commenters, and whom people follow. Only searching for
communities needs a person's token; without one, posts are searched, and niches name communities,
whose links, mentions and reposts lead to their neighbours.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Account, AccountKind, Ended, Listing, Page, Place
from leaders.platforms.quota import DayLedger
from leaders.platforms.vk.addresses import (
    IDS,
    account_of,
    is_community,
    read_account,
    read_named,
)
from leaders.platforms.vk.calls import DAILY, NOBODYS, ZONE, Calls
from leaders.platforms.vk.listings import (
    BY_NUMBER,
    NEWEST_FIRST,
    OF_POSTS,
    Listings,
    listings_of,
    read_subject,
)
from leaders.platforms.vk.names import PEOPLE_A_CALL, PROFILES_A_CALL, Names
from leaders.platforms.vk.packing import MOST_CALLS
from leaders.platforms.vk.refusals import read_refusal
from leaders.platforms.vk.searches import SEARCHES
from leaders.platforms.vk.tokens import (
    KEY_PAGE,
    Pool,
    Settings,
    read_settings,
)

__all__ = ["Settings", "VkPlatform"]

WORKERS_A_TOKEN = 3
MOST_WORKERS = 12
_BUCKETS = {
    Listing.POSTS: "wall.get",
    Listing.SEARCH_POSTS: "newsfeed.search",
    Listing.SEARCH_WALL: "wall.search",
}
_NO_TOKEN = (
    f"VK needs a token: make an application at {KEY_PAGE}, copy its service key and put "
    "VK_SERVICE_TOKENS=... into .env, or VK_USER_TOKENS=... to search communities too."
)
_NO_USER = (
    "VK lets only a user's token search communities; put VK_USER_TOKENS=... into .env, or name "
    "communities as seeds: posts are searched, and links, mentions and reposts lead to their "
    "neighbours."
)


class VkPlatform:
    """Implements ``leaders.platforms.Platform``; ``settings`` default to the environment's."""

    name = "vk"
    ids = IDS
    needs = "a service token; a user's to search communities"
    unseen = (
        "private profiles, closed communities, what people like, and some of the people and "
        "communities that a person follows"
    )
    profiles_a_call = PROFILES_A_CALL
    places_a_call = PEOPLE_A_CALL
    rows_a_call = 1000 * MOST_CALLS
    second_reading = None

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or read_settings()
        self._pool = Pool(self._settings)
        limits = {method: limit * len(self._pool.tokens) for method, limit in DAILY.items()}
        self.ledger = DayLedger(self.name, limits, ZONE, self.now)
        calls = Calls(self._pool, self.ledger, self.now)
        self._names = Names(calls)
        self._listings = Listings(calls, self._names, self.now)

    @property
    def lacks(self) -> str | None:
        """That there is no token."""
        return None if self._pool.tokens else _NO_TOKEN

    @property
    def workers(self) -> int:
        """A few a token: an answer takes longer than the gap between two calls."""
        return max(1, min(MOST_WORKERS, WORKERS_A_TOKEN * len(self._pool.tokens)))

    @property
    def rate(self) -> float:
        """Calls a second of all tokens together."""
        return self._settings.rate * max(1, len(self._pool.tokens))

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def find_account(self, text: str) -> str | None:
        """The id of a number, short name, account id or address; None for other text."""
        named = read_named(text)
        owner = self._names.find(named) if named else None
        return account_of(owner) if owner else None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """People and communities have few in common."""
        return listings_of(kind)

    def post_listings(self) -> tuple[Listing, ...]:
        """Each kind of reaction is told by itself."""
        return OF_POSTS

    def discoveries(self) -> tuple[Listing, ...]:
        """Communities are searched by a person's token alone, posts by any."""
        return SEARCHES if self._pool.has_user else (Listing.SEARCH_POSTS, Listing.SEARCH_WALL)

    def list_address(self, text: str) -> str | None:
        """There are no curated lists."""
        return None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """Posts; members come by number, and comments oldest first."""
        if listing in NEWEST_FIRST:
            return True
        return False if listing in BY_NUMBER else None

    def remarks(self) -> tuple[str, ...]:
        """What a person's token would add, and which tokens VK refuses."""
        is_narrow = bool(self._pool.tokens) and not self._pool.has_user
        return ((_NO_USER,) if is_narrow else ()) + self._pool.remarks()

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for; who is gone is left out."""
        owners = list(dict.fromkeys(filter(None, map(read_account, account_ids))))
        found = self._names.read_profiles(owners)
        return [found[owner] for owner in owners if owner in found]

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        """Where people say that they are; of nobody else, as members are people alone."""
        owners = dict.fromkeys(filter(None, map(read_account, account_ids)))
        return self._names.read_places([owner for owner in owners if not is_community(owner)])

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing: one call, but for packs that fail and names to be resolved."""
        subject = read_subject(subject_id, listing)
        if self.lacks:
            raise LeadersError(self.lacks)
        try:
            return self._listings.read(subject, listing, cursor)
        except PlatformRefused as refusal:
            is_search = listing in (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)
            page = None if is_search else read_refusal(refusal)
            if is_search and refusal.code == NOBODYS:  # the crawl goes on by the other ways
                page = Page(ended=Ended.HIDDEN, why=str(refusal))
            if page is None:
                raise
            return page

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """Reading posts and searching them is counted by the day."""
        return {_BUCKETS[listing]: 1} if listing in _BUCKETS else {}

    def wait_until(self) -> datetime | None:
        """Until when VK has asked every token to wait."""
        return self._pool.waiting_until()

    def stop(self) -> None:
        """Wake every call that waits for a limit."""
        self._pool.stop()

    def close(self) -> None:
        """Let the connections go."""
        self._pool.close()
