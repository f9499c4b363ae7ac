"""Our order is the product's: its crawl of a platform over a graph, judged by what it stored."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from bench.budget.estimates import Revealed
from bench.budget.peers import PROFILES_A_CALL, ROWS_A_CALL
from bench.budget.worlds import Numbers, World
from leaders.collect import Crawl, reading
from leaders.model import Account, AccountKind, Edge, EdgeKind, Ended, Listing, Page
from leaders.niche import Limits, Niche
from leaders.platforms.quota import DayLedger
from leaders.platforms.simulated import NEWEST_SHOWN
from leaders.settings import Workspace

PRESENT = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits(accounts=1000, audience=2000, candidates=100_000, depth=5, posts=0)
"""Room for the most calls: only these end the crawl."""

STORED = (
    "select account_no, account_id from account",
    "select distinct source_no, target_no from edge_seen",
    "select distinct subject_no from visit where listing = 'following' and fetched_count > 0",
    "select account_no, followers_count from account_count",
)


class GraphPlatform:
    """Implements ``leaders.platforms.Platform`` over a world.

    Undirected worlds have one listing, whose rows are attention in both directions. ``run`` is
    part of the ids, so that what is drawn by an id is drawn anew in each run.
    """

    name = "graph"
    ids = "^graph:"
    workers = 1
    rate = None
    profiles_a_call = PROFILES_A_CALL
    rows_a_call = ROWS_A_CALL
    second_reading = None
    needs = "nothing"
    unseen = "nothing"
    lacks = None

    def __init__(self, world: World, run: int) -> None:
        self.ledger = DayLedger(self.name, {})
        self._world = world
        self._prefix = f"graph:{run}-"
        self.account_ids = [f"{self._prefix}{number:06d}" for number in range(world.count)]
        self._followers = np.diff(world.followers.start)
        self._following = np.diff(world.following.start)

    def number(self, account_id: str) -> int:
        """Whose id it is."""
        return int(account_id.removeprefix(self._prefix))

    def now(self) -> datetime:
        """A fixed present."""
        return PRESENT

    def find_account(self, text: str) -> str | None:
        """Seeds are named by their ids."""
        return text

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """One where ties have no direction."""
        both = (Listing.FOLLOWERS, Listing.FOLLOWING)
        return both if self._world.is_directed else (Listing.FOLLOWING,)

    def post_listings(self) -> tuple[Listing, ...]:
        """There are no posts."""
        return ()

    def discoveries(self) -> tuple[Listing, ...]:
        """Nothing can be searched."""
        return ()

    def list_address(self, text: str) -> str | None:
        """There are no curated lists."""
        return None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """Nobody knows."""
        return None

    def cost_of(self, listing: Listing) -> dict[str, int]:
        """There are no quotas."""
        return {}

    def remarks(self) -> tuple[str, ...]:
        """Nothing to say."""
        return ()

    def wait_until(self) -> datetime | None:
        """Nobody has to wait."""
        return None

    def stop(self) -> None:
        """Nobody waits."""

    def close(self) -> None:
        """Nothing is held."""

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles with counts, without those that are gone."""
        return [
            Account(
                account_id, AccountKind.PERSON,
                followers_count=int(self._followers[number]),
                following_count=int(self._following[number]),
            )
            for account_id in account_ids
            for number in (self.number(account_id),)
            if not self._world.is_gone[number]
        ]  # fmt: skip

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing; the cursor is where it begins."""
        number = self.number(subject_id)
        if self._world.is_gone[number]:
            return Page(ended=Ended.GONE)
        rows = getattr(self._world, str(listing))[number]
        if listing is Listing.FOLLOWERS and self._world.is_hidden[number]:
            return Page(ended=Ended.HIDDEN)
        is_limited = listing is Listing.FOLLOWERS and self._world.is_limited[number]
        shown = rows[:NEWEST_SHOWN] if is_limited else rows
        begin = int(cursor or 0)
        end = begin + ROWS_A_CALL
        ended = Ended.CUT if len(shown) < len(rows) else Ended.COMPLETE
        return Page(
            edges=tuple(self._edges(subject_id, listing, shown[begin:end])),
            cursor=str(end) if end < len(shown) else None,
            ended=ended,
        )

    def _edges(self, subject_id: str, listing: Listing, rows: Numbers) -> Iterator[Edge]:
        for row in rows.tolist():
            if listing is Listing.FOLLOWING:
                yield Edge(subject_id, self.account_ids[row], EdgeKind.FOLLOW)
            if listing is Listing.FOLLOWERS or not self._world.is_directed:
                yield Edge(self.account_ids[row], subject_id, EdgeKind.FOLLOW)


def crawl_in_steps(
    world: World, seeds: Numbers, budgets: Sequence[int], run: int
) -> list[Revealed]:
    """What one crawl has revealed after so many calls; each run goes on where the last stopped.

    Seeds whose lists hold too little end a run early; the next one goes on with what is left.
    """
    reading.BATCH_PAGES = 1000  # faster; what is stored is the same whatever the batches
    platform = GraphPlatform(world, run)
    named = tuple(platform.account_ids[number] for number in seeds.tolist())
    revealed = []
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        workspace = Workspace(Path(folder))
        spent = 0
        for budget in budgets:
            while spent < budget and (calls := _crawl(workspace, platform, named, budget - spent)):
                spent += calls
            revealed.append(_read_store(workspace, platform, world, seeds))
    return revealed


def _crawl(
    workspace: Workspace, platform: GraphPlatform, seeds: tuple[str, ...], calls: int
) -> int:
    """Crawl with so many calls at most; returns how many were made."""
    limits = LIMITS.model_copy(update={"calls": calls})
    niche = Niche(name="bench", title="Bench", platforms=("simulated",), seeds=seeds, limits=limits)
    return Crawl(workspace, niche, platform).run().calls


def _read_store(
    workspace: Workspace, platform: GraphPlatform, world: World, seeds: Numbers
) -> Revealed:
    with duckdb.connect(str(workspace.database), read_only=True) as store:
        ids, edges, asked, counted = (store.execute(query).fetchnumpy() for query in STORED)
    number = np.zeros(ids["account_no"].max() + 1, np.int64)
    number[ids["account_no"]] = [platform.number(account_id) for account_id in ids["account_id"]]
    is_asked = np.zeros(world.count, bool)
    is_asked[number[asked["subject_no"]]] = True
    counts = np.full(world.count, -1)
    counts[number[counted["account_no"]]] = counted["followers_count"]
    return Revealed(seeds, number[edges["source_no"]], number[edges["target_no"]], is_asked, counts)
