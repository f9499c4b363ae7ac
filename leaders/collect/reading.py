"""Reading visits page by page, several at once, and storing the pages in batches.

The store is opened for each batch and closed while a platform is asked, so that others can
read, and a crash loses at most one batch. Pages are taken in the order in which they were asked
for, so that the same answers give the same crawl however long each took.
"""

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from leaders.collect.budget import Budget, CallsSpent, LimitReached
from leaders.collect.pages import count_rows, judge_page, profile_page
from leaders.collect.places import fetch_sample
from leaders.collect.report import CollectReport, CrawlProgress
from leaders.errors import (
    LeadersError,
    PlatformUnreachable,
    QuotaSpent,
    ServerUnreachable,
    StoreLocked,
)
from leaders.model import Ended, Listing, Page
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages

BATCH_PAGES = 50
BATCH_SECONDS = 5.0
FAILURES_IN_A_ROW = 10
"""So many refusals without an answer between them are the platform's trouble, not a listing's."""
TICK_SECONDS = 0.5
"""How often a wait for the platform looks at the clock and at ctrl-C."""

Answer = TypeVar("Answer")
Errand = list[OpenVisit]
"""What one call brings: a page of one listing, or many profiles."""
Pages = list[Page] | None
Waiting = deque[tuple[Errand, "Future[Pages]"]]


class CrawlInterrupted(LeadersError):
    """A person stopped the crawl; what was read is stored."""


