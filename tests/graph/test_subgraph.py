from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import edge_lists, graph_of, star

from leaders.errors import LeadersError
from leaders.graph import induced_subgraph, niche_subgraph, to_networkx


@given(drawn=edge_lists(), data=st.data())
def test_an_induced_subgraph_is_that_of_networkx(drawn, data):
    n = drawn[0]
    nodes = data.draw(st.lists(st.integers(0, n - 1), unique=True))
    graph = graph_of(*drawn)
    part = to_networkx(induced_subgraph(graph, nodes), labels=sorted(nodes))
    whole = to_networkx(graph).subgraph(nodes)
    assert sorted(part) == sorted(whole)
    assert dict(part.edges) == dict(whole.edges)


@given(drawn=edge_lists(), data=st.data())
def test_a_niche_is_its_candidates_and_who_points_at_them(drawn, data):
    n, edges = drawn
    candidates = data.draw(st.lists(st.integers(0, n - 1), unique=True))
    part, nodes = niche_subgraph(graph_of(n, edges), candidates)
    pointing = {s for s, t, w in edges if t in candidates and w > 0}
    assert nodes.tolist() == sorted(pointing | set(candidates))
    whole = to_networkx(graph_of(n, edges)).subgraph(nodes.tolist())
    assert dict(to_networkx(part, labels=nodes.tolist()).edges) == dict(whole.edges)


def test_labels_go_along():
    graph = replace(star(2), labels=("hub", "a", "b"))
    assert list(induced_subgraph(graph, [2, 0])) == ["hub", "b"]


def test_parts_of_nothing():
    part, nodes = niche_subgraph(star(2), [])
    assert (part.node_count, part.edge_count, nodes.tolist()) == (0, 0, [])
    assert induced_subgraph(star(2), np.arange(3)).edge_count == 2


@pytest.mark.parametrize("node", [-1, 3])
def test_a_node_that_is_none_is_refused(node):
    with pytest.raises(LeadersError, match=r"nodes in 0\.\.2"):
        induced_subgraph(star(2), [node])
    with pytest.raises(LeadersError, match=r"nodes in 0\.\.2"):
        niche_subgraph(star(2), [node])
