"""The graphs that the engines are measured on, made up from a seed and kept as flat files.

`make_attention` draws what crawls bring home: heavy-tailed degrees, accounts that point at nobody
(6 %), accounts without any edge (5 %), answered edges (10 %), counts of 1 to 5 times the weight of
a kind. `make_planted` hides communities, `make_audience` draws actors who engage with candidates.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]
Chunk = tuple[IntArray, IntArray, FloatArray]
"""(source, target, weight)."""

MEAN_DEGREE = 10
CHUNK_EDGES = 2_000_000
DANGLING, ISOLATED, ANSWERED = 0.06, 0.05, 0.10
KIND_WEIGHTS = (0.25, 0.5, 0.7, 1.0)
KATZ_DAMPING = 0.85
POWER_ROUNDS = 40

MIXING = 0.3
"""The share of a planted edge's ends that ignore the communities."""
COLUMNS = {"source": np.int32, "target": np.int32, "weight": np.float64}


@dataclass(frozen=True)
class Edges:
    """The edges of a made-up graph in its folder, sorted by target, then source."""

    folder: Path

    @cached_property
    def about(self) -> dict[str, Any]:
        """What is known of the graph: ``nodes``, ``edges``, ``alpha`` for Katz."""
        told: dict[str, Any] = json.loads((self.folder / "about.json").read_text())
        return told

    @property
    def node_count(self) -> int:
        """The number of nodes, isolated ones included."""
        return int(self.about["nodes"])

    @cached_property
    def source(self) -> IntArray:
        """Who spends attention."""
        return self._read("source")

    @cached_property
    def target(self) -> IntArray:
        """Who receives it."""
        return self._read("target")

    @cached_property
    def weight(self) -> FloatArray:
        """How much, above zero."""
        return self._read("weight")

    def chunks(self) -> Iterator[Chunk]:
        """All edges in pieces, so that they need not fit into memory."""
        for first in range(0, int(self.about["edges"]), CHUNK_EDGES):
            yield tuple(self._read(name, first, CHUNK_EDGES) for name in COLUMNS)  # type: ignore[misc]

    def _read(self, name: str, first: int = 0, count: int = -1) -> NDArray[Any]:
        kind = np.dtype(COLUMNS[name])
        return np.fromfile(self.folder / name, kind, count, offset=first * kind.itemsize)


def make_attention(
    folder: Path, edge_count: int, seed: int, *, with_alpha: bool, by_received: bool = False
) -> None:
    """Write about ``edge_count`` edges among a tenth as many accounts; memory does not grow with m.

    Chunks of targets are drawn twice from the same seeds: first to learn which edges are answered
    (the answer lies in another chunk), then to write them. with_alpha: see `_katz_alpha`.
    by_received: number the accounts by the edges they receive, most first (takes memory).
    """
    n = edge_count // MEAN_DEGREE
    random = _random(seed)
    pull, push = random.pareto(1.2, n) + 0.05, random.pareto(1.8, n) + 0.3
    push[random.random(n) < DANGLING] = 0
    isolated = random.random(n) < ISOLATED
    pull[isolated] = push[isolated] = 0
    drawn = round(edge_count * (1 - ANSWERED))
    received = random.multinomial(drawn, pull / pull.sum())
    reach = np.cumsum(push)

    cuts = np.searchsorted(np.cumsum(received), np.arange(0, drawn, CHUNK_EDGES), side="right")
    cuts = np.unique(np.append(cuts, n))
    cuts[0] = 0
    ranges = list(pairwise(cuts.tolist()))
    answers = [_answers(_draw(seed, lo, hi, received, reach), push, seed, lo) for lo, hi in ranges]
    source, target = (np.concatenate(column) for column in zip(*answers, strict=True))
    order = np.argsort(target, kind="stable")
    source, target = source[order], target[order]
    with _Writer(folder) as writer:
        for lo, hi in ranges:
            extra = slice(*np.searchsorted(target, [lo, hi]))
            drawn_source, drawn_target = _draw(seed, lo, hi, received, reach)
            sources = np.concatenate([drawn_source, source[extra]])
            targets = np.concatenate([drawn_target, target[extra]])
            sources, targets = _distinct(sources, targets, n)
            writer.write(sources, targets, _weights(seed, lo, len(sources)))
    if by_received:
        _renumber(folder, n)
    alpha = _katz_alpha(folder, n) if with_alpha else 0
    writer.finish(nodes=n, alpha=alpha, seed=seed)


