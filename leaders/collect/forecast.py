"""How many calls a niche will need, how long they take, what a day allows and a budget buys."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from leaders.collect.discoveries import MOST_LISTS, MOST_WALLS, SEARCHES
from leaders.collect.planning import POINTING, PROFILES_PER_ACCOUNT, SECOND_READING_ROWS
from leaders.model import AccountKind, Listing, Quota
from leaders.niche import Niche
from leaders.platforms import Platform, TellsPlaces
from leaders.recognise import platform_of

USUAL_PAGES: dict[str, float] = {Listing.FOLLOWERS: 8, Listing.FOLLOWING: 4, Listing.MEMBERS: 8}
"""Pages of a hundred rows of a listing where none was read yet; one for every other listing."""
NOT_EMPTY = 0.6
"""Share of a post's listings that hold something, and so are read."""
ROUNDING = 1e-9
FIXED = ("seeds", "searches and lists", "profiles")

Calls = Mapping[Listing, float]


@dataclass(frozen=True, slots=True)
class Part:
    """Calls for one purpose: as many as usual, by listing, and the most that the limits allow."""

    purpose: str
    calls: Calls
    most: int

    @property
    def usual(self) -> int:
        """Calls, as usual."""
        return round(sum(self.calls.values()))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What collecting a niche from nothing takes on one platform.

    ``takes`` is what it takes, as usual, of each of the day's quotas (``quotas``), by bucket;
    ``remarks`` say what cannot be read with the credentials that are there.
    """

    platform: str
    rate: float | None
    parts: tuple[Part, ...]
    calls_an_asked: float
    calls_a_candidate: float
    quotas: tuple[Quota, ...]
    takes: Mapping[str, int]
    remarks: tuple[str, ...] = ()

    @property
    def usual(self) -> int:
        """Calls, as usual."""
        return sum(part.usual for part in self.parts)

    @property
    def most(self) -> int:
        """Calls, when every listing goes to the limit of pages."""
        return sum(part.most for part in self.parts)

    @property
    def days(self) -> int:
        """How many days the quotas make of it; 1 where they suffice."""
        return max([1, *(ceil(self.takes[it.bucket] / max(1, it.limit)) for it in self.quotas)])

    def minutes(self, calls: int) -> float | None:
        """How long so many calls take at the platform's limit; None where it has none."""
        return calls / self.rate / 60 if self.rate else None

    def buys(self, calls: int) -> tuple[int, int]:
        """How many of the audience are asked and how many candidates are read for so many calls.

        Half of the calls are for asking, as long as there are any to ask.
        """
        fixed = sum(part.usual for part in self.parts if part.purpose in FIXED)
        asking = self._of("the audience").usual
        left = max(0, calls - fixed)
        for_asking = min(asking, left // 2)
        asked = for_asking / self.calls_an_asked if self.calls_an_asked else 0
        read = (left - for_asking) / self.calls_a_candidate
        return int(asked + ROUNDING), int(read + ROUNDING)

    def _of(self, purpose: str) -> Part:
        return next(part for part in self.parts if part.purpose == purpose)


def make_forecast(niche: Niche, platform: Platform, pages_read: Mapping[str, float]) -> Forecast:
    """Forecast the calls of a crawl.

    ``pages_read`` are the mean pages of the platform's listings that were read before, by listing.
    """
    limits = niche.limits
    pages = _usual_pages(niche, platform, pages_read)
    asked = {it: pages[it] for it in platform.listings(AccountKind.PERSON) if it in POINTING}
    asked = {it: min(count, limits.audience_pages) for it, count in asked.items()}
    own = _dearest(platform, pages)
    reactions = {it: limits.posts * NOT_EMPTY * pages[it] for it in platform.post_listings()}
    most_pages = limits.pages + _pages_again(platform, limits.pages)
    seeds = sum(platform_of(seed) in (None, platform.name) for seed in niche.seeds)
    looked_up = seeds + ceil(seeds / platform.profiles_a_call)
    discoveries = _count_discoveries(niche, platform, seeds)
    profiles = ceil(PROFILES_PER_ACCOUNT * limits.accounts / platform.profiles_a_call)
    lists = MOST_LISTS if Listing.LISTS in platform.discoveries() else 0
    most_discoveries = int(sum(discoveries.values()) + 2 * lists) * max(1, limits.search)
    found = ceil(most_discoveries * platform.rows_a_call / platform.profiles_a_call)
    of_candidates = limits.accounts * most_pages
    parts = (
        Part("seeds", {Listing.PROFILE: looked_up}, looked_up),
        Part("searches and lists", discoveries, most_discoveries),
        Part("profiles", {Listing.PROFILE: profiles}, profiles + found),
        Part(
            "the audience", _times(limits.audience, asked),
            limits.audience * len(asked) * limits.audience_pages,
        ),
        Part("candidates", _times(limits.accounts, own), of_candidates * len(own)),
        Part(
            "reactions to posts", _times(limits.accounts, reactions),
            of_candidates * limits.posts * len(reactions),
        ),
    )  # fmt: skip
    return Forecast(
        platform.name, platform.rate, parts, sum(asked.values()),
        max(ROUNDING, sum(own.values()) + sum(reactions.values())),
        platform.ledger.quotas(), _take(parts, platform), platform.remarks(),
    )  # fmt: skip


def _usual_pages(
    niche: Niche, platform: Platform, pages_read: Mapping[str, float]
) -> dict[Listing, float]:
    hundreds = max(1, platform.rows_a_call / 100)
    usual = {it: max(1, USUAL_PAGES.get(it, 1) / hundreds) for it in Listing}
    return {it: min(niche.limits.pages, pages_read.get(it, usual[it])) for it in Listing}


def _dearest(platform: Platform, pages: Mapping[Listing, float]) -> dict[Listing, float]:
    """Pages of the listings of a candidate, of the kind whose are the most."""
    kinds = [{it: pages[it] for it in _listings(platform, kind)} for kind in AccountKind]
    return max(kinds, key=lambda kind: sum(kind.values()))


def _listings(platform: Platform, kind: AccountKind) -> tuple[Listing, ...]:
    """With the call that asks a sample of a community's members where they are."""
    listings = platform.listings(kind)
    is_asked = Listing.MEMBERS in listings and isinstance(platform, TellsPlaces)
    return (*listings, Listing.PLACES) if is_asked else listings


def _times(count: int, calls: Calls) -> Calls:
    return {listing: count * each for listing, each in calls.items()}


def _take(parts: Iterable[Part], platform: Platform) -> Mapping[str, int]:
    """What the usual calls take of the platform's buckets."""
    taken: Counter[str] = Counter()
    for part in parts:
        for listing, calls in part.calls.items():
            for bucket, units in platform.cost_of(listing).items():
                taken[bucket] += ceil(calls * units - ROUNDING)
    return {quota.bucket: taken[quota.bucket] for quota in platform.ledger.quotas()}


def _pages_again(platform: Platform, pages: int) -> int:
    """Pages of a second reading of a short listing, with smaller pages (twice as many at most)."""
    short = SECOND_READING_ROWS // platform.rows_a_call
    return 2 * min(pages, short) if platform.second_reading and pages > 1 else 0


def _count_discoveries(niche: Niche, platform: Platform, seeds: int) -> dict[Listing, float]:
    available = platform.discoveries()
    words = sum(map(len, niche.words.values())) if niche.limits.search else 0
    searches: dict[Listing, float] = {it: words for it in SEARCHES if it in available}
    if Listing.SEARCH_WALL in available:
        searches[Listing.SEARCH_WALL] = words * min(seeds, MOST_WALLS)
    lists = seeds + 2 * len(niche.lists) if Listing.LISTS in available else 0
    return {**searches, Listing.LISTS: lists}
