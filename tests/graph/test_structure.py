import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known_graphs import (
    both_ways,
    complete,
    cycle,
    directed,
    edge_lists,
    graph_of,
    karate,
    mutual_star,
    path,
    reference_of,
    star,
    values,
)
from networkx_graphs import graphs

from leaders.graph import (
    build_graph,
    clustering,
    core_numbers,
    overall_reciprocity,
    reciprocity,
    to_networkx,
)
from leaders.graph.convert import from_networkx

EMPTY = [build_graph([], [], node_count=n) for n in (0, 1, 3)]

# Core numbers.


@pytest.mark.parametrize(
    ("graph", "core"),
    [(complete(6), 5), (cycle(7), 2), (star(5), 1), (mutual_star(5), 1), (path(6), 1)],
    ids=["complete", "cycle", "star", "mutual star", "path"],
)
def test_core_numbers_of_known_graphs(graph, core):
    assert core_numbers(graph).tolist() == [core] * graph.node_count


def test_a_pod_of_mutual_accounts_makes_a_core_of_its_own():
    """A warning: m accounts that follow each other outrank an honest hub with 30 followers."""
    pod = [(a, b) for a in range(6) for b in range(6) if a != b]
    fans = [(fan, 6) for fan in range(7, 37)]
    core = core_numbers(directed(37, pod + fans))
    assert core.tolist() == [5] * 6 + [1] * 31


def test_the_4_core_of_karate():
    core = core_numbers(karate())
    assert np.flatnonzero(core == 4).tolist() == [0, 1, 2, 3, 7, 8, 13, 30, 32, 33]
    assert core.max() == 4


def test_a_mutual_pair_is_one_neighbour_but_two_for_networkx():
    pair = both_ways(2, [(0, 1)])
    assert core_numbers(pair).tolist() == [1, 1]
    assert core_numbers(pair, mutual_once=False).tolist() == [2, 2]
    assert nx.core_number(to_networkx(pair)) == {0: 2, 1: 2}


def test_core_numbers_of_a_long_path():
    assert set(core_numbers(path(50_000)).tolist()) == {1}


@given(edge_lists(max_nodes=14))
def test_core_numbers_equal_networkx(drawn):
    core = core_numbers(graph_of(*drawn))
    assert core.dtype == np.int64
    assert dict(enumerate(core.tolist())) == nx.core_number(reference_of(*drawn).to_undirected())


@given(edge_lists(max_nodes=14))
def test_core_numbers_with_both_ends_of_a_mutual_pair_equal_networkx(drawn):
    core = core_numbers(graph_of(*drawn), mutual_once=False)
    assert dict(enumerate(core.tolist())) == nx.core_number(reference_of(*drawn))


@given(graphs())
def test_core_numbers_of_a_graph_of_networkx_ignore_loops_and_weights(reference):
    graph = from_networkx(reference)
    reference.remove_edges_from(list(nx.selfloop_edges(reference)))
    once, twice = core_numbers(graph), core_numbers(graph, mutual_once=False)
    assert once.tolist() == list(nx.core_number(reference.to_undirected()).values())
    assert twice.tolist() == list(nx.core_number(reference).values())


def test_core_numbers_equal_networkx_on_a_larger_graph():
    reference = nx.barabasi_albert_graph(600, 4, seed=1)
    reference.add_edges_from(nx.gnp_random_graph(120, 0.2, seed=2).edges)
    core = core_numbers(directed(600, reference.edges))
    assert core.max() > 10
    assert dict(enumerate(core.tolist())) == nx.core_number(reference)


@pytest.mark.parametrize("graph", EMPTY)
def test_core_numbers_without_edges(graph):
    assert core_numbers(graph).tolist() == [0] * graph.node_count


# Reciprocity.


def test_reciprocity_of_a_known_graph():
    graph = directed(4, [(0, 1), (1, 0), (2, 0)])
    assert reciprocity(graph)[:3] == pytest.approx([2 / 3, 1, 0])
    assert np.isnan(reciprocity(graph)[3])
    assert overall_reciprocity(graph) == pytest.approx(2 / 3)


def test_reciprocity_of_one_way_and_mutual_graphs():
    assert overall_reciprocity(star(4)) == 0
    assert overall_reciprocity(mutual_star(4)) == 1


@given(edge_lists())
def test_reciprocity_equals_networkx(drawn):
    reference = reference_of(*drawn)
    expected = [nx.reciprocity(reference, [node])[node] for node in reference]
    assert reciprocity(graph_of(*drawn)) == pytest.approx(
        np.array(expected, dtype=float), abs=1e-12, nan_ok=True
    )
    if reference.number_of_edges():
        whole = nx.overall_reciprocity(reference)
        assert overall_reciprocity(graph_of(*drawn)) == pytest.approx(whole, abs=1e-12)


@given(graphs(directed=True))
def test_reciprocity_counts_loops_as_networkx(reference):
    graph = from_networkx(reference)
    expected = np.array(list(nx.reciprocity(reference, list(reference)).values()), dtype=float)
    assert reciprocity(graph) == pytest.approx(expected, abs=1e-12, nan_ok=True)
    if reference.number_of_edges():
        whole = nx.overall_reciprocity(reference)
        assert overall_reciprocity(graph) == pytest.approx(whole, abs=1e-12)


