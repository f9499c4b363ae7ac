"""What to read next of a niche, by what is stored alone: one round at a time.

Whatever is planned stands in the ledger before it is read, so that a crawl that was broken off
goes on as an undisturbed one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil

import polars as pl

from leaders.collect.budget import Allowance, Budget, enough_posts
from leaders.collect.discoveries import find_discoveries, find_unread_lists
from leaders.collect.places import find_unasked
from leaders.collect.refreshing import Refresh
from leaders.model import AccountKind, Listing
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.store import Store
from leaders.store.pages import OpenVisit, open_visits

ROUNDS = 5
"""In so many parts the audience is asked and then the candidates are read: each learns from the
one before."""
FEWEST_A_ROUND = 10
POINTING = (Listing.FOLLOWING, Listing.MEMBERSHIPS)
"""The listings in which an account says whom it pays attention to."""
REFERRING = (Listing.FEATURED, Listing.SIMILAR)
"""Where there is such a listing, accounts are known by who refers to whom."""
SECOND_READING_ROWS = 1000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PROFILES_PER_ACCOUNT = 4
"""For each candidate that is to be read, the counts of so many of the most pointed at are read."""


class Planner:
    """Plans the visits of one crawl, which begins with visit number ``first_visit``.

    ``lists`` are the addresses of the curated lists that the niche names; ``spent`` takes a
    sentence on each of the day's quotas that does not suffice; ``refresh`` says what is to be read
    again.
    """

    def __init__(
        self,
        niche: Niche,
        platform: Platform,
        budget: Budget,
        first_visit: int,
        lists: Sequence[str],
        spent: set[str],
        refresh: Refresh | None = None,
    ) -> None:
        self.niche = niche
        self.platform = platform
        self.budget = budget
        self.first_visit = first_visit
        self.lists = list(lists)
        self._refresh = refresh
        self._allowance = Allowance(platform, spent)
        self._names = {"niche": niche.name, "platform": platform.name}
        self._done = {
            **self._names,
            "first_visit": first_visit,
            "pages": niche.limits.pages,
            "enough_posts": enough_posts(niche.limits),
        }

    def find_unfinished(self, store: Store) -> list[OpenVisit]:
        """The visits that an earlier crawl planned or began and did not finish."""
        rows = store.query("collect/open_visits", **self._names)
        return [
            OpenVisit(
                row["account_id"], Listing(row["listing"]), row["started_at"], row["post_id"],
                row["query"], row["is_newest_first"], row["visit_no"], row["page_count"],
                row["fetched_count"], row["declared_count"], row["cursor"],
            )
            for row in rows.iter_rows(named=True)
        ]  # fmt: skip

    def plan_again(self, store: Store) -> list[OpenVisit]:
        """What is to be read again next: profiles, then listings, then reactions to posts."""
        if self._refresh is None:
            return []
        refresh, allowance = self._refresh, self._allowance
        visits = [
            self.visit(account_id, listing)
            for listing in allowance.keep((Listing.PROFILE,))
            for account_id in refresh.find_profiles(store)
        ]
        if not visits:
            found = refresh.find_listings(store, allowance)
            visits = [self.visit(again.account_id, again.listing) for _, again in found]
        if not visits:
            visits = [
                self.visit(
                    again.account_id, again.listing, again.post_id,
                    declared_count=_declared(again.listing, *again.counts),
                )
                for again in refresh.find_posts(store, allowance)
            ]  # fmt: skip
        return self._open(store, visits)

    def plan_discoveries(self, store: Store) -> list[OpenVisit]:
        """Searches by the niche's words, the lists that it names, and those of its seeds."""
        available = self._allowance.keep(self.platform.discoveries())
        asked = find_discoveries(store, self.niche, self.platform.name, self.lists, available)
        since = self._refresh.since if self._refresh else LONG_AGO
        rows = store.query(
            "collect/discovered", first_visit=self.first_visit, since=since, **self._names
        )
        done = set(rows.iter_rows())
        return self._open(
            store,
            [
                self.visit(account_id, listing, query=query)
                for account_id, listing, query in dict.fromkeys(asked)
                if (account_id, str(listing), query) not in done
            ],
        )

    def plan_round(self, store: Store) -> list[OpenVisit]:
        """Add candidates, then plan: reactions to posts wait until the audience was asked."""
        store.execute("collect/see_observed")
        store.execute("graph/shares", niche=self.niche.name, as_of=self.platform.now())
        self._add_candidates(store)
        unseen = store.query(
            "collect/unseen", most=PROFILES_PER_ACCOUNT * self.niche.limits.accounts,
            ids=self.platform.ids, first_visit=self.first_visit, **self._names,
        )  # fmt: skip
        frontier = self._find_frontier(store)
        visits = [
            self.visit(account_id, listing)
            for listing in self._allowance.keep((Listing.PROFILE,))
            for account_id in unseen["account_id"]
        ]
        visits += self._list_visits(store)
        visits += self._go_on(store, self._frontier_visits(frontier))
        if frontier["is_candidate"].all():
            visits += self._second_readings(store)
            visits += self._go_on(store, self._post_visits(store))
        if self._allowance.keep((Listing.PLACES,)):
            unasked = find_unasked(store, self.platform, self.niche.name, self.first_visit)
            visits += [self.visit(account_id, Listing.PLACES) for account_id in unasked]
        return self._open(store, visits)

    def visit(
        self,
        account_id: str | None,
        listing: Listing,
        post_id: str | None = None,
        *,
        query: str | None = None,
        declared_count: int | None = None,
    ) -> OpenVisit:
        """A visit that begins now."""
        return OpenVisit(
            account_id, listing, self.platform.now(), post_id, query,
            self.platform.is_newest_first(listing), declared_count=declared_count,
        )  # fmt: skip

    def _add_candidates(self, store: Store) -> None:
        with store.transaction():
            newest = newest_visit(store)
            store.execute(
                "collect/find_candidates", lists=self.lists, visit_no=newest, **self._names
            )
            limit = self.niche.limits.candidates
            store.execute(
                "collect/point_candidates", niche=self.niche.name, visit_no=newest, limit=limit
            )
            if any(it in REFERRING for it in self.platform.listings(AccountKind.COMMUNITY)):
                store.execute(
                    "collect/refer_candidates", ids=self.platform.ids, visit_no=newest,
                    limit=limit, **self._names,
                )  # fmt: skip

    def _list_visits(self, store: Store) -> list[OpenVisit]:
        """The members of curated lists that were found."""
        addresses = find_unread_lists(store, self.niche.name, self.platform.name, self.first_visit)
        return [self.visit(None, Listing.LISTED, query=address) for address in addresses]

    def _second_readings(self, store: Store) -> list[OpenVisit]:
        """A row can be lost where two pages meet: short listings are read with other borders.

        The second visit begins when the first did, so that what either saw is current.
        """
        if self.platform.second_reading is None:
            return []
        rows = store.query("collect/short", most_rows=SECOND_READING_ROWS, **self._names)
        return [
            OpenVisit(
                row["account_id"], Listing(row["listing"]), row["started_at"], row["post_id"],
                row["query"], row["is_newest_first"], declared_count=row["declared_count"],
                cursor=self.platform.second_reading,
            )
            for row in rows.iter_rows(named=True)
        ]  # fmt: skip

    def _post_visits(self, store: Store) -> list[OpenVisit]:
        """Listings of the newest posts of whoever was read, as far as there is something in it."""
        rows = store.query("collect/posts", posts=self.niche.limits.posts, **self._done)
        listings = self._allowance.keep(self.platform.post_listings())
        return [
            self.visit(account_id, listing, post_id, declared_count=declared)
            for post_id, account_id, likes, reposts, quotes, comments, done in rows.iter_rows()
            for listing in listings
            for declared in (_declared(listing, likes, reposts, quotes, comments),)
            if listing not in done and declared != 0
        ]

    def _find_frontier(self, store: Store) -> pl.DataFrame:
        """The next of the audience to ask and of the candidates to read.

        Half of a budget is for asking, as long as there are candidates to read.
        """
        if self.budget.is_half_spent():
            candidates = self._query_frontier(store, audience=0)
            if not candidates.is_empty():
                return candidates
        return self._query_frontier(store, self.niche.limits.audience)

    def _query_frontier(self, store: Store, audience: int) -> pl.DataFrame:
        limits = self.niche.limits
        of_people, of_communities = map(self._listings, (AccountKind.PERSON, AccountKind.COMMUNITY))
        if not any(listing in POINTING for listing in of_people):
            audience = 0
        return store.query(
            "collect/frontier",
            **self._done,
            ids=self.platform.ids,
            depth=limits.depth,
            audience=audience,
            audience_now=max(FEWEST_A_ROUND, ceil(limits.audience / ROUNDS)),
            accounts=limits.accounts,
            accounts_now=max(FEWEST_A_ROUND, ceil(limits.accounts / ROUNDS)),
            person_listings=of_people,
            community_listings=of_communities,
        )

    def _frontier_visits(self, frontier: pl.DataFrame) -> list[OpenVisit]:
        return [
            self.visit(row["account_id"], listing)
            for row in frontier.iter_rows(named=True)
            for listing in self._listings(AccountKind(row["kind"]))
            if listing not in row["listings"] and (row["is_candidate"] or listing in POINTING)
        ]

    def _go_on(self, store: Store, visits: list[OpenVisit]) -> list[OpenVisit]:
        """Let visits to listings that were cut go on where they stopped."""
        cut = {
            (account_id, post_id, listing): rest
            for account_id, post_id, listing, *rest in store.query(
                "collect/cut", **self._done
            ).iter_rows()
        }
        for visit in visits:
            rest = cut.get((visit.subject_id, visit.post_id, str(visit.listing)))
            if rest:
                visit.started_at, visit.declared_count, visit.fetched_count, visit.cursor = rest
        return visits

    def _listings(self, kind: AccountKind) -> list[Listing]:
        return self._allowance.keep(self.platform.listings(kind))

    def _open(self, store: Store, visits: list[OpenVisit]) -> list[OpenVisit]:
        if visits:
            open_visits(store, self.niche.name, self.platform.name, visits)
        return visits


def _declared(
    listing: Listing, likes: int | None, reposts: int | None, quotes: int | None,
    comments: int | None,
) -> int | None:  # fmt: skip
    """How many rows a listing of a post has, as far as its counts tell."""
    counts = {
        Listing.LIKERS: likes,
        Listing.REPOSTERS: reposts,
        Listing.QUOTERS: quotes,
        Listing.REPLIERS: comments,
    }
    return counts.get(listing)


def newest_visit(store: Store) -> int:
    """The number of the newest visit; -1 in a store without any."""
    return int(store.value("visit/next_number")) - 1
