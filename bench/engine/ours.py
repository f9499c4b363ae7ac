"""Our own engine, called as the product calls it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.engine.graphs import Edges

TOLERANCE = 1e-8
PIVOT_SEED = 0


class Leaders:
    """The engine's own functions; its kernels are compiled and cached before anything is timed."""

    package = "leaders"

    def start(self) -> None:
        """Import what is measured."""
        import leaders.graph.kernels.communities
        import leaders.graph.kernels.cores
        import leaders.graph.kernels.paths
        import leaders.graph.kernels.sweeps
        import leaders.rank.loading  # noqa: F401
        from leaders.graph import build_graph, spreading
        from leaders.graph.pagerank import pagerank

        spreading.SMALL_EDGES, small = -1, spreading.SMALL_EDGES
        pagerank(build_graph([0, 1], [1, 0], [1, 2], node_count=2))  # the kernel comes from disk
        spreading.SMALL_EDGES = small

    def load(self, root: Path, as_of: datetime) -> tuple[Any, NDArray[np.int32]]:
        """(graph, account numbers by node) of a store."""
        from leaders.rank.loading import load_graph
        from leaders.settings import Workspace
        from leaders.store import Store

        with Store(Workspace(root), must_exist=True) as store:
            graph, nodes = load_graph(store, as_of)
        return graph, nodes.account_no

    def build(self, edges: Edges, *, weighted: bool = True) -> Any:
        """The graph of a folder's edges."""
        from leaders.graph import build_graph

        weight = edges.weight if weighted else None
        return build_graph(edges.source, edges.target, weight, node_count=edges.node_count)

    def build_undirected(self, edges: Edges) -> Any:
        """The same without directions."""
        from leaders.graph import build_graph

        source = np.concatenate([edges.source, edges.target])
        target = np.concatenate([edges.target, edges.source])
        weight = np.concatenate([edges.weight, edges.weight])
        graph = build_graph(source, target, weight, node_count=edges.node_count)
        return replace(graph, directed=False)

    def pagerank(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """PageRank to an L1 change of 1e-8."""
        from leaders.graph.pagerank import pagerank

        return pagerank(graph, tolerance=TOLERANCE)

    def hits(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Authorities; the hubs are found with them."""
        from leaders.graph.spectral import hits

        return hits(_fresh(graph), tolerance=TOLERANCE)[1]

    def cores_once(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Core numbers, a mutual pair being one neighbour."""
        from leaders.graph.structure import core_numbers

        return core_numbers(_fresh(graph), mutual_once=True)

    def cores_twice(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Core numbers, a mutual pair being two."""
        from leaders.graph.structure import core_numbers

        return core_numbers(_fresh(graph), mutual_once=False)

    def katz(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Katz centrality with the same alpha for everyone."""
        from leaders.graph.spectral import katz

        return katz(graph, alpha=edges.about["alpha"], tolerance=TOLERANCE)

    def betweenness(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """From 256 pivots."""
        from leaders.graph.paths import betweenness

        return betweenness(_fresh(graph), pivots=256, seed=PIVOT_SEED)

    def leiden(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Communities by Leiden's method."""
        from leaders.graph.communities import leiden

        return leiden(_fresh(graph))

    def louvain(self, graph: Any, edges: Edges) -> NDArray[Any]:
        """Communities by Louvain's method."""
        from leaders.graph.communities import louvain

        return louvain(_fresh(graph))


def _fresh(graph: Any) -> Any:
    """The same arrays without what an earlier run kept with the graph (its reverse, its union)."""
    return replace(graph)
