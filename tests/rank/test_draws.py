"""Everyone once, or other people seen: the same actor draws the same weight everywhere."""

import numpy as np
import pytest
from networks import make_graph, make_network

from leaders.graph import Resamples, pagerank
from leaders.rank.draws import Everyone, Redrawn

EDGES = [(1, 0, 2.0), (2, 0, 3.0), (2, 1, 5.0), (3, 1, 1.0)]


def redrawn(node_count: int, seed: int = 0, replicates: int = 16) -> Redrawn:
    return Redrawn(Resamples(make_network(node_count).key, replicates, seed), seed)


def test_everyone_counts_once() -> None:
    graph = make_graph(EDGES, 4)
    value = np.array([1.0, 10, 100, 1000])
    assert Everyone().sums(graph, value, np.array([1, 0])).tolist() == [[1500, 320]]
    np.testing.assert_array_equal(
        Everyone().pagerank(graph, np.ones(4), np.arange(4))[0],
        pagerank(graph, teleport=np.ones(4)),
    )


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    graph = make_graph(EDGES, 4)
    rows = np.arange(4)
    first = redrawn(4, 7).sums(graph, np.ones(4), rows)
    assert first.shape == (16, 4)
    assert first.tobytes() == redrawn(4, 7).sums(graph, np.ones(4), rows).tobytes()
    assert first.tobytes() != redrawn(4, 8).sums(graph, np.ones(4), rows).tobytes()
    walked = [redrawn(4, 7).pagerank(graph, np.ones(4), rows).tobytes() for _ in range(2)]
    assert walked[0] == walked[1]


def test_an_actor_weighs_the_same_among_more_actors() -> None:
    few = redrawn(4).sums(make_graph(EDGES, 4), np.ones(4), np.array([0, 1]))
    many = redrawn(50).sums(make_graph(EDGES, 50), np.ones(50), np.array([0, 1]))
    assert few.tobytes() == many.tobytes()


def test_a_draw_counts_each_actor_once_on_average_with_all_it_did() -> None:
    fans = [(fan, target) for fan in range(2, 402) for target in (0, 1)]
    sums = redrawn(402, replicates=64).sums(make_graph(fans, 402), np.ones(402), np.array([0, 1]))
    assert sums[:, 0].tolist() == sums[:, 1].tolist()
    assert sums[:, 0].mean() == pytest.approx(400, abs=4 * 20 / 8)
    assert sums[:, 0].std() == pytest.approx(20, rel=0.5)


def test_posts_are_no_actors() -> None:
    graph = make_graph([(0, 2), (1, 2), (1, 3)], 4)
    sums = redrawn(2).sums(graph, np.ones(4), np.array([2, 3]))
    own = redrawn(2).sums(make_graph([(0, 1), (1, 0)], 2), np.ones(2), np.array([0, 1]))
    assert (sums[:, 1] == own[:, 0]).all()
    assert (sums[:, 0] == own.sum(axis=1)).all()
