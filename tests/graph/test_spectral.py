import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from known_graphs import (
    bipartite,
    complete,
    cycle,
    directed,
    edge_lists,
    graph_of,
    karate,
    mutual_star,
    path,
    reference_of,
    singular_gap,
    star,
    values,
)

from leaders.errors import LeadersError
from leaders.graph import build_graph, hits, katz, pagerank, spreading
from leaders.graph.arrays import NotConverged
from leaders.graph.spectral import _eigenvalue_bound, add_walks

D = 0.85
MEASURES = {"pagerank": pagerank, "katz": katz, "authority": lambda graph: hits(graph)[1]}


def close(expected, tolerance=1e-9):
    return pytest.approx(expected, abs=tolerance, rel=0)


# Orientation and invariance, for all three.


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@pytest.mark.parametrize("leaves", [2, 3, 10])
def test_the_followed_hub_of_a_star_comes_first(measure, leaves):
    """With edges turned, the leaves would tie at the top."""
    score = measure(star(leaves))
    assert score[0] > 1.5 * score[1:].max()


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(drawn=edge_lists(), random=st.randoms(use_true_random=False))
def test_numbering_and_order_do_not_matter(measure, drawn, random):
    n, edges = drawn
    assume(singular_gap(n, edges) < 0.8)
    number = random.sample(range(n), n)
    renumbered = [(number[s], number[t], w) for s, t, w in edges]
    random.shuffle(renumbered)
    assert measure(graph_of(n, renumbered))[number] == close(measure(graph_of(n, edges)), 1e-8)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(drawn=edge_lists(), factor=st.sampled_from([1e-200, 0.3, 7.0, 1e200]))
def test_scale_of_the_weights_does_not_matter(measure, drawn, factor):
    n, edges = drawn
    assume(singular_gap(n, edges) < 0.8)
    scaled = [(s, t, w * factor) for s, t, w in edges]
    assert measure(graph_of(n, scaled)) == close(measure(graph_of(n, edges)), 1e-8)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_same_input_same_bytes(measure):
    assert measure(karate()).tobytes() == measure(karate()).tobytes()


@pytest.mark.parametrize("measure", [pagerank, lambda graph: hits(graph)[1]])
def test_the_smallest_weight_there_is_counts_in_full(measure):
    tiny = build_graph([0], [1], [5e-324], node_count=3)
    assert measure(tiny) == close(measure(build_graph([0], [1], node_count=3)))


# PageRank.


@pytest.mark.parametrize(
    ("k", "hub", "leaf"), [(3, 0.5419847, 0.1526718), (10, 0.4871795, 0.0512821)]
)
def test_pagerank_of_a_star(k, hub, leaf):
    score = pagerank(star(k))
    assert score == close([(1 + D * k) / (k + 1 + D * k)] + [1 / (k + 1 + D * k)] * k)
    assert score[:2] == close([hub, leaf], 1e-7)


@pytest.mark.parametrize(
    ("k", "hub", "leaf"), [(3, 0.4797297, 0.1734234), (10, 0.4668305, 0.0533170)]
)
def test_pagerank_of_a_mutual_star(k, hub, leaf):
    score = pagerank(mutual_star(k))
    assert score[:2] == close([hub, leaf], 1e-7)
    assert score[0] == close((1 - D) / (k + 1) * (1 + D * k) / (1 - D**2))


def test_pagerank_of_one_edge():
    assert pagerank(path(2)) == close([1 / (2 + D), (1 + D) / (2 + D)])


@pytest.mark.parametrize("graph", [cycle(5), complete(6)], ids=["cycle", "complete"])
def test_pagerank_of_a_regular_graph_is_uniform(graph):
    assert pagerank(graph) == close(np.full(graph.node_count, 1 / graph.node_count))


def test_personal_pagerank_on_a_cycle_goes_with_the_arrows():
    score = pagerank(cycle(5), teleport=[1, 0, 0, 0, 0])
    assert score == close([(1 - D) * D**k / (1 - D**5) for k in range(5)])
    assert score[[0, 4]] == close([0.2696413, 0.1407544], 1e-7)


