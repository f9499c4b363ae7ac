"""Attention passed along every edge once: the product of which most measures are made."""

import numpy as np

from leaders.graph.arrays import FloatArray, Graph

SMALL_EDGES = 200_000
"""Up to so many edges scipy multiplies: no slower there, and nothing waits for a compiler."""


def is_small(graph: Graph) -> bool:
    """Whether scipy multiplies."""
    return graph.edge_count <= SMALL_EDGES


def spread(graph: Graph, held: FloatArray) -> FloatArray:
    """What each node receives: ``sum of w(j -> i) held_j over j``, shape (n,). O(n + m)."""
    if is_small(graph):
        product: FloatArray = graph.incoming() @ held
        return product
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.sweeps import gather

    received = np.empty(graph.node_count)
    gather(unsigned(graph.offset), unsigned(graph.source), graph.weight, held, received)
    return received
