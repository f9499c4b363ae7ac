"""The peers, each written as one who knows it well would; all answer from the same arrays.

A peer has ``build`` and the measures that it knows. igraph is licensed under the GPL: it is only
ever imported here, to be measured.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.engine.graphs import Edges
from bench.engine.ours import PIVOT_SEED, TOLERANCE

DAMPING = 0.85
ENOUGH = 1000
Values = NDArray[Any]


class Scipy:
    """Compressed rows by target, so that a product gathers; loops written by hand."""

    package = "scipy"

    def start(self) -> None:
        """Import it."""
        import scipy.sparse.linalg  # noqa: F401

    def build(self, edges: Edges, *, weighted: bool = True) -> Any:
        """The matrix B[target, source]."""
        from scipy import sparse

        weight = edges.weight if weighted else np.ones(len(edges.source))
        shape = (edges.node_count, edges.node_count)
        return sparse.coo_array((weight, (edges.target, edges.source)), shape=shape).tocsr()

    def pagerank(self, incoming: Any, edges: Edges) -> Values:
        """The power method."""
        n = incoming.shape[0]
        strength = np.bincount(incoming.indices, incoming.data, n)
        share = np.divide(DAMPING, strength, out=np.zeros(n), where=strength > 0)
        dangling = np.flatnonzero(strength == 0)
        x, change = np.full(n, 1 / n), 1.0
        while change >= TOLERANCE:
            new = incoming @ (x * share)
            new += (1 - DAMPING + DAMPING * x[dangling].sum()) / n
            change = np.abs(new - x).sum()
            x = new
        return x

    def hits(self, incoming: Any, edges: Edges) -> Values:
        """Power iterations; the turned rows are made once."""
        outgoing = incoming.T.tocsr()
        x, change = np.full(incoming.shape[0], 1 / incoming.shape[0]), 1.0
        while change >= TOLERANCE:
            new = incoming @ (outgoing @ x)
            new /= new.sum()
            change = np.abs(new - x).sum()
            x = new
        return x

    def hits_svds(self, incoming: Any, edges: Edges) -> Values:
        """The leading singular vector by ARPACK, as networkx does it."""
        from scipy.sparse.linalg import svds

        start = np.full(incoming.shape[0], 1.0)
        left, _, _ = svds(incoming, k=1, tol=TOLERANCE, v0=start, return_singular_vectors="u")
        return np.abs(left[:, 0]) / np.abs(left[:, 0]).sum()

    def katz(self, incoming: Any, edges: Edges) -> Values:
        """Fixed-point iterations."""
        alpha, x, change = edges.about["alpha"], np.ones(incoming.shape[0]), np.inf
        while change > TOLERANCE:
            new = alpha * (incoming @ x) + 1
            change = np.abs(new - x).sum() / new.sum()
            x = new
        return x


class Igraph:
    """Igraph, in C; prpack for PageRank, ARPACK for HITS."""

    package = "igraph"

    def start(self) -> None:
        """Import it."""
        import igraph  # noqa: F401

    def build(self, edges: Edges, *, weighted: bool = True, directed: bool = True) -> Any:
        """From pairs of numbers, one after another: faster than from an array of them."""
        import igraph

        pairs = zip(edges.source.tolist(), edges.target.tolist(), strict=True)
        graph = igraph.Graph(edges.node_count, edges=pairs, directed=directed)
        if weighted:
            graph.es["weight"] = edges.weight.tolist()
        return graph

    def build_undirected(self, edges: Edges) -> Any:
        """The same without directions."""
        return self.build(edges, directed=False)

    def pagerank(self, graph: Any, edges: Edges) -> Values:
        """Prpack stops at 1e-10 of its own; nothing can be told to it."""
        return np.array(graph.pagerank(weights="weight", implementation="prpack"))

    def hits(self, graph: Any, edges: Edges) -> Values:
        """Authorities alone: half of what the others find."""
        return np.array(graph.authority_score(weights="weight"))

    def cores_once(self, graph: Any, edges: Edges) -> Values:
        """Mutual pairs are merged first."""
        return np.array(graph.as_undirected(mode="collapse").coreness())

    def cores_twice(self, graph: Any, edges: Edges) -> Values:
        """Degrees of both directions."""
        return np.array(graph.coreness(mode="all"))

    def betweenness(self, graph: Any, edges: Edges) -> Values:
        """From the same pivots as ours, scaled as ours."""
        n, pivots = edges.node_count, pick_pivots(edges.node_count)
        total = np.array(graph.betweenness(directed=True, sources=pivots.tolist()))
        pairs = np.full(n, len(pivots) * (n - 2), dtype=np.float64)
        pairs[pivots] = (len(pivots) - 1) * (n - 2)
        return total / pairs

    def leiden(self, graph: Any, edges: Edges) -> Values:
        """Two iterations, as it does when it is told nothing."""
        found = graph.community_leiden(objective_function="modularity", weights="weight")
        return np.array(found.membership)

    def leiden_to_the_end(self, graph: Any, edges: Edges) -> Values:
        """Iterations until nothing is gained."""
        found = graph.community_leiden(
            objective_function="modularity", weights="weight", n_iterations=-1
        )
        return np.array(found.membership)

    def louvain(self, graph: Any, edges: Edges) -> Values:
        """Multilevel."""
        return np.array(graph.community_multilevel(weights="weight").membership)


class Networkit:
    """Networkit, in C++ with OpenMP."""

    package = "networkit"

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    def start(self) -> None:
        """Import it and say how many threads it may use."""
        import networkit

        networkit.setNumberOfThreads(self.threads)

    def build(self, edges: Edges, *, weighted: bool = True, directed: bool = True) -> Any:
        """From the arrays at once."""
        import networkit

        pairs = (edges.source, edges.target)
        weight = edges.weight if weighted else np.ones(len(edges.source))
        return networkit.GraphFromCoo(
            (weight, pairs), edges.node_count, weighted=weighted, directed=directed
        )

    def build_undirected(self, edges: Edges) -> Any:
        """The same without directions."""
        return self.build(edges, directed=False)

    def pagerank(self, graph: Any, edges: Edges) -> Values:
        """Sinks are spread evenly, the change is measured in L1."""
        from networkit.centrality import Norm, PageRank, SinkHandling

        found = PageRank(
            graph, DAMPING, tol=TOLERANCE, distributeSinks=SinkHandling.DistributeSinks
        )
        found.norm = Norm.L1_NORM
        return np.array(found.run().scores())

    def cores_once(self, graph: Any, edges: Edges) -> Values:
        """Mutual pairs are merged first."""
        import networkit

        undirected = networkit.graphtools.toUndirected(graph)
        undirected.removeMultiEdges()
        return np.array(networkit.centrality.CoreDecomposition(undirected).run().scores())

    def cores_twice(self, graph: Any, edges: Edges) -> Values:
        """Degrees of both directions."""
        from networkit.centrality import CoreDecomposition

        return np.array(CoreDecomposition(graph).run().scores())

    def betweenness(self, graph: Any, edges: Edges) -> Values:
        """Pivots of its own, weighed in its own way: only the time can be compared."""
        from networkit.centrality import EstimateBetweenness

        return np.array(EstimateBetweenness(graph, 256, parallel=self.threads > 1).run().scores())

    def louvain(self, graph: Any, edges: Edges) -> Values:
        """PLM."""
        from networkit.community import PLM

        return np.array(PLM(graph).run().getPartition().getVector())

    def louvain_refined(self, graph: Any, edges: Edges) -> Values:
        """PLM with a second move phase."""
        from networkit.community import PLM

        return np.array(PLM(graph, refine=True).run().getPartition().getVector())

    def leiden(self, graph: Any, edges: Edges) -> Values:
        """ParallelLeiden."""
        from networkit.community import ParallelLeiden

        return np.array(ParallelLeiden(graph).run().getPartition().getVector())


def pick_pivots(n: int) -> NDArray[np.int64]:
    """The sources that ours draws."""
    random = np.random.Generator(np.random.PCG64(PIVOT_SEED))
    return random.choice(n, size=256, replace=False)
