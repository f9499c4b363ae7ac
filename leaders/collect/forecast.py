"""How many calls a niche will need, how long they take, and what a budget buys."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from leaders.collect.planning import (
    MOST_LISTS,
    POINTING,
    PROFILES_PER_ACCOUNT,
    SEARCHES,
    SECOND_READING_ROWS,
)
from leaders.model import AccountKind, Listing
from leaders.niche import Niche
from leaders.platforms import Platform

USUAL_PAGES: dict[str, float] = {Listing.FOLLOWERS: 8, Listing.FOLLOWING: 4, Listing.MEMBERS: 8}
"""Pages of a listing where none was read yet; one for every other listing."""
NOT_EMPTY = 0.6
"""Share of a post's listings that hold something, and so are read."""


@dataclass(frozen=True, slots=True)
class Part:
    """Calls for one purpose: as many as usual, and the most that the limits allow."""

    purpose: str
    usual: int
    most: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What collecting a niche from nothing takes on one platform."""

    platform: str
    rate: float | None
    parts: tuple[Part, ...]
    calls_an_asked: float
    calls_a_candidate: float

    @property
    def usual(self) -> int:
        """Calls, as usual."""
        return sum(part.usual for part in self.parts)

    @property
    def most(self) -> int:
        """Calls, when every listing goes to the limit of pages."""
        return sum(part.most for part in self.parts)

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


ROUNDING = 1e-9
FIXED = ("seeds", "searches and lists", "profiles")


def make_forecast(niche: Niche, platform: Platform, pages_read: Mapping[str, float]) -> Forecast:
    """Forecast the calls of a crawl.

    ``pages_read`` are the mean pages of the platform's listings that were read before, by listing.
    """
    limits = niche.limits
    pages = {
        listing: min(limits.pages, pages_read.get(listing, USUAL_PAGES.get(listing, 1)))
        for listing in Listing
    }
    own = platform.listings(AccountKind.PERSON)
    asked = [listing for listing in own if listing in POINTING]
    of_posts = limits.posts * len(platform.post_listings())
    an_asked = sum(min(pages[listing], limits.audience_pages) for listing in asked)
    reactions = of_posts * NOT_EMPTY * max(
        (pages[listing] for listing in platform.post_listings()), default=0
    )  # fmt: skip
    listings = sum(pages[listing] for listing in own)
    most_pages = limits.pages + _pages_again(platform, limits.pages)
    seeds = len(niche.seeds) + ceil(len(niche.seeds) / platform.profiles_a_call)
    discoveries = _count_discoveries(niche, platform)
    profiles = ceil(PROFILES_PER_ACCOUNT * limits.accounts / platform.profiles_a_call)
    lists = MOST_LISTS if Listing.LISTS in platform.discoveries() else 0
    most_discoveries = (discoveries + 2 * lists) * max(1, limits.search)
    found = ceil(most_discoveries * platform.rows_a_call / platform.profiles_a_call)
    parts = (
        Part("seeds", seeds, seeds),
        Part("searches and lists", discoveries, most_discoveries),
        Part("profiles", profiles, profiles + found),
        Part(
            "the audience", round(limits.audience * an_asked),
            limits.audience * len(asked) * limits.audience_pages,
        ),
        Part(
            "candidates", round(limits.accounts * listings),
            limits.accounts * len(own) * most_pages,
        ),
        Part(
            "reactions to posts", round(limits.accounts * reactions),
            limits.accounts * of_posts * most_pages,
        ),
    )  # fmt: skip
    return Forecast(platform.name, platform.rate, parts, an_asked, listings + reactions)


def _pages_again(platform: Platform, pages: int) -> int:
    """Pages of a second reading of a short listing, with smaller pages (twice as many at most)."""
    short = SECOND_READING_ROWS // platform.rows_a_call
    return 2 * min(pages, short) if platform.second_reading and pages > 1 else 0


def _count_discoveries(niche: Niche, platform: Platform) -> int:
    available = platform.discoveries()
    words = sum(map(len, niche.words.values())) if niche.limits.search else 0
    searches = words * sum(listing in available for listing in SEARCHES)
    lists = len(niche.seeds) + 2 * len(niche.lists) if Listing.LISTS in available else 0
    return searches + lists
