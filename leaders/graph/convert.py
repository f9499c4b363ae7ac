"""Graphs of networkx, read and made."""

from collections.abc import Hashable, Sequence

import networkx as nx
import numpy as np

from leaders.errors import LeadersError
from leaders.graph.arrays import Graph


def to_networkx(graph: Graph, labels: Sequence[Hashable] | None = None) -> nx.DiGraph:
    """The same graph for networkx, with edge attribute ``weight``.

    Nodes are added in order 0..n-1, named by ``labels`` when given (one each, all different, else
    LeadersError). Some 300 bytes an edge: for small graphs and for output.
    """
    names = list(graph) if labels is None else list(labels)
    if len(names) != graph.node_count or len(set(names)) != graph.node_count:
        raise LeadersError(f"A graph of {graph.node_count} nodes needs as many different labels.")
    target = np.repeat(np.arange(graph.node_count), np.diff(graph.offset))
    digraph = nx.DiGraph()
    digraph.add_nodes_from(names)
    digraph.add_weighted_edges_from(
        (names[s], names[t], w)
        for s, t, w in zip(
            graph.source.tolist(), target.tolist(), graph.incoming().data.tolist(), strict=True
        )
    )
    return digraph
