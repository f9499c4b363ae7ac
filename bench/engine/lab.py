"""A folder of made-up graphs and stores, and what is measured on them."""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench.engine.graphs import Edges
from bench.engine.measure import Agreement, Measured, Unmeasured, compare, run_child, run_children
from bench.engine.stores import LAST

OURS = "leaders"
SEED = 5
ALL_THREADS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who is measured: a name to print, the engine, its threads, and its name of the measure."""

    name: str
    engine: str
    measure: str
    threads: int = 1
    repeats: int | None = None


@dataclass
class Table:
    """Measurements of one work: ours first, then those of the peers that could be made."""

    ours: Measured
    peers: list[Measured] = field(default_factory=list)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def rivals(self, *, only: str = "") -> list[Measured]:
        """The peers that gave our answer; those whose name begins with ``only``."""
        return [
            peer
            for peer in self.peers
            if peer.name.startswith(only)
            and (peer.name not in self.agreements or self.agreements[peer.name].is_same)
        ]


class Lab:
    """Makes each graph and store once, in processes of their own; the caller stays small."""

    def __init__(self, folder: Path, scale: float, repeats: int) -> None:
        self.folder = folder
        self.scale = scale
        self.repeats = repeats
        self._made: dict[str, int] = {}

    def edges(self, edge_count: float, kind: str = "attention", **options: int | bool) -> Path:
        """The folder of a graph of that many edges, at the scale of this run."""
        count = round(edge_count * self.scale)
        if kind == "attention":
            options = {"with_alpha": False, **options}
        told = "".join(f"-{key}{int(value)}" for key, value in options.items())
        path = self.folder / f"{kind}-{count}{told}"
        if not path.exists():
            say(f"making {path.name}")
            run_child("make", kind=kind, folder=path, edge_count=count, seed=SEED, **options)
        return path

    def store(self, edge_count: float, *, with_seen: bool = False) -> Path:
        """A workspace whose store holds such a graph."""
        edges = self.edges(edge_count)
        path = self.folder / f"store-{edges.name}{'-seen' if with_seen else ''}"
        if not path.exists():
            say(f"filling {path.name}")
            run_child("fill", store=path, edges=edges, with_seen=with_seen)
        return path

    def forget(self, path: Path) -> None:
        """Give the disk back."""
        shutil.rmtree(path, ignore_errors=True)

    def compute(
        self, edges: Path, entrants: list[Entrant], *, is_weighted: bool = True,
        is_undirected: bool = False, is_compared: bool = True,
    ) -> Table:  # fmt: skip
        """Measure the entrants, ours first, on the same arrays."""

        def measure(entrant: Entrant) -> Measured:
            result = self._result(entrant.name)
            report = run_child(
                "compute", entrant.threads, engine=entrant.engine, measure=entrant.measure,
                edges=edges, repeats=entrant.repeats or self.repeats, result=result,
                is_weighted=is_weighted, is_undirected=is_undirected,
            )  # fmt: skip
            return Measured(entrant.name, entrant.threads, [report], result)

        return self._measure_all(f"{edges.name}: ", entrants, measure, is_compared=is_compared)

    def end_to_end(self, store: Path, entrants: list[Entrant], as_of: str | None = None) -> Table:
        """Measure from the store to a ranked table, every run in a process of its own."""
        moment = as_of or LAST.isoformat()

        def measure(entrant: Entrant) -> Measured:
            result = self._result(entrant.name)
            reports = run_children(
                entrant.repeats or self.repeats, "end_to_end", entrant.threads,
                engine=entrant.engine, store=store, as_of=moment, result=result,
            )  # fmt: skip
            return Measured(entrant.name, entrant.threads, reports, result)

        return self._measure_all(f"{store.name}: ", entrants, measure, is_compared=True)

    def resample(self, edges: Path, entrants: list[Entrant]) -> Table:
        """Measure resamples; who draws with another hash cannot be compared number by number."""

        def measure(entrant: Entrant) -> Measured:
            result = self._result(entrant.name)
            report = run_child(
                "resamples", 1, engine=entrant.engine, edges=edges,
                repeats=self.repeats, result=result,
            )  # fmt: skip
            return Measured(entrant.name, 1, [report], result)

        return self._measure_all(f"{edges.name}: resamples: ", entrants, measure, is_compared=False)

    def _measure_all(self, what, entrants, measure, *, is_compared):  # type: ignore[no-untyped-def]
        table: Table | None = None
        for entrant in entrants:
            say(f"{what}{entrant.measure} by {entrant.name}")
            try:
                measured = measure(entrant)
            except Unmeasured as reason:
                if table is None:
                    raise  # without ours there is nothing to compare
                table.failures.append((entrant.name, str(reason)))
                continue
            if table is None:
                table = Table(measured)
                continue
            table.peers.append(measured)
            if is_compared:
                table.agreements[measured.name] = compare(table.ours.values(), measured.values())
        assert table is not None
        return table

    def _result(self, name: str) -> Path:
        return self.folder / f"result-{name.replace(' ', '-').replace(',', '')}.npy"


def count_edges(path: Path) -> int:
    """How many edges a made graph has: those drawn twice are one."""
    return int(Edges(path).about["edges"])


def told_edges(lab: Lab, edge_count: float, kind: str = "attention") -> str:
    """How many edges such a graph has, to print."""
    return f"{count_edges(lab.edges(edge_count, kind)):,}"


def say(text: str) -> None:
    """Tell who waits what is being done."""
    print(text, file=sys.stderr, flush=True)
