import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import (
    complete,
    cycle,
    edge_lists,
    graph_of,
    karate,
    reference_of,
    star,
    values,
)

from leaders.errors import LeadersError
from leaders.graph import build_graph, pagerank, personalised_pagerank, spreading
from leaders.graph.arrays import NotConverged


def close(expected, tolerance=1e-9):
    return pytest.approx(expected, abs=tolerance, rel=0)


def kernels(monkeypatch) -> None:
    monkeypatch.setattr(spreading, "SMALL_EDGES", -1)


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("small_edges", [200_000, -1])
@given(drawn=edge_lists(), damping=st.sampled_from([0.0, 0.3, 0.85, 0.99]))
def test_it_equals_networkx(small_edges, in_place, drawn, damping):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreading, "SMALL_EDGES", small_edges)
        ours = pagerank(
            graph_of(*drawn), damping=damping, tolerance=1e-13, max_iterations=5000,
            in_place=in_place,
        )  # fmt: skip
    theirs = nx.pagerank(reference_of(*drawn), alpha=damping, tol=1e-14, max_iter=10_000)
    assert ours == close(values(theirs))


@given(drawn=edge_lists(min_nodes=2), data=st.data())
def test_teleport_dangling_and_start_are_those_of_networkx(drawn, data):
    n = drawn[0]
    share = st.lists(st.floats(0, 1), min_size=n, max_size=n).filter(lambda x: max(x) > 0.01)
    teleport, dangling, start = (np.array(data.draw(share)) for _ in range(3))
    arguments = {"teleport": teleport, "dangling": dangling, "start": start, "tolerance": 1e-13}
    theirs = values(
        nx.pagerank(
            reference_of(*drawn),
            tol=1e-14,
            max_iter=1000,
            personalization=dict(enumerate(teleport)),
            dangling=dict(enumerate(dangling)),
            nstart=dict(enumerate(start)),
        )
    )
    assert pagerank(graph_of(*drawn), **arguments, max_iterations=1000) == close(theirs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreading, "SMALL_EDGES", -1)
        assert pagerank(graph_of(*drawn), **arguments, max_iterations=1000) == close(theirs)


def test_steps_of_the_power_method_are_those_of_networkx(engine):
    """After so few steps that nothing has settled, and so any other method would differ."""
    theirs = values(nx.pagerank(reference_of(34, edges_of_karate()), tol=0.05 / 34))
    ours = pagerank(karate(), tolerance=0.05, in_place=False)
    assert ours == close(theirs, 1e-15)


def edges_of_karate():
    pairs = nx.karate_club_graph().edges()
    return [(s, t, 1.0) for a, b in pairs for s, t in ((a, b), (b, a))]


def test_in_place_needs_fewer_steps(monkeypatch):
    kernels(monkeypatch)
    with pytest.raises(NotConverged, match="40 iterations"):
        pagerank(karate(), max_iterations=40, in_place=False)
    pagerank(karate(), max_iterations=40)


def test_both_engines_agree_on_a_graph_with_all_kinds_of_nodes(monkeypatch):
    random = np.random.Generator(np.random.PCG64(0))
    source, target = random.integers(0, 300, 2000), random.integers(0, 400, 2000)
    graph = build_graph(source, target, random.random(2000) + 0.01, node_count=500)
    small = pagerank(graph, tolerance=1e-13)
    kernels(monkeypatch)
    assert pagerank(graph, tolerance=1e-13) == close(small, 1e-13)
    assert pagerank(graph).sum() == close(1)


@given(edge_lists(min_nodes=3))
def test_many_teleports_at_once_equal_one_at_a_time(drawn):
    graph, n = graph_of(*drawn), drawn[0]
    random = np.random.Generator(np.random.PCG64(1))
    teleports = random.random((11, n))  # more than are settled side by side, and no multiple
    expected = [pagerank(graph, teleport=row, tolerance=1e-12) for row in teleports]
    for small_edges in (200_000, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spreading, "SMALL_EDGES", small_edges)
            together = personalised_pagerank(graph, teleports, tolerance=1e-12)
        assert together.shape == (11, n)
        assert together == close(np.array(expected), 1e-11)


