"""Fill the cache of compiled code: ``python -m leaders.graph.kernels.warm``.

Every measure runs once on a graph of four nodes, with weights and without, as a large graph would
be measured: what is compiled here nobody waits for later. Without it each kernel is compiled at its
first use.
"""

from collections.abc import Callable

import numpy as np

from leaders import graph as measures
from leaders.graph import Graph, Resamples, build_graph, resampling, spreading


def warm() -> None:
    """Compile all kernels for all kinds of graphs that are met."""
    spreading.SMALL_EDGES = -1  # a kernel even for four edges
    resampling.FEW_KEYS = -1
    source, target = [0, 1, 2, 3, 1], [1, 2, 0, 0, 0]
    plain = build_graph(source, target, node_count=4)
    weighted = build_graph(source, target, [1, 2, 3, 4, 5], node_count=4)
    one_way = build_graph([0, 1, 2, 3], [1, 2, 0, 0], node_count=4)
    both = weighted.undirected
    for graph in (plain, one_way, weighted, both, both.unweighted()):
        for measure in measures_of(graph.node_count):
            measure(graph)


def measures_of(n: int) -> tuple[Callable[[Graph], object], ...]:
    """Every measure that has a kernel, for graphs of n nodes."""
    resamples = Resamples(np.arange(n, dtype=np.uint64), 2)
    return (
        measures.pagerank,
        lambda graph: measures.pagerank(graph, in_place=False),
        lambda graph: measures.personalised_pagerank(graph, np.eye(n)[:2]),
        lambda graph: measures.resample_pagerank(graph, resamples),
        lambda graph: measures.resample_sums(graph, resamples),
        lambda graph: measures.hits(graph, tolerance=0.1),
        measures.katz,
        measures.core_numbers,
        lambda graph: measures.core_numbers(graph, mutual_once=False),
        measures.betweenness,
        lambda graph: measures.voterank(graph, 2),
        measures.reciprocity,
        measures.overall_reciprocity,
        measures.clustering,
        lambda graph: measures.clustering(graph, weighted=True),
        measures.louvain,
        measures.leiden,
        lambda graph: measures.count_shared(graph.offset, graph.source),
    )


if __name__ == "__main__":
    warm()
