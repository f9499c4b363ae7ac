"""Graphs with sources left out and targets weighted."""

import numpy as np
from networks import make_graph

from leaders.rank.weighting import targets, times_target, without_sources

EDGES = [(1, 0, 2.0), (2, 0, 3.0), (2, 1, 5.0)]


def test_who_is_left_out_gives_nothing_but_stays_a_node() -> None:
    rest = without_sources(make_graph(EDGES, 4), np.array([False, False, True, False]))
    assert rest.node_count == 4
    assert rest.source.tolist() == [1]
    assert targets(rest).tolist() == [0]
    assert rest.incoming().data.tolist() == [2]


def test_nobody_left_out_is_the_same_graph() -> None:
    graph = make_graph(EDGES, 3)
    assert without_sources(graph, np.zeros(3, dtype=bool)) is graph
    assert times_target(graph, np.ones(3)) is graph


def test_a_factor_is_of_the_target() -> None:
    graph = times_target(make_graph(EDGES, 3), np.array([10.0, 100.0, 1000.0]))
    assert graph.incoming().data.tolist() == [20, 30, 500]
    plain = times_target(make_graph(EDGES, 3).unweighted(), np.array([10.0, 100.0, 1000.0]))
    assert plain.incoming().data.tolist() == [10, 10, 100]
