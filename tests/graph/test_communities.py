from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import both_ways, complete, cycle, directed, edge_lists, karate

from leaders.errors import LeadersError
from leaders.graph import Graph, build_graph
from leaders.graph.arrays import compress
from leaders.graph.communities import (
    _bottom,
    _label_parts,
    _Search,
    community_levels,
    leiden,
    louvain,
    modularity,
)

METHODS = [leiden, louvain]


@st.composite
def networks(draw) -> tuple[Graph, nx.Graph]:
    """A graph with or without directions, and its twin: self-loops, zero weights, isolated."""
    n, edges = draw(edge_lists(max_nodes=10))
    twin = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    twin.add_nodes_from(range(n))
    for u, v, w in edges:
        twin.add_edge(u, v, weight=twin.get_edge_data(u, v, {"weight": 0.0})["weight"] + w)
    return converted(twin), twin


def converted(twin: nx.Graph) -> Graph:
    """As a graph of networkx is kept: both ways without directions, a loop once."""
    rows = list(twin.edges(data="weight", default=1.0))
    if not twin.is_directed():
        rows += [(v, u, w) for u, v, w in rows if u != v]
    table = np.array(rows, dtype=float).reshape(-1, 3)
    ends = table[:, :2].astype(np.int32)
    graph = compress(ends[:, 0], ends[:, 1], table[:, 2], len(twin))
    return replace(graph, directed=twin.is_directed())


def undirected(graph: Graph) -> Graph:
    """A graph that is stored both ways, without directions."""
    return replace(graph, directed=False)


def sets_of(labels) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == c).tolist()) for c in set(labels.tolist())}


def planted(seed: int) -> nx.Graph:
    return nx.planted_partition_graph(6, 20, 0.5, 0.02, seed=seed)


# Modularity.


@given(networks(), st.data())
def test_modularity_equals_networkx(network, data):
    graph, twin = network
    n = len(twin)
    labels = np.array(data.draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n)), dtype=int)
    resolution = data.draw(st.sampled_from([0.0, 0.5, 1.0, 2.5]))
    found = modularity(graph, labels, resolution=resolution)
    if twin.size(weight="weight") == 0:
        assert np.isnan(found)
        return
    expected = nx.community.modularity(twin, sets_of(labels), resolution=resolution)
    assert found == pytest.approx(expected, abs=1e-9)


def test_modularity_of_two_triangles_with_a_bridge():
    barbell = both_ways(6, nx.barbell_graph(3, 0).edges)
    for graph in (barbell, undirected(barbell)):
        assert modularity(graph, [0, 0, 0, 7, 7, 7]) == pytest.approx(5 / 14)
        assert modularity(graph, [4] * 6) == pytest.approx(0)


def test_modularity_sees_directions():
    """Two fans of hub 0: to put fan and hub together is worth less when fans have no followers."""
    graph = directed(3, [(1, 0), (2, 0)])
    assert modularity(graph, [0, 0, 1]) == pytest.approx(1 / 2 - 1 / 2)
    assert modularity(graph.undirected, [0, 0, 1]) == pytest.approx(1 / 2 - (9 + 1) / 16)


@pytest.mark.parametrize("labels", [[0, 0], [[0], [0], [0]], [0.0, 0.5, 1.0]])
def test_modularity_needs_one_whole_number_a_node(labels):
    with pytest.raises(LeadersError, match="3 nodes need as many whole numbers"):
        modularity(cycle(3), labels)


# Communities that are known.


@pytest.mark.parametrize(
    "stored", [karate(), undirected(karate())], ids=["both ways", "undirected"]
)
def test_leiden_finds_the_best_communities_of_karate(stored):
    found = [modularity(stored, leiden(stored, seed=seed)) for seed in range(10)]
    assert min(found) >= 0.415
    assert max(found) == pytest.approx(0.4197896, abs=1e-7)


def test_louvain_finds_good_communities_of_karate():
    found = [modularity(karate(), louvain(karate(), seed=seed)) for seed in range(10)]
    assert min(found) >= 0.40
    assert max(found) >= 0.4188


@pytest.mark.parametrize("find", METHODS)
@pytest.mark.parametrize("seed", range(3))
def test_planted_communities_are_found(find, seed):
    labels = find(converted(planted(seed)), seed=seed)
    assert sets_of(labels) == {frozenset(range(20 * c, 20 * c + 20)) for c in range(6)}


@pytest.mark.parametrize("find", METHODS)
@pytest.mark.parametrize("seed", range(5))
def test_directed_communities_of_networkx(find, seed):
    pairs = ["0-2", "0-1", "1-0", "2-1", "2-0", "3-4", "4-3", "7-8", "8-7", "9-10", "10-9"]
    graph = directed(11, [tuple(map(int, pair.split("-"))) for pair in pairs])
    assert find(graph, seed=seed).tolist() == [0, 0, 0, 1, 1, 4, 5, 2, 2, 3, 3]


