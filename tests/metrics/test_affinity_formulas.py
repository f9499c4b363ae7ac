"""Shares with their error, and how much more of a target a medium has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.metrics import AFFINITY, wilson_bounds

PART_OF_WHOLE = st.integers(1, 10_000).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


def measure(name: str, *arguments):
    return AFFINITY[name].measure(*arguments)


def test_published_wilson_interval() -> None:
    lower, upper = wilson_bounds(10, 100, confidence=0.95)
    assert (lower, upper) == (pytest.approx(0.055229, abs=5e-7), pytest.approx(0.174366, abs=5e-7))


def test_five_members_do_not_come_before_ten_thousand() -> None:
    part, whole = np.array([3, 4_000]), np.array([5, 10_000])
    assert (part / whole).argmax() == 0
    lower = measure("share_lower_wilson", part, whole)
    np.testing.assert_allclose(lower, [0.27, 0.392], atol=3e-3)
    assert lower.argmax() == 1
    index = measure("affinity_index_lower", part, whole, 20, 100)
    np.testing.assert_allclose(index, 500 * lower)


def test_twice_the_share_is_an_index_of_200() -> None:
    assert measure("affinity_index", 40, 100, 200, 1_000) == pytest.approx(200)
    assert measure("affinity_cubeyou", 40, 100, 200, 1_000) == pytest.approx(2)
    assert measure("affinity_cubeyou", 20, 100, 200, 1_000) == pytest.approx(1)


def test_nobody_in_the_base_gives_no_index() -> None:
    assert np.isnan(measure("affinity_index", 4, 10, 0, 100))


@given(PART_OF_WHOLE, st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_mirrors(counts, confidence) -> None:
    part, whole = counts
    lower, upper = wilson_bounds(part, whole, confidence)
    assert 0 <= lower <= part / whole <= upper <= 1
    mirrored = wilson_bounds(whole - part, whole, confidence)
    np.testing.assert_allclose(mirrored, (1 - upper, 1 - lower), atol=1e-12)


@given(PART_OF_WHOLE)
def test_more_of_the_same_narrows_an_interval(counts) -> None:
    part, whole = counts
    few, many = wilson_bounds(part, whole), wilson_bounds(10 * part, 10 * whole)
    assert many[0] >= few[0] - 1e-12
    assert many[1] <= few[1] + 1e-12


@pytest.mark.parametrize(("part", "whole"), [(6, 5), (-1, 5)])
def test_a_part_that_is_none_is_refused(part, whole) -> None:
    with pytest.raises(ValueError, match="larger than its whole"):
        wilson_bounds(part, whole)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_none_is_refused(confidence) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson_bounds(1, 2, confidence)
