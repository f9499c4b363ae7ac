from decimal import Decimal
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known_graphs import karate, star
from networkx_graphs import equal, graphs

from leaders.errors import LeadersError
from leaders.graph import to_networkx
from leaders.graph.convert import from_networkx


def test_to_networkx_keeps_nodes_in_order_and_direction():
    digraph = to_networkx(star(2), labels=["hub", "b", "a"])
    assert list(digraph) == ["hub", "b", "a"]
    assert set(digraph.edges) == {("b", "hub"), ("a", "hub")}


def test_to_networkx_of_karate_is_karate():
    assert nx.utils.edges_equal(
        to_networkx(karate()).to_undirected().edges, nx.karate_club_graph().edges
    )


@pytest.mark.parametrize("labels", [["a"], ["a", "a", "b"], ["a", "b", "c", "d"]])
def test_labels_must_be_one_each_and_different(labels):
    with pytest.raises(LeadersError, match="3 nodes needs"):
        to_networkx(star(2), labels)


@given(graphs())
def test_there_and_back_is_the_same(graph):
    made = from_networkx(graph)
    assert list(made) == list(graph)
    assert made.is_directed() == graph.is_directed()
    assert equal(to_networkx(made), graph)


@given(graphs())
def test_rows_are_those_who_point_at_a_node_in_order(graph):
    made = from_networkx(graph)
    rows = nx.to_scipy_sparse_array(graph, dtype=float, format="csr").T if len(graph) else None
    for number, (start, end) in enumerate(zip(made.offset[:-1], made.offset[1:], strict=True)):
        assert (np.diff(made.source[start:end]) > 0).all()
        column = np.zeros(len(graph))
        column[made.source[start:end]] = made.incoming().data[start:end]
        assert column.tolist() == rows.toarray()[number].tolist()
    assert (made.offset.dtype, made.source.dtype) == (np.int64, np.int32)


def test_weights_by_another_name_and_with_another_default():
    graph = nx.DiGraph([(0, 1), (1, 2)])
    graph[0][1]["pounds"] = 3
    made = from_networkx(graph, "pounds", default=7)
    assert made.weight.tolist() == [3, 7]
    assert made.weight_name == "pounds"
    assert set(to_networkx(made).edges(data="pounds")) == {(0, 1, 3.0), (1, 2, 7.0)}


@pytest.mark.parametrize("weight", [None, "other"])
def test_without_weights_every_edge_counts_one(weight):
    assert from_networkx(nx.DiGraph([(0, 1, {"weight": 3})]), weight).weight is None


def test_self_loops_and_zero_weights_stay():
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 0, 2), (0, 1, 0)])
    made = from_networkx(graph)
    assert made.source.tolist() == [0, 1, 0]
    assert made.weight.tolist() == [2, 0, 0]


def test_nodes_that_are_their_own_numbers_need_no_labels():
    assert from_networkx(nx.path_graph(3)).labels is None
    assert from_networkx(nx.Graph([(1, 0)])).labels == (1, 0)
    assert from_networkx(nx.Graph([(0.0, 1.0)])).labels == (0.0, 1.0)
    assert from_networkx(nx.Graph([(False, True)])).labels == (False, True)


def test_a_view_of_a_part_of_a_graph():
    graph = nx.karate_club_graph()
    part = graph.subgraph([33, 5, 16, 0, 6])
    assert equal(to_networkx(from_networkx(part)), part)


@pytest.mark.parametrize("weight", [True, np.float32(1.5), np.int8(2), np.bool_(True), Fraction(3)])
def test_numbers_of_any_kind_are_weights(weight):
    assert from_networkx(nx.Graph([(0, 1, {"weight": weight})])).incoming().data[0] == weight


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ("3", "no number but of type str"),
        (None, "of type NoneType"),
        (1j, "of type complex"),
        (Decimal(3), "of type Decimal"),
        (-1, "negative"),
        (np.nan, "not a finite number"),
        (np.inf, "not a finite number"),
        (10**400, "too large"),
        (1.7e308, "too large"),
    ],
)
def test_other_weights_are_refused(weight, message):
    graph = nx.Graph([(0, 1, {"weight": weight}), (1, 2, {"weight": weight})])
    with pytest.raises(LeadersError, match=message):
        from_networkx(graph)


@pytest.mark.parametrize("kind", [nx.MultiGraph, nx.MultiDiGraph])
def test_parallel_edges_are_refused(kind):
    with pytest.raises(LeadersError, match="Parallel edges"):
        from_networkx(kind([(0, 1)]))