@pytest.mark.parametrize("find", METHODS)
def test_resolution_sets_the_size(find):
    ring = converted(nx.ring_of_cliques(8, 5))
    assert set(find(ring, resolution=0.0).tolist()) == {0}
    assert np.bincount(find(ring)).tolist() == [5] * 8
    assert find(ring, resolution=100.0).tolist() == list(range(40))


@pytest.mark.parametrize("find", METHODS)
def test_a_heavy_loop_keeps_a_node_to_itself(find):
    twin = nx.complete_graph(4)
    assert set(find(converted(twin)).tolist()) == {0}
    twin.add_edge(0, 0, weight=1000)
    assert find(converted(twin)).tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("find", METHODS)
@pytest.mark.parametrize("n", [0, 1, 5])
def test_without_edges_everyone_is_alone(find, n):
    for graph in (build_graph([], [], node_count=n), both_ways(n, [])):
        labels = find(graph)
        assert labels.dtype == np.int64
        assert labels.tolist() == list(range(n))


@pytest.mark.parametrize("find", METHODS)
def test_loops_and_edges_of_no_weight_join_nobody(find):
    twin = nx.Graph([(0, 0), (1, 1)])
    twin.add_edge(0, 1, weight=0.0)
    twin.add_edge(1, 2, weight=0.0)
    assert find(converted(twin)).tolist() == [0, 1, 2]
    assert find(converted(twin.to_directed())).tolist() == [0, 1, 2]


# What holds for any graph.


@given(networks(), st.integers(0, 3), st.sampled_from([None, 1, 2]))
def test_communities_of_leiden_are_connected(network, seed, max_level):
    graph, twin = network
    joined = nx.Graph((u, v) for u, v, w in twin.edges(data="weight") if w > 0)
    joined.add_nodes_from(twin)
    for members in sets_of(leiden(graph, seed=seed, max_level=max_level)):
        assert nx.is_connected(joined.subgraph(members))


@pytest.mark.parametrize("find", METHODS)
@given(network=networks(), seed=st.integers(0, 3), resolution=st.sampled_from([0.5, 1.0, 2.0]))
def test_no_two_communities_would_gain_by_being_one(find, network, seed, resolution):
    graph, twin = network
    labels = find(graph, seed=seed, resolution=resolution, threshold=0)
    if twin.size(weight="weight") == 0:
        return
    found = modularity(graph, labels, resolution=resolution)
    for a, b in combinations(range(labels.max() + 1), 2):
        merged = np.where(labels == a, b, labels)
        assert modularity(graph, merged, resolution=resolution) <= found + 1e-9
    trivial = [np.arange(len(twin)), np.zeros(len(twin), dtype=int)]
    for other in trivial:
        assert modularity(graph, other, resolution=resolution) <= found + 1e-9


@pytest.mark.parametrize("find", METHODS)
@given(network=networks())
def test_communities_are_numbered_by_size_then_lowest_node(find, network):
    labels = find(network[0])
    assert sorted(set(labels.tolist())) == list(range(labels.max() + 1))
    order = [(-int((labels == c).sum()), labels.tolist().index(c)) for c in range(labels.max() + 1)]
    assert order == sorted(order)


@given(networks(), st.booleans())
def test_modularity_grows_from_level_to_level(network, refined):
    graph, twin = network
    levels = list(community_levels(graph, 1.0, seed=1, threshold=0, refined=refined))
    if twin.size(weight="weight") > 0:
        quality = [modularity(graph, labels) for labels in (np.arange(len(twin)), *levels)]
        assert (np.diff(quality) >= -1e-9).all()


@pytest.mark.parametrize("find", METHODS)
def test_max_level_stops_early(find):
    graph = converted(nx.gnm_random_graph(300, 900, seed=4))
    refined = find is leiden
    levels = list(community_levels(graph, 1.0, seed=2, threshold=1e-5, refined=refined))
    assert len(levels) > 2
    for level, expected in enumerate(levels, start=1):
        assert find(graph, seed=2, threshold=1e-5, max_level=level).tolist() == expected.tolist()
    late = find(graph, seed=2, threshold=1e-5, max_level=len(levels) + 9)
    assert late.tolist() == levels[-1].tolist()


@pytest.mark.parametrize("find", METHODS)
def test_a_threshold_stops_early(find):
    graph = converted(nx.gnm_random_graph(300, 900, seed=4))
    hasty, patient = (modularity(graph, find(graph, threshold=t)) for t in (1.0, 0.0))
    assert hasty < patient


@pytest.mark.parametrize("seed", range(3))
def test_as_good_as_networkx(seed):
    twin = nx.gnm_random_graph(300, 900, seed=seed)
    reference = nx.community.modularity(twin, nx.community.louvain_communities(twin, seed=seed))
    for graph in (converted(twin), converted(twin.to_directed())):
        assert modularity(graph, louvain(graph, seed=seed)) >= reference - 0.03
        assert modularity(graph, leiden(graph, seed=seed)) >= reference


def test_refinement_finds_better_communities():
    """Without it, repeated passes would be .022 better than a single one of Louvain's method."""
    gains = []
    for seed in range(4):
        graph = converted(nx.gnm_random_graph(1000, 4000, seed=seed))
        found = [modularity(graph, find(graph, seed=seed)) for find in (louvain, leiden)]
        gains.append(found[1] - found[0])
    assert np.mean(gains) > 0.026


