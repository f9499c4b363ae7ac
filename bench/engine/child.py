"""One measurement in a process of its own: ``python -m bench.engine.child '{"job": ...}'``.

Prints a JSON object: what was timed (wall and CPU seconds of all threads), the most memory that
the process held, and what only it can know. Nothing is shared with other measurements.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.engine import graphs
from bench.engine.graphs import Edges
from bench.engine.measure import LONG_ENOUGH

Task = dict[str, Any]
FLOOR_SWEEPS = 20
RESAMPLES = 200


class Clock:
    """Laps by name, in the order in which they were run."""

    def __init__(self) -> None:
        self.laps: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time a block."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        spent = (time.perf_counter() - wall, time.process_time() - cpu)
        self.laps.setdefault(name, []).append(spent)

    def repeat(self, name: str, times: int, call: Callable[[], Any]) -> Any:
        """Time a call again and again, but not when it is slow; returns the last result."""
        start = time.perf_counter()
        for _ in range(times):
            with self.lap(name):
                result = call()
            if time.perf_counter() - start > LONG_ENOUGH:
                break
        return result


@dataclass
class ReadEdges:
    """Edges that were read from a store."""

    node_count: int
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float64]
    about: dict[str, Any] = field(default_factory=dict)


def find_engine(name: str, threads: int) -> Any:
    """The engine of a name."""
    from bench.engine import ours, peers, peers_of_objects

    if name == "networkit":
        return peers.Networkit(threads)
    known = {
        "leaders": ours.Leaders, "scipy": peers.Scipy, "igraph": peers.Igraph,
        "rustworkx": peers_of_objects.Rustworkx, "networkx": peers_of_objects.Networkx,
    }  # fmt: skip
    return known[name]()


def make(task: Task) -> Task:
    """Make a graph: ``kind`` is a function of `graphs`."""
    arguments = {key: task[key] for key in task if key not in ("job", "kind", "folder")}
    getattr(graphs, f"make_{task['kind']}")(Path(task["folder"]), **arguments)
    return dict(Edges(Path(task["folder"])).about)


def fill(task: Task) -> Task:
    """Fill a store."""
    from bench.engine.stores import fill_store

    fill_store(Path(task["store"]), Edges(Path(task["edges"])), with_seen=task["with_seen"])
    return {}


def compute(task: Task) -> Task:
    """Build once from arrays that lie in memory, then compute again and again."""
    engine, clock = find_engine(task["engine"], task["threads"]), Clock()
    with clock.lap("start"):
        engine.start()
    edges = Edges(Path(task["edges"]))
    edges.source, edges.target, edges.weight  # noqa: B018 (read before the clock runs)
    with clock.lap("build"):
        if task["is_undirected"]:
            graph = engine.build_undirected(edges)
        else:
            graph = engine.build(edges, weighted=task["is_weighted"])
    measure = getattr(engine, task["measure"])
    result = clock.repeat("compute", task["repeats"], lambda: measure(graph, edges))
    np.save(task["result"], result)
    return {"laps": clock.laps, "version": version(engine.package)}


def end_to_end(task: Task) -> Task:
    """From a store to a ranked table; ours by its own loader, the others by a plain query."""
    engine, clock = find_engine(task["engine"], task["threads"]), Clock()
    with clock.lap("start"):
        import duckdb  # noqa: F401
        import polars  # noqa: F401

        engine.start()
    if task["engine"] == "leaders":
        with clock.lap("read and build"):
            graph, numbers = engine.load(Path(task["store"]), datetime.fromisoformat(task["as_of"]))
        edges = None
    else:
        with clock.lap("read"):
            edges = _read_plainly(Path(task["store"]))
        with clock.lap("build"):
            graph = engine.build(edges)
        numbers = np.arange(edges.node_count, dtype=np.int32)
    with clock.lap("compute"):
        score = engine.pagerank(graph, edges)
    with clock.lap("rank"):
        table = _rank(numbers, score)
    by_number = np.zeros(int(numbers.max()) + 1)
    by_number[table["account_no"].to_numpy()] = table["score"].to_numpy()
    np.save(task["result"], by_number)
    return {"laps": clock.laps, "version": version(engine.package)}


def floor(task: Task) -> Task:
    """Sweeps that only read the compressed rows and gather, and steps of our PageRank."""
    from bench.engine.floor import gather_all, gather_all_weighted
    from leaders.errors import LeadersError
    from leaders.graph.kernels import unsigned
    from leaders.graph.pagerank import pagerank

    engine, clock = find_engine("leaders", 1), Clock()
    edges = Edges(Path(task["edges"]))
    graph = engine.build(edges)
    held = np.full(graph.node_count, 1 / graph.node_count)
    source = unsigned(graph.source)
    gather_all(source, held)
    gather_all_weighted(source, graph.weight, held)
    _steps(pagerank, graph, 1, LeadersError)

    def sweep(kernel: Any, *arguments: Any) -> None:
        for _ in range(FLOOR_SWEEPS):
            kernel(*arguments)

    for _ in range(task["repeats"]):  # side by side, so that a noisy machine slows down all
        with clock.lap("bare"):
            sweep(gather_all, source, held)
        with clock.lap("weighted"):
            sweep(gather_all_weighted, source, graph.weight, held)
        with clock.lap("few"):
            _steps(pagerank, graph, 2, LeadersError)
        with clock.lap("many"):
            _steps(pagerank, graph, 2 + FLOOR_SWEEPS, LeadersError)
    return {"laps": clock.laps}


def growth(task: Task) -> Task:
    """Load a store, then the measures that every ranking needs, once each."""
    engine, clock = find_engine("leaders", 1), Clock()
    engine.start()
    with clock.lap("load"):
        graph, _ = engine.load(Path(task["store"]), datetime.fromisoformat(task["as_of"]))
    for name in ("pagerank", "hits", "cores_once"):
        measure = getattr(engine, name)
        clock.repeat(name, task["repeats"], lambda measure=measure: measure(graph, None))
    return {"laps": clock.laps, "edges": graph.edge_count}


def resamples(task: Task) -> Task:
    """200 resamples of the weighted in-degree of the candidates."""
    edges, clock = Edges(Path(task["edges"])), Clock()
    n, candidates = edges.node_count, np.arange(edges.about["candidates"])
    offset = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(edges.target, minlength=n), out=offset[1:])
    source, weight = edges.source, edges.weight
    del edges
    if task["engine"] == "leaders":
        sums = _resample_ours(clock, task["repeats"], offset, source, weight, candidates)
    else:
        sums = _resample_plainly(clock, task["repeats"], offset, source, weight, candidates)
    np.save(task["result"], sums.mean(axis=0))
    package = "leaders" if task["engine"] == "leaders" else "scipy"
    return {"laps": clock.laps, "version": version(package)}


def _resample_ours(
    clock: Clock, repeats: int, offset: Any, source: Any, weight: Any, candidates: Any
) -> NDArray[np.float64]:
    from leaders.graph import Graph
    from leaders.graph.resampling import Resamples, resample_sums

    graph = Graph(offset=offset, source=source, weight=weight)
    keys = np.arange(graph.node_count, dtype=np.uint64)
    draws = Resamples(keys, RESAMPLES)
    return clock.repeat("compute", repeats, lambda: resample_sums(graph, draws, rows=candidates))


def _resample_plainly(
    clock: Clock, repeats: int, offset: Any, source: Any, weight: Any, candidates: Any
) -> NDArray[np.float64]:
    """Counts by numpy's Poisson generator times a matrix, 25 replicates at once."""
    from scipy import sparse

    n, count, together = len(offset) - 1, len(candidates), 25
    rows = sparse.csr_array((weight, source, offset[: count + 1]), shape=(count, n))

    def draw() -> NDArray[np.float64]:
        random = np.random.Generator(np.random.PCG64(0))
        blocks = [
            rows @ random.poisson(1.0, (n, together)).astype(np.float64)
            for _ in range(0, RESAMPLES, together)
        ]
        return np.concatenate(blocks, axis=1).T

    return clock.repeat("compute", repeats, draw)


