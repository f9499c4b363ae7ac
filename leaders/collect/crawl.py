"""Reading a niche's network from a platform: what to read next, round by round.

First what the niche names: seeds, searches, curated lists. Then the audience is asked whom it
follows, which finds the candidates; then the candidates are verified: their own listings and the
reactions to their posts are read, the nearest to the shortlist's border first.
"""

from collections.abc import Callable
from math import ceil

from leaders.collect.budget import Budget, LimitReached
from leaders.collect.reading import CrawlInterrupted, Reader
from leaders.collect.report import CollectReport, CrawlProgress
from leaders.errors import LeadersError, PlatformUnreachable
from leaders.model import AccountKind, Listing
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_named
from leaders.store.pages import OpenVisit, open_visits
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import find_suppressed

ROUNDS = 5
"""In so many parts the audience is asked and then the candidates are read: each learns from the
one before."""
FEWEST_A_ROUND = 10
SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS, Listing.SEARCH_LISTS)
POINTING = (Listing.FOLLOWING, Listing.MEMBERSHIPS)
"""The listings in which an account says whom it pays attention to."""
SECOND_READING_ROWS = 1000
PROFILES_PER_ACCOUNT = 4
"""For each candidate that is to be read, the counts of so many of the most pointed at are read."""


class Crawl:
    """One crawl of one platform for one niche. ``progress`` is told how far it is."""

    def __init__(
        self,
        workspace: Workspace,
        niche: Niche,
        platform: Platform,
        progress: Callable[[CrawlProgress], None] = lambda progress: None,
    ) -> None:
        self.niche = niche
        self.platform = platform
        self.report = CollectReport(platform.name)
        self.budget = Budget(niche.limits)
        self.reader = Reader(workspace, niche, platform, self.budget, self.report, progress)
        self._lists: list[str] = []
        self._names = {"niche": niche.name, "platform": platform.name}

    def run(self) -> CollectReport:
        """Read until nothing is left within the limits.

        Every round is planned in the ledger before it begins, by what is stored alone. So a crawl
        that was broken off goes on where it stopped and ends with the same edges as one that
        nothing disturbed. Raises ``PlatformUnreachable`` and ``CrawlInterrupted`` when all that
        was read is stored.
        """
        with self.reader:
            try:
                self._read_all()
            except LimitReached as limit:
                self.report.stopped = str(limit)
            except CrawlInterrupted:
                self._settle()
                raise CrawlInterrupted(self._say_stopped()) from None
            except PlatformUnreachable:
                self._settle()
                raise
            self._settle()
        return self.report

    def _read_all(self) -> None:
        with self.reader.open() as store:
            self._first_visit = int(store.value("visit/next_number"))
        self._read(self._find_planned())
        self._read_seeds()
        self._read(self._plan_discoveries())
        while self._read(self._plan_round()):
            pass

    def _read(self, visits: list[OpenVisit]) -> int:
        """Profiles first: many come in one call. Returns how many visits were made."""
        self.reader.frontier = len(visits)
        profiles = [visit for visit in visits if visit.listing is Listing.PROFILE]
        listings = [visit for visit in visits if visit.listing is not Listing.PROFILE]
        count = self.reader.read_profiles(profiles)
        self._prepare(listings)
        return count + self.reader.read(listings)

    def _prepare(self, visits: list[OpenVisit]) -> None:
        """Say what the candidates' profiles declare of listings that do not say it themselves.

        Whoever is no candidate is asked whom it follows now, which is the first of its pages.
        """
        with self.reader.open() as store:
            rows = store.query("collect/declared", **self._names)
        candidates = set(rows["account_id"])
        declared = {
            (account_id, listing): count
            for account_id, followers, following in rows.iter_rows()
            for listing, count in (
                (Listing.FOLLOWERS, followers),
                (Listing.MEMBERS, followers),
                (Listing.FOLLOWING, following),
            )
        }
        for visit in visits:
            if visit.declared_count is None:
                visit.declared_count = declared.get((visit.subject_id, visit.listing))
            if visit.listing in POINTING and visit.subject_id not in candidates:
                visit.most_pages = self.niche.limits.audience_pages

    def _find_planned(self) -> list[OpenVisit]:
        """The visits that an earlier crawl planned or began and did not finish."""
        with self.reader.open() as store:
            rows = store.query("collect/open_visits", **self._names)
        return [
            OpenVisit(
                row["account_id"], Listing(row["listing"]), row["started_at"], row["post_id"],
                row["query"], row["is_newest_first"], row["visit_no"], row["page_count"],
                row["fetched_count"], row["declared_count"], row["cursor"],
            )
            for row in rows.iter_rows(named=True)
        ]  # fmt: skip

    def _read_seeds(self) -> None:
        ids = self._find_seeds()
        with self.reader.open() as store:
            known = set(store.query("collect/profiled", platform=self.platform.name)["account_id"])
            known |= find_suppressed(store, ids)
        self._read([self._visit(i, Listing.PROFILE) for i in ids if i not in known])
        with self.reader.open() as store, store.transaction():
            for account_id in ids:
                store.execute(
                    "collect/add_seed", niche=self.niche.name, account_id=account_id,
                    visit_no=_newest_visit(store),
                )  # fmt: skip

    def _find_seeds(self) -> list[str]:
        """The ids of the seeds: of those that are stored already without a call."""
        ids: list[str] = []
        unknown: list[str] = []
        with self.reader.open() as store:
            stored = {
                seed: find_named(store, [seed], [self.platform.name])[0]
                for seed in self.niche.seeds
            }
        for seed, known in stored.items():
            found = known[0] if known else self.reader.call(self.platform.find_account, seed)
            (ids if found else unknown).append(found or seed)
        self.report.unknown_seeds = unknown
        if self.niche.seeds and not ids:
            raise LeadersError(
                f"None of the {len(self.niche.seeds)} seeds of {self.niche.name} exists on "
                f"{self.platform.name}; correct seeds in the niche file."
            )
        return ids

    def _plan_discoveries(self) -> list[OpenVisit]:
        """Searches by the niche's words, the lists it names, and the lists that its seeds made."""
        available = self.platform.discoveries()
        asked: list[tuple[str | None, Listing, str | None]] = [
            (None, listing, words)
            for listing in SEARCHES
            if listing in available and self.niche.limits.search
            for terms in self.niche.words.values()
            for words in terms
        ]
        if Listing.LISTS in available:
            asked += [(None, Listing.LISTED, address) for address in self._list_addresses()]
        with self.reader.open() as store:
            if Listing.LISTS in available:
                seeds = store.query("collect/seeds", **self._names)["account_id"]
                asked += [(account_id, Listing.LISTS, None) for account_id in seeds]
            done = set(
                store.query(
                    "collect/discovered", first_visit=self._first_visit, **self._names
                ).iter_rows()
            )
            return self._open(
                store,
                [
                    self._visit(account_id, listing, query=query)
                    for account_id, listing, query in dict.fromkeys(asked)
                    if (account_id, str(listing), query) not in done
                ],
            )

    def _list_addresses(self) -> list[str]:
        addresses = []
        for text in self.niche.lists:
            address = self.reader.call(self.platform.list_address, text)
            if address:
                addresses.append(address)
            else:
                self.report.remarks.append(f"no list is known as {text}")
        self._lists = addresses
        return addresses

    def _plan_round(self) -> list[OpenVisit]:
        """What to read next, by what is stored alone; the ledger has it before it is read."""
        with self.reader.open() as store:
            store.execute("collect/see_observed")
            store.execute("graph/shares", niche=self.niche.name, as_of=self.platform.now())
            self._add_candidates(store)
            unseen = store.query(
                "collect/unseen", most=PROFILES_PER_ACCOUNT * self.niche.limits.accounts,
                **self._names,
            )  # fmt: skip
            return self._open(
                store,
                [
                    *(self._visit(i, Listing.PROFILE) for i in unseen["account_id"]),
                    *self._list_visits(store),
                    *self._second_readings(store),
                    *self._post_visits(store),
                    *self._frontier(store),
                ],
            )

    def _add_candidates(self, store: Store) -> None:
        with store.transaction():
            newest = _newest_visit(store)
            store.execute(
                "collect/find_candidates", lists=self._lists, visit_no=newest, **self._names
            )
            store.execute(
                "collect/point_candidates", niche=self.niche.name, visit_no=newest,
                limit=self.niche.limits.candidates,
            )  # fmt: skip

    def _list_visits(self, store: Store) -> list[OpenVisit]:
        """The members of curated lists that were found."""
        addresses = store.query("collect/unread_lists", **self._names)["address"]
        return [self._visit(None, Listing.LISTED, query=address) for address in addresses]

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
        rows = store.query("collect/posts", posts=self.niche.limits.posts, **self._names)
        return [
            self._visit(account_id, listing, post_id, declared_count=declared)
            for post_id, account_id, likes, reposts, quotes, comments, done in rows.iter_rows()
            for listing in self.platform.post_listings()
            for declared in (_declared(listing, likes, reposts, quotes, comments),)
            if listing not in done and declared != 0
        ]

    def _frontier(self, store: Store) -> list[OpenVisit]:
        """The next of the audience to ask and of the candidates to read."""
        limits = self.niche.limits
        frontier = store.query(
            "collect/frontier",
            **self._names,
            depth=limits.depth,
            audience=0 if self.budget.is_half_spent() else limits.audience,
            audience_now=max(FEWEST_A_ROUND, ceil(limits.audience / ROUNDS)),
            accounts=limits.accounts,
            accounts_now=max(FEWEST_A_ROUND, ceil(limits.accounts / ROUNDS)),
            person_listings=list(self.platform.listings(AccountKind.PERSON)),
            community_listings=list(self.platform.listings(AccountKind.COMMUNITY)),
            first_visit=self._first_visit,
        )
        return [
            self._visit(row["account_id"], listing)
            for row in frontier.iter_rows(named=True)
            for listing in self.platform.listings(AccountKind(row["kind"]))
            if listing not in row["listings"] and (row["is_candidate"] or listing in POINTING)
        ]

    def _visit(
        self,
        account_id: str | None,
        listing: Listing,
        post_id: str | None = None,
        *,
        query: str | None = None,
        declared_count: int | None = None,
    ) -> OpenVisit:
        return OpenVisit(
            account_id, listing, self.platform.now(), post_id, query,
            self.platform.is_newest_first(listing), declared_count=declared_count,
        )  # fmt: skip

    def _open(self, store: Store, visits: list[OpenVisit]) -> list[OpenVisit]:
        if visits:
            open_visits(store, self.niche.name, self.platform.name, visits)
        return visits

    def _settle(self) -> None:
        """Write the pages in hand and the edges as they are now, and count what is missing."""
        with self.reader.open() as store:
            with store.transaction():
                rebuild_edges(store)
            self.report.gaps = dict(store.query("collect/gaps", **self._names).iter_rows())
        self.report.calls = self.budget.calls
        self.report.remarks += self.platform.remarks()

    def _say_stopped(self) -> str:
        unfinished = self.report.gaps.get("unfinished", 0)
        return (
            f"Stopped after {self.report.calls:,} calls. What was read is stored"
            + (f", {unfinished:,} listings are begun or planned" if unfinished else "")
            + f"; go on with: leaders collect {self.niche.name}"
        )


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


def _newest_visit(store: Store) -> int:
    return int(store.value("visit/next_number")) - 1