@pytest.mark.parametrize("find", METHODS)
def test_a_seed_gives_the_same_communities_on_any_thread(find):
    graph = converted(nx.gnm_random_graph(400, 1200, seed=1))
    alone = [find(graph, seed=seed).tobytes() for seed in range(6)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda seed: find(graph, seed=seed).tobytes(), range(6)))
    assert together == alone
    assert len(set(alone)) > 1


@pytest.mark.parametrize("find", METHODS)
@pytest.mark.parametrize("power", [-900, 900])
def test_the_unit_of_weight_does_not_matter(find, power):
    twin = nx.gnm_random_graph(60, 150, seed=1, directed=True)
    for number, edge in enumerate(twin.edges):
        twin.edges[edge]["weight"] = 1 + number % 4
    graph = converted(twin)
    scaled = replace(graph, weight=graph.incoming().data * 2.0**power)
    assert find(scaled).tolist() == find(graph).tolist()
    assert modularity(scaled, find(graph)) == pytest.approx(modularity(graph, find(graph)))


# The steps of a level.


def first_level(twin: nx.Graph, resolution: float = 1.0):
    level, total = _bottom(converted(twin))
    return level, _Search(resolution, total, np.random.Generator(np.random.PCG64(1)))


def numbers(*labels: int):
    return np.array(labels, dtype=np.uint32)


def test_moving_leaves_a_community_for_one_of_its_own():
    level, search = first_level(nx.complete_graph(5), resolution=3.0)
    gain, label = search.move(level, numbers(0, 0, 0, 0, 0))
    assert sets_of(label) == {frozenset([node]) for node in range(5)}
    assert gain == pytest.approx(-3 / 5 - (1 - 3))  # of modularity


def test_a_community_that_is_not_connected_is_split():
    level, _ = first_level(nx.path_graph(5))
    labels = _label_parts(level, numbers(0, 1, 2, 3, 4), numbers(0, 0, 1, 0, 0))
    assert labels.tolist() == [0, 0, 1, 2, 2]


def test_edges_of_no_weight_are_left_out():
    twin = nx.path_graph(3)
    twin.add_edge(0, 2, weight=0.0)
    assert len(first_level(twin)[0].neighbour) == 4


@given(st.integers(0, 1000))
def test_refinement_makes_connected_parts_of_communities(seed):
    twin = nx.gnm_random_graph(30, 60, seed=seed)
    level, search = first_level(twin)
    label = np.random.Generator(np.random.PCG64(seed)).integers(0, 3, 30).astype(np.uint32)
    parts = sets_of(search.refine(level, label))
    assert 3 < len(parts) < 30
    for members in parts:
        assert len(set(label[list(members)].tolist())) == 1
        assert nx.is_connected(twin.subgraph(members))


@pytest.mark.parametrize("turn", range(10))
def test_refinement_joins_nobody_who_is_badly_joined(turn):
    """Node 5 is dear to node 0 of a clique, yet it belongs to the hub that it spends most on."""
    twin = nx.complete_graph(5)
    twin.add_edge(0, 5, weight=1.5)
    twin.add_edge(5, 6, weight=38.5)
    twin.add_edge(7, 8, weight=200.0)
    level, search = first_level(twin)
    for _ in range(turn + 1):
        part = search.refine(level, numbers(0, 0, 0, 0, 0, 0, 1, 2, 2))
    assert sets_of(part) == {frozenset(range(5)), frozenset([5]), frozenset([6]), frozenset([7, 8])}


def test_refinement_joins_nobody_to_a_part_that_is_badly_joined():
    """Node 2 may join 0 or 1, but once these are one part it is joined to the rest by too little.

    1 is less than (10 + 11) (2 + 60) / 1000; the last edge brings the total up to 1000.
    """
    twin = nx.Graph()
    edges = [(0, 1, 10), (0, 2, 1), (2, 3, 0.9), (2, 4, 0.1), (3, 4, 59.1), (5, 6, 428.9)]
    twin.add_weighted_edges_from(edges)
    level, search = first_level(twin)
    found = {tuple(search.refine(level, numbers(0, 0, 0, 0, 1, 2, 2)).tolist()) for _ in range(30)}
    assert found == {(0, 0, 0, 1, 2, 3, 3), (0, 0, 1, 2, 3, 4, 4)}


# Mistakes.


@pytest.mark.parametrize("find", METHODS)
@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        ({"resolution": -1}, "resolution"),
        ({"resolution": float("inf")}, "resolution"),
        ({"threshold": -1e-9}, "threshold"),
        ({"threshold": float("nan")}, "threshold"),
        ({"max_level": 0}, "at least one level"),
    ],
)
def test_mistakes_are_named(find, mistake, message):
    with pytest.raises(LeadersError, match=message):
        find(complete(3), **mistake)


def test_weights_that_cannot_be_added_up():
    graph = build_graph([0, 1], [1, 0], [8e307, 8e307], node_count=2)
    with pytest.raises(LeadersError, match="too large"):
        leiden(graph)
