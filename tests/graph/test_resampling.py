import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_graphs import edge_lists, graph_of, karate, star
from scipy import stats

from leaders.errors import LeadersError
from leaders.graph import (
    Resamples,
    build_graph,
    in_degree,
    pagerank,
    resample_pagerank,
    resample_sums,
    resampling,
    spreading,
    to_networkx,
)


def drawn_from(n: int, replicates: int, seed: int = 0) -> Resamples:
    return Resamples(np.arange(n, dtype=np.uint64), replicates, seed)


def test_counts_are_poisson_with_mean_one(engine):
    counts = drawn_from(50_000, 8).counts(0, 8)
    assert counts.dtype == np.uint8
    seen = np.bincount(counts.ravel(), minlength=10)
    expected = stats.poisson.pmf(np.arange(7), 1) * counts.size
    tail = counts.size - expected.sum()  # 7 and more: 33 of 400,000
    test = stats.chisquare([*seen[:7], seen[7:].sum()], [*expected, tail])
    assert test.pvalue > 1e-3
    assert counts.mean() == pytest.approx(1, abs=0.01)
    assert counts.var() == pytest.approx(1, abs=0.01)


def test_draws_of_actors_and_of_replicates_are_independent():
    counts = drawn_from(20_000, 12).counts(0, 12).astype(float)
    between = np.corrcoef(counts.T) - np.eye(12)
    assert np.abs(between).max() < 5 / np.sqrt(20_000)
    neighbours = np.corrcoef(counts[:-1].ravel(), counts[1:].ravel())[0, 1]
    assert abs(neighbours) < 5 / np.sqrt(counts.size)


def test_seeds_draw_differently():
    one, two = (drawn_from(5000, 1, seed).counts(0, 1)[:, 0] for seed in (1, 2))
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.08


