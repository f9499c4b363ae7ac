from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
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
)

from leaders.errors import LeadersError
from leaders.graph import (
    build_graph,
    core_numbers,
    overall_reciprocity,
    reciprocity,
    to_networkx,
    voterank,
)

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
    assert nx.core_number(to_networkx(pair)) == {0: 2, 1: 2}


def test_core_numbers_of_a_long_path():
    assert set(core_numbers(path(50_000)).tolist()) == {1}


@given(edge_lists(max_nodes=14))
def test_core_numbers_equal_networkx(drawn):
    core = core_numbers(graph_of(*drawn))
    assert core.dtype == np.int64
    assert dict(enumerate(core.tolist())) == nx.core_number(reference_of(*drawn).to_undirected())


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


@pytest.mark.parametrize("graph", EMPTY)
def test_reciprocity_without_edges_is_nan(graph):
    assert np.isnan(overall_reciprocity(graph))
    assert reciprocity(graph).shape == (graph.node_count,)
    assert np.isnan(reciprocity(graph)).all()


# VoteRank.


@pytest.mark.parametrize("along_edges", [False, True])
def test_voterank_of_karate(along_edges):
    """Stored in both directions, karate is its own reverse; networkx agrees on the DiGraph."""
    graph = karate()
    assert voterank(graph, 5, along_edges=along_edges).tolist() == [33, 0, 32, 2, 1]
    assert nx.voterank(to_networkx(graph), 5) == [33, 0, 32, 2, 1]
    assert nx.voterank(nx.karate_club_graph(), 5) == [33, 0, 32, 2, 1]


def test_voterank_elects_sources_unless_told_to_go_along_edges():
    """The star test: networkx's rule elects a follower, only ``along_edges`` the followed."""
    assert voterank(star(4), 1).tolist() == nx.voterank(to_networkx(star(4)), 1) == [1]
    assert voterank(star(4), 5, along_edges=True).tolist() == [0]


def test_voterank_of_the_example_in_networkx():
    assert voterank(directed(5, [(0, 1), (2, 1), (2, 3), (3, 4)]), 5).tolist() == [2, 3]


def test_voterank_breaks_ties_by_the_lowest_number():
    assert voterank(both_ways(6, [(4, 5), (2, 3), (0, 1)]), 6).tolist() == [0, 2, 4]


@st.composite
def exact_graphs(draw):
    """Graphs whose mean degree is a power of two: networkx's floats make no rounding error."""
    pairs = [(s, t) for s in range(8) for t in range(8) if s != t]
    edge_count = draw(st.sampled_from([4, 8, 16, 32]))
    return directed(8, draw(st.permutations(pairs))[:edge_count])


@given(exact_graphs(), st.integers(0, 9))
def test_voterank_equals_networkx(graph, count):
    digraph = to_networkx(graph)
    assert voterank(graph, count).tolist() == nx.voterank(digraph, count)
    along = voterank(graph, count, along_edges=True).tolist()
    assert along == nx.voterank(to_networkx(graph).reverse(), count)


def voterank_in_fractions(digraph, count):
    """networkx's algorithm, written out with exact numbers."""
    if digraph.number_of_edges() == 0:
        return []
    loss = Fraction(len(digraph), digraph.number_of_edges())
    ability, elected = dict.fromkeys(digraph, Fraction(1)), []
    for _ in range(min(count, len(digraph))):
        votes = {
            node: 0 if node in elected else sum(ability[voter] for voter in digraph[node])
            for node in digraph
        }
        winner = max(votes, key=votes.get)
        if votes[winner] == 0:
            break
        elected.append(winner)
        ability[winner] = Fraction(0)
        for voter in digraph[winner]:
            ability[voter] = max(ability[voter] - loss, Fraction(0))
    return elected


@given(edge_lists())
def test_voterank_breaks_no_tie_by_rounding(drawn):
    n, _ = drawn
    assert voterank(graph_of(*drawn), n).tolist() == voterank_in_fractions(reference_of(*drawn), n)


@pytest.mark.parametrize("graph", EMPTY)
def test_voterank_without_edges_elects_nobody(graph):
    elected = voterank(graph, 3)
    assert elected.dtype == np.int64
    assert elected.tolist() == []


def test_voterank_of_a_negative_count_is_refused():
    with pytest.raises(LeadersError, match="-1"):
        voterank(star(3), -1)
