"""Graphs with some sources left out or some targets weighted."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leaders.graph import Graph, build_graph
from leaders.rank.network import FloatArray


def without_sources(graph: Graph, is_left_out: NDArray[np.bool_]) -> Graph:
    """The graph without the edges of these sources; the nodes stay."""
    kept = ~is_left_out[graph.source]
    if kept.all():
        return graph
    target = targets(graph)[kept]
    weight = None if graph.weight is None else graph.weight[kept]
    return build_graph(graph.source[kept], target, weight, node_count=graph.node_count)


def times_target(graph: Graph, factor: FloatArray) -> Graph:
    """The weight of every edge times the factor of its target."""
    if (factor == 1).all():
        return graph
    of_edges = np.repeat(factor, np.diff(graph.offset))
    return replace(graph, weight=of_edges if graph.weight is None else graph.weight * of_edges)


def targets(graph: Graph) -> NDArray[np.int64]:
    """The target of every edge, in the order of the edges."""
    return np.repeat(np.arange(graph.node_count), np.diff(graph.offset))