def test_a_loop_is_answered_for_its_node_but_not_for_the_whole():
    graph = from_networkx(nx.DiGraph([(0, 0), (0, 1), (1, 2), (2, 1)]))
    assert reciprocity(graph) == pytest.approx([2 / 3, 2 / 3, 1])
    assert overall_reciprocity(graph) == 1 / 2


def test_without_directions_every_edge_is_answered():
    graph = from_networkx(nx.karate_club_graph())
    assert set(reciprocity(graph)) == {1}
    assert overall_reciprocity(graph) == 1


@pytest.mark.parametrize("graph", EMPTY)
def test_reciprocity_without_edges_is_nan(graph):
    assert np.isnan(overall_reciprocity(graph))
    assert reciprocity(graph).shape == (graph.node_count,)
    assert np.isnan(reciprocity(graph)).all()


# Clustering.


@pytest.mark.parametrize("weighted", [False, True])
def test_clustering_of_karate(weighted):
    """Stored in both directions it is the same: every triangle can be gone round in 8 ways."""
    plain = from_networkx(nx.karate_club_graph(), weight=None)
    assert plain.directed is False
    for graph in (plain, karate()):
        assert clustering(graph, weighted=weighted).mean() == pytest.approx(0.5706385, abs=1e-7)


@pytest.mark.parametrize(
    ("edges", "share"),
    [
        ([(0, 1), (1, 2), (2, 0)], 1 / 2),  # one of the two ways round
        ([(0, 1), (1, 2), (0, 2)], 1 / 2),
        ([(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)], 1),
        ([(0, 1), (1, 0), (1, 2), (2, 1)], 0),
    ],
    ids=["cycle", "shortcut", "complete", "mutual path"],
)
def test_clustering_of_three_nodes(edges, share):
    assert clustering(directed(3, edges)).tolist() == [share] * 3


def test_weighted_clustering_is_the_geometric_mean_over_the_largest_weight():
    reference = nx.Graph()
    reference.add_weighted_edges_from([(0, 1, 1), (1, 2, 8), (2, 0, 27), (0, 3, 64)])
    by_node = clustering(from_networkx(reference), weighted=True)
    assert by_node == pytest.approx([6 / 64 / 3, 6 / 64, 6 / 64, 0])
    assert clustering(from_networkx(reference)) == pytest.approx([1 / 3, 1, 1, 0])


@given(edge_lists())
def test_clustering_equals_networkx(drawn):
    graph, reference = graph_of(*drawn), reference_of(*drawn)
    assert clustering(graph) == pytest.approx(values(nx.clustering(reference)), abs=1e-9)
    expected = nx.clustering(reference, weight="weight")
    assert clustering(graph, weighted=True) == pytest.approx(values(expected), abs=1e-9)


@given(graphs())
def test_clustering_of_a_graph_of_networkx(reference):
    """With and without directions, with self-loops and edges of weight 0."""
    graph = from_networkx(reference)
    expected = list(nx.clustering(reference).values())
    assert clustering(graph) == pytest.approx(np.array(expected), abs=1e-9)
    weights = [weight for _, _, weight in reference.edges(data="weight", default=1)]
    if any(weights) or not weights:  # else networkx divides by 0
        expected = list(nx.clustering(reference, weight="weight").values())
        assert clustering(graph, weighted=True) == pytest.approx(np.array(expected), abs=1e-9)


def test_clustering_where_every_weight_is_zero():
    reference = nx.complete_graph(3)
    nx.set_edge_attributes(reference, 0, "weight")
    assert clustering(from_networkx(reference)).tolist() == [1, 1, 1]
    assert clustering(from_networkx(reference), weighted=True).tolist() == [0, 0, 0]


@pytest.mark.parametrize("share_mutual", [0, 0.5])
def test_clustering_equals_networkx_on_a_larger_graph(share_mutual):
    random = np.random.default_rng(1)
    reference = nx.DiGraph(nx.barabasi_albert_graph(300, 8, seed=1))
    kept = {edge for edge in reference.edges if edge[0] < edge[1] or random.random() < share_mutual}
    reference = nx.DiGraph(sorted(kept))
    graph = directed(300, reference.edges)
    expected = nx.clustering(reference)
    assert clustering(graph) == pytest.approx([expected[node] for node in range(300)], abs=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("graph", EMPTY)
def test_clustering_without_edges(graph, weighted):
    assert clustering(graph, weighted=weighted).tolist() == [0] * graph.node_count


@pytest.mark.parametrize("reference", [nx.Graph(), nx.DiGraph()], ids=["graph", "digraph"])
def test_the_structure_of_one_node_with_a_loop(reference):
    graph = from_networkx(nx.empty_graph(0, create_using=reference))
    assert clustering(graph).size == core_numbers(graph).size == reciprocity(graph).size == 0
    reference.add_edge("a", "a", weight=0)
    graph = from_networkx(reference)
    assert clustering(graph, weighted=True).tolist() == core_numbers(graph).tolist() == [0]
    assert reciprocity(graph).tolist() == [1]
    assert overall_reciprocity(graph) == 0
