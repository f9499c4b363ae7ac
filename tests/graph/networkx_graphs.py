"""Random graphs of networkx, as its users make them."""

import warnings

import networkx as nx
import pytest
from hypothesis import strategies as st

from leaders.graph.convert import from_networkx

NAMES = [f"account {letter}" for letter in "qwertyuiop"]


@st.composite
def graphs(draw, directed=None, loops=True, min_nodes=0) -> nx.Graph:
    """Nodes with names or numbers in any order, some edges without a weight, some of weight 0."""
    labels = draw(st.permutations(NAMES if draw(st.booleans()) else range(10)))
    labels = labels[: draw(st.integers(min_nodes, 10))]
    graph = nx.DiGraph() if (draw(st.booleans()) if directed is None else directed) else nx.Graph()
    graph.add_nodes_from(labels)
    if labels:
        node = st.sampled_from(labels)
        for source, target in draw(st.lists(st.tuples(node, node), max_size=30)):
            if loops or source != target:
                graph.add_edge(source, target)
    for _, _, attributes in graph.edges(data=True):
        weight = draw(st.sampled_from([None, 0, 0.5, 1, 2, 3.25]))
        if weight is not None:
            attributes["weight"] = weight
    return graph


def equal(graph: nx.Graph, other: nx.Graph, weight: str = "weight") -> bool:
    """The same nodes in the same order, edges, directions and weights."""
    return list(graph) == list(other) and (
        nx.to_dict_of_dicts(_weighed(graph, weight)) == nx.to_dict_of_dicts(_weighed(other, weight))
        and graph.is_directed() == other.is_directed()
    )


def _weighed(graph: nx.Graph, weight: str) -> nx.Graph:
    made = graph.__class__()
    made.add_nodes_from(graph)
    made.add_weighted_edges_from(graph.edges(data=weight, default=1))
    return made


def outcome_of(function, *args, **kwargs):
    """What a function returns, or the exception it raises."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of numpy, where networkx divides by zero
            return function(*args, **kwargs)
    except Exception as error:
        return error


def equal_outcomes(ours, theirs) -> bool:
    """The same numbers to 1e-9, NaN included, or exceptions of the same kind."""
    if isinstance(ours, Exception) or isinstance(theirs, Exception):
        return type(ours) is type(theirs)
    if isinstance(theirs, tuple):
        return len(ours) == len(theirs) and all(map(equal_outcomes, ours, theirs))
    if isinstance(theirs, dict) and None in theirs.values():  # as of reciprocity
        ours, theirs = (
            {node: (value is None, value or 0) for node, value in result.items()}
            for result in (ours, theirs)
        )
        return ours == theirs
    return bool(ours == pytest.approx(theirs, rel=1e-9, abs=1e-9, nan_ok=True))


def both(function, graph, **arguments):
    """(ours, networkx's)."""
    return (
        outcome_of(function, from_networkx(graph), **arguments),
        outcome_of(function, graph, backend="networkx", **arguments),
    )
