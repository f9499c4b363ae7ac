"""What audiences share: the exact matrix of all pairs, beside other ways to count it.

    python -m bench overlap [--quick]

500 communities among a million people, ten million memberships, in two worlds: in the even one
everybody is as likely to join, and communities are of one size; in the uneven one sizes and
people's zeal fall off as a power, as they do in life, which makes four times as many pairs. Every
entrant has the data in the form that it likes best before the clock starts, runs in a process of
its own, and has to give our numbers.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.processes import MAXRSS_BYTES, describe_machine
from bench.tables import publish, table

COMMUNITIES, PEOPLE, MEMBERSHIPS = 500, 1_000_000, 10_000_000
RUNS = 3
SETS_PAIRS = 2_500
"""So many pairs Python's sets intersect; for all it would take them minutes."""
OURS, RIVAL, TARGET = "leaders", "DuckDB, self-join", 0.4

Result = TypeVar("Result")
Matrix = NDArray[np.int64]
Work = Callable[[], Matrix | None]
"""Once from prepared data to the upper triangle of the matrix, the sizes on its diagonal."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Who is in which list: ``member[offset[a]:offset[a + 1]]``, ascending."""

    offset: NDArray[np.int64]
    member: NDArray[np.int32]

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.offset) - 1

    @property
    def list_of(self) -> NDArray[np.int32]:
        """The list of each membership."""
        return np.repeat(np.arange(self.lists, dtype=np.int32), np.diff(self.offset))


@dataclass(frozen=True, slots=True)
class Cost:
    """The median seconds of the runs, and the most memory of the process, its data included."""

    wall: float
    cpu: float
    peak_bytes: int


def make_rows(kind: str, scale: float, seed: int = 7) -> Rows:
    """A world with about ``scale`` times the people and memberships."""
    random = np.random.default_rng(seed)
    people, total = int(PEOPLE * scale), MEMBERSHIPS * scale
    weight, zeal = np.ones(COMMUNITIES), np.ones(people)
    if kind == "uneven":
        weight = (np.arange(COMMUNITIES) + 6.0) ** -0.8
        zeal = random.pareto(2.0, people) + 0.2
        total *= 1.12  # the zealous are drawn twice into large communities
    sizes = np.minimum(weight / weight.sum() * total, people / 2).astype(int)
    line = np.cumsum(zeal / zeal.sum())
    drawn = [np.searchsorted(line, random.random(size)) for size in sizes]
    lists = [np.unique(np.minimum(one, people - 1)).astype(np.int32) for one in drawn]
    offset = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return Rows(offset, np.concatenate(lists))


def by_leaders(rows: Rows) -> Work:
    """Ours, from the arrays that the store's rows become."""
    from leaders.graph import count_shared

    return lambda: np.triu(count_shared(rows.offset, rows.member).pairs)


def by_leaders_unsorted(rows: Rows) -> Work:
    """Ours, from memberships in any order: what loading does first is counted too."""
    from leaders.graph import count_shared

    order = np.random.default_rng(0).permutation(len(rows.member))
    list_of, member = rows.list_of[order].astype(np.int64), rows.member[order]

    def count() -> Matrix:
        keys = np.sort(list_of << 32 | member)
        offset = np.searchsorted(keys, np.arange(rows.lists + 1) << 32)
        shared = count_shared(offset, (keys & 0xFFFFFFFF).astype(np.int32))
        return np.triu(shared.pairs)

    return count


def by_duckdb(rows: Rows) -> Work:
    """A table in memory joined with itself, on all processors."""
    import duckdb
    import pyarrow

    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute("create table membership (list smallint, person integer)")
    given = pyarrow.table({"list": rows.list_of, "person": rows.member})
    connection.register("given", given)
    connection.execute("insert into membership select list, person from given")

    def count() -> Matrix:
        found = connection.execute(
            "select a.list as a, b.list as b, count(*) as shared from membership as a "
            "join membership as b on a.person = b.person and a.list <= b.list group by all"
        ).fetchnumpy()
        return _fill(rows.lists, found["a"], found["b"], found["shared"])

    return count


def by_polars(rows: Rows) -> Work:
    """The same join in polars' streaming engine, on all processors."""
    import polars as pl

    frame = pl.LazyFrame({"list": rows.list_of.astype(np.int16), "person": rows.member})

    def count() -> Matrix:
        joined = frame.join(frame, on="person").filter(pl.col("list") <= pl.col("list_right"))
        found = joined.group_by("list", "list_right").len().collect(engine="streaming")
        return _fill(rows.lists, *(found[name].to_numpy() for name in found.columns))

    return count


