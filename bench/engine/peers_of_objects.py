"""Peers that take and give Python objects, one an edge or a node; see `peers`."""

from typing import Any

import numpy as np

from bench.engine.graphs import Edges
from bench.engine.ours import TOLERANCE
from bench.engine.peers import ENOUGH, Values


class Rustworkx:
    """Rustworkx, in Rust; takes Python objects. It stops below tolerance x nodes."""

    package = "rustworkx"

    def start(self) -> None:
        """Import it."""
        import rustworkx  # noqa: F401

    def build(self, edges: Edges, *, weighted: bool = True) -> Any:
        """From tuples: there is no other way in."""
        import rustworkx

        graph = rustworkx.PyDiGraph(
            node_count_hint=edges.node_count, edge_count_hint=len(edges.source)
        )
        graph.add_nodes_from(range(edges.node_count))
        weight = edges.weight.tolist() if weighted else [1.0] * len(edges.source)
        graph.extend_from_weighted_edge_list(
            list(zip(edges.source.tolist(), edges.target.tolist(), weight, strict=True))
        )
        return graph

    def pagerank(self, graph: Any, edges: Edges) -> Values:
        """The power method."""
        import rustworkx

        tolerance = TOLERANCE / edges.node_count
        found = rustworkx.pagerank(graph, weight_fn=float, tol=tolerance, max_iter=ENOUGH)
        return _in_order(found, edges)

    def hits(self, graph: Any, edges: Edges) -> Values:
        """Power iterations."""
        import rustworkx

        tolerance = TOLERANCE / edges.node_count
        found = rustworkx.hits(graph, weight_fn=float, tol=tolerance, max_iter=ENOUGH)
        return _in_order(found[1], edges)

    def cores_once(self, graph: Any, edges: Edges) -> Values:
        """It merges mutual pairs by itself."""
        import rustworkx

        return _in_order(rustworkx.core_number(graph), edges)

    def katz(self, graph: Any, edges: Edges) -> Values:
        """Power iterations; x is not scaled, so nodes times tolerance is what the others ask."""
        import rustworkx

        found = rustworkx.katz_centrality(
            graph, alpha=edges.about["alpha"], weight_fn=float,
            tol=TOLERANCE, max_iter=ENOUGH,
        )  # fmt: skip
        return _in_order(found, edges)


class Networkx:
    """Networkx on a DiGraph, whose PageRank and HITS use scipy inside."""

    package = "networkx"

    def start(self) -> None:
        """Import it."""
        import networkx  # noqa: F401

    def build(self, edges: Edges, *, weighted: bool = True) -> Any:
        """From tuples."""
        import networkx

        graph = networkx.DiGraph()
        graph.add_nodes_from(range(edges.node_count))
        columns = [edges.source.tolist(), edges.target.tolist()]
        if weighted:
            graph.add_weighted_edges_from(zip(*columns, edges.weight.tolist(), strict=True))
        else:
            graph.add_edges_from(zip(*columns, strict=True))
        return graph

    def pagerank(self, graph: Any, edges: Edges) -> Values:
        """It stops below tolerance x nodes."""
        import networkx

        found = networkx.pagerank(graph, tol=TOLERANCE / edges.node_count, max_iter=ENOUGH)
        return _in_order(found, edges)


def _in_order(found: Any, edges: Edges) -> Values:
    return np.fromiter((found[node] for node in range(edges.node_count)), np.float64)
