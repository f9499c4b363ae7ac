"""How sure a rank is: known answers for intervals, P(top k) and rank-biased overlap."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networks import make_network

from leaders.rank.components import COMPONENTS
from leaders.rank.confidence import judge_confidence, rank_biased_overlap, redraw_components
from leaders.rank.draws import Everyone

NAN = float("nan")


def test_a_clear_order_has_intervals_of_one_place() -> None:
    score = np.array([50.0, 90.0, NAN, 70.0])
    noise = np.random.default_rng(1).uniform(-1, 1, (40, 4))
    found = judge_confidence(score, np.nan_to_num(score) + noise, (1, 2))
    assert found.low.tolist() == found.high.tolist() == [3, 1, 0, 2]
    np.testing.assert_array_equal(found.p_top[1], [0, 1, NAN, 0])
    np.testing.assert_array_equal(found.p_top[2], [0, 1, NAN, 1])
    assert found.standing.tolist() == ["out", "solid", "", "solid"]
    assert found.rbo == found.overlap == 1


def test_two_that_change_places_hold_both() -> None:
    redrawn = np.array([[3.0, 2, 1], [2, 3, 1]] * 10)
    found = judge_confidence(np.array([3.0, 2, 1]), redrawn, (1,))
    assert found.low.tolist() == [1, 1, 3]
    assert found.high.tolist() == [2, 2, 3]
    assert found.p_top[1].tolist() == [0.5, 0.5, 0]
    assert found.standing.tolist() == ["borderline", "borderline", "out"]
    assert found.overlap == 0.5
    assert 0 < found.rbo < 1


def test_ties_share_their_places() -> None:
    found = judge_confidence(np.array([4.0, 3.0, 2.0]), np.full((5, 3), [7.0, 7.0, 1.0]), (1,))
    assert found.low.tolist() == [1, 1, 3]
    assert found.high.tolist() == [2, 2, 3]
    assert found.p_top[1].tolist() == [0.5, 0.5, 0]


def test_a_list_that_is_tied_has_no_stability() -> None:
    found = judge_confidence(np.full(4, 50.0), np.full((5, 4), 50.0), (2,))
    assert np.isnan(found.rbo)
    assert np.isnan(found.overlap)
    assert found.p_top[2].tolist() == [0.5] * 4


@pytest.mark.parametrize("replicates", [0, 3])
def test_nothing_known_is_nothing_said(replicates) -> None:
    score = np.full(2, NAN) if replicates else np.array([1.0, 2.0])
    found = judge_confidence(score, np.zeros((replicates, 2)), (1,))
    assert found.low.tolist() == found.high.tolist() == [0, 0]
    assert found.standing.tolist() == ["", ""]
    assert np.isnan(found.p_top[1]).all()


@settings(max_examples=40)
@given(st.data(), st.integers(1, 7), st.integers(1, 9), st.integers(1, 6))
def test_p_top_sums_to_k_and_intervals_are_places(data, count, replicates, k) -> None:
    redrawn = data.draw(arrays(float, (replicates, count), elements=st.integers(0, 4).map(float)))
    found = judge_confidence(np.arange(count, dtype=float), redrawn, (k,))
    assert found.p_top[k].sum() == pytest.approx(min(k, count))
    assert ((found.low >= 1) & (found.low <= found.high) & (found.high <= count)).all()


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_accounts_changes_nothing(order) -> None:
    rng = np.random.default_rng(2)
    score, redrawn = rng.random(6), rng.random((9, 6))
    one = judge_confidence(score, redrawn, (2,))
    other = judge_confidence(score[order], redrawn[:, order], (2,))
    assert other.low.tolist() == one.low[order].tolist()
    assert other.high.tolist() == one.high[order].tolist()
    assert other.p_top[2].tolist() == one.p_top[2][order].tolist()
    assert other.rbo == pytest.approx(one.rbo)


# Drawing


def test_an_audience_that_was_seen_whole_could_not_have_been_another() -> None:
    fans = [(fan, fan % 3) for fan in range(3, 33)]
    network = make_network(33, fans, candidates=(0, 1, 2), followers=[10, 10, 10],
                           coverage=[1.0, 0.75, None])  # fmt: skip
    p = np.where(np.arange(33) % 2, 0.9, 0.1)
    network = replace(network, probability=p, is_judged=True)
    point = {"reach": COMPONENTS["reach"].measure(network, Everyone())[0]}
    reach = redraw_components(network, ["reach"], point, seed=3, replicates=32)["reach"]
    assert reach.shape == (32, 3)
    assert (reach[:, 0] == point["reach"][0]).all()
    assert 0 < reach[:, 1].std() < reach[:, 2].std()


def test_what_cannot_be_drawn_again_is_held() -> None:
    network = make_network(4, [(1, 0), (2, 0), (3, 1)])
    point = {name: COMPONENTS[name].measure(network, Everyone())[0] for name in ("core", "reach")}
    drawn = redraw_components(network, ["core", "reach"], point, seed=0, replicates=3)
    np.testing.assert_array_equal(drawn["core"], [point["core"]] * 3)
    assert np.isnan(drawn["reach"]).all()


# Rank-biased overlap


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 1.0),
        ([0, 1, 2], [3, 4, 5], 0.0),
        ([0, 1, 2, 3, 4], [1, 0, 3, 2, 4], 0.873),
        ([0, 1, 2], [0, 2, 1], 0.955),
    ],
)
def test_rank_biased_overlap(one, other, overlap) -> None:
    found = rank_biased_overlap(np.array(one), np.array(other), p=0.9)
    assert found == pytest.approx(overlap, abs=5e-4)


def test_the_first_ten_hold_most_of_the_weight() -> None:
    ours = np.arange(100)
    turned = np.concatenate([np.arange(10), np.arange(10, 100)[::-1]])
    assert rank_biased_overlap(ours, turned, depth=10) == pytest.approx(1)
    assert rank_biased_overlap(ours, np.roll(ours, 50)) < 0.1 < rank_biased_overlap(ours, turned)
