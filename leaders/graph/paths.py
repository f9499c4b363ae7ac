"""Shortest paths: who lies between the others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray, row_positions

BATCH_SIZE = 2**20
"""Nodes and edges searched together: pivots x (n + m). Small enough for the processor's cache,
large enough that numpy's overhead a level does not show."""


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


def _betweenness_from(graph: Graph, sources: IntArray) -> FloatArray:
    """Betweenness from these different sources, scaled as `betweenness` says."""
    n, k = graph.node_count, len(sources)
    total = np.zeros(n)
    if n < 3:
        return total
    outgoing = _find_outgoing(graph)
    batch = max(1, BATCH_SIZE // (n + graph.edge_count))
    for first in range(0, k, batch):
        total += _dependencies(outgoing, sources[first : first + batch])
    pairs = np.full(n, k * (n - 2), dtype=np.float64)
    pairs[sources] = (k - 1) * (n - 2)  # a source does not count its own search
    np.divide(total, pairs, out=total, where=pairs > 0)
    total[pairs == 0] = np.nan
    return total


class _Outgoing(NamedTuple):
    """Outgoing edges by source."""

    offset: NDArray[np.integer]
    target: NDArray[np.integer]


class _Step(NamedTuple):
    """Shortest-path edges from one level of a search to the next, as cells (see below)."""

    parent: IntArray
    child: IntArray


def _find_outgoing(graph: Graph) -> _Outgoing:
    outgoing = graph.pattern().T.tocsr()
    return _Outgoing(outgoing.indptr, outgoing.indices)


def _dependencies(outgoing: _Outgoing, sources: IntArray) -> FloatArray:
    """Brandes' dependency of each source on each node, added up over the sources; shape (n,).

    All sources advance together, a level a time. A *cell* is a node in the search of one source,
    number ``search * n + node``, so that one flat array holds all the searches.
    """
    n = len(outgoing.offset) - 1
    start = np.arange(len(sources)) * n + sources
    paths = np.zeros(len(sources) * n)
    paths[start] = 1
    steps = _search(outgoing, start, paths)
    dependency = np.zeros_like(paths)
    for step in reversed(steps):
        share = (1 + dependency[step.child]) / paths[step.child]
        np.add.at(dependency, step.parent, paths[step.parent] * share)
    dependency[start] = 0  # a source is no stop on its own way
    total: FloatArray = dependency.reshape(len(sources), n).sum(axis=0)
    return total


def _search(outgoing: _Outgoing, start: IntArray, paths: FloatArray) -> list[_Step]:
    """Breadth-first from the start cells: the steps level by level; counts into ``paths``."""
    n = len(outgoing.offset) - 1
    seen = np.zeros(len(paths), dtype=np.bool_)
    seen[start] = True
    mark = np.empty(len(paths), dtype=np.int64)
    steps = []
    level = start
    while level.size:
        node = level % n
        positions, counts = row_positions(outgoing.offset, node)
        child = np.repeat(level - node, counts) + outgoing.target[positions]
        fresh = np.flatnonzero(~seen[child])
        child, parent = child[fresh], np.repeat(level, counts)[fresh]
        np.add.at(paths, child, paths[parent])
        steps.append(_Step(parent, child))
        seen[child] = True
        order = np.arange(len(child))
        mark[child] = order
        level = child[mark[child] == order]  # each cell once, without sorting
    return steps
