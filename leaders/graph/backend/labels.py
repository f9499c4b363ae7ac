"""Between arrays by number and networkx's dictionaries by node."""

from collections.abc import Hashable, Mapping
from random import Random
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from leaders.graph.arrays import FloatArray, Graph

Seed = int | Random | np.random.RandomState | np.random.Generator | None
"""What networkx takes as one."""


def by_label(graph: Graph, values: NDArray[Any]) -> dict[Hashable, Any]:
    """One value a node, as plain Python numbers."""
    return dict(zip(graph, values.tolist(), strict=True))


def by_number(graph: Graph, values: Mapping[Hashable, float]) -> FloatArray:
    """The value of each node, 0 where there is none; other keys are passed over."""
    return np.array([values.get(label, 0) for label in graph], dtype=np.float64)


def weighed(graph: Graph, weight: str | None) -> Graph:
    """The graph as the argument ``weight`` wants it: an attribute that it lacks counts 1 each."""
    return graph if weight == graph.weight_name else graph.unweighted()


def choose(graph: Graph, nodes: Any) -> list[tuple[Hashable, int]]:
    """(label, number) of one node or of several; those that the graph does not have are left out.

    NetworkXError when it is neither.
    """
    known = graph.number_of
    try:
        return [
            (node, known[node]) for node in ([nodes] if nodes in graph else nodes) if node in known
        ]
    except TypeError as error:  # not to be counted up, or an element that is not hashable
        raise nx.NetworkXError("nbunch is not a node or a sequence of nodes.") from error
