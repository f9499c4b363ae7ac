import random
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import (
    both_ways,
    cycle,
    edge_lists,
    graph_of,
    karate,
    mutual_star,
    path,
    reference_of,
    star,
    values,
)

from leaders.errors import LeadersError
from leaders.graph import betweenness, build_graph, to_networkx
from leaders.graph import threads as threading
from leaders.graph.arrays import compress
from leaders.graph.paths import _betweenness_from as betweenness_from
from leaders.graph.paths import dependencies


class Drawn(random.Random):
    """A generator that hands networkx the pivots that we chose."""

    def __init__(self, pivots):
        super().__init__(0)
        self.pivots = pivots

    def sample(self, population, k):
        assert len(self.pivots) == k < len(population)
        return list(self.pivots)


def from_networkx(digraph, pivots):
    return values(nx.betweenness_centrality(digraph, k=len(pivots), seed=Drawn(pivots)))


def close(expected):
    return pytest.approx(expected, abs=1e-9, rel=0, nan_ok=True)


def test_path():
    mutual = both_ways(5, [(i, i + 1) for i in range(4)])
    assert betweenness(mutual) * 12 == close([0, 6, 8, 6, 0])  # pairs in both directions
    assert betweenness(path(5)) * 12 == close([0, 3, 4, 3, 0])


def test_star():
    raw = betweenness(mutual_star(6)) * 6 * 5
    assert raw == close([2 * 15, 0, 0, 0, 0, 0, 0])
    assert betweenness(star(6)) == close(np.zeros(7))  # nobody is behind the hub


def test_karate():
    score = betweenness(karate())
    expected = [0.437635, 0.304075, 0.145247, 0.143657, 0.138276]
    assert score[[0, 33, 32, 2, 31]] == pytest.approx(expected, abs=1e-6)
    assert score[0] * 33 * 32 / 2 == pytest.approx(231.0714286, abs=1e-6)


def test_searches_go_with_the_arrows():
    """From the start of a path everyone is reached; from its end nobody."""
    assert betweenness_from(path(4), np.array([0])) == close([np.nan, 1, 0.5, 0])
    assert betweenness_from(path(4), np.array([3])) == close([0, 0, 0, np.nan])


@given(edge_lists())
def test_equals_networkx(drawn):
    expected = nx.betweenness_centrality(reference_of(*drawn))
    assert betweenness(graph_of(*drawn)) == close(values(expected))


@given(edge_lists(min_nodes=3), st.data())
def test_sampled_equals_networkx_on_the_same_pivots(drawn, data):
    n, _ = drawn
    pivots = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=n - 1, unique=True))
    score = betweenness_from(graph_of(*drawn), np.array(pivots))
    assert score == close(from_networkx(reference_of(*drawn), pivots))


@pytest.fixture(scope="module")
def larger():
    digraph = nx.scale_free_graph(300, seed=3)
    edges = np.array([(s, t) for s, t, _ in digraph.edges])
    return build_graph(edges[:, 0], edges[:, 1], node_count=300)


def test_larger_graph_equals_networkx(larger):
    expected = values(nx.betweenness_centrality(to_networkx(larger)))
    assert expected.max() > 0.001
    assert betweenness(larger) == close(expected)


def test_pivots_are_drawn_by_numpy_from_the_seed(larger):
    chosen = np.random.Generator(np.random.PCG64(7)).choice(300, size=40, replace=False)
    score = betweenness(larger, pivots=40, seed=7)
    assert score == close(from_networkx(to_networkx(larger), chosen.tolist()))
    assert score.tobytes() == betweenness(larger, pivots=40, seed=7).tobytes()
    assert score.tobytes() != betweenness(larger, pivots=40, seed=8).tobytes()


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_number_of_threads_does_not_matter(larger, monkeypatch, threads):
    at_once = betweenness(larger, pivots=50).tobytes()
    monkeypatch.setattr(threading.os, "cpu_count", lambda: threads)
    assert betweenness(larger, pivots=50).tobytes() == at_once


def test_grid_equals_networkx():
    """Many shortest paths, and levels small enough to be pushed as well as pulled."""
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(20, 20))
    score = betweenness(both_ways(400, grid.edges))
    assert score == close(values(nx.betweenness_centrality(grid)))


def test_long_paths():
    """More levels than a byte can count."""
    assert dependencies(path(600), [0]) == close([0, *range(598, -1, -1)])
    assert betweenness(cycle(600)) == close(np.full(600, 0.5))


@pytest.mark.parametrize("pivots", [34, 35, 1000])
def test_as_many_pivots_as_nodes_means_all(pivots):
    assert betweenness(karate(), pivots=pivots).tobytes() == betweenness(karate()).tobytes()


def expected_dependencies(graph, sources, endpoints):
    """By listing every shortest path."""
    total = np.zeros(len(graph))
    for s in sources:
        for t in set(nx.descendants(graph, s)) - {s}:
            found = list(nx.all_shortest_paths(graph, s, t))
            for nodes in found:
                total[nodes if endpoints else nodes[1:-1]] += 1 / len(found)
    return total


@given(
    st.integers(1, 8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from([0.0, 2.0]))),
    st.lists(st.integers(0, 7)),
    st.booleans(),
    st.booleans(),
)
def test_dependencies_with_loops_zero_weights_and_both_ways(n, edges, sources, directed, endpoints):
    kind = nx.DiGraph if directed else nx.Graph
    twin = kind([(s % n, t % n, {"weight": w}) for s, t, w in edges])
    twin.add_nodes_from(range(n))
    sources = [s % n for s in sources]
    both = twin.to_directed().edges(data="weight")
    rows = np.array([*both], dtype=float).reshape(-1, 3)
    ends = rows[:, :2].astype(np.int32)
    graph = replace(compress(ends[:, 0], ends[:, 1], rows[:, 2], n), directed=directed)
    score = dependencies(graph, sources, endpoints=endpoints)
    assert score == close(expected_dependencies(twin, sources, endpoints))


def test_dependencies_without_sources_or_edges():
    assert dependencies(star(3), []).tolist() == [0] * 4
    assert dependencies(build_graph([], [], node_count=0), [], endpoints=True).tolist() == []
    assert dependencies(build_graph([], [], node_count=2), [0, 1], endpoints=True).tolist() == [
        0,
        0,
    ]


@given(edge_lists(), st.randoms(use_true_random=False))
def test_numbering_direction_and_weights_do_not_matter(drawn, shuffler):
    n, edges = drawn
    number = shuffler.sample(range(n), n)
    turned = [(number[t], number[s], 3 * w) for s, t, w in edges]
    assert betweenness(graph_of(n, turned))[number] == close(betweenness(graph_of(n, edges)))


@pytest.mark.parametrize("node_count", [0, 1, 2, 5])
def test_no_edges(node_count):
    assert betweenness(build_graph([], [], node_count=node_count)).tolist() == [0.0] * node_count


def test_two_nodes_and_one_pivot():
    assert betweenness(path(2), pivots=1).tolist() == [0, 0]


@pytest.mark.parametrize("pivots", [0, -3])
def test_no_pivots_are_refused(pivots):
    with pytest.raises(LeadersError, match="at least one pivot"):
        betweenness(star(3), pivots=pivots)
