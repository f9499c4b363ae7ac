import numpy as np
import pytest
from hypothesis import given
from known_graphs import edge_lists, graph_of, karate, reference_of, star, values

from leaders.graph import build_graph, in_degree


def test_star_gives_the_hub_its_followers():
    assert in_degree(star(3)).tolist() == [3, 0, 0, 0]
    assert in_degree(star(3), weighted=False).tolist() == [3, 0, 0, 0]


def test_weights_are_added_up_or_ignored():
    graph = build_graph([0, 1, 1], [2, 2, 2], [0.5, 2.0, 4.0], node_count=3)
    assert in_degree(graph).tolist() == [0, 0, 6.5]
    assert in_degree(graph, weighted=False).tolist() == [0, 0, 2]


def test_karate():
    degree = in_degree(karate())
    assert degree[[33, 0, 32]].tolist() == [17, 16, 12]
    assert degree.sum() == 156


@given(edge_lists())
def test_equals_networkx(drawn):
    graph, reference = graph_of(*drawn), reference_of(*drawn)
    assert in_degree(graph) == pytest.approx(values(dict(reference.in_degree(weight="weight"))))
    assert np.array_equal(in_degree(graph, weighted=False), values(dict(reference.in_degree())))


@pytest.mark.parametrize("node_count", [0, 1, 3])
@pytest.mark.parametrize("weighted", [True, False])
def test_no_edges(node_count, weighted):
    degree = in_degree(build_graph([], [], node_count=node_count), weighted=weighted)
    assert degree.dtype == np.float64
    assert degree.tolist() == [0.0] * node_count
