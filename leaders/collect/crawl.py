"""Reading a niche's network from a platform, round by round.

First what the niche names: seeds, searches, curated lists. Then the audience is asked whom it
follows, which finds the candidates; then the candidates are verified: their own listings and the
reactions to their posts are read. A refresh reads first what was read too long ago.
"""

from collections.abc import Callable

from leaders.collect.budget import Budget, LimitReached
from leaders.collect.planning import Planner, newest_visit
from leaders.collect.preparing import prepare_visits
from leaders.collect.reading import CrawlInterrupted, Reader
from leaders.collect.refreshing import Refresh
from leaders.collect.report import NOTHING_LEFT, CollectReport, CrawlProgress
from leaders.errors import LeadersError, QuotaSpent, ServerUnreachable, StoreLocked
from leaders.model import Listing
from leaders.niche import Niche
from leaders.platforms import Platform
from leaders.recognise import platform_of
from leaders.settings import Workspace
from leaders.store.accounts import find_named
from leaders.store.pages import OpenVisit, load_quotas, put_quotas
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import find_suppressed
from leaders.wording import counted


class Crawl:
    """One crawl of one platform for one niche. ``progress`` is told how far it is.

    is_refresh: what was read longer ago than the niche file's ``refresh_days`` is read again. A
    refresh that was broken off goes on in any case; one that a limit ended is over.
    """

    def __init__(
        self,
        workspace: Workspace,
        niche: Niche,
        platform: Platform,
        progress: Callable[[CrawlProgress], None] = lambda progress: None,
        *,
        is_refresh: bool = False,
    ) -> None:
        self.niche = niche
        self.is_refresh = is_refresh
        self.platform = platform
        self.report = CollectReport(platform.name)
        self.refresh: Refresh | None = None
        self.budget = Budget(niche.limits)
        self.reader = Reader(workspace, niche, platform, self.budget, self.report, progress)

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
                self._end_refresh()
            except LimitReached as limit:
                self.report.stopped = str(limit)
                self._end_refresh()
            except CrawlInterrupted:
                pass
            except StoreLocked:
                raise
            except LeadersError:
                self._settle()
                raise
            self._settle()
            if self.reader.is_interrupted:
                raise CrawlInterrupted(self._say_stopped())
        return self.report

    def _read_all(self) -> None:
        with self.reader.open() as store:
            self.platform.ledger.recall(load_quotas(store, self.platform.name))
            self.refresh = Refresh.open(store, self.niche, self.platform, is_asked=self.is_refresh)
        lists = self._find_lists()
        with self.reader.open() as store:
            first_visit = int(store.value("visit/next_number"))
            self.planner = Planner(
                self.niche, self.platform, self.budget, first_visit, lists, self.reader.spent,
                self.refresh,
            )  # fmt: skip
            unfinished = self.planner.find_unfinished(store)
        self._read(unfinished)
        self._read_seeds()
        while again := self._read(self._plan_again()):
            self.report.again += again
        with self.reader.open() as store:
            discoveries = self.planner.plan_discoveries(store)
        self._read(discoveries)
        while self._read(self._plan_round()):
            pass

    def _plan_again(self) -> list[OpenVisit]:
        with self.reader.open() as store:
            return self.planner.plan_again(store)

    def _end_refresh(self) -> None:
        if self.refresh:
            with self.reader.open() as store:
                self.refresh.end(store)

    def _plan_round(self) -> list[OpenVisit]:
        with self.reader.open() as store:
            return self.planner.plan_round(store)

    def _read(self, visits: list[OpenVisit]) -> int:
        """Profiles first: the listings need to know what they declare. Returns how many."""
        self.reader.frontier = len(visits)
        profiles = [visit for visit in visits if visit.listing is Listing.PROFILE]
        listings = [visit for visit in visits if visit.listing is not Listing.PROFILE]
        self.reader.read(profiles)
        if listings:
            with self.reader.open() as store:
                prepare_visits(store, self.niche, self.platform, listings, self.planner.lists)
        self.reader.read(listings)
        return len(visits)

    def _read_seeds(self) -> None:
        ids = self._find_seeds()
        with self.reader.open() as store:
            known = set(store.query("collect/profiled", platform=self.platform.name)["account_id"])
            known |= find_suppressed(store, ids)
        self._read([self.planner.visit(i, Listing.PROFILE) for i in ids if i not in known])
        with self.reader.open() as store, store.transaction():
            for account_id in ids:
                store.execute(
                    "collect/add_seed", niche=self.niche.name, account_id=account_id,
                    visit_no=newest_visit(store),
                )  # fmt: skip

    def _find_seeds(self) -> list[str]:
        """The ids of the seeds: of those that are stored already without a call."""
        ids: list[str] = []
        unknown: list[str] = []
        unasked = False
        named = [it for it in self.niche.seeds if self._may_be_here(it)]
        with self.reader.open() as store:
            here = [self.platform.name]
            stored = {seed: find_named(store, [seed], here)[0] for seed in named}
        for seed, known in stored.items():
            try:
                found = known[0] if known else self.reader.call(self.platform.find_account, seed)
            except (ServerUnreachable, QuotaSpent) as refusal:
                self.report.remarks.append(f"the seed {seed} could not be looked up: {refusal}")
                unasked = True
                continue
            (ids if found else unknown).append(found or seed)
        is_alone = len(self.niche.platforms) == 1
        self.report.unknown_seeds = [it for it in unknown if is_alone or platform_of(it)]
        if is_alone and named and not (ids or unasked or self.niche.words):
            raise LeadersError(
                f"None of the {counted(len(named), 'seed')} of {self.niche.name} exists on "
                f"{self.platform.name}; correct seeds in the niche file."
            )
        return ids

    def _may_be_here(self, text: str) -> bool:
        """A bare handle may be of each platform of the niche."""
        return platform_of(text) in (None, self.platform.name)

    def _find_lists(self) -> list[str]:
        """The addresses of the curated lists that the niche names."""
        if not {Listing.LISTS, Listing.LISTED} & set(self.platform.discoveries()):
            return []
        named = [it for it in self.niche.lists if self._may_be_here(it)]
        found = {it: self.reader.call(self.platform.list_address, it) for it in named}
        self.report.remarks += [f"no list is known as {it}" for it in found if not found[it]]
        return [address for address in found.values() if address]

    def _settle(self) -> None:
        """Write the pages in hand and the edges as they are now, and count what is missing."""
        with self.reader.open() as store:
            with store.transaction():
                put_quotas(store, self.platform.name, self.platform.ledger.quotas())
                rebuild_edges(store)
            self.report.gaps = dict(
                store.query(
                    "collect/gaps", niche=self.niche.name, platform=self.platform.name
                ).iter_rows()
            )
        self.report.calls = self.budget.calls
        self.report.remarks += self.platform.remarks()
        if self.reader.spent and self.report.stopped == NOTHING_LEFT:
            self.report.stopped = "; ".join(sorted(self.reader.spent))

    def _say_stopped(self) -> str:
        unfinished = self.report.gaps.get("unfinished", 0)
        listings = counted(unfinished, "listing is", "listings are")
        return f"Stopped after {counted(self.report.calls, 'call')}. What was read is stored" + (
            f", {listings} begun or planned" if unfinished else ""
        )
