"""Reading again what a niche has read before: what matters most first, and as little as will do.

A refresh reads whatever was read last before a moment. Profiles come first, many in one call: they
say whose counts have moved. Then the accounts that may be in or out of the shortlist, then the
others by age and rank, and the reactions to posts whose counts have moved. New posts, and whoever
is new, are the crawl's own business.

Etags are not kept: where a platform of ours sends them, an answer that nothing has changed is a
call like any other, and would say nothing of what is on later pages.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from leaders.collect.budget import Allowance
from leaders.model import AccountKind, Listing
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.store import Store

ACCOUNTS_A_ROUND = 20
POSTS_A_ROUND = 200
"""So much is planned at a time: what a limit leaves over is little."""
NEAR = 5
"""Who stands so many places from the end of the shortlist may soon be in or out."""
OLD = 4
"""A list of people is read again after so many times the age, though its count has not moved."""
EVERY = 2**31 - 1

IN_DOUBT, STALE = "in doubt", "stale"


@dataclass(frozen=True, slots=True)
class Again:
    """A listing to read again; ``counts`` of a post are likes, reposts, quotes and comments."""

    account_id: str
    listing: Listing
    post_id: str | None = None
    counts: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPart:
    """What is read again for one reason: how many accounts, listings and calls, about."""

    reason: str
    accounts: int
    listings: int
    calls: int


@dataclass(frozen=True, slots=True)
class RefreshPlan:
    """What a refresh would read again at most: lists whose counts have not moved are left out.

    Reactions to posts are read again where counts moved, which only reading tells.
    """

    platform: str
    parts: tuple[PlanPart, ...]
    rate: float | None

    @property
    def calls(self) -> int:
        """All calls, about."""
        return sum(part.calls for part in self.parts)

    @property
    def minutes(self) -> float | None:
        """How long they take at the platform's limit; None where it has none."""
        return self.calls / self.rate / 60 if self.rate else None


class Refresh:
    """A refresh of one niche on one platform, of what was read last before ``since``."""

    def __init__(self, niche: Niche, platform: Platform, since: datetime) -> None:
        self.niche = niche
        self.platform = platform
        self.since = since
        self._names = {"niche": niche.name, "platform": platform.name}

    @classmethod
    def open(
        cls, store: Store, niche: Niche, platform: Platform, *, is_asked: bool
    ) -> "Refresh | None":
        """The refresh that is under way, or a new one if it is asked for; None without either.

        One that was broken off longer ago than listings may be old is not gone on with.
        """
        now, names = platform.now(), {"niche": niche.name, "platform": platform.name}
        age = timedelta(days=niche.limits.refresh_days)
        since: datetime | None = store.value("refresh/under_way", after=now - age, **names)
        if since is None and is_asked:
            since = now - age
            with store.transaction():
                store.execute("refresh/end", now=now, **names)
                store.execute("refresh/begin", since=since, now=now, **names)
        return None if since is None else cls(niche, platform, since)

    def end(self, store: Store) -> None:
        """Whatever is left is another refresh's."""
        store.execute("refresh/end", now=self.platform.now(), **self._names)

    def find_profiles(self, store: Store) -> list[str]:
        """The accounts whose profiles are to be asked for again."""
        ids = store.query(
            "refresh/profiles", since=self.since, ids=self.platform.ids, **self._names
        )["account_id"]
        return ids.to_list()

    def find_listings(
        self, store: Store, allowance: Allowance, most: int = ACCOUNTS_A_ROUND
    ) -> list[tuple[str, Again]]:
        """The listings of so many accounts that are to be read again now, each with its reason."""
        self._order_accounts(store)
        days = timedelta(days=OLD * self.niche.limits.refresh_days)
        person, community = (
            allowance.keep(self.platform.listings(kind))
            for kind in (AccountKind.PERSON, AccountKind.COMMUNITY)
        )
        rows = store.query(
            "refresh/listings", since=self.since, old=self.platform.now() - days, most=most,
            person_listings=person, community_listings=community, **self._names,
        )  # fmt: skip
        return [
            (IN_DOUBT if is_in_doubt else STALE, Again(account_id, Listing(listing)))
            for account_id, listing, is_in_doubt in rows.iter_rows()
        ]

    def find_posts(self, store: Store, allowance: Allowance) -> list[Again]:
        """The listings of posts whose counts have moved since they were read."""
        self._order_accounts(store)
        allowed = allowance.keep(self.platform.post_listings())
        rows = store.query(
            "refresh/posts", since=self.since, posts=self.niche.limits.posts,
            most=POSTS_A_ROUND, **self._names,
        )  # fmt: skip
        return [
            Again(account_id, Listing(listing), post_id, tuple(counts))
            for post_id, account_id, listing, *counts in rows.iter_rows()
            if listing in allowed
        ]

    def _order_accounts(self, store: Store) -> None:
        store.execute(
            "refresh/make_accounts", ids=self.platform.ids, now=self.platform.now(),
            size=self.niche.shortlist.size, near=NEAR, **self._names,
        )  # fmt: skip


def plan_refresh(
    store: Store, niche: Niche, platform: Platform, pages_read: Mapping[str, float]
) -> RefreshPlan:
    """What a refresh that began now would read again. ``pages_read``: mean pages by listing."""
    since = platform.now() - timedelta(days=niche.limits.refresh_days)
    refresh = Refresh(niche, platform, since)
    profiles = refresh.find_profiles(store)
    found = refresh.find_listings(store, Allowance(platform, set()), EVERY)
    parts = [
        PlanPart(
            "profiles", len(profiles), len(profiles), ceil(len(profiles) / platform.profiles_a_call)
        )
    ] + [
        _add_up(reason, [again for why, again in found if why == reason], niche, pages_read)
        for reason in (IN_DOUBT, STALE)
    ]  # fmt: skip
    return RefreshPlan(platform.name, tuple(parts), platform.rate)


def _add_up(
    reason: str, found: Iterable[Again], niche: Niche, pages_read: Mapping[str, float]
) -> PlanPart:
    listings = Counter(again.listing for again in found)
    accounts = {again.account_id for again in found}
    calls = sum(
        count * min(niche.limits.pages, pages_read.get(listing, 1.0))
        for listing, count in listings.items()
    )
    return PlanPart(reason, len(accounts), listings.total(), round(calls))
