"""How much a list changed: published values, known answers, invariances."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import weightedtau

from leaders.change.lists import churn_at, compare_list, weighted_tau
from leaders.rank.confidence import rank_biased_overlap


def make_list(numbers: list[int], p_top: list[float] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "account_no": numbers, "rank": range(1, len(numbers) + 1),
            "p_top": p_top or [1.0] * len(numbers),
        },
        schema={"account_no": pl.Int32, "rank": pl.Int32, "p_top": pl.Float64},
    )  # fmt: skip


def test_churn_is_the_share_that_was_replaced() -> None:
    assert churn_at([1, 2, 3, 4], [1, 2, 5, 6], 4) == 0.5
    assert churn_at([1, 2], [2, 1], 2) == 0.0
    assert churn_at([], [1, 2], 2) == 1.0


def test_rbo_has_the_values_of_a_hand_computed_example() -> None:
    # Webber, Moffat and Zobel (2010), equation 32, by hand: agreements 0, 1/2, 1/3 of two lists of
    # three at p = .9 give .1 (0 + .9/2 + .81/3) + .729/3.
    one, other = np.array([0, 1, 2]), np.array([1, 3, 4])
    expected = 0.1 * (0 + 0.9 * 0.5 + 0.81 / 3) + 0.729 / 3
    assert rank_biased_overlap(one, other, p=0.9) == pytest.approx(expected)
    assert rank_biased_overlap(one, one, p=0.95) == pytest.approx(1)
    assert rank_biased_overlap(one, np.array([5, 6, 7]), p=0.95) == 0


def test_weighted_tau_is_scipys_and_counts_the_top_more() -> None:
    before = make_list([1, 2, 3, 4, 5])
    top_swapped, end_swapped = make_list([2, 1, 3, 4, 5]), make_list([1, 2, 3, 5, 4])
    assert weighted_tau(before, before) == 1
    assert weighted_tau(before, make_list([5, 4, 3, 2, 1])) == -1
    top, end = weighted_tau(before, top_swapped), weighted_tau(before, end_swapped)
    assert top is not None
    assert end is not None
    assert top < end
    known = weightedtau([-1, -2, -3, -4, -5], [-2, -1, -3, -4, -5]).statistic
    assert top == pytest.approx(known, abs=1e-6)
    assert weighted_tau(before, make_list([9])) is None


def test_expected_churn_is_that_of_two_draws() -> None:
    # Three of four are among the first two with these probabilities: a draw keeps each by chance.
    p_top = [0.9, 0.6, 0.5, 0.0]
    told = compare_list("creators", make_list([1, 2, 3, 4], p_top), make_list([1, 3, 2, 4]), 2)
    assert told.churn == 0.5
    assert told.expected_churn == pytest.approx(1 - (0.81 + 0.36 + 0.25) / 2)
    assert told.excess_churn == pytest.approx(0.5 - told.expected_churn)


def test_a_list_that_all_are_on_cannot_churn_by_chance() -> None:
    told = compare_list("media", make_list([1, 2]), make_list([1, 2]), 10)
    assert (told.churn, told.expected_churn, told.rbo, told.size) == (0, 0, 1, 2)


def test_lists_that_came_or_went_are_told() -> None:
    nothing = make_list([])
    for before, after in ((nothing, make_list([1])), (make_list([1]), nothing)):
        told = compare_list("brands", before, after, 10)
        assert (told.churn, told.rbo, told.kept) == (1, 0, 0)


@given(st.permutations(list(range(8))), st.permutations(list(range(8))), st.integers(1, 8))
def test_swapping_the_dates_mirrors_and_numbers_do_not_matter(one, other, size) -> None:
    there = compare_list("x", make_list(one), make_list(other), size)
    back = compare_list("x", make_list(other), make_list(one), size)
    assert (there.churn, there.rbo, there.weighted_tau) == (
        back.churn, back.rbo, pytest.approx(back.weighted_tau),
    )  # fmt: skip
    renamed = compare_list(
        "x", make_list([99 - it for it in one]), make_list([99 - it for it in other]), size
    )
    assert (renamed.churn, renamed.rbo) == (there.churn, there.rbo)
    assert renamed.weighted_tau == pytest.approx(there.weighted_tau)