def _steps(pagerank: Any, graph: Any, count: int, error: type[Exception]) -> None:
    """So many steps, and no answer: nothing is ever near enough."""
    with suppress(error):
        pagerank(graph, tolerance=0.0, max_iterations=count)


def _read_plainly(root: Path) -> ReadEdges:
    import duckdb

    from bench.engine.stores import PLAIN_EDGES, PLAIN_NODES
    from leaders.settings import Workspace

    with duckdb.connect(str(Workspace(root).database), read_only=True) as connection:
        [(count,)] = connection.execute(PLAIN_NODES).fetchall()
        columns = connection.execute(PLAIN_EDGES).fetchnumpy()
    source, target, weight = (np.asarray(columns[name]) for name in columns)
    return ReadEdges(count, source, target, weight)


def _rank(numbers: NDArray[np.int32], score: NDArray[np.float64]) -> Any:
    """Everyone by score, ties by number."""
    import polars as pl

    order = np.lexsort((numbers, -np.round(score, 15)))
    rank = pl.int_range(1, len(order) + 1, dtype=pl.Int32, eager=True)
    columns = {"rank": rank, "account_no": numbers[order], "score": score[order]}
    return pl.DataFrame(columns)


def _peak_bytes() -> int:
    """The most memory of this process; unlike ru_maxrss, VmHWM begins with the program itself."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


JOBS = {f.__name__: f for f in (make, fill, compute, end_to_end, floor, growth, resamples)}

if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    report = JOBS[told["job"]](told)
    print(json.dumps({**report, "peak": _peak_bytes(), "cpu": time.process_time()}))
