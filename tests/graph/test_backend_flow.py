"""PageRank, HITS, Katz and degrees of the backend against networkx's own."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networkx_graphs import NAMES, both, equal_outcomes, graphs, outcome_of

from leaders.graph import to_networkx
from leaders.graph.convert import from_networkx

WEIGHTS = st.sampled_from(["weight", None, "other"])
EDGES = [("a", "b", 2), ("b", "c", 1), ("c", "a", 3), ("d", "a", 1), ("a", "e", 1), ("b", "b", 4)]


def small(kind=nx.DiGraph) -> nx.Graph:
    """A dangling node (e), a self-loop (b), and weights."""
    graph = kind()
    graph.add_weighted_edges_from(EDGES)
    return graph


def by_node(values):
    keys = st.sampled_from([*NAMES, *range(10), "nobody"])
    return st.none() | st.dictionaries(keys, values, max_size=8)


@given(graphs(), WEIGHTS, st.floats(0, 0.95), st.data())
def test_pagerank(graph, weight, alpha, data):
    held = by_node(st.sampled_from([0, 1, 2.5]))
    arguments = {name: data.draw(held) for name in ("personalization", "nstart", "dangling")}
    ours, theirs = both(nx.pagerank, graph, weight=weight, alpha=alpha, **arguments)
    assert equal_outcomes(ours, theirs)


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
@pytest.mark.parametrize(
    ("arguments", "raises"),
    [
        ({}, None),
        ({"personalization": {"a": 1, "nobody": 5}}, None),
        ({"personalization": {"a": 0, "b": 0}}, ZeroDivisionError),
        ({"personalization": {"nobody": 1}}, ZeroDivisionError),
        ({"personalization": {"a": 1, "b": -1}}, ZeroDivisionError),
        ({"personalization": {"a": 3, "b": -1}}, None),
        ({"personalization": {}}, ZeroDivisionError),
        ({"personalization": {"a": "much"}}, ValueError),
        ({"nstart": {"a": 1}}, None),
        ({"nstart": {"nobody": 1}}, nx.PowerIterationFailedConvergence),
        ({"nstart": {"a": np.nan}}, nx.PowerIterationFailedConvergence),
        ({"dangling": {"a": 1, "b": 2}}, None),
        ({"dangling": {"nobody": 1}}, nx.PowerIterationFailedConvergence),
        ({"max_iter": 2}, nx.PowerIterationFailedConvergence),
        ({"max_iter": 0}, nx.PowerIterationFailedConvergence),
        ({"tol": 0.5, "max_iter": 1}, None),
        ({"tol": 0}, nx.PowerIterationFailedConvergence),
        ({"tol": 1e-3}, None),
        ({"alpha": 0}, None),
        ({"alpha": 1, "max_iter": 1000}, None),
        ({"alpha": -0.1}, None),
        ({"alpha": 3}, nx.PowerIterationFailedConvergence),
        ({"weight": 3}, None),
        ({"damping": 0.5}, TypeError),
    ],
)
def test_pagerank_takes_and_refuses_what_networkx_does(kind, arguments, raises):
    ours, theirs = both(nx.pagerank, small(kind), **arguments)
    assert type(theirs) is (raises or dict)
    assert equal_outcomes(ours, theirs)


def test_pagerank_of_a_large_graph(monkeypatch):
    monkeypatch.setattr("leaders.graph.spreading.SMALL_EDGES", 0)
    graph = nx.gnp_random_graph(50, 0.1, seed=1, directed=True)  # the kernel takes this one
    assert equal_outcomes(*both(nx.pagerank, graph))


@given(graphs(min_nodes=1), st.sampled_from([1e-8, 0]))
def test_hits(graph, tol):
    singular = np.linalg.svd(nx.to_numpy_array(graph), compute_uv=False)
    assume(len(graph) == 1 or singular[0] == 0 or singular[1] < 0.95 * singular[0])
    ours = outcome_of(nx.hits, from_networkx(graph), tol=tol)
    assert equal_outcomes(ours, outcome_of(nx.hits, graph, tol=0, backend="networkx"))


def test_hits_take_and_refuse_what_networkx_does():
    graph = small()
    for arguments in (
        {"nstart": dict.fromkeys(graph, 0.5)},
        {"max_iter": 0},
        {"nstart": {"a": 1}},
    ):
        assert equal_outcomes(*both(nx.hits, graph, **arguments))
    ours, theirs = both(nx.hits, graph, normalized=False, tol=0)
    sign = np.sign(sum(theirs[1].values()))  # networkx leaves it to chance
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx({node: sign * other[node] for node in other}, abs=1e-9)


def test_hits_that_do_not_settle():
    ours, theirs = both(nx.hits, nx.path_graph(50), max_iter=1)
    assert type(ours) is type(theirs) is nx.PowerIterationFailedConvergence


def test_hits_of_parts_that_tie_are_the_same_every_time():
    hubs, authorities = nx.hits(from_networkx(nx.Graph([(0, 1), (2, 3)])))
    assert hubs == pytest.approx(dict.fromkeys(range(4), 0.25), abs=1e-12)
    assert authorities == pytest.approx(hubs, abs=1e-12)


@given(graphs(), WEIGHTS, st.sampled_from([0.01, 0.1, 2.0]), st.booleans(), st.data())
def test_katz(graph, weight, alpha, normalized, data):
    value = st.sampled_from([0, 1, 2.5, -1])
    beta = data.draw(st.sampled_from([1.0, 0, 2]) | by_node(value) | _for_each(graph, value))
    nstart = data.draw(st.none() | by_node(value) | _for_each(graph, value))
    arguments = {"beta": beta, "nstart": nstart, "normalized": normalized, "max_iter": 100}
    assert equal_outcomes(*both(nx.katz_centrality, graph, weight=weight, alpha=alpha, **arguments))


def _for_each(graph, value):
    return st.fixed_dictionaries(dict.fromkeys(graph, value))


@pytest.mark.parametrize(
    "arguments",
    [{}, {"max_iter": 0}, {"beta": "much"}, {"beta": {"a": 1}}, {"beta": None}, {"tol": 1e-12}],
)
def test_katz_takes_and_refuses_what_networkx_does(arguments):
    assert equal_outcomes(*both(nx.katz_centrality, small(), **arguments))


@given(graphs())
def test_degrees(graph):
    for function in (nx.degree_centrality, nx.in_degree_centrality, nx.out_degree_centrality):
        assert equal_outcomes(*both(function, graph))


def test_results_are_plain_numbers():
    graph = from_networkx(small())
    for function in (nx.pagerank, nx.katz_centrality, nx.degree_centrality):
        assert {type(value) for value in function(graph).values()} == {float}
    assert {type(value) for value in nx.degree_centrality(nx.empty_graph(1)).values()} == {int}
    assert list(nx.pagerank(graph)) == list(to_networkx(graph))