def test_personal_pagerank_on_a_complete_graph():
    score = pagerank(complete(5), teleport=[0, 0, 3.5, 0, 0])
    assert score[[2, 0, 1]] == close([0.2989691, 0.1752577, 0.1752577], 1e-7)


def test_pagerank_of_karate():
    score = pagerank(karate())
    assert score[[33, 0, 32, 2]] == close([0.100919, 0.096997, 0.071693, 0.057079], 1e-6)


@given(edge_lists(), st.floats(0, 0.9), st.data())
def test_pagerank_equals_networkx(drawn, damping, data):
    n, edges = drawn
    numbers = st.lists(st.integers(0, 5), min_size=n, max_size=n).filter(any)
    teleport = data.draw(st.none() | numbers)
    expected = nx.pagerank(
        reference_of(n, edges),
        alpha=damping,
        personalization=None if teleport is None else dict(enumerate(teleport)),
        tol=1e-14,
        max_iter=5000,
    )
    score = pagerank(graph_of(n, edges), damping=damping, teleport=teleport)
    assert score == close(values(expected))
    assert score.sum() == close(1, 1e-12)


def test_pagerank_is_linear_in_the_teleport_vector():
    graph, a, b = karate(), np.eye(34)[3], np.eye(34)[30]
    mixed = pagerank(graph, teleport=0.3 * a + 0.7 * b)
    assert mixed == close(0.3 * pagerank(graph, teleport=a) + 0.7 * pagerank(graph, teleport=b))


def test_pagerank_without_damping_is_the_teleport_vector():
    assert pagerank(star(3), damping=0, teleport=[1, 2, 3, 4]) == close([0.1, 0.2, 0.3, 0.4])


def test_pagerank_with_damping_near_one_is_the_degree_of_an_undirected_graph():
    score = pagerank(karate(), damping=0.999999, tolerance=1e-13, max_iterations=5000)
    assert score[[33, 0]] == close([17 / 156, 16 / 156], 1e-5)


@pytest.mark.parametrize("node_count", [0, 1, 4])
def test_pagerank_when_all_dangle(node_count):
    score = pagerank(build_graph([], [], node_count=node_count))
    assert score == close(np.full(node_count, 1 / max(node_count, 1)))


def test_pagerank_that_does_not_settle_is_an_error():
    with pytest.raises(LeadersError, match="PageRank did not settle to 1e-10 in 5 iterations"):
        pagerank(star(3), max_iterations=5)


@pytest.mark.parametrize("damping", [-0.1, 1, 1.5, np.nan])
def test_bad_damping_is_refused(damping):
    with pytest.raises(LeadersError, match="damping"):
        pagerank(star(3), damping=damping)


@pytest.mark.parametrize(
    "teleport", [[1, 1], [0, 0, 0, 0], [1, -1, 1, 1], [np.nan, 1, 1, 1], [np.inf, 1, 1, 1], 1.0]
)
def test_bad_teleport_is_refused(teleport):
    with pytest.raises(LeadersError, match="teleport"):
        pagerank(star(3), teleport=teleport)


# HITS.


def test_hits_of_a_complete_bipartite_graph():
    hub, authority = hits(directed(7, bipartite(range(4), range(4, 7))))
    assert hub == close([1 / 4] * 4 + [0] * 3)
    assert authority == close([0] * 4 + [1 / 3] * 3)


def test_hits_of_a_disjoint_graph_goes_to_the_denser_part():
    parts = bipartite([0, 1, 2], [3, 4]) + bipartite([5, 6], [7, 8])
    hub, authority = hits(directed(9, parts))
    assert authority[[3, 4, 7, 8]] == close([0.5, 0.5, 0, 0])
    assert hub[[0, 1, 2, 5, 6]] == close([1 / 3, 1 / 3, 1 / 3, 0, 0])


