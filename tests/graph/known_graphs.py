"""Graphs whose answers are known, and random ones with their networkx twin."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from leaders.graph import Graph, build_graph

Edges = list[tuple[int, int, float]]


def directed(node_count: int, pairs) -> Graph:
    pairs = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return build_graph(pairs[:, 0], pairs[:, 1], node_count=node_count)


def both_ways(node_count: int, pairs) -> Graph:
    return directed(node_count, [edge for s, t in pairs for edge in ((s, t), (t, s))])


def star(leaves: int) -> Graph:
    """Leaves 1..k -> hub 0: k followers and one whom they follow."""
    return directed(leaves + 1, [(leaf, 0) for leaf in range(1, leaves + 1)])


def mutual_star(leaves: int) -> Graph:
    return both_ways(leaves + 1, [(leaf, 0) for leaf in range(1, leaves + 1)])


def cycle(n: int) -> Graph:
    return directed(n, [(i, (i + 1) % n) for i in range(n)])


def complete(n: int) -> Graph:
    return directed(n, [(i, j) for i in range(n) for j in range(n) if i != j])


def path(n: int) -> Graph:
    return directed(n, [(i, i + 1) for i in range(n - 1)])


def karate() -> Graph:
    return both_ways(34, nx.karate_club_graph().edges())


def bipartite(hubs, authorities) -> list[tuple[int, int]]:
    return [(h, a) for h in hubs for a in authorities]


def graph_of(node_count: int, edges: Edges) -> Graph:
    rows = np.array(edges, dtype=float).reshape(-1, 3)
    source, target = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
    return build_graph(source, target, rows[:, 2], node_count=node_count)


def reference_of(node_count: int, edges: Edges) -> nx.DiGraph:
    """What `build_graph` should make of these edges, one at a time."""
    digraph = nx.DiGraph()
    digraph.add_nodes_from(range(node_count))
    for source, target, weight in edges:
        if source != target and weight > 0:
            before = digraph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            digraph.add_edge(source, target, weight=before + weight)
    return digraph


@st.composite
def edge_lists(draw, min_nodes: int = 1, max_nodes: int = 12) -> tuple[int, Edges]:
    """(node count, edges) with self-loops, parallel edges, zero weights, dangling and isolated."""
    n = draw(st.integers(min_nodes, max_nodes))
    node = st.integers(0, n - 1)
    weight = st.one_of(st.just(0.0), st.floats(0.125, 8))
    return n, draw(st.lists(st.tuples(node, node, weight), max_size=4 * n))


def values(by_node: dict[int, float]) -> np.ndarray:
    """networkx's answer in node order."""
    return np.array([by_node[node] for node in range(len(by_node))], dtype=float)


def singular_gap(node_count: int, edges: Edges) -> float:
    """Ratio of the two largest squared singular values: near 1 HITS is not unique, or slow."""
    matrix = nx.to_numpy_array(reference_of(node_count, edges))
    singular = np.linalg.svd(matrix, compute_uv=False)
    return 0.0 if node_count < 2 or singular[0] == 0 else (singular[1] / singular[0]) ** 2
