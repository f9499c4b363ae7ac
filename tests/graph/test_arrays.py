import numpy as np
import pytest
from hypothesis import given
from known_graphs import edge_lists, graph_of, reference_of, star

from leaders.errors import LeadersError
from leaders.graph import build_graph, merge_graphs, to_networkx
from leaders.graph.arrays import of_rows
from leaders.graph.kernels import unsigned
from leaders.graph.kernels.sweeps import gather


def test_rows_are_targets():
    graph = build_graph([2, 1, 0], [0, 0, 1], [5.0, 4.0, 3.0], node_count=3)
    assert graph.offset.tolist() == [0, 2, 3, 3]
    assert graph.source.tolist() == [1, 2, 0]
    assert graph.weight.tolist() == [4.0, 5.0, 3.0]
    assert (graph.node_count, graph.edge_count) == (3, 3)


def test_matrices_say_their_orientation():
    graph = build_graph([1, 2], [0, 0], [4.0, 5.0], node_count=3)
    assert graph.reversed.incoming().toarray().tolist() == [[0, 0, 0], [4, 0, 0], [5, 0, 0]]
    assert graph.incoming().toarray().tolist() == [[0, 4, 5], [0, 0, 0], [0, 0, 0]]
    assert graph.out_strength().tolist() == [0, 4, 5]


def test_self_loops_and_zero_weights_go_and_parallel_edges_add_up():
    graph = build_graph([0, 1, 0, 0, 1], [0, 0, 1, 1, 2], [9, 2, 3, 4, 0], node_count=3)
    edges = to_networkx(graph).edges(data="weight")
    assert set(edges) == {(1, 0, 2.0), (0, 1, 7.0)}


def test_weights_that_are_all_one_are_not_kept():
    assert build_graph([0, 1], [1, 0], [1.0, 1.0], node_count=2).weight is None
    assert build_graph([0, 1], [1, 0], [1.0, 2.0], node_count=2).weight is not None


@given(edge_lists())
def test_an_undirected_graph_joins_both_ways(drawn):
    graph = graph_of(*drawn)
    both = graph.incoming().toarray() + graph.incoming().toarray().T
    assert graph.undirected.incoming().toarray() == pytest.approx(both)
    assert not graph.undirected.directed
    assert graph.undirected.reversed is graph.undirected.undirected is graph.undirected
    assert graph.reversed.incoming().toarray().tolist() == graph.incoming().toarray().T.tolist()


@given(edge_lists())
def test_merging_parts_gives_the_whole(drawn):
    n, edges = drawn
    parts = [graph_of(n, edges[i::3]) for i in range(3)]
    merged, whole = merge_graphs(*parts), graph_of(n, edges)
    assert merged.source.tolist() == whole.source.tolist()
    assert merged.incoming().data == pytest.approx(whole.incoming().data)


def test_parallel_edges_without_weights_count_each():
    assert build_graph([0, 0], [1, 1], node_count=2).weight.tolist() == [2.0]


@given(edge_lists())
def test_building_equals_adding_one_edge_at_a_time(drawn):
    built, expected = to_networkx(graph_of(*drawn)), reference_of(*drawn)
    assert list(built) == list(expected)
    assert built.edges == expected.edges
    for source, target, weight in expected.edges(data="weight"):
        assert built[source][target]["weight"] == pytest.approx(weight, rel=1e-12)


@given(edge_lists())
def test_rows_are_sorted_and_without_repeats(drawn):
    graph = graph_of(*drawn)
    for start, end in zip(graph.offset[:-1], graph.offset[1:], strict=True):
        assert np.all(np.diff(graph.source[start:end]) > 0)


@given(edge_lists())
def test_order_of_edges_does_not_matter(drawn):
    n, edges = drawn
    forward, backward = graph_of(n, edges), graph_of(n, edges[::-1])
    assert np.array_equal(forward.offset, backward.offset)
    assert np.array_equal(forward.source, backward.source)
    assert forward.incoming().data == pytest.approx(backward.incoming().data, rel=1e-12)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64])
def test_any_whole_number_dtype(dtype):
    graph = build_graph(np.array([1], dtype), np.array([0], dtype), node_count=2)
    assert graph.source.tolist() == [1]


