"""Graphs of networkx, read and made."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from numbers import Real
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, check_weights


def from_networkx(graph: nx.Graph, weight: str | None = "weight", default: float = 1) -> Graph:
    """The same graph as arrays; its nodes keep their order and become the labels.

    weight: the edge attribute that holds the weights, ``default`` where an edge lacks it; None: 1
    each. Self-loops and edges of weight zero stay; without directions an edge is kept both ways.

    O(n + m) and one sort a row. Raises LeadersError for a graph with parallel edges and for
    weights that are no numbers, not finite or negative.
    """
    if graph.is_multigraph():
        raise LeadersError("Parallel edges must be merged first, as nx.Graph(graph) does.")
    directed = graph.is_directed()
    if type(graph) in (nx.Graph, nx.DiGraph):
        rows = graph._pred if directed else graph._adj  # of each node those who point at it
    else:  # what another class shows need not be what it stores
        rows = graph.pred if directed else graph.adj
    labels = list(graph)
    number_of = dict(zip(labels, range(len(labels)), strict=True))
    neighbours = [rows[label] for label in labels]
    offset = np.zeros(len(labels) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in neighbours], out=offset[1:])
    sources = map(number_of.__getitem__, chain.from_iterable(neighbours))
    source = np.fromiter(sources, dtype=np.int32, count=offset[-1])
    if weight is None:
        weights = np.ones(len(source))
    else:
        edges = chain.from_iterable(row.values() for row in neighbours)
        weights = _read_weights(edge.get(weight, default) for edge in edges)
    matrix = sparse.csr_array((weights, source, offset), shape=(len(labels),) * 2)
    matrix.sort_indices()
    numbered = all(type(label) is int and label == i for i, label in enumerate(labels))
    return Graph(
        offset=offset,
        source=matrix.indices.astype(np.int32, copy=False),
        weight=None if (matrix.data == 1).all() else matrix.data,
        labels=None if numbered else tuple(labels),
        directed=directed,
        weight_name="weight" if weight is None else weight,
    )


def to_networkx(graph: Graph, labels: Sequence[Hashable] | None = None) -> nx.Graph:
    """The same graph for networkx, with its weights as an edge attribute, as a rule ``weight``.

    Nodes are added in order, named by ``labels`` when given (one each, all different, else
    LeadersError), else as the graph names them. A DiGraph, unless the graph has no directions.
    Some 300 bytes an edge: for small graphs and for output.
    """
    names = list(graph) if labels is None else list(labels)
    if len(names) != graph.node_count or len(set(names)) != graph.node_count:
        raise LeadersError(f"A graph of {graph.node_count} nodes needs as many different labels.")
    tail: NDArray[np.integer] = graph.source
    head: NDArray[np.integer] = np.repeat(np.arange(graph.node_count), np.diff(graph.offset))
    weights = graph.incoming().data
    made = nx.DiGraph()
    if not graph.directed:
        made = nx.Graph()
        once = tail >= head
        tail, head, weights = head[once], tail[once], weights[once]
    made.add_nodes_from(names)
    made.add_weighted_edges_from(
        (
            (names[s], names[t], w)
            for s, t, w in zip(tail.tolist(), head.tolist(), weights.tolist(), strict=True)
        ),
        weight=graph.weight_name,
    )
    return made


def _read_weights(values: Iterable[Any]) -> FloatArray:
    """Values of an edge attribute as checked weights."""
    weights = list(values)
    for kind in set(map(type, weights)):
        if not issubclass(kind, Real | np.bool_):
            raise LeadersError(f"An edge weight is no number but of type {kind.__name__}.")
    try:
        return check_weights(weights, len(weights))
    except OverflowError as error:  # a whole number of Python's has no bounds
        raise LeadersError("An edge weight is too large.") from error
