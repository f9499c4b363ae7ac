"""What the measures would be had other people been seen: resamples of the actors.

A resample counts every actor m times, m drawn from Poisson(1), and all its edges with it: the
Poisson bootstrap (Hanley and MacGibbon 2006; Chamandy et al. 2012). m comes from a hash of seed,
replicate and the actor's key, so that a draw depends on nothing else: new actors change nobody
else's, any part can be drawn alone, and two graphs are resampled alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray
from leaders.graph.hashing import mix
from leaders.graph.pagerank import Walk, check_damping, scaled_to_one
from leaders.graph.spreading import is_small
from leaders.graph.threads import in_order

SUMMED_TOGETHER = 64
"""Replicates that are summed side by side: counts of one byte, a line of the cache."""
BLOCK_BYTES = 2**26
"""About so much memory a thread takes for the replicates of PageRank that it solves together."""
LANES = 4
"""Draws from one 64-bit hash, 16 bits each."""

FEW_KEYS = 100_000
"""Up to so many actors numpy draws: no kernel is loaded for a small niche."""

_CUMULATED = np.cumsum([exp(-1) / factorial(m) for m in range(9)])
_COUNT_OF = np.searchsorted(_CUMULATED, (np.arange(2**16) + 0.5) / 2**16).astype(np.uint8)
"""Poisson(1) by inversion: the count for each of 2^16 equal parts of [0, 1)."""


@dataclass(frozen=True, eq=False)
class Resamples:
    """Replicates 0..replicates-1 of the actors with these keys.

    keys: uint64, one a node, shape (n,): whatever stays the same for an actor.
    """

    keys: NDArray[np.uint64]
    replicates: int
    seed: int = 0

    def __post_init__(self) -> None:
        if self.replicates < 0:
            raise LeadersError(f"There cannot be {self.replicates} replicates.")

    def counts(self, first: int, end: int) -> NDArray[np.uint8]:
        """How often each actor is drawn in replicates first..end-1; shape (n, end - first)."""
        keys = mix(np.asarray(self.keys, dtype=np.uint64))
        blocks = np.arange(first // LANES, -(-end // LANES), dtype=np.uint64)
        salts = mix(np.uint64(self.seed % 2**64) ^ mix(blocks))
        counts = np.empty((len(keys), LANES * len(blocks)), dtype=np.uint8)
        if len(keys) <= FEW_KEYS:
            drawn = mix(keys[:, None] ^ salts)
            for lane in range(LANES):
                part = (drawn >> np.uint64(16 * lane)).astype(np.uint16)
                counts[:, lane::LANES] = _COUNT_OF[part]
        else:
            from leaders.graph.kernels.sweeps import draw_counts

            draw_counts(keys, salts, _COUNT_OF, counts)
        skipped = first % LANES
        return counts[:, skipped : skipped + end - first]


def resample_sums(
    graph: Graph,
    resamples: Resamples,
    *,
    value: ArrayLike | None = None,
    rows: ArrayLike | None = None,
) -> FloatArray:
    """Additive measures in every replicate; shape (replicates, rows).

    ``S_bi = sum of m_bj w(j -> i) value_j over j``: the weighted in-degree where ``value`` (shape
    (n,), 1 each when not given) is 1, the engaged audience where it is ``1 / sqrt(max(1, T_j))``.
    rows: the nodes i that are wanted; all when not given. O(replicates x edges into rows).
    """
    n = graph.node_count
    wanted = _wanted(graph, resamples, rows)
    spent = np.ones(n) if value is None else np.asarray(value, dtype=np.float64)
    if spent.shape != (n,):
        raise LeadersError(f"There are {n} nodes but values of shape {spent.shape}.")
    add_up = _choose_sum(graph, wanted, spent)

    def of_block(block: range) -> FloatArray:
        return add_up(resamples.counts(block.start, block.stop)).T

    return _by_blocks(of_block, resamples, SUMMED_TOGETHER, len(wanted))


def resample_pagerank(
    graph: Graph,
    resamples: Resamples,
    *,
    teleport: ArrayLike | None = None,
    start: ArrayLike | None = None,
    rows: ArrayLike | None = None,
    damping: float = 0.85,
    tolerance: float = 1e-8,
    max_iterations: int = 200,
) -> FloatArray:
    """`pagerank` in every replicate; shape (replicates, rows), a sum of 1 over all nodes.

    An actor that is drawn m times starts m readers for one: the teleport vector is multiplied by
    m. One that is not drawn passes nothing on. (Edges need no factor: PageRank divides what an
    actor passes on by the sum of its weights, and m would cancel out.) A replicate in which no
    actor with a teleport is drawn has no answer: NaN.

    A node that no edge reaches holds what teleports to it and no more, so that only the nodes that
    some edge reaches are iterated on: of a niche its candidates, not their audience.

    start: a first guess for all replicates, shape (n,): the point estimate spares a third of the
    iterations. rows: the nodes that are wanted; all when not given. O(edges + iterations x edges
    among the reached) a replicate. Raises LeadersError as `pagerank`.
    """
    check_damping(damping)
    n = graph.node_count
    wanted = _wanted(graph, resamples, rows)
    if n == 0:
        return np.empty((resamples.replicates, 0))
    walk = Walk(graph, damping)
    own = scaled_to_one("teleport", teleport, n)
    guess = own if start is None else scaled_to_one("start", start, n)
    guess = guess / (1 - damping + damping * guess[walk.share == 0].sum())
    reached = np.flatnonzero(np.diff(graph.offset))
    is_reached = np.zeros(n, dtype=bool)
    is_reached[reached] = True
    inner = walk.within(reached)
    add_up = _choose_sum(walk.graph, reached, np.where(is_reached, 0.0, own * walk.share))
    own_unreached = np.where(is_reached, 0.0, own)

    def of_block(block: range) -> FloatArray:
        counts = resamples.counts(block.start, block.stop)
        whole = np.einsum("jr,j->r", counts, own)
        rest = np.einsum("jr,j->r", counts, own_unreached)
        counts_reached = counts[reached]
        base = (own[reached, None] * counts_reached + add_up(counts)).T
        passes_on = (counts_reached > 0).T
        ranks = (own[wanted, None] * counts[wanted]).T
        place = np.searchsorted(reached, wanted[is_reached[wanted]])
        for row in np.flatnonzero(whole):
            x = inner.solve(
                np.ascontiguousarray(base[row]), guess[reached] * whole[row], rest[row],
                tolerance, max_iterations, passes_on[row],
            )  # fmt: skip
            ranks[row, is_reached[wanted]] = x[place]
            ranks[row] /= rest[row] + x.sum()
        ranks[whole == 0] = np.nan
        return ranks

    together = BLOCK_BYTES // (n + 16 * len(reached)) // LANES * LANES
    return _by_blocks(of_block, resamples, min(max(together, LANES), SUMMED_TOGETHER), len(wanted))


def _by_blocks(
    work: Callable[[range], FloatArray], resamples: Resamples, together: int, columns: int
) -> FloatArray:
    """The rows of all replicates, so many at once; a block a thread."""
    replicates = range(resamples.replicates)
    blocks = [replicates[first : first + together] for first in replicates[::together]]
    rows = np.empty((len(replicates), columns))
    for block, part in zip(blocks, in_order(work, blocks), strict=True):
        rows[block.start : block.stop] = part
    return rows


def _wanted(graph: Graph, resamples: Resamples, rows: ArrayLike | None) -> IntArray:
    """The nodes that are asked for; LeadersError unless every node has a key."""
    n = graph.node_count
    if len(resamples.keys) != n:
        raise LeadersError(f"There are {n} nodes but {len(resamples.keys)} keys of actors.")
    return np.arange(n) if rows is None else np.asarray(rows, dtype=np.int64)


def _choose_sum(
    graph: Graph, wanted: IntArray, spent: FloatArray
) -> Callable[[NDArray[np.uint8]], FloatArray]:
    """Counts (n, k) -> sums (rows, k): by scipy on a small graph, else by a kernel."""
    if is_small(graph):
        matrix = graph.incoming()[wanted]

        def multiply(counts: NDArray[np.uint8]) -> FloatArray:
            product: FloatArray = matrix @ (counts * spent[:, None])
            return product

        return multiply

    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.sweeps import gather_counted

    incoming = (unsigned(graph.offset), unsigned(graph.source), graph.weight)

    def add_up(counts: NDArray[np.uint8]) -> FloatArray:
        out = np.empty((len(wanted), counts.shape[1]))
        gather_counted(*incoming, unsigned(wanted), spent, counts, out)
        return out

    return add_up
