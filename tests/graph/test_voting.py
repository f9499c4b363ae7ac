from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import both_ways, directed, edge_lists, graph_of, karate, reference_of, star
from networkx_graphs import graphs

from leaders.errors import LeadersError
from leaders.graph import build_graph, to_networkx, voterank
from leaders.graph.convert import from_networkx

EMPTY = [build_graph([], [], node_count=n) for n in (0, 1, 3)]


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


def voterank_in_fractions(reference, count):
    """networkx's algorithm, with exact numbers; without directions a loop is two votes."""
    if reference.number_of_edges() == 0:
        return []
    ends = (1 if reference.is_directed() else 2) * reference.number_of_edges()
    loss = Fraction(len(reference), ends)
    ability, elected = dict.fromkeys(reference, Fraction(1)), []
    for _ in range(min(count, len(reference))):
        votes = dict.fromkeys(reference, Fraction(0))
        for source, target in reference.edges:
            votes[source] += ability[target]
            if not reference.is_directed():
                votes[target] += ability[source]
        votes |= dict.fromkeys(elected, Fraction(0))
        winner = max(votes, key=votes.get)
        if votes[winner] == 0:
            break
        elected.append(winner)
        ability[winner] = Fraction(0)
        for voter in reference[winner]:
            ability[voter] = max(ability[voter] - loss, Fraction(0))
    return elected


@given(edge_lists())
def test_voterank_breaks_no_tie_by_rounding(drawn):
    n, _ = drawn
    assert voterank(graph_of(*drawn), n).tolist() == voterank_in_fractions(reference_of(*drawn), n)


@given(graphs())
def test_voterank_of_a_graph_of_networkx(reference):
    graph = from_networkx(reference)
    names = list(reference)
    elected = [names[number] for number in voterank(graph, len(names))]
    assert elected == voterank_in_fractions(reference, len(names))
    backwards = reference.reverse() if reference.is_directed() else reference
    along = [names[number] for number in voterank(graph, len(names), along_edges=True)]
    assert along == voterank_in_fractions(backwards, len(names))


def test_voterank_elects_everyone_who_still_has_votes():
    reference = nx.gnm_random_graph(60, 600, seed=3, directed=True)
    elected = voterank(from_networkx(reference), 60)
    assert len(elected) > 10
    assert elected.tolist() == voterank_in_fractions(reference, 60)


@pytest.mark.parametrize("graph", EMPTY)
def test_voterank_without_edges_elects_nobody(graph):
    elected = voterank(graph, 3)
    assert elected.dtype == np.int64
    assert elected.tolist() == []


def test_voterank_of_a_negative_count_is_refused():
    with pytest.raises(LeadersError, match="-1"):
        voterank(star(3), -1)
