"""Prices as the market's own pages compute them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.metrics import PRICE


def measure(name: str, *arguments):
    return PRICE[name].measure(*arguments)


def test_cpm_of_a_telegram_post() -> None:
    assert round(float(measure("cpm", 6500, 2940))) == 2211
    assert measure("cost_per_view", 6500, 2940) == pytest.approx(2.21, abs=5e-3)


def test_traackr_price_of_a_thousand_engagements() -> None:
    assert measure("cpme_traackr", 6, 0.04) == pytest.approx(150)


def test_net_unique_cost() -> None:
    assert measure("cp1k_u", 29_000, 29_000) == 1000
    assert measure("cp1k_u", 5_000, 20_000) == 250
    assert measure("cost_per_unique", 5_000, 20_000) == 0.25


def test_views_outside_the_niche_are_paid_too() -> None:
    assert measure("cpm_niche", 6500, 2940, 0.5) == pytest.approx(2 * measure("cpm", 6500, 2940))
    assert measure("cpm_niche", 6500, 2940, 1) == measure("cpm", 6500, 2940)


def test_nothing_seen_has_no_price() -> None:
    np.testing.assert_array_equal(measure("cpm", [10, 0], [0, 10]), [np.nan, 0])


@given(st.floats(0.01, 1e6), st.integers(1, 10**7), st.floats(0.01, 100))
def test_prices_grow_with_the_currency(price, count, rate) -> None:
    for name in ("cpm", "cost_per_view", "cp1k_u", "cost_per_unique"):
        scaled = measure(name, rate * price, count)
        assert scaled == pytest.approx(rate * measure(name, price, count))
