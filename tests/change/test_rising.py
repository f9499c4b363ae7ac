"""Who rises: growth beyond what accounts of a size do, twice in a row."""

import numpy as np
import polars as pl
import pytest

from leaders.change.rising import Grown, expect_growth, find_rises, judge_growth

COUNT = 40


def grow(seed: int, risers: dict[int, tuple[str, ...]], weeks: float = 1.0) -> Grown:
    """Forty accounts that grow by their size, and some by a third more in some measures."""
    draw = np.random.default_rng(seed)
    size = np.linspace(4, 12, COUNT)
    columns: dict[str, object] = {"account_no": range(COUNT), "size": size}
    for measure in ("followers", "attention", "response"):
        before = np.exp(size)
        growth = 0.01 + 0.002 * size + draw.normal(0, 0.01, COUNT)
        for riser, measures in risers.items():
            growth[riser] += 0.3 * (measure in measures)
        columns[f"{measure}_before"] = before
        columns[f"{measure}_after"] = before * np.exp(growth * weeks)
        columns[f"{measure}_noise"] = np.full(COUNT, 0.01)
    return Grown(pl.DataFrame(columns), weeks)


BOTH = ("followers", "attention")
EVERYBODY = set(range(COUNT))


def test_who_grows_in_two_measures_twice_rises_and_nobody_else() -> None:
    twice = [grow(1, {7: BOTH, 20: BOTH}), grow(2, {7: BOTH, 21: BOTH})]
    assert [rise.account_no for rise in find_rises(twice, EVERYBODY)] == [7]
    assert find_rises(twice, EVERYBODY - {7}) == []
    assert find_rises([], EVERYBODY) == []
    one_measure = [grow(1, {7: ("followers",)}), grow(2, {7: ("followers",)})]
    assert find_rises(one_measure, EVERYBODY) == []


def test_growth_is_told_a_week() -> None:
    [rise] = find_rises([grow(1, {7: BOTH}, 2.0), grow(2, {7: BOTH}, 2.0)], EVERYBODY)
    assert rise.growth["followers"] == pytest.approx(0.3, abs=0.05)
    assert abs(rise.growth["response"]) < 0.05
    assert rise.z["attention"] > 2.5 > abs(rise.z["response"])


def test_what_is_expected_of_its_size_is_no_rise() -> None:
    size = np.linspace(1, 10, 20)
    before = np.exp(size + 5)
    after = np.expm1(np.log1p(before) * 1.01)  # the larger, the faster, and nobody beyond that
    beyond, z = expect_growth(before, after, np.full(20, np.nan), np.log1p(before), 1.0)
    np.testing.assert_allclose(beyond, 0, atol=1e-9)
    assert np.abs(z[np.abs(beyond) > 1e-8]).size == 0


def test_too_few_or_unknown_accounts_say_nothing() -> None:
    few = np.arange(1.0, 6)
    assert np.isnan(expect_growth(few, few * 2, few * 0, few, 1.0)[1]).all()
    grown = grow(1, {})
    unknown = grown.rows.with_columns(attention_after=pl.lit(None, dtype=pl.Float64))
    told = judge_growth(Grown(unknown, 1.0))
    assert all("attention" not in z for _, z in told.values())
    assert judge_growth(Grown(grown.rows, 0.0)) == {}


def test_noise_of_its_own_makes_a_rise_less_sure() -> None:
    calm = grow(1, {7: BOTH})
    wild = Grown(calm.rows.with_columns(attention_noise=pl.lit(5.0)), 1.0)
    assert judge_growth(calm)[7][1]["attention"] > 2.5 > judge_growth(wild)[7][1]["attention"]