def test_hits_of_equal_parts_is_shared():
    parts = bipartite([0, 1], [2, 3]) + bipartite([4, 5], [6, 7])
    hub, authority = hits(directed(8, parts))
    assert authority == close([0, 0, 0.25, 0.25] * 2)
    assert hub == close([0.25, 0.25, 0, 0] * 2)


def test_hits_of_karate_is_its_leading_eigenvector():
    eigenvector = values(nx.eigenvector_centrality_numpy(nx.karate_club_graph(), weight=None))
    assert eigenvector[[33, 0]] == close([0.373363, 0.355491], 1e-6)
    for score in hits(karate(), tolerance=1e-12):
        assert score == close(eigenvector / eigenvector.sum())


@given(edge_lists(min_nodes=3))
def test_hits_equals_networkx_where_it_is_unique(drawn):
    n, edges = drawn
    assume(singular_gap(n, edges) < 0.8)
    reference = reference_of(n, edges)
    assume(reference.number_of_edges() > 0)
    expected = nx.hits(reference, tol=1e-13, max_iter=10_000)
    for score, by_node in zip(hits(graph_of(n, edges)), expected, strict=True):
        assert score == close(values(by_node))
        assert score.sum() == close(1, 1e-12)


@pytest.mark.parametrize("node_count", [0, 1, 3])
def test_hits_without_edges_is_zero(node_count):
    for score in hits(build_graph([], [], node_count=node_count)):
        assert score.tolist() == [0.0] * node_count


def test_hits_of_parts_that_tie_is_the_projection_of_equal_shares():
    tied = [(0, 1, 3.0), (0, 2, 4.0), (3, 4, 5.0)]  # singular values 5 and 5
    hub, authority = hits(graph_of(7, [*tied, (5, 6, 4.9)]), tolerance=1e-13)
    assert authority == close(np.array([0, 0.84, 1.12, 0, 1, 0, 0]) / 2.96)
    assert hub == close(np.array([1.4, 0, 0, 1, 0, 0, 0]) / 2.4)


@pytest.mark.parametrize("small_edges", [0, 1000])
def test_hits_needs_few_steps_where_singular_values_are_close(small_edges, monkeypatch):
    """The power method takes 541 steps; the answer is known: products of sines."""
    monkeypatch.setattr(spreading, "SMALL_EDGES", small_edges)
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(32, 32))
    graph = directed(1024, [edge for s, t in grid.edges for edge in ((s, t), (t, s))])
    sine = np.sin(np.pi * np.arange(1, 33) / 33)
    expected = np.outer(sine, sine).ravel()
    for score in hits(graph, max_iterations=80):
        assert score == close(expected / expected.sum(), 1e-9)
        assert score.min() > 0


def test_hits_that_does_not_settle_is_an_error():
    with pytest.raises(NotConverged, match="HITS did not settle"):
        hits(karate(), max_iterations=3)


# Katz.


def test_katz_of_a_star():
    score = katz(star(3), alpha=0.5)
    assert score == close(np.array([2.5, 1, 1, 1]) / np.sqrt(2.5**2 + 3))


def test_katz_of_karate_with_the_default_alpha_is_that_of_networkx():
    graph = karate()
    bound = _eigenvalue_bound(graph)
    club = nx.karate_club_graph()
    expected = nx.katz_centrality(club, 0.9 / bound, tol=1e-13, max_iter=5000, weight=None)
    assert katz(graph) == close(values(expected))


@given(edge_lists(), st.floats(0.01, 0.9), st.sampled_from([0, 1000]), st.data())
def test_katz_equals_networkx(drawn, share, small_edges, data):
    n, edges = drawn
    reference = reference_of(n, edges)
    largest = np.abs(np.linalg.eigvals(nx.to_numpy_array(reference))).max()
    alpha = share / max(largest, 1)
    beta = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
    expected = nx.katz_centrality(
        reference, alpha, dict(enumerate(beta)), max_iter=20_000, tol=1e-14, weight="weight"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreading, "SMALL_EDGES", small_edges)
        score = katz(
            graph_of(n, edges), alpha=alpha, beta=beta, tolerance=1e-12, max_iterations=20_000
        )
    assert score == close(values(expected))


