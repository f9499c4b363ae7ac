"""From values to scores: known answers, and what must hold for every recipe."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from leaders.rank import _Recipe
from leaders.rank.score import (
    AGGREGATIONS,
    FEWEST_FOR_PERCENTILES,
    MIN_COVERAGE,
    competition_rank,
    percentile_in,
    round_significant,
    score_values,
    tier_of,
)

NAN = float("nan")
MEASURED = st.one_of(
    st.floats(-1e9, 1e9).map(lambda value: round(value, 6)), st.integers(-3, 3).map(float)
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
    many = np.tile(np.array(values, dtype=float), FEWEST_FOR_PERCENTILES)
    np.testing.assert_allclose(percentile_in(many)[: len(values)], percentiles, rtol=1e-15)


def test_few_are_placed_by_the_normal_curve() -> None:
    # The median is 2.5, the median deviation 1: z = -+1.5 / 1.4826 and -+.5 / 1.4826.
    found = percentile_in(np.array([1.0, 2.0, NAN, 3.0, 4.0]))
    z = np.array([-1.5, -0.5, NAN, 0.5, 1.5]) / 1.4826
    np.testing.assert_allclose(found, norm.cdf(z))


def test_percentiles_are_among_the_pinned_accounts() -> None:
    pinned = np.arange(100.0)
    found = percentile_in(np.array([-5.0, 49.5, 50.0, 1e6, NAN]), pinned)
    np.testing.assert_allclose(found, [0, 0.5, 0.505, 1, NAN])


@settings(max_examples=30)
@given(st.lists(st.integers(-9, 9).map(float), min_size=2, max_size=20))
def test_who_comes_changes_no_pinned_percentile(values) -> None:
    pinned = {"a": np.arange(-10.0, 30.0)}
    alone = score_values({"a": np.array(values[:1])}, {"a": 1}, reference=pinned)
    among = score_values({"a": np.array(values)}, {"a": 1}, reference=pinned)
    assert among.percentile["a"][0] == alone.percentile["a"][0]
    assert among.score[0] == alone.score[0]


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
    times = 16
    scores = score_values(
        {"a": np.tile([1.0, 2, 3, 4], times), "b": np.tile([5.0, NAN, 5.0, 1.0], times)},
        {"a": 3, "b": 1},
    )
    # a: .125 .375 .625 .875; b: 2/3, missing, 2/3, 1/6
    first = slice(0, 4)
    np.testing.assert_allclose(scores.contribution["a"][first], [9.375, 28.125, 46.875, 65.625])
    lower = [50 / 3, 12.5, 50 / 3, 25 / 6]
    np.testing.assert_allclose(scores.contribution["b"][first], lower, atol=1e-9)
    expected = [26.041667, 40.625, 63.541667, 69.791667]
    np.testing.assert_allclose(scores.score[first], expected, atol=1e-6)
    assert scores.rank[first].tolist() == [49, 33, 17, 1]
    assert scores.is_tied.all()
    assert scores.weights == {"a": 0.75, "b": 0.25}


def test_who_could_not_be_measured_enough_has_no_score() -> None:
    values = {"a": np.array([1.0, NAN, 3.0]), "b": np.array([NAN, 2.0, 1.0])}
    scores = score_values(values, {"a": MIN_COVERAGE, "b": 1 - MIN_COVERAGE})
    assert np.isnan(scores.score).tolist() == [False, True, False]
    assert scores.rank[1] == 0
    assert sorted(scores.rank[[0, 2]].tolist()) == [1, 2]


def test_missing_is_neutral_and_never_zero() -> None:
    values = {"a": np.array([1.0, 2.0, 3.0]), "b": np.array([0.0, NAN, 9.0])}
    scores = score_values(values, {"a": 0.7, "b": 0.3})
    assert scores.contribution["b"][1] == pytest.approx(15)
    assert np.isnan(scores.percentile["b"][1])
    assert scores.rank.tolist() == [3, 2, 1]


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@settings(max_examples=30)
@given(tables(), st.booleans())
def test_every_way_to_add_up_adds_up(aggregation, table, is_small_wanted) -> None:
    count = len(next(iter(table[0].values())))
    followers = np.arange(1.0, count + 1) if is_small_wanted else None
    scores = score_values(*table, aggregation=aggregation, followers=followers)
    known = ~np.isnan(scores.score)
    added = sum(scores.contribution.values())
    np.testing.assert_allclose(added[known], scores.score[known], atol=1e-9, rtol=0)


def make_replicates(count: int) -> tuple[dict, np.ndarray]:
    """(values of 60 replicates, followers): redrawn, missing, tied, held, and had by few."""
    rng = np.random.default_rng(count)
    values = {name: rng.lognormal(0, 2, (60, count)) for name in "abcd"}
    values["b"][rng.random((60, count)) < 0.4] = NAN
    values["b"][7] = NAN  # leaves the recipe of one replicate
    values["c"] = np.round(values["c"])
    values["d"][:, 32:] = NAN  # with what is missing besides, around thirty
    values["d"][rng.random((60, count)) < 0.1] = NAN
    values["e"] = np.broadcast_to(rng.random(count), (60, count))
    followers = rng.lognormal(8, 2, count)
    followers[::5] = NAN
    return values, followers


@pytest.mark.parametrize("count", [1, 12, 45])
@pytest.mark.parametrize("preset", ["collab", "hidden_gems"])
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_all_replicates_at_once_score_as_one_by_one(aggregation, preset, count) -> None:
    values, followers = make_replicates(count)
    weights = {"a": 0.3, "b": 0.3, "c": 0.1, "d": 0.1, "e": 0.2}
    niche = SimpleNamespace(score=SimpleNamespace(aggregation=aggregation, preset=preset))
    place = np.arange(count)[::-1]
    recipe = _Recipe(niche, weights, None, followers[place])
    rows = [{name: value[b, place] for name, value in values.items()} for b in range(60)]
    alone = [recipe(row, exact=False) for row in rows]
    together = recipe({name: value[:, place] for name, value in values.items()})
    for name in ("score", "rank", "is_tied", "coverage"):
        one_by_one = np.array([getattr(scores, name) for scores in alone])
        np.testing.assert_allclose(getattr(together, name), one_by_one, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(recipe.replicate(values, place), together.score)


def test_replicates_are_placed_among_the_pinned_accounts_too() -> None:
    values = np.array([[1.0, 9.0, NAN], [4.5, NAN, 20.0]])
    for pinned in (np.arange(40.0), np.arange(10.0), np.full(3, NAN), np.array([])):
        alone = [percentile_in(row, pinned) for row in values]
        np.testing.assert_array_equal(percentile_in(values, pinned), alone)


def test_who_is_below_all_pinned_accounts_sinks_by_veto_and_still_adds_up() -> None:
    values = {"a": np.array([-1.0, 5.0]), "b": np.array([9.0, 5.0])}
    pinned = {name: np.arange(40.0) for name in values}
    scores = score_values(values, {"a": 1, "b": 1}, aggregation="veto", reference=pinned)
    assert scores.rank.tolist() == [2, 1]
    np.testing.assert_allclose(sum(scores.contribution.values()), scores.score, atol=1e-9)


def test_hidden_gems_are_small_and_better_than_others_of_their_size() -> None:
    rng = np.random.default_rng(0)
    followers = np.exp(rng.uniform(3, 12, 40))
    value = followers * np.exp(rng.normal(0, 0.2, 40))
    gem = int(followers.argmin())
    value[gem] *= 50
    scores = score_values({"a": value}, {"a": 1}, followers=followers)
    plain = score_values({"a": value}, {"a": 1})
    assert scores.rank[gem] == 1 != plain.rank[gem]
    assert np.isnan(scores.score).sum() == 10
    assert np.isnan(scores.score[followers.argmax()])


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
    assert scores.score.tolist() == pytest.approx([25, 75], abs=1e-3)
    assert scores.percentile["b"].tolist() == pytest.approx([0.75, 0.25], abs=1e-5)
    assert scores.contribution["b"].tolist() == [0, 0]


@settings(max_examples=30)
@given(tables())
def test_contributions_add_up_and_scores_lie_between_0_and_100(table) -> None:
    scores = score_values(*table)
    known = scores.rank > 0
    added = sum(scores.contribution.values())
    np.testing.assert_allclose(added[known], scores.score[known], atol=1e-9, rtol=0)
    assert ((scores.score[known] >= -1e-9) & (scores.score[known] <= 100 + 1e-9)).all()


@settings(max_examples=30)
@given(tables(missing=False))
def test_who_is_as_good_in_everything_scores_as_high(table) -> None:
    values, weights = table
    score = score_values(values, weights).score
    rows = np.column_stack(list(values.values()))
    for i, j in np.ndindex(len(score), len(score)):
        if (rows[i] >= rows[j]).all():
            assert score[i] >= score[j]


@settings(max_examples=30, suppress_health_check=[HealthCheck.filter_too_much])
@given(tables(), st.data())
def test_missing_lies_between_the_worst_and_the_best_case(table, data) -> None:
    values, weights = table
    name = data.draw(st.sampled_from(sorted(values)))
    others = np.append(values[name][1:], 1.0)
    values = {other: np.append(column, 1.0) for other, column in values.items()}

    def score_with(value: float) -> float:
        changed = np.concatenate([[value], others])
        return score_values(values | {name: changed}, weights).score[0]

    worst, missing, best = score_with(-1e12), score_with(NAN), score_with(1e12)
    assume(not np.isnan(missing))
    assert worst - 1e-8 <= missing <= best + 1e-8


@settings(max_examples=30)
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


@given(st.integers(10**11, 10**12 - 1), st.integers(-50, 30), st.sampled_from([-1, 1]))
def test_rounding_gives_the_float_of_the_text(digits, power, sign) -> None:
    assume(digits % 1000 != 500)
    value = float(f"{sign * digits}e{power}")
    assert round_significant(np.array([[value]])).item() == float(f"{value:.9g}")


def test_missing_stays_missing_when_rounded() -> None:
    assert np.isnan(round_significant(np.array([NAN]))).all()


@given(st.floats(allow_nan=False, allow_infinity=False))
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
