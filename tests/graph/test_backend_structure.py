"""Betweenness, VoteRank, cores, reciprocity, clustering and communities against networkx's own."""

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx_graphs import NAMES, both, equal_outcomes, graphs

from leaders.graph.convert import from_networkx

WEIGHTS = st.sampled_from(["weight", None, "other"])
NODES = st.sampled_from([*NAMES, *range(10), "nobody"])


@given(graphs(), st.booleans(), st.booleans(), st.none() | st.integers(-1, 11), st.integers(0, 9))
def test_betweenness(graph, normalized, endpoints, k, seed):
    arguments = {"normalized": normalized, "endpoints": endpoints, "k": k}
    assert equal_outcomes(*both(nx.betweenness_centrality, graph, seed=seed, **arguments))


@pytest.mark.parametrize("random", [Random, np.random.RandomState, np.random.default_rng])
def test_betweenness_draws_as_networkx(random):
    graph = nx.gnp_random_graph(30, 0.1, seed=1)
    ours = nx.betweenness_centrality(from_networkx(graph), k=7, seed=random(3))
    assert ours == pytest.approx(nx.betweenness_centrality(graph, k=7, seed=random(3)), abs=1e-12)


def test_betweenness_by_weight_is_networkx_own():
    graph = nx.Graph([(0, 1), (1, 2), (0, 2, {"weight": 5})])
    assert nx.betweenness_centrality(from_networkx(graph), weight="weight") == {0: 0, 1: 1, 2: 0}
    for arguments in ((None, True, "weight"), ()):
        named = {} if arguments else {"weight": "weight"}
        with pytest.raises(NotImplementedError, match="for the given arguments"):
            nx.betweenness_centrality(graph, *arguments, **named, backend="leaders")


@given(graphs(), st.none() | st.integers(-1, 12))
def test_voterank(graph, count):
    ours, theirs = both(nx.voterank, graph, number_of_nodes=count)
    mean = (graph.size() if graph.is_directed() else 2 * graph.size()) / max(len(graph), 1)
    if mean in (0, 0.5, 1, 2, 4):  # else networkx's rounding may break a tie
        assert ours == theirs
    else:
        assert ours[:1] == theirs[:1]
        assert len(ours) == len(set(ours))


@given(graphs())
def test_core_number(graph):
    assert equal_outcomes(*both(nx.core_number, graph))


def test_core_number_says_what_to_do_about_loops():
    graph = from_networkx(nx.Graph([(0, 0), (0, 1)]))
    with pytest.raises(nx.NetworkXNotImplemented, match="self loops which is not permitted"):
        nx.core_number(graph)


@given(graphs(), st.none() | NODES | st.lists(NODES, max_size=4) | st.just(7.5))
def test_reciprocity(graph, nodes):
    assert equal_outcomes(*both(nx.reciprocity, graph, nodes=nodes))
    assert equal_outcomes(*both(nx.overall_reciprocity, graph))


@given(graphs(), st.none() | NODES | st.lists(NODES, max_size=4) | st.just([[]]), WEIGHTS)
def test_clustering(graph, nodes, weight):
    assert equal_outcomes(*both(nx.clustering, graph, nodes=nodes, weight=weight))


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_clustering_by_weights_that_are_all_zero(kind):
    graph = nx.complete_graph(3, kind)
    nx.set_edge_attributes(graph, 0, "weight")
    ours, theirs = both(nx.clustering, graph, weight="weight")
    assert type(ours) is type(theirs) is ZeroDivisionError


@pytest.mark.parametrize("function", [nx.reciprocity, nx.clustering])
def test_what_is_no_node_nor_several(function):
    for nodes in (3.5, [[]], [0, {}]):
        ours, theirs = both(function, nx.DiGraph([(0, 1)]), nodes=nodes)
        assert type(ours) is type(theirs) is nx.NetworkXError


def test_nodes_may_come_one_at_a_time():
    graph = from_networkx(nx.DiGraph([(0, 1), (1, 0), (1, 2)]))
    assert nx.reciprocity(graph, iter([0, 2])) == {0: 1.0, 2: 0.0}
    assert nx.clustering(graph, iter([0, 2])) == {0: 0, 2: 0}


COMMUNITIES = [nx.community.louvain_communities, nx.community.leiden_communities]


@pytest.mark.parametrize("function", COMMUNITIES)
@given(graph=graphs(directed=False), weight=WEIGHTS, seed=st.integers(0, 5))
def test_communities(function, graph, weight, seed):
    made = from_networkx(graph)
    found = function(made, weight=weight, seed=seed)
    assert nx.community.is_partition(graph, found)
    assert found == function(made, weight=weight, seed=seed)
    assert sorted(map(len, found), reverse=True) == list(map(len, found))


@pytest.mark.parametrize("function", COMMUNITIES)
def test_communities_of_karate_are_as_good_as_those_of_networkx(function):
    graph = nx.karate_club_graph()
    for weight in ("weight", None):
        found = function(from_networkx(graph), weight=weight, seed=1)
        assert nx.community.modularity(graph, found, weight=weight) > 0.41
    assert len(function(from_networkx(graph), resolution=3, seed=1)) > 6
    assert function(from_networkx(graph), seed=Random(5)) == function(
        from_networkx(graph), seed=Random(5)
    )


@pytest.mark.parametrize("function", COMMUNITIES)
def test_levels_of_communities(function):
    graph = from_networkx(nx.connected_caveman_graph(20, 5))
    partitions = getattr(nx.community, function.__name__.replace("communities", "partitions"))
    levels = list(partitions(graph, seed=3))
    assert len(levels) > 1
    for number, level in enumerate(levels, 1):
        assert function(graph, max_level=number, seed=3) == level
    with pytest.raises(ValueError, match="positive integer or None"):
        function(graph, max_level=0)


def test_leiden_refuses_directions_as_networkx_says():
    with pytest.raises(nx.NetworkXNotImplemented):
        nx.community.leiden_communities(from_networkx(nx.DiGraph([(0, 1)])))
