"""Orders to compare with, each with its own estimate, over a ledger that counts calls.

Read as in the literature: lists to their end, and no profiles but in ``explore_and_verify`` when
it is told to use them.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from bench.budget.estimates import Floats, Revealed
from bench.budget.worlds import Numbers, World
from leaders.platforms.simulated import NEWEST_SHOWN

ROWS_A_CALL = 100
PROFILES_A_CALL = 25
FOLLOWING, FOLLOWERS = "following", "followers"
WIDENING = 0.1
"""Where lists have a direction, so often an account's audience is read instead of a list, since
otherwise a closed audience ends the exploring."""


class Spent(Exception):
    """All calls are made."""


class Ledger:
    """What was read of a world for how many calls."""

    def __init__(self, world: World, seeds: Numbers, calls: int, run: int) -> None:
        self.world, self.seeds, self.most_calls, self.calls = world, seeds, calls, 0
        self.random = np.random.default_rng(run)
        self.sides = (FOLLOWING, FOLLOWERS) if world.is_directed else (FOLLOWING,)
        self.is_known = np.zeros(world.count, bool)
        self.is_known[seeds] = True
        self.support = np.zeros(world.count, np.int64)
        self.is_audience = np.zeros(world.count, bool)
        self.is_done = {side: np.zeros(world.count, bool) for side in self.sides}
        self.is_asked = np.zeros(world.count, bool)
        self.counts = np.full(world.count, -1)
        self._sources: list[Numbers] = []
        self._targets: list[Numbers] = []

    @property
    def audience_side(self) -> str:
        """The listing in which an account's audience is."""
        return self.sides[-1]

    def spend(self) -> None:
        """Count a call; raises ``Spent`` when none is left."""
        if self.calls >= self.most_calls:
            raise Spent
        self.calls += 1

    def read(self, number: int, side: str, pages: int | None = None) -> Numbers:
        """Read a list to its end or for some pages; returns the rows."""
        rows = self._shown(number, side)
        wanted = max(1, -(-len(rows) // ROWS_A_CALL))
        for page in range(wanted if pages is None else min(pages, wanted)):
            self.spend()
            self._take(number, side, rows[page * ROWS_A_CALL : (page + 1) * ROWS_A_CALL])
        if (pages is None or pages >= wanted) and side == self.audience_side:
            self.counts[number] = len(getattr(self.world, side)[number])
        self.is_done[side][number] = True
        return rows

    def read_profiles(self, numbers: Numbers) -> None:
        """Read what profiles declare, many in one call."""
        for start in range(0, len(numbers), PROFILES_A_CALL):
            self.spend()
            part = numbers[start : start + PROFILES_A_CALL]
            self.counts[part] = np.diff(self.world.followers.start)[part]

    def revealed(self) -> Revealed:
        """All that was read, for an estimate."""
        sources = np.concatenate(self._sources or [np.zeros(0, np.int64)])
        targets = np.concatenate(self._targets or [np.zeros(0, np.int64)])
        if not self.world.is_directed:
            sources, targets = (
                np.concatenate((sources, targets)), np.concatenate((targets, sources)),
            )  # fmt: skip
        pairs = np.unique(sources * self.world.count + targets)
        return Revealed(
            self.seeds, pairs // self.world.count, pairs % self.world.count,
            self.is_asked.copy(), self.counts.copy(),
        )  # fmt: skip

    def _shown(self, number: int, side: str) -> Numbers:
        world, rows = self.world, getattr(self.world, side)[number]
        if world.is_gone[number] or (side == FOLLOWERS and world.is_hidden[number]):
            return rows[:0]
        return rows[:NEWEST_SHOWN] if side == FOLLOWERS and world.is_limited[number] else rows

    def _take(self, number: int, side: str, rows: Numbers) -> None:
        own = np.full(len(rows), number)
        self.is_known[rows] = True
        if side == FOLLOWING:
            self.support[rows] += 1
            self.is_asked[number] = True
        if side == self.audience_side:
            self.is_audience[rows] = True
        self._sources.append(own if side == FOLLOWING else rows)
        self._targets.append(rows if side == FOLLOWING else own)


Order = Callable[[Ledger], None]


def breadth_first(ledger: Ledger) -> None:
    """Whoever was met first is read first."""
    queue = ledger.seeds.tolist()
    met = set(queue)
    for number in queue:
        for side in ledger.sides:
            fresh = [other for other in ledger.read(number, side).tolist() if other not in met]
            met.update(fresh)
            queue.extend(fresh)


def best_first(ledger: Ledger) -> None:
    """Whoever has the most followers known so far is read first."""
    tie = ledger.random.random(ledger.world.count) / 2
    _read_seeds(ledger)
    while (open_ := _open(ledger)).any():
        _read_all(ledger, int(np.argmax(np.where(open_, ledger.support + tie, -1))))


def random_frontier(ledger: Ledger) -> None:
    """Anybody known is read next."""
    _read_seeds(ledger)
    while (open_ := _open(ledger)).any():
        _read_all(ledger, int(ledger.random.choice(np.flatnonzero(open_))))


def explore_and_verify(ledger: Ledger, best: int, *, with_profiles: bool = False) -> None:
    """Half of the calls for lists of a random audience, half for whoever is near the border."""
    for number in ledger.seeds.tolist():
        ledger.read(number, ledger.audience_side)
    while ledger.calls < ledger.most_calls // 2 and _explore(ledger):
        pass
    explored = ledger.support.copy()
    while True:
        estimate = scaled_support(explored, ledger.counts)
        border = np.partition(estimate, -best)[-best]
        is_open = ledger.is_known & (ledger.counts < 0)
        if not with_profiles:
            is_open = ledger.is_known & ~ledger.is_done[ledger.audience_side]
        if not is_open.any():
            return
        distance = np.where(is_open, np.abs(estimate - border), np.inf)
        if with_profiles:
            nearest = np.argsort(distance, kind="stable")[:PROFILES_A_CALL]
            ledger.read_profiles(nearest[is_open[nearest]])
        else:
            ledger.read(int(np.argmin(distance)), ledger.audience_side)


def scaled_support(support: Numbers, counts: Numbers) -> Floats:
    """The counts that are known; else the support scaled by them."""
    is_known = (counts >= 0) & (support > 0)
    scale = counts[is_known].sum() / support[is_known].sum() if is_known.any() else 1.0
    return np.where(counts >= 0, counts, scale * support)


def run_order(
    order: Order, world: World, seeds: Numbers, budgets: Sequence[int], run: int
) -> list[Ledger]:
    """The ledger of an order at each budget: begun anew for each, since some plan by it."""
    ledgers = []
    for calls in budgets:
        ledger = Ledger(world, seeds, calls, run)
        with suppress(Spent):
            order(ledger)
        ledgers.append(ledger)
    return ledgers


def _explore(ledger: Ledger) -> bool:
    """Read a random list of the audience; False when there is nobody left."""
    lists = np.flatnonzero(ledger.is_audience & ~ledger.is_done[FOLLOWING])
    widen = np.flatnonzero(ledger.is_known & ~ledger.is_done[ledger.audience_side])
    is_widening = ledger.world.is_directed and ledger.random.random() < WIDENING
    if len(widen) and (is_widening or not len(lists)):
        ledger.read(int(ledger.random.choice(widen)), ledger.audience_side)
    elif len(lists):
        ledger.read(int(ledger.random.choice(lists)), FOLLOWING)
    return bool(len(lists) or len(widen))


def _read_seeds(ledger: Ledger) -> None:
    for number in ledger.seeds.tolist():
        _read_all(ledger, number)


def _read_all(ledger: Ledger, number: int) -> None:
    for side in ledger.sides:
        ledger.read(number, side)


def _open(ledger: Ledger) -> np.ndarray:
    is_done = np.logical_and.reduce(list(ledger.is_done.values()))
    return ledger.is_known & ~is_done
