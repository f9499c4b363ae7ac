"""networkx's degree centralities: with whom a node is joined, as a share of all others."""
# ruff: noqa: N803

from collections.abc import Hashable

import numpy as np

from leaders.graph.arrays import FloatArray, Graph
from leaders.graph.backend.labels import by_label
from leaders.graph.degree import in_degree


def in_degree_centrality(G: Graph) -> dict[Hashable, float]:
    """Incoming edges / (n - 1)."""
    return _share(G, in_degree(G, weighted=False))


def out_degree_centrality(G: Graph) -> dict[Hashable, float]:
    """Outgoing edges / (n - 1)."""
    return _share(G, G.unweighted().out_strength())


def degree_centrality(G: Graph) -> dict[Hashable, float]:
    """Edges at a node / (n - 1); a self-loop has both its ends there."""
    other_ends = G.unweighted().out_strength() if G.directed else G.pattern().diagonal()
    return _share(G, in_degree(G, weighted=False) + other_ends)


def _share(graph: Graph, degree: FloatArray) -> dict[Hashable, float]:
    n = graph.node_count
    return by_label(graph, degree * (1 / (n - 1)) if n > 1 else np.ones(n, dtype=np.int64))
