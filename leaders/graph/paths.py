"""Shortest paths: who lies between the others."""

import numpy as np
from numpy.typing import ArrayLike

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray
from leaders.graph.threads import in_order

BLOCK = 8
"""Sources searched from one after another and added up before the others: a fixed number, so that
the sum does not depend on how many threads there are."""


def betweenness(graph: Graph, *, pivots: int | None = None, seed: int = 0) -> FloatArray:
    """The share of shortest paths that pass through a node, shape (n,), in 0..1.

    ``sum over s != i != t of sigma(s, t | i) / sigma(s, t) / ((n - 1)(n - 2))`` along directed
    edges, with sigma the number of shortest paths from s to t. Freeman 1977; Brandes 2001.
    Weights are ignored: they measure attention, not distance. Reversing all edges changes
    nothing (when all sources are used). All zero below three nodes.

    pivots: how many sources s to sample instead of all n (Brandes and Pich 2007); the sum is
        divided by ``pivots (n - 2)``, for a pivot itself by ``(pivots - 1)(n - 2)``, as networkx
        does with ``k``. A single pivot has no value of its own: NaN. n or more means all.
    seed: of ``numpy.random.Generator(PCG64(seed)).choice(n, pivots, replace=False)``; networkx
        draws others with the same seed.

    O(pivots x (n + m)). Raises LeadersError when ``pivots`` is below 1.
    """
    n = graph.node_count
    if pivots is not None and pivots < 1:
        raise LeadersError(f"Betweenness needs at least one pivot, not {pivots}.")
    if pivots is None or pivots >= n:
        return _betweenness_from(graph, np.arange(n))
    random = np.random.Generator(np.random.PCG64(seed))
    return _betweenness_from(graph, random.choice(n, size=pivots, replace=False))


def dependencies(graph: Graph, sources: ArrayLike, *, endpoints: bool = False) -> FloatArray:
    """How much the sources depend on each node to reach the others, added up; shape (n,).

    ``sum over s in sources, t != i != s of sigma(s, t | i) / sigma(s, t)``, the sum behind
    `betweenness` before it is scaled. Brandes 2001. A graph without directions has its edges both
    ways, so every pair counts from either end. Weights are ignored, self-loops lie on no path.

    endpoints: a path also passes through s and t.

    O(sources x (n + m)) on all processors; memory 8 bytes an edge, and 64 bytes a node for each
    thread. The same bytes whatever the number of threads.
    """
    starts = np.asarray(sources, dtype=np.int64)
    total = np.zeros(graph.node_count)
    if starts.size == 0 or graph.edge_count == 0:
        return total
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.paths import add_dependencies, renumber

    # The most followed are met most often; next to each other they stay in the processor's cache
    # and a search takes two thirds of the time.
    by_degree = np.argsort(-np.diff(graph.offset), kind="stable")
    number, offset, source, out_offset, target = renumber(
        unsigned(graph.offset), unsigned(graph.source), unsigned(by_degree)
    )

    def search(block: slice) -> FloatArray:
        sums = np.zeros(graph.node_count)
        pivots = number[starts[block]]
        add_dependencies(offset, source, out_offset, target, pivots, endpoints, sums)
        return sums

    blocks = [slice(first, first + BLOCK) for first in range(0, len(starts), BLOCK)]
    for sums in in_order(search, blocks):
        total += sums
    renumbered: FloatArray = total[number]
    return renumbered


def _betweenness_from(graph: Graph, sources: IntArray) -> FloatArray:
    """Betweenness from these different sources, scaled as `betweenness` says."""
    n, k = graph.node_count, len(sources)
    if n < 3:
        return np.zeros(n)
    total = dependencies(graph, sources)
    pairs = np.full(n, k * (n - 2), dtype=np.float64)
    pairs[sources] = (k - 1) * (n - 2)  # a source does not count its own search
    np.divide(total, pairs, out=total, where=pairs > 0)
    total[pairs == 0] = np.nan
    return total