def make_planted(folder: Path, edge_count: int, seed: int) -> None:
    """Write a graph without directions (source < target) whose communities are hidden in it.

    A degree-corrected block model (Karrer and Newman 2011): propensities and community sizes are
    heavy-tailed, and ``MIXING`` of the edges ignore the communities.
    """
    n = edge_count // MEAN_DEGREE
    random = _random(seed)
    sizes = np.minimum(50 * (1 + random.pareto(1.2, n // 50 + 1)), max(100, n // 20)).astype(int)
    ends = np.minimum(np.cumsum(sizes), n)
    ends = ends[: np.searchsorted(ends, n) + 1]
    propensity = np.minimum(random.pareto(1.7, n) + 0.3, np.sqrt(n))
    reach = np.cumsum(propensity)
    starts = np.concatenate([[0], reach[ends[:-1] - 1]])
    drawn = round(edge_count * 1.4)  # some are drawn twice
    a = np.searchsorted(reach, random.random(drawn) * reach[-1])
    group = np.searchsorted(ends, a, side="right")
    own = starts[group] + random.random(drawn) * (reach[ends[group] - 1] - starts[group])
    anywhere = random.random(drawn) * reach[-1]
    b = np.searchsorted(reach, np.where(random.random(drawn) < MIXING, anywhere, own))
    shuffled = random.permutation(n)  # numbers tell nothing of communities
    a, b = shuffled[a], shuffled[np.minimum(b, n - 1)]
    source, target = _distinct(np.minimum(a, b), np.maximum(a, b), n)
    source, target = _pick(random, edge_count, source, target)
    with _Writer(folder) as writer:
        writer.write(source, target, _weights(seed, 0, len(source)))
    writer.finish(nodes=n, seed=seed)


def make_audience(
    folder: Path, edge_count: int, actor_count: int, candidate_count: int, seed: int
) -> None:
    """Write edges from actors into candidates, who are the first nodes; both heavy-tailed."""
    random = _random(seed)
    pull = np.cumsum(random.pareto(1.2, candidate_count) + 0.05)
    push = np.cumsum(random.pareto(1.8, actor_count) + 0.3)
    drawn = round(edge_count * 1.4)  # some are drawn twice
    target = np.searchsorted(pull, random.random(drawn) * pull[-1])
    source = candidate_count + np.searchsorted(push, random.random(drawn) * push[-1])
    n = actor_count + candidate_count
    sources, targets = _distinct(source, target, n)
    sources, targets = _pick(random, edge_count, sources, targets)
    with _Writer(folder) as writer:
        writer.write(sources, targets, _weights(seed, 0, len(sources)))
    writer.finish(nodes=n, candidates=candidate_count, seed=seed)


class _Writer:
    """Appends edges to the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def __enter__(self) -> "_Writer":
        self.folder.mkdir(parents=True)
        self.files = [(self.folder / name).open("wb") for name in COLUMNS]
        return self

    def __exit__(self, *_: object) -> None:
        for file in self.files:
            file.close()

    def write(self, *columns: NDArray[Any]) -> None:
        for file, column, kind in zip(self.files, columns, COLUMNS.values(), strict=True):
            column.astype(kind).tofile(file)
        self.count += len(columns[0])

    def finish(self, **about: Any) -> None:
        told = json.dumps({"edges": self.count, **about})
        (self.folder / "about.json").write_text(told)


def _random(*seeds: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([int(seed) for seed in seeds]))


def _draw(
    seed: int, lo: int, hi: int, received: NDArray[Any], reach: FloatArray
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The edges into the targets lo..hi-1, always the same ones."""
    target = np.repeat(np.arange(lo, hi), received[lo:hi])
    drawn = _random(seed, lo, 1).random(len(target)) * reach[-1]
    return np.searchsorted(reach, drawn, side="right"), target


def _answers(
    edges: tuple[NDArray[Any], NDArray[Any]], push: FloatArray, seed: int, lo: int
) -> tuple[IntArray, IntArray]:
    """One in nine is answered, so that answers are a tenth of all; who points at nobody is not."""
    source, target = edges
    picked = _random(seed, lo, 2).random(len(source)) < ANSWERED / (1 - ANSWERED)
    picked &= push[target] > 0
    return target[picked].astype(np.int32), source[picked].astype(np.int32)


def _distinct(
    source: NDArray[Any], target: NDArray[Any], n: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sorted by target, then source; no loops, each pair once."""
    kept = source != target
    pair = np.unique(target[kept].astype(np.int64) * n + source[kept])
    return pair % n, pair // n


def _pick(
    random: np.random.Generator, count: int, source: NDArray[Any], target: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """So many of the edges, in their order; all when there are no more."""
    kept = np.sort(random.choice(len(source), min(count, len(source)), replace=False))
    return source[kept], target[kept]


def _weights(seed: int, lo: int, count: int) -> FloatArray:
    random = _random(seed, lo, 3)
    kind = np.array(KIND_WEIGHTS)[random.integers(0, len(KIND_WEIGHTS), count)]
    weight: FloatArray = random.integers(1, 6, count) * kind
    return weight


def _renumber(folder: Path, n: int) -> None:
    source, target, weight = (np.fromfile(folder / name, kind) for name, kind in COLUMNS.items())
    number = np.empty(n, dtype=np.int32)
    number[np.argsort(-np.bincount(target, minlength=n), kind="stable")] = np.arange(n)
    source, target = number[source], number[target]
    order = np.argsort(target.astype(np.int64) * n + source)
    for name, column in zip(COLUMNS, (source, target, weight), strict=True):
        column[order].tofile(folder / name)


def _katz_alpha(folder: Path, n: int) -> float:
    """An alpha for every engine, below 1 / (the largest eigenvalue, by power iteration)."""
    source, target, weight = (np.fromfile(folder / name, kind) for name, kind in COLUMNS.items())
    incoming = sparse.csr_array((weight, (target, source)), shape=(n, n))
    x, size = np.ones(n), 1.0
    for _ in range(POWER_ROUNDS):
        x = incoming @ x
        size = float(np.sqrt((x * x).sum()))
        x /= size
    return KATZ_DAMPING / size