@given(
    edge_lists(),
    st.sampled_from([-0.05, 0.02, 0.05]),
    st.sampled_from([1e-2, 1e-9]),
    st.data(),
)
def test_plain_steps_are_those_of_networkx(drawn, alpha, tolerance, data):
    """Stopped early, the answer is still the same, for it comes by the same steps."""
    n, edges = drawn
    own, start = (
        np.array(data.draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n)), dtype=float)
        for _ in range(2)
    )
    expected = nx.katz_centrality(
        reference_of(n, edges), alpha, dict(enumerate(own)), tol=tolerance, max_iter=5000,
        nstart=dict(enumerate(start)), normalized=False, weight="weight",
    )  # fmt: skip
    found = add_walks(graph_of(n, edges), alpha, own, start, n * tolerance, 5000, plain=True)
    assert found == close(values(expected), 1e-12 * max(1, np.abs(found).max()))


def test_katz_needs_few_steps_on_a_large_graph(monkeypatch):
    digraph = nx.DiGraph(nx.scale_free_graph(2000, seed=1))
    graph = directed(2000, digraph.edges)
    slow = katz(graph, max_iterations=400)
    with pytest.raises(NotConverged):
        add_walks(graph, 0.9 / _eigenvalue_bound(graph), *np.ones((2, 2000)), 1e-8, 100, plain=True)
    monkeypatch.setattr(spreading, "SMALL_EDGES", 0)
    assert katz(graph, max_iterations=60) == close(slow)


def test_katz_with_one_beta_for_all_does_not_depend_on_it():
    assert katz(karate(), beta=1e-5) == close(katz(karate(), beta=3))


@given(edge_lists())
def test_the_eigenvalue_bound_holds(drawn):
    matrix = nx.to_numpy_array(reference_of(*drawn))
    largest = np.abs(np.linalg.eigvals(matrix)).max()
    # Eigenvalues of a nilpotent matrix come out as about 1e-16 ** (1 / n).
    assert _eigenvalue_bound(graph_of(*drawn)) >= largest * (1 - 1e-9) - 0.2


def test_the_eigenvalue_bound_is_close_on_karate():
    bound = _eigenvalue_bound(karate())
    assert 6.7256977 <= bound < 6.9  # the largest degree, the easy bound, is 17


@pytest.mark.parametrize("node_count", [0, 1, 4])
def test_katz_without_edges_is_uniform(node_count):
    score = katz(build_graph([], [], node_count=node_count))
    assert score == close(np.full(node_count, max(node_count, 1) ** -0.5))


def test_katz_of_huge_beta():
    assert katz(star(3), beta=[1e300] * 4) == close(katz(star(3)))


@pytest.mark.parametrize("small_edges", [0, 1000])
@pytest.mark.parametrize("alpha", [0.26, 10.0, 1e200])
def test_katz_beyond_the_eigenvalue_is_an_error(alpha, small_edges, monkeypatch):
    monkeypatch.setattr(spreading, "SMALL_EDGES", small_edges)
    with pytest.raises(NotConverged, match="smaller alpha"):
        katz(complete(5), alpha=alpha)  # largest eigenvalue 4


@pytest.mark.parametrize("alpha", [0, -1, np.nan, np.inf])
def test_bad_alpha_is_refused(alpha):
    with pytest.raises(LeadersError, match="alpha above 0"):
        katz(complete(5), alpha=alpha)


@pytest.mark.parametrize("beta", [0, -1.0, np.nan, [1, 2], [0, 0, 0, 0]])
def test_bad_beta_is_refused(beta):
    with pytest.raises(LeadersError, match="beta"):
        katz(star(3), beta=beta)
