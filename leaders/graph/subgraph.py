"""Parts of a graph."""

import numpy as np
from numpy.typing import ArrayLike

from leaders.errors import LeadersError
from leaders.graph.arrays import Graph, IntArray, of_rows


def induced_subgraph(graph: Graph, nodes: ArrayLike) -> Graph:
    """The edges that join two of these nodes, which become 0..len(nodes)-1 in ascending order.

    O(edges into the nodes + n). Raises LeadersError for a node that the graph lacks.
    """
    chosen = _checked(graph, nodes)
    return of_rows(graph.incoming()[chosen][:, chosen], like=graph, nodes=chosen)


def niche_subgraph(graph: Graph, candidates: ArrayLike) -> tuple[Graph, IntArray]:
    """The graph of a niche: its candidates, all who point at them, and the edges among those.

    Returns (graph, nodes): the ascending numbers that its nodes have in the whole graph.
    """
    chosen = _checked(graph, candidates)
    is_node = np.zeros(graph.node_count, dtype=bool)
    is_node[graph.incoming()[chosen].indices] = True
    is_node[chosen] = True
    nodes = np.flatnonzero(is_node)
    return induced_subgraph(graph, nodes), nodes


def _checked(graph: Graph, nodes: ArrayLike) -> IntArray:
    """The numbers of nodes, ascending, each once."""
    chosen = np.asarray(nodes, dtype=np.int64)
    if chosen.size and not 0 <= chosen.min() <= chosen.max() < graph.node_count:
        raise LeadersError(f"A subgraph needs nodes in 0..{graph.node_count - 1}.")
    is_chosen = np.zeros(graph.node_count, dtype=bool)
    is_chosen[chosen] = True
    return np.flatnonzero(is_chosen)