@given(
    keys=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20),
    first=st.integers(0, 9),
    width=st.integers(0, 9),
    seed=st.integers(-(2**70), 2**70),
)
def test_any_part_can_be_drawn_alone(keys, first, width, seed):
    """A draw depends on seed, replicate and key alone: not on who else is there."""
    everything = Resamples(np.array(keys, dtype=np.uint64), 18, seed).counts(0, 18)
    alone = Resamples(np.array(keys[-1:], dtype=np.uint64), 18, seed)
    for few_keys in (100_000, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(resampling, "FEW_KEYS", few_keys)
            part = alone.counts(first, first + width)
        assert part.tolist() == everything[-1:, first : first + width].tolist()


def test_known_draws(engine):
    """Stored intervals stay what they are: another hash would be another bootstrap."""
    counts = Resamples(np.array([0, 1, 2**63, 2**64 - 1], dtype=np.uint64), 6, 7).counts(0, 6)
    assert counts.tolist() == KNOWN_DRAWS


KNOWN_DRAWS = [
    [2, 0, 0, 0, 0, 1],
    [0, 0, 1, 1, 0, 0],
    [2, 2, 0, 1, 1, 0],
    [3, 2, 2, 0, 0, 2],
]


@given(drawn=edge_lists())
def test_sums_are_those_of_each_replicate_alone(drawn):
    graph, n = graph_of(*drawn), drawn[0]
    resamples = drawn_from(n, 70, seed=3)  # more than are summed together
    value = np.linspace(0.5, 2, n)
    counts = resamples.counts(0, 70)
    expected = graph.incoming().toarray() @ (counts * value[:, None])
    rows = np.arange(0, n, 2)
    for small_edges in (200_000, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spreading, "SMALL_EDGES", small_edges)
            patch.setattr(resampling, "FEW_KEYS", small_edges)
            assert resample_sums(graph, resamples, value=value) == pytest.approx(expected.T)
            some = resample_sums(graph, resamples, value=value, rows=rows)
        assert some == pytest.approx(expected.T[:, rows])


def test_sums_scatter_around_the_measure_as_poisson_says(engine):
    """Of a star with k leaves: mean k, variance k."""
    sums = resample_sums(star(400), drawn_from(401, 400))
    assert in_degree(star(400))[0] == 400
    assert sums[:, 0].mean() == pytest.approx(400, abs=5)
    assert sums[:, 0].var() == pytest.approx(400, rel=0.25)
    assert not sums[:, 1:].any()


def test_pagerank_of_a_replicate_is_that_of_the_graph_without_the_undrawn(engine):
    graph = karate()
    resamples = drawn_from(34, 10, seed=5)
    ranks = resample_pagerank(graph, resamples, tolerance=1e-13)
    for counts, rank in zip(resamples.counts(0, 10).T, ranks, strict=True):
        seen = to_networkx(graph)
        seen.remove_edges_from([(s, t) for s, t in seen.edges if counts[s] == 0])
        weights = dict(enumerate(counts.tolist()))
        theirs = nx.pagerank(seen, personalization=weights, tol=1e-14, max_iter=1000)
        assert rank == pytest.approx([theirs[node] for node in range(34)], abs=1e-9)
    some = resample_pagerank(graph, resamples, tolerance=1e-13, rows=[33, 0])
    assert some.tolist() == ranks[:, [33, 0]].tolist()


def test_who_is_reached_by_nobody_is_counted_for_what_teleports_there(engine):
    """A fan star: 0 and 1 follow each other, 2..199 follow 0; 199 is followed by nobody."""
    source, target = [0, 1, *range(2, 199)], [1, 0, *[0] * 197]
    graph = build_graph(source, target, node_count=200)
    resamples = drawn_from(200, 70, seed=2)  # more than are solved together
    ranks = resample_pagerank(graph, resamples, tolerance=1e-13)
    assert ranks.sum(axis=1) == pytest.approx(1)
    counts = resamples.counts(0, 70).T
    for replicate in (0, 63, 64, 69):
        alone = Resamples(resamples.keys, 70, 2).counts(replicate, replicate + 1)[:, 0]
        assert counts[replicate].tolist() == alone.tolist()
        some = np.flatnonzero(alone[2:] == 1)[:2] + 2
        assert ranks[replicate, some[0]] == pytest.approx(ranks[replicate, some[1]])
        twice = np.flatnonzero(alone[2:] == 2)[0] + 2
        assert ranks[replicate, twice] == pytest.approx(2 * ranks[replicate, some[0]])
        assert not ranks[replicate, np.flatnonzero(alone[2:] == 0) + 2].any()


def test_a_warm_start_changes_nothing_but_the_time(engine):
    graph, resamples = karate(), drawn_from(34, 3)
    cold = resample_pagerank(graph, resamples, tolerance=1e-13)
    warm = resample_pagerank(graph, resamples, tolerance=1e-13, start=pagerank(graph))
    assert warm == pytest.approx(cold, abs=1e-11)


def test_a_replicate_without_anybody_has_no_answer(engine):
    graph = build_graph([0], [1], node_count=2)
    resamples = drawn_from(2, 40)
    is_empty = ~resamples.counts(0, 40).any(axis=0)
    assert 0 < is_empty.sum() < 40
    ranks = resample_pagerank(graph, resamples)
    assert np.isnan(ranks[is_empty]).all()
    assert ranks[~is_empty].sum(axis=1) == pytest.approx(1)


def test_same_seed_same_bytes(engine):
    graph = karate()
    once, again = (resample_pagerank(graph, drawn_from(34, 9, 1)).tobytes() for _ in range(2))
    assert once == again
    assert (
        resample_sums(graph, drawn_from(34, 9, 1)).tobytes()
        == resample_sums(graph, drawn_from(34, 9, 1)).tobytes()
    )


@pytest.mark.parametrize("node_count", [0, 3])
def test_without_edges(engine, node_count):
    graph = build_graph([], [], node_count=node_count)
    assert resample_sums(graph, drawn_from(node_count, 5)).tolist() == [[0.0] * node_count] * 5
    assert resample_pagerank(graph, drawn_from(node_count, 5)).shape == (5, node_count)


def test_no_replicates(engine):
    assert resample_sums(karate(), drawn_from(34, 0)).shape == (0, 34)
    assert resample_pagerank(karate(), drawn_from(34, 0)).shape == (0, 34)


def test_bad_arguments_are_refused():
    with pytest.raises(LeadersError, match="-1 replicates"):
        drawn_from(3, -1)
    with pytest.raises(LeadersError, match="34 nodes but values"):
        resample_sums(karate(), drawn_from(34, 1), value=[1.0])
    with pytest.raises(LeadersError, match="34 nodes but 3 keys"):
        resample_sums(karate(), drawn_from(3, 1))
    with pytest.raises(LeadersError, match="34 nodes but 3 keys"):
        resample_pagerank(karate(), drawn_from(3, 1))
