import numpy as np
import pytest
from scipy import stats

from leaders.rank.trend import fit_trend


def test_a_trend_is_that_of_theil_and_sen() -> None:
    bits = np.random.default_rng(1)
    x = bits.normal(size=100)
    y = 3 - 0.7 * x + bits.standard_t(2, size=100)
    slope = stats.theilslopes(y, x).slope
    np.testing.assert_allclose(fit_trend(x, y), slope * x + np.median(y - slope * x))


def test_a_trend_through_many_points_is_nearly_that_of_all_pairs() -> None:
    bits = np.random.default_rng(2)
    x = bits.normal(size=1500)
    y = 2 - 0.3 * x + bits.normal(size=1500)
    x[:300], y[:300] = 3, 40  # a fifth of them wild
    slope = np.polyfit(x, fit_trend(x, y), 1)[0]
    assert slope == pytest.approx(stats.theilslopes(y, x).slope, abs=0.05)


def test_without_different_sizes_the_trend_is_the_median() -> None:
    np.testing.assert_array_equal(fit_trend(np.ones(5), np.array([1.0, 5, 2, 9, 3])), 3)


def test_the_line_can_be_asked_for_elsewhere() -> None:
    x = np.array([0.0, 1.0, 2.0, 3.0])
    np.testing.assert_allclose(fit_trend(x, 2 * x + 1, np.array([10.0, -1.0])), [21.0, -1.0])