class Reader:
    """Reads visits of one niche on one platform. Use it as a context manager.

    ``progress`` is told how far it is. Raises ``LimitReached`` and ``CrawlInterrupted`` when the
    pages under way have been taken.
    """

    def __init__(
        self,
        workspace: Workspace,
        niche: Niche,
        platform: Platform,
        budget: Budget,
        report: CollectReport,
        progress: Callable[[CrawlProgress], None],
    ) -> None:
        self.workspace = workspace
        self.niche = niche
        self.platform = platform
        self.budget = budget
        self.report = report
        self.frontier = 0
        self._progress = progress
        self._accounts: set[str] = set()
        self._batch: list[PageRead] = []
        self._batch_since = 0.0
        self._failures = 0
        self.spent: set[str] = set()  # which of the day's quotas did not suffice, a sentence each
        self.is_interrupted = False
        self._pool = ThreadPoolExecutor(platform.workers, thread_name_prefix=platform.name)

    def __enter__(self) -> "Reader":
        self._is_main = threading.current_thread() is threading.main_thread()
        if self._is_main:
            self._handler = signal.signal(signal.SIGINT, self._note_interrupt)
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_main:
            signal.signal(signal.SIGINT, self._handler)
        self.platform.stop()
        self._pool.shutdown(cancel_futures=True)
        self.platform.close()

    @contextmanager
    def open(self) -> Iterator[Store]:
        """The store, for as long as nobody waits for a platform; the pages in hand are written."""
        with Store(self.workspace) as store:
            if self._batch:
                quotas = self.platform.ledger.quotas()
                write_pages(store, self.niche.name, self.platform.name, self._batch, quotas)
                self._batch.clear()
            yield store

    def read(self, visits: Sequence[OpenVisit]) -> None:
        """Read listings to their end or to the limit of pages, profiles many in one call.

        A visit for which the day's quota does not suffice stays planned.
        """
        waiting: Waiting = deque()
        fresh = self._make_errands(visits)
        with self._finishing(waiting):
            while True:
                while len(waiting) < self.platform.workers and (errand := next(fresh, None)):
                    for visit in errand:
                        if not visit.page_count and not visit.cursor:
                            visit.started_at = self.platform.now()
                    self._ask(waiting, errand)
                if not waiting:
                    return
                errand, future = waiting[0]
                pages = self._wait(future)
                waiting.popleft()
                if self._take_pages(errand, pages):
                    self._ask(waiting, errand)
                self._refuse_more(pages)

    def _make_errands(self, visits: Sequence[OpenVisit]) -> Iterator[Errand]:
        """What is asked for in one call: a page of a listing, or as many profiles as fit."""
        size = self.platform.profiles_a_call
        profiles = [visit for visit in visits if visit.listing is Listing.PROFILE]
        yield from (profiles[start : start + size] for start in range(0, len(profiles), size))
        yield from ([visit] for visit in visits if visit.listing is not Listing.PROFILE)

    def call(self, ask: Callable[..., Answer], *arguments: object) -> Answer:
        """One call of the platform that counts; ctrl-C and the limit of minutes end the wait."""
        self._check_interrupt()
        self.budget.spend()
        self._tell()
        try:
            return self._wait(self._pool.submit(ask, *arguments))
        except QuotaSpent as spent:
            self._note_spent(spent)
            raise

    def _check_interrupt(self) -> None:
        if self.is_interrupted:
            raise CrawlInterrupted

    def _ask(self, waiting: Waiting, errand: Errand) -> None:
        self._check_interrupt()
        self.budget.spend()
        self._tell()
        waiting.append((errand, self._pool.submit(self._fetch, errand)))

    def _fetch(self, errand: Errand) -> Pages:
        """A page for each visit of an errand; None when the day's quota does not suffice."""
        visit = errand[0]
        try:
            if visit.listing is Listing.PROFILE:
                return self._fetch_profiles(errand)
            if visit.listing is Listing.PLACES:
                return [fetch_sample(self.platform, visit.people, visit.members_count)]
            return [self.platform.fetch(visit.asked, visit.listing, visit.cursor)]
        except PlatformUnreachable:
            raise
        except QuotaSpent as spent:
            self._note_spent(spent)
            return None
        except LeadersError as refusal:  # of this one listing: an imported id may be no id of here
            is_one_server = isinstance(refusal, ServerUnreachable)
            page = Page(ended=Ended.FAILED, why=str(refusal), is_one_server=is_one_server)
            return [page] * len(errand)

    def _note_spent(self, spent: QuotaSpent) -> None:
        self.spent.add(str(spent))
        self.budget.calls -= 1  # nothing was asked

    def _fetch_profiles(self, errand: Errand) -> Pages:
        """Who is left out of the answer is gone; that all of many went at once is not believed."""
        ids = [str(visit.subject_id) for visit in errand]
        found = {account.account_id: account for account in self.platform.fetch_profiles(ids)}
        if len(ids) > 1 and not found:
            why = "the platform answered without any of the profiles asked for"
            return [Page(ended=Ended.FAILED, why=why)] * len(ids)
        return [profile_page(found.get(account_id)) for account_id in ids]

    @contextmanager
    def _finishing(self, waiting: Waiting) -> Iterator[None]:
        """Whatever ends the block, the pages that were asked for by then are taken."""
        try:
            yield
        except StoreLocked:
            raise  # whoever holds it would be waited for again and again
        except (LimitReached, LeadersError) as end:
            if not isinstance(end, CallsSpent):  # those calls were promised
                self.platform.stop()  # whoever waits for a limit has not asked yet
            for errand, future in waiting:
                try:
                    self._take_pages(errand, future.result())
                except PlatformUnreachable:
                    self.budget.calls -= 1  # the next run asks again
            raise

    def _wait(self, future: "Future[Answer]") -> Answer:
        """What a call answers. Meanwhile old pages are written, and limits and ctrl-C noticed."""
        while True:
            try:
                return future.result(TICK_SECONDS)
            except TimeoutError:
                if future.done():
                    raise
            self._check_interrupt()
            self.budget.check_time()
            self._write_old()
            self._tell()

    def _take_pages(self, errand: Errand, pages: Pages) -> bool:
        """Take what an errand brought; returns whether another page follows."""
        if pages is None:
            return False
        taken = [self._take_page(*pair) for pair in zip(errand, pages, strict=True)]
        return any(taken)

    def _take_page(self, visit: OpenVisit, page: Page) -> bool:
        """Take a page of a listing; returns whether another one follows."""
        page, ended, why = judge_page(visit, page, self.niche.limits)
        self._take(visit, page, ended, why)
        return page.cursor is not None and ended is None

    def _refuse_more(self, pages: Pages) -> None:
        page = pages[-1] if pages else None
        if page is None or page.is_one_server:
            return
        self._failures = self._failures + 1 if page.ended is Ended.FAILED else 0
        if self._failures >= FAILURES_IN_A_ROW:
            raise PlatformUnreachable(
                f"{self.platform.name} refused {self._failures} requests in a row, the last with: "
                f"{page.why}; what was read is stored, run this again later."
            )

    def _take(self, visit: OpenVisit, page: Page, ended: Ended | None, why: str | None) -> None:
        # The page before the cursor: broken off in between, it is read twice and not lost.
        if not self._batch:
            self._batch_since = time.monotonic()
        self._batch.append(PageRead(visit, visit.page_count, page, self.platform.now(), ended, why))
        visit.page_count += 1
        visit.fetched_count += count_rows(visit.listing, page)
        if page.declared_count is not None:
            visit.declared_count = page.declared_count
        if visit.cursor is not None:
            visit.cursors.add(visit.cursor)
        visit.cursor = page.cursor
        if ended:
            self.report.visits[ended] = self.report.visits.get(ended, 0) + 1
            if visit.subject_id:
                self._accounts.add(visit.subject_id)
        if len(self._batch) >= BATCH_PAGES:
            self._write()
        else:
            self._write_old()

    def _write_old(self) -> None:
        if self._batch and time.monotonic() - self._batch_since >= BATCH_SECONDS:
            self._write()

    def _write(self) -> None:
        with self.open():
            pass

    def _tell(self) -> None:
        self.report.calls = self.budget.calls
        self._progress(
            CrawlProgress(
                self.budget.calls, len(self._accounts), self.frontier, self.platform.wait_until()
            )
        )

    def _note_interrupt(self, number: int, frame: FrameType | None) -> None:
        """The first ctrl-C lets the pages under way come home; the second does not wait."""
        if self.is_interrupted:
            raise KeyboardInterrupt
        self.is_interrupted = True