def by_scipy(rows: Rows) -> Work:
    """The sparse matrix of lists times its transpose."""
    from scipy import sparse

    ones = np.ones(len(rows.member), dtype=np.int32)
    matrix = sparse.csr_array((ones, rows.member, rows.offset))
    return lambda: np.triu((matrix @ matrix.T).toarray()).astype(np.int64)


def by_sets(rows: Rows) -> Work:
    """Python's sets, some pairs alone."""
    sets = [
        set(rows.member[start:end].tolist())
        for start, end in zip(rows.offset[:-1], rows.offset[1:], strict=True)
    ]
    first, second = np.triu_indices(rows.lists, 1)
    chosen = np.random.default_rng(0).choice(len(first), SETS_PAIRS, replace=False)
    pairs = list(zip(first[chosen].tolist(), second[chosen].tolist(), strict=True))

    def count() -> None:
        for a, b in pairs:
            len(sets[a] & sets[b])

    return count


ENTRANTS: dict[str, Callable[[Rows], Work]] = {
    OURS: by_leaders,
    "leaders, from unsorted rows": by_leaders_unsorted,
    RIVAL: by_duckdb,
    "polars, self-join": by_polars,
    "scipy, A A'": by_scipy,
    "Python's sets": by_sets,
}


def run(*, is_quick: bool = False) -> None:
    """Measure and publish the tables; small ones are only printed."""
    machine = describe_machine()
    scale, runs = (0.02, 1) if is_quick else (1.0, RUNS)
    parts = [_compare(kind, scale, runs) for kind in ("even", "uneven")]
    head = (
        f"# What audiences share\n\n{machine} Medians of {runs} runs in one process an entrant. "
        f"Target: {OURS} in {TARGET} times the seconds of {RIVAL}. Python's sets are measured on "
        f"{SETS_PAIRS:,} pairs and multiplied."
    )
    if is_quick:
        print("\n\n".join([head, *parts]), flush=True)
    else:
        publish("overlap", head, *parts)


def _compare(kind: str, scale: float, runs: int) -> str:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        about = _alone(_make, kind, scale, Path(folder))
        costs = {name: _alone(_measure, name, Path(folder), runs) for name in ENTRANTS}
    ours, rival = costs[OURS], costs[RIVAL]
    lines = [
        [name, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak_bytes / 1e6:,.0f}",
         f"{cost.wall / rival.wall:.3f}", f"{cost.wall / ours.wall:.1f}"]
        for name, cost in costs.items()
    ]  # fmt: skip
    columns = ["", "seconds", "CPU", "MB", "of DuckDB's", "times ours"]
    return f"{about}\n\n{table(columns, lines)}"


def _alone(work: Callable[..., Result], *arguments: object) -> Result:
    """In a process of its own, so that nobody's memory counts towards another's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def _make(kind: str, scale: float, folder: Path) -> str:
    rows = make_rows(kind, scale)
    np.savez(folder / "rows.npz", offset=rows.offset, member=rows.member)
    times = np.bincount(rows.member).astype(np.int64)
    return (
        f"## {kind.capitalize()}: {rows.lists} communities, {(times > 0).sum():,} people, "
        f"{len(rows.member):,} memberships, {(times * (times + 1) // 2).sum():,} pairs"
    )


def _measure(name: str, folder: Path, runs: int) -> Cost:
    """One entrant's cost, in a process of its own; ValueError when it gives other numbers."""
    stored = np.load(folder / "rows.npz")
    work = ENTRANTS[name](Rows(stored["offset"], stored["member"]))
    if name.startswith(OURS):
        work()  # compiled code is loaded once a process
    laps = []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        laps.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = zip(*laps, strict=True)
    whole = 1.0
    if found is None:
        lists = len(stored["offset"]) - 1
        whole = lists * (lists - 1) / 2 / SETS_PAIRS
    elif name == OURS:
        np.save(folder / "pairs.npy", found)
    elif not np.array_equal(found, np.load(folder / "pairs.npy")):
        raise ValueError(f"{name} counts otherwise than {OURS}")
    return Cost(median(walls) * whole, median(cpus) * whole, _peak())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES


def _fill(lists: int, a: NDArray[np.int_], b: NDArray[np.int_], shared: NDArray[np.int_]) -> Matrix:
    matrix = np.zeros((lists, lists), dtype=np.int64)
    matrix[a, b] = shared
    return matrix
