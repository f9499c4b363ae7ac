"""Attention received, counted."""

import numpy as np

from leaders.graph.arrays import FloatArray, Graph
from leaders.graph.spreading import spread


def in_degree(graph: Graph, *, weighted: bool = True) -> FloatArray:
    """The attention that each node receives: ``k_i = sum of w(j -> i) over j``, shape (n,).

    With ``weighted=False`` every edge counts 1: the number of different sources. The in-strength
    of Barrat et al., "The architecture of complex weighted networks", PNAS 101 (2004), on
    incoming edges. O(n + m), unweighted O(n).
    """
    if not weighted or graph.weight is None:
        return np.diff(graph.offset).astype(np.float64)
    return spread(graph, np.ones(graph.node_count))
