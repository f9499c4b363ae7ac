"""Reading a niche's network from a platform: whom to visit next, and the loop over pages.

The store is opened for each batch and closed while a platform is asked, so that others can
read, and a crash loses at most one batch.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from leaders.errors import LeadersError, PlatformUnreachable
from leaders.model import AccountKind, Ended, Listing, Page
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import share_niche
from leaders.store.pages import OpenVisit, PageRead, open_visits, write_pages
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import find_suppressed

BATCH_PAGES = 50
PROFILES_A_CALL = 100


@dataclass(slots=True)
class CollectReport:
    """What a crawl did: calls, visits by how they ended, and what stopped it."""

    platform: str
    calls: int = 0
    visits: dict[str, int] = field(default_factory=dict)
    unknown_seeds: list[str] = field(default_factory=list)
    stopped: str = "nothing is left to visit within the limits"


class Crawl:
    """One crawl of one platform for one niche. ``progress`` is told the calls so far."""

    def __init__(
        self,
        workspace: Workspace,
        niche: Niche,
        platform: Platform,
        progress: Callable[[int], None] = lambda calls: None,
    ) -> None:
        self.workspace = workspace
        self.niche = niche
        self.platform = platform
        self.progress = progress
        self.report = CollectReport(platform.name)
        minutes = niche.limits.minutes
        self._deadline = None if minutes is None else time.monotonic() + 60 * minutes
        self._batch: list[PageRead] = []

    def run(self) -> CollectReport:
        """Seeds first, then round by round whom they point at, each with listings and engagers.

        A round is planned in the ledger before it begins. So a crawl that was broken off goes on
        where it stopped and ends with the same edges as one that nothing disturbed.
        """
        try:
            self._read_all(self._find_planned())
            self._add_seeds()
            while self._finish_round() + self._read_all(self._plan_round()):
                pass
        except _LimitReached as limit:
            self.report.stopped = str(limit)
        except (KeyboardInterrupt, PlatformUnreachable):
            self._settle()  # the pages in hand are paid for
            raise
        self._settle()
        return self.report

    @contextmanager
    def _open(self) -> Iterator[Store]:
        """The store, for as long as nobody waits for a platform; the pages in hand are written."""
        with Store(self.workspace) as store:
            if self._batch:
                write_pages(store, self.platform.name, self._batch)
                self._batch.clear()
            yield store

    def _find_planned(self) -> list[OpenVisit]:
        """The visits that an earlier crawl planned or began and did not finish."""
        with self._open() as store:
            rows = store.query(
                "collect/open_visits", niche=self.niche.name, platform=self.platform.name
            )
        return [
            OpenVisit(
                row["account_id"], Listing(row["listing"]), row["started_at"], row["post_id"],
                row["visit_no"], row["page_count"], row["fetched_count"], row["declared_count"],
                row["cursor"],
            )
            for row in rows.iter_rows(named=True)
        ]  # fmt: skip

    def _add_seeds(self) -> None:
        ids = []
        for seed in self.niche.seeds:
            native = seed.removeprefix(f"{self.platform.name}:")
            found = self.platform.find_account(native)
            if found is None:
                self.report.unknown_seeds.append(seed)
            else:
                ids.append(found)
        if self.niche.seeds and not ids:
            raise LeadersError(
                f"None of the {len(self.niche.seeds)} seeds of {self.niche.name} exists on "
                f"{self.platform.name}; correct seeds in the niche file."
            )
        with self._open() as store:
            known = set(store.query("collect/profiled", platform=self.platform.name)["account_id"])
            known |= find_suppressed(store, ids)
        self._read_profiles([account_id for account_id in ids if account_id not in known])
        with self._open() as store, store.transaction():
            visit_no = _newest_visit(store)
            for account_id in ids:
                store.execute(
                    "collect/add_seed", niche=self.niche.name, account_id=account_id,
                    visit_no=visit_no,
                )  # fmt: skip

    def _finish_round(self) -> int:
        """Engagers of posts, and profiles of whom the niche points at: their counts tell who is
        of it. Returns how much was read.
        """
        with self._open() as store:
            posts = store.query(
                "collect/posts", niche=self.niche.name, platform=self.platform.name,
                posts=self.niche.limits.posts,
            )  # fmt: skip
        self._read_all(
            [
                OpenVisit(account_id, Listing.ENGAGERS, self.platform.now(), post_id)
                for post_id, account_id in posts.iter_rows()
            ]
        )
        with self._open() as store:
            with store.transaction():
                rebuild_edges(store)
            share_niche(store, self.niche.name, self.platform.now())
            unseen = store.query("collect/unseen", platform=self.platform.name)
        self._read_profiles(unseen["account_id"].to_list())
        return posts.height + unseen.height

    def _plan_round(self) -> list[OpenVisit]:
        """Add candidates, and plan what is unread of those within the limits."""
        niche, limits, platform = self.niche.name, self.niche.limits, self.platform
        with self._open() as store:
            share_niche(store, niche, platform.now())
            with store.transaction():
                store.execute(
                    "collect/point_candidates", niche=niche, visit_no=_newest_visit(store),
                    limit=limits.candidates,
                )  # fmt: skip
            frontier = store.query(
                "collect/frontier", niche=niche, platform=platform.name, limit=limits.accounts,
                depth=limits.depth,
            )  # fmt: skip
            visits = [
                OpenVisit(row["account_id"], listing, platform.now())
                for row in frontier.iter_rows(named=True)
                for listing in platform.listings(AccountKind(row["kind"]))
                if listing not in row["listings"]
            ]
            open_visits(store, platform.name, visits)
        return visits

    def _read_profiles(self, account_ids: list[str]) -> None:
        """A visit each, although many come in one call; who is left out of the answer is gone."""
        for start in range(0, len(account_ids), PROFILES_A_CALL):
            asked = account_ids[start : start + PROFILES_A_CALL]
            self._spend_call()
            started_at = self.platform.now()
            found = {a.account_id: a for a in self.platform.fetch_profiles(asked)}
            for account_id in asked:
                account = found.get(account_id)
                page = Page(accounts=(account,)) if account else Page(ended=Ended.GONE)
                visit = OpenVisit(account_id, Listing.PROFILE, started_at)
                self._take(visit, page, page.ended, None)

    def _read_all(self, visits: list[OpenVisit]) -> int:
        """Read listings; returns how many."""
        for visit in visits:
            self._read(visit)
        return len(visits)

    def _read(self, visit: OpenVisit) -> None:
        """Read a listing to its end or to the limit of pages."""
        if not visit.page_count:
            visit.started_at = self.platform.now()
        for page in self._pages(visit):
            is_cut = page.cursor is not None and visit.page_count + 1 >= self.niche.limits.pages
            if is_cut:
                self._take(visit, page, Ended.CUT, f"limit of {self.niche.limits.pages} pages")
                return
            self._take(visit, page, None if page.cursor else page.ended, page.why)

    def _pages(self, visit: OpenVisit) -> Iterator[Page]:
        while True:
            self._spend_call()
            subject = visit.post_id or visit.subject_id
            page = self.platform.fetch(subject, visit.listing, visit.cursor)
            if page.cursor is not None and page.cursor == visit.cursor:
                page = Page(
                    page.accounts, page.edges, page.posts, None, page.declared_count,
                    Ended.FAILED, "the platform repeated a cursor",
                )  # fmt: skip
            yield page
            if page.cursor is None:
                return

    def _take(self, visit: OpenVisit, page: Page, ended: Ended | None, why: str | None) -> None:
        # The page before the cursor: broken off in between, it is read twice and not lost.
        self._batch.append(PageRead(visit, visit.page_count, page, self.platform.now(), ended, why))
        visit.page_count += 1
        visit.fetched_count += (
            len(page.accounts) + len(page.posts) + (len(page.edges) if not page.posts else 0)
        )
        visit.declared_count = (
            page.declared_count if page.declared_count is not None else visit.declared_count
        )
        visit.cursor = page.cursor
        if ended:
            self.report.visits[ended] = self.report.visits.get(ended, 0) + 1
        if len(self._batch) >= BATCH_PAGES:
            with self._open():
                pass

    def _settle(self) -> None:
        """Write the pages in hand, and the edges as they are now."""
        with self._open() as store, store.transaction():
            rebuild_edges(store)

    def _spend_call(self) -> None:
        if self.niche.limits.calls is not None and self.report.calls >= self.niche.limits.calls:
            raise _LimitReached(f"the limit of {self.niche.limits.calls} calls was reached")
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise _LimitReached(f"the limit of {self.niche.limits.minutes:g} minutes was reached")
        self.report.calls += 1
        self.progress(self.report.calls)


class _LimitReached(Exception):
    pass


def _newest_visit(store: Store) -> int:
    return int(store.value("visit/next_number")) - 1