def test_offsets_are_wide_enough_for_more_than_2_31_edges():
    for graph in (star(3), build_graph([], [], node_count=0)):
        assert graph.offset.dtype == np.int64
        assert graph.source.dtype == np.int32
        assert graph.incoming().data.dtype == np.float64


def test_a_kernel_reads_edges_beyond_2_31() -> None:
    """One row of three edges at the end of 2^31 + 3; the array repeats one number in memory."""
    end = 2**31 + 3
    source = np.broadcast_to(np.int32(1), (end,))
    weight = np.broadcast_to(0.5, (end,))
    received = np.empty(1)
    offset = np.array([end - 3, end], dtype=np.int64)
    gather(unsigned(offset), unsigned(source), weight, np.array([0.0, 8.0]), received)
    assert received.tolist() == [12.0]


def test_rows_of_wide_matrices_are_narrowed() -> None:
    """scipy counts in int64 beyond 2^31 edges; node numbers stay int32, offsets int64."""
    wide = star(3).incoming()
    wide.indices, wide.indptr = wide.indices.astype(np.int64), wide.indptr.astype(np.int64)
    graph = of_rows(wide)
    assert (graph.source.dtype, graph.offset.dtype) == (np.int32, np.int64)
    assert graph.offset.tolist() == star(3).offset.tolist()


@pytest.mark.parametrize("node_count", [0, 1, 4])
def test_no_edges(node_count):
    graph = build_graph([], [], node_count=node_count)
    assert (graph.node_count, graph.edge_count) == (node_count, 0)
    assert graph.offset.tolist() == [0] * (node_count + 1)
    assert graph.incoming().shape == graph.reversed.incoming().shape == (node_count, node_count)
    assert graph.out_strength().tolist() == [0.0] * node_count


def test_one_node_that_follows_itself():
    assert build_graph([0], [0], node_count=1).edge_count == 0


def test_arrays_are_read_only_and_the_input_is_left_alone():
    source, target, weight = np.array([1, 0, 1]), np.array([0, 1, 0]), np.array([1.0, 2.0, 3.0])
    graph = build_graph(source, target, weight, node_count=2)
    with pytest.raises(ValueError, match="read-only"):
        graph.weight[0] = 7
    weight[0] = 7  # the caller's own array stays writeable and is no longer looked at
    assert graph.weight.tolist() == [4.0, 2.0]


@pytest.mark.parametrize("weight", [np.nan, np.inf, -np.inf, -1.0, -1e-300])
def test_bad_weights_are_refused(weight):
    with pytest.raises(LeadersError, match="weight"):
        build_graph([0, 1], [1, 0], [1.0, weight], node_count=2)


def test_bad_weight_on_a_self_loop_is_refused_too():
    with pytest.raises(LeadersError, match="finite"):
        build_graph([0], [0], [np.nan], node_count=1)


def test_weights_that_overflow_together_are_refused():
    with pytest.raises(LeadersError, match="too large"):
        build_graph([0, 0], [1, 1], [1.7e308, 1.7e308], node_count=2)


@pytest.mark.parametrize(
    ("source", "target", "node_count", "message"),
    [
        ([2], [0], 2, "source number is 2, outside 0..1"),
        ([0], [2], 2, "target number is 2"),
        ([-1], [0], 2, "source number is -1"),
        ([2**32], [1], 2, "source number is 4294967296"),  # would be 0 in int32
        ([0], [0], 0, "outside"),
        ([0, 1], [1], 2, "2 sources but 1 targets"),
        ([0.0], [1.0], 2, "whole numbers"),
        ([True], [False], 2, "whole numbers"),
        ([[0]], [[1]], 2, "flat"),
        ([], [], -1, "not -1"),
        ([], [], 2**31, "not 2147483648"),
    ],
)
def test_bad_edges_are_refused(source, target, node_count, message):
    with pytest.raises(LeadersError, match=message):
        build_graph(source, target, node_count=node_count)


def test_weights_of_another_length_are_refused():
    with pytest.raises(LeadersError, match="1 edges but weights of shape"):
        build_graph([0], [1], [1.0, 2.0], node_count=2)
