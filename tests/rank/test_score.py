"""From values to scores: known answers, and what must hold for every recipe."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leaders.rank.score import (
    competition_rank,
    mid_rank_percentile,
    round_significant,
    score_values,
    tier_of,
)

NAN = float("nan")
MEASURED = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False), st.integers(-3, 3).map(float)
)


@st.composite
def tables(draw, missing: bool = True):
    """(values, weights) of up to four components and eight candidates, at least one counting."""
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, unique=True))
    count = draw(st.integers(1, 8))
    value = st.one_of(MEASURED, st.just(NAN)) if missing else MEASURED
    column = st.lists(value, min_size=count, max_size=count).map(np.array)
    values = {name: draw(column) for name in names}
    weights = {name: draw(st.floats(0.01, 1)) for name in names}
    return values, weights


@pytest.mark.parametrize(
    ("values", "percentiles"),
    [
        ([7], [0.5]),
        ([10, 20, 30, 40], [0.125, 0.375, 0.625, 0.875]),
        ([2, 1, 2], [2 / 3, 1 / 6, 2 / 3]),
        ([5, 5, 5], [0.5, 0.5, 0.5]),
        ([0.0, -0.0], [0.5, 0.5]),
        ([NAN, 1, 3], [NAN, 0.25, 0.75]),
        ([NAN, NAN], [NAN, NAN]),
        ([], []),
    ],
)
def test_mid_rank_percentile(values, percentiles) -> None:
    found = mid_rank_percentile(np.array(values, dtype=float))
    np.testing.assert_allclose(found, percentiles, rtol=1e-15)


@pytest.mark.parametrize(
    ("scores", "ranks", "ties"),
    [
        ([50, 90, 70], [3, 1, 2], [False, False, False]),
        ([9, 7, 7, 1], [1, 2, 2, 4], [False, True, True, False]),
        ([3, 3, 3], [1, 1, 1], [True, True, True]),
        ([], [], []),
    ],
)
def test_equal_scores_share_a_rank_and_the_next_one_skips(scores, ranks, ties) -> None:
    rank, is_tied = competition_rank(np.array(scores, dtype=float))
    assert rank.tolist() == ranks
    assert is_tied.tolist() == ties


def test_a_score_by_hand() -> None:
    scores = score_values(
        {"a": np.array([1.0, 2.0, 3.0, 4.0]), "b": np.array([5.0, NAN, 5.0, 1.0])},
        {"a": 3, "b": 1},
    )
    # a: .125 .375 .625 .875; b: 2/3, missing, 2/3, 1/6
    np.testing.assert_allclose(scores.contribution["a"], [9.375, 28.125, 46.875, 65.625])
    np.testing.assert_allclose(scores.contribution["b"], [50 / 3, 12.5, 50 / 3, 25 / 6])
    np.testing.assert_allclose(scores.score, [26.041667, 40.625, 63.541667, 69.791667], atol=1e-6)
    assert scores.rank.tolist() == [4, 3, 2, 1]
    assert scores.weights == {"a": 0.75, "b": 0.25}


def test_a_component_that_nobody_has_leaves_and_the_others_are_scaled_up() -> None:
    held = {"a": np.array([1.0, 2.0]), "b": np.array([2.0, 1.0])}
    nobody = {"c": np.full(2, NAN)}
    with_it = score_values(held | nobody, {"a": 0.3, "b": 0.1, "c": 0.6})
    without = score_values(held, {"a": 0.3, "b": 0.1})
    np.testing.assert_array_equal(with_it.score, without.score)
    assert with_it.weights == without.weights == pytest.approx({"a": 0.75, "b": 0.25})
    assert with_it.contribution["c"].tolist() == [0, 0]


def test_a_component_of_no_weight_is_told_but_does_not_count() -> None:
    scores = score_values({"a": np.array([1.0, 2.0]), "b": np.array([2.0, 1.0])}, {"a": 1, "b": 0})
    assert scores.score.tolist() == [25, 75]
    assert scores.percentile["b"].tolist() == [0.75, 0.25]
    assert scores.contribution["b"].tolist() == [0, 0]


@given(tables())
def test_contributions_add_up_and_scores_lie_between_0_and_100(table) -> None:
    scores = score_values(*table)
    np.testing.assert_allclose(sum(scores.contribution.values()), scores.score, atol=1e-9, rtol=0)
    assert ((scores.score >= 0) & (scores.score <= 100)).all()


@given(tables(missing=False))
def test_who_is_as_good_in_everything_scores_as_high(table) -> None:
    values, weights = table
    score = score_values(values, weights).score
    rows = np.column_stack(list(values.values()))
    for i, j in np.ndindex(len(score), len(score)):
        if (rows[i] >= rows[j]).all():
            assert score[i] >= score[j]


@given(tables(), st.data())
def test_missing_lies_between_the_worst_and_the_best_case(table, data) -> None:
    values, weights = table
    name = data.draw(st.sampled_from(sorted(values)))
    others = values[name][1:]
    assume(not np.isnan(others).all())

    def score_with(value: float) -> float:
        changed = np.concatenate([[value], others])
        return score_values(values | {name: changed}, weights).score[0]

    worst, missing, best = score_with(-np.inf), score_with(NAN), score_with(np.inf)
    assert worst - 1e-8 <= missing <= best + 1e-8


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_components_changes_nothing(table, random) -> None:
    values, weights = table
    order = list(range(len(next(iter(values.values())))))
    names = list(values)
    random.shuffle(order)
    random.shuffle(names)
    score = score_values(values, weights).score
    shuffled = score_values({name: values[name][order] for name in names}, weights).score
    np.testing.assert_allclose(shuffled, score[order], atol=1e-8, rtol=0)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (0.0, 0.0),
        (1.0, 1.0),
        (123456789.4, 123456789.0),
        (1234567894.0, 1234567890.0),
        (0.1234567894, 0.123456789),
        (-2.0000000004, -2.0),
        (0.99999999999, 1.0),
        (1.7976931348623157e308, 1.79769313e308),
        (-1.7976931348623157e308, -1.79769313e308),
        (2.2250738585072014e-308, 2.22507386e-308),
        (5e-324, 5e-324),
        (float("inf"), float("inf")),
    ],
)
def test_round_significant(value, rounded) -> None:
    assert round_significant(np.array([value]))[0] == pytest.approx(rounded, rel=1e-13, abs=0)


def test_missing_stays_missing_when_rounded() -> None:
    assert np.isnan(round_significant(np.array([NAN]))).all()


@given(MEASURED)
def test_rounding_changes_nothing_that_shows_and_is_done_once(value) -> None:
    once = round_significant(np.array([value]))
    assert once[0] == pytest.approx(value, rel=1e-8, abs=1e-320)
    np.testing.assert_array_equal(round_significant(once), once)


@pytest.mark.parametrize("value", [1.0, 0.3, 7e-12, 1e-300, 4.2e250])
def test_last_bits_do_not_order(value) -> None:
    beside = np.array([value, np.nextafter(value, 0), np.nextafter(value, np.inf)])
    assert len(np.unique(round_significant(beside))) == 1


@pytest.mark.parametrize(
    ("followers", "tier"),
    [
        (0, "nano"),
        (9_999, "nano"),
        (10_000, "micro"),
        (50_000, "mid"),
        (499_999, "mid"),
        (500_000, "macro"),
        (1_000_000, "mega"),
        (None, None),
    ],
)
def test_tiers_begin_at_their_bound(followers, tier) -> None:
    frame = pl.DataFrame({"followers_count": [followers]}, schema={"followers_count": pl.Int64})
    assert frame.select(tier_of(pl.col("followers_count"))).item() == tier
