"""The bench of confidence on a world so small that its answers are known."""

import numpy as np
import pytest

from bench.confidence.coverage import compare, is_newest, measure_sampling, rank, score, true_ranks
from bench.confidence.worlds import World, world_of
from leaders.platforms.simulated import simulate
from leaders.rank.confidence import Confidence
from leaders.rank.score import Scores


def star(leaves: int = 40) -> World:
    """Everybody follows 0, half of them 1, a quarter 2, nobody the others."""
    followers = [(leaf, hub) for hub in range(3) for leaf in range(3, 3 + (leaves >> hub))]
    source, target = np.array(followers).T
    return World("star", leaves + 3, np.arange(3), (source, target))


def test_true_ranks_of_a_star() -> None:
    assert true_ranks(star()).tolist() == [1, 2, 3]


def test_an_actor_that_is_not_seen_gives_nothing() -> None:
    world = star()
    is_seen = np.arange(world.node_count) < 13
    assert np.diff(world.see_actors(is_seen).follows.offset)[:3].tolist() == [10, 10, 10]


def test_the_interval_of_a_clear_order_holds_it() -> None:
    [held] = measure_sampling([star(400)], [0.5], 1)
    assert (held.count, held.first, held.all) == (3, 1.0, 1.0)


def test_what_is_held_is_counted() -> None:
    world = star()
    scores = score(world.see_actors(np.ones(world.node_count, dtype=bool)))
    sure = Confidence(
        np.array([1, 1, 1]), np.array([1, 1, 3]), {}, np.array(["", "", ""]), np.nan, np.nan
    )
    held = compare("star", "all", np.array([1, 2, 3]), scores, sure)
    assert held.all == pytest.approx(2 / 3)
    assert held.all_width == pytest.approx(2 / 3)


def test_the_newest_rows_of_each_target() -> None:
    target = np.array([5, 5, 2, 5, 2])
    assert is_newest(target, 1).tolist() == [True, False, True, False, False]
    assert is_newest(target, 2).tolist() == [True, True, True, False, True]


def test_a_simulated_world_has_all_six_components() -> None:
    world = world_of(simulate(1, 1_000), 1)
    network = world.see_actors(np.ones(world.node_count, dtype=bool))
    scores, confidence = rank(network, replicates=5)
    assert isinstance(scores, Scores)
    assert len(scores.weights) == 6
    known = scores.rank > 0
    assert (confidence.low <= scores.rank)[known].all()
    assert (scores.rank <= confidence.high)[known].all()
    assert network.column("coverage") == pytest.approx(np.ones(len(world.candidate)))
