"""Seeing a niche whole, or as it would have been had other people been seen.

A measure is written once, over sums along edges and PageRanks; what draws the actors decides
whether it is measured once or in every replicate.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from leaders.graph import Graph, Resamples, pagerank, resample_pagerank, resample_sums, spread
from leaders.rank.network import FloatArray

PAGERANK_TOLERANCE = 1e-4
"""Of a replicate: percentiles do not see less. The point estimate starts it."""


class Draw(Protocol):
    """How often each actor counts, in one or more replicates."""

    @property
    def seed(self) -> int:
        """What is drawn is drawn from."""

    @property
    def replicates(self) -> int:
        """How many rows the answers have."""

    def sums(self, graph: Graph, value: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """``sum of m_j w(j -> i) value_j over j``; shape (replicates, rows)."""

    def pagerank(self, graph: Graph, teleport: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """PageRank; shape (replicates, rows)."""


@dataclass(frozen=True, eq=False)
class Everyone:
    """Every actor once: what is measured."""

    seed: int = 0
    replicates: int = 1

    def sums(self, graph: Graph, value: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """As `Draw` says, one row."""
        return spread(graph, value)[rows][None]

    def pagerank(self, graph: Graph, teleport: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """As `Draw` says, one row."""
        return pagerank(graph, teleport=teleport)[rows][None]


@dataclass(frozen=True, eq=False)
class Redrawn:
    """Actors drawn anew in every replicate, each with all its edges (the Poisson bootstrap).

    A node beyond the keys is no actor but a post, which engages with nobody.
    """

    resamples: Resamples
    seed: int = 0

    @property
    def replicates(self) -> int:
        """How many replicates there are."""
        return self.resamples.replicates

    def sums(self, graph: Graph, value: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """As `Draw` says."""
        return resample_sums(graph, self._of(graph), value=value, rows=rows)

    def pagerank(self, graph: Graph, teleport: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
        """As `Draw` says."""
        start = pagerank(graph, teleport=teleport)
        return resample_pagerank(
            graph, self._of(graph), teleport=teleport, start=start, rows=rows,
            tolerance=PAGERANK_TOLERANCE,
        )  # fmt: skip

    def _of(self, graph: Graph) -> Resamples:
        """Keys for every node: posts, which pass nothing on, need some."""
        missing = graph.node_count - len(self.resamples.keys)
        if missing == 0:
            return self.resamples
        keys = np.concatenate([self.resamples.keys, np.zeros(missing, dtype=np.uint64)])
        return Resamples(keys, self.resamples.replicates, self.resamples.seed)