def test_personalised_on_a_cycle_is_known(engine):
    seeds = np.eye(5)[:2]
    rank = personalised_pagerank(cycle(5), seeds, tolerance=1e-12)
    assert rank[0] == close([0.2696413, 0.2291951, 0.1948158, 0.1655934, 0.1407544], 1e-7)
    assert rank[1] == close(np.roll(rank[0], 1))


def test_personalised_on_a_complete_graph_is_known(engine):
    rank = personalised_pagerank(complete(5), np.eye(5)[:1])[0]
    assert rank == close([0.2989691] + [0.1752577] * 4, 1e-7)


def test_it_is_linear_in_the_teleport(engine):
    """PPR(a v + (1 - a) u) = a PPR(v) + (1 - a) PPR(u) for vectors of sum 1."""
    graph, random = karate(), np.random.Generator(np.random.PCG64(2))
    u, v = (row / row.sum() for row in random.random((2, 34)))
    of_both, of_u, of_v = personalised_pagerank(graph, [0.3 * u + 0.7 * v, u, v], tolerance=1e-13)
    assert of_both == close(0.3 * of_u + 0.7 * of_v, 1e-12)


def test_a_good_start_settles_sooner(engine):
    graph = karate()
    settled = pagerank(graph, tolerance=1e-13)
    assert pagerank(graph, start=settled, max_iterations=2) == close(settled)
    rows = personalised_pagerank(
        graph, np.ones((2, 34)), starts=[settled, settled], max_iterations=2
    )
    assert rows == close(np.array([settled, settled]))


@pytest.mark.parametrize("node_count", [0, 1, 5])
def test_without_edges_everybody_is_equal(engine, node_count):
    graph = build_graph([], [], node_count=node_count)
    equal = np.full(node_count, 1 / node_count) if node_count else np.empty(0)
    assert pagerank(graph) == close(equal)
    assert personalised_pagerank(graph, np.ones((3, node_count))).shape == (3, node_count)


def test_no_teleports_no_ranks(engine):
    assert personalised_pagerank(karate(), np.empty((0, 34))).shape == (0, 34)


def test_all_dangling_but_one_hub(engine):
    k, d = 3, 0.85
    assert pagerank(star(k)) == close([(1 + d * k) / (k + 1 + d * k)] + [1 / (k + 1 + d * k)] * k)


@pytest.mark.parametrize("scale", [1e-308, 1e-160, 1e160, 1e300])
def test_weights_at_the_edge_of_a_float(engine, scale):
    source, target, weight = [0, 1, 2, 2], [1, 2, 0, 1], np.array([1.0, 1.0, 1.0, 3.0])
    plain = build_graph(source, target, weight, node_count=4)
    extreme = build_graph(source, target, weight * scale, node_count=4)
    assert pagerank(extreme) == close(pagerank(plain))


def test_same_input_same_bytes(engine):
    assert pagerank(karate()).tobytes() == pagerank(karate()).tobytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"damping": 1.0}, "damping"),
        ({"damping": -0.1}, "damping"),
        ({"damping": float("nan")}, "damping"),
        ({"teleport": np.zeros(34)}, "teleport must be"),
        ({"teleport": -np.ones(34)}, "teleport must be"),
        ({"teleport": np.full(34, np.nan)}, "teleport must be"),
        ({"teleport": np.ones(3)}, "34 nodes"),
        ({"start": np.zeros(34)}, "start must be"),
        ({"dangling": np.ones(2)}, "dangling vector"),
        ({"max_iterations": 1}, "did not settle"),
    ],
)
def test_bad_arguments_are_refused(engine, arguments, message):
    with pytest.raises(LeadersError, match=message):
        pagerank(karate(), **arguments)


def test_teleports_must_be_a_table(engine):
    with pytest.raises(LeadersError, match="rows of a table"):
        personalised_pagerank(karate(), np.ones(34))
    with pytest.raises(LeadersError, match="34 nodes"):
        personalised_pagerank(karate(), np.ones((2, 3)))
