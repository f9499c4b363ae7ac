"""networkx's core numbers, reciprocity and clustering: the shape of the neighbourhood."""
# ruff: noqa: N803

import math
from collections.abc import Hashable
from typing import Any

import networkx as nx

from leaders.graph import structure
from leaders.graph.arrays import Graph
from leaders.graph.backend.labels import by_label, choose, weighed
from leaders.graph.backend.lacking import by_networkx


def core_number(G: Graph) -> dict[Hashable, int]:
    """The largest k of a k-core with the node; with directions a mutual pair counts twice."""
    if G.pattern().diagonal().any():
        raise nx.NetworkXNotImplemented(
            "Input graph has self loops which is not permitted; "
            "Consider using G.remove_edges_from(nx.selfloop_edges(G))."
        )
    return by_label(G, structure.core_numbers(G, mutual_once=False))


def reciprocity(G: Graph, nodes: Any = None) -> Any:
    """The share of a node's edges that are answered, None without any; of all edges without nodes.

    nodes: one, for its value alone, or several.
    """
    if nodes is None:
        return overall_reciprocity(G)
    if not G.directed:  # networkx says itself what it makes of that
        return by_networkx("reciprocity")(G, nodes)
    shares = structure.reciprocity(G)
    found = {node: float(shares[number]) for node, number in choose(G, nodes)}
    if nodes not in G:
        return {node: None if math.isnan(share) else share for node, share in found.items()}
    if math.isnan(found[nodes]):
        raise nx.NetworkXError("Not defined for isolated nodes.")
    return found[nodes]


def overall_reciprocity(G: Graph) -> float:
    """The share of all edges that are answered."""
    if G.edge_count == 0:
        raise nx.NetworkXError("Not defined for empty graphs")
    return structure.overall_reciprocity(G) if G.directed else 0.0  # 0 is what networkx gives


def clustering(G: Graph, nodes: Any = None, weight: str | None = None) -> Any:
    """The share of the triangles at a node that exist, with directions and weights.

    nodes: one, for its value alone, several, or None for all.
    """
    graph = weighed(G, weight)
    if graph.weight is not None and not graph.weight.any():
        return by_networkx("clustering")(G, nodes, weight)  # a share of nothing, where it tells
    shares = structure.clustering(graph, weighted=graph.weight is not None)
    if nodes is None:
        return by_label(G, shares)
    found = {node: float(shares[number]) for node, number in choose(G, nodes)}
    return found[nodes] if nodes in G else found
