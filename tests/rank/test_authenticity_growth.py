"""Jumps of followers: bought ones are found, irregular days and real attention are no jump."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from leaders.rank.authenticity import Measured, growth_spike

ACCOUNTS, DAYS = 60, 90
START = date(2026, 1, 1)
HIT = 60
ACCOUNT_NO = np.arange(100, 100 + ACCOUNTS, dtype=np.int32)


def make_followers(seed: int = 1, extra: float = 0.0, days: int = DAYS) -> np.ndarray:
    """Followers by account and day: overdispersed gains of .1 % a day, with a weekly rhythm.

    ``extra`` is what the first account gains at once on day HIT, as a share of its followers.
    """
    bits = np.random.default_rng(seed)
    first = np.exp(bits.uniform(np.log(2e3), np.log(2e5), ACCOUNTS)).round()
    mean = 0.001 * first[:, None] * (1 + 0.3 * np.sin(2 * np.pi * np.arange(days) / 7))
    gains = bits.negative_binomial(2, 2 / (2 + mean)) - bits.poisson(0.3 * mean)
    gains[0, HIT] += round(extra * first[0])
    return (first[:, None] + gains.cumsum(axis=1)).astype(np.int64)


def make_frame(followers: np.ndarray, is_seen: np.ndarray) -> pl.DataFrame:
    row, day = np.nonzero(is_seen)
    on = [START + timedelta(days=int(one)) for one in day]
    columns = {"account_no": ACCOUNT_NO[row], "on": on, "followers_count": followers[row, day]}
    return pl.DataFrame(columns)


def measure(followers: np.ndarray, is_seen: np.ndarray | None = None, **more) -> Measured:
    every = np.ones(followers.shape, dtype=bool) if is_seen is None else is_seen
    return growth_spike(make_frame(followers, every), ACCOUNT_NO, **more)


def make_attention(on: date | None, count: int = 80) -> pl.DataFrame:
    """Two mentions a day of everybody, and so many of the first account on one day."""
    days = [START + timedelta(days=day) for day in range(DAYS)]
    frame = pl.DataFrame(
        {"account_no": np.repeat(ACCOUNT_NO, DAYS), "on": days * ACCOUNTS, "count": 2}
    )
    if on is None:
        return frame
    more = pl.DataFrame({"account_no": ACCOUNT_NO[:1], "on": [on], "count": [count]})
    return pl.concat([frame, more.cast(frame.schema)])


def test_an_ordinary_series_has_no_jump() -> None:
    for seed in range(5):
        found = measure(make_followers(seed))
        assert not np.isnan(found.value).any()
        assert not found.is_unusual.any()


@pytest.mark.parametrize("extra", [0.1, -0.1])
def test_a_jump_is_unusual_either_way(extra) -> None:
    found = measure(make_followers(extra=extra))
    assert np.flatnonzero(found.is_unusual).tolist() == [0]
    assert found.value[0] == pytest.approx(extra, abs=0.01)
    assert found.peers_count[0] == ACCOUNTS
    assert found.detail == {0: f"until {START + timedelta(days=HIT)}"}
    assert np.sign(found.z[0]) == np.sign(extra)


def test_a_jump_of_less_than_three_per_cent_is_none() -> None:
    assert not measure(make_followers(extra=0.025)).is_unusual.any()


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_irregular_days_are_no_jump_and_hide_none(share) -> None:
    is_seen = np.random.default_rng(4).random((ACCOUNTS, DAYS)) < share
    assert not measure(make_followers(), is_seen).is_unusual.any()
    late = np.zeros((ACCOUNTS, DAYS), dtype=bool)
    late[:, -45:] = True
    found = measure(make_followers(extra=0.2), is_seen | late)
    assert np.flatnonzero(found.is_unusual).tolist() == [0]


def test_a_long_gap_is_no_jump() -> None:
    followers = make_followers()
    is_seen = np.ones((ACCOUNTS, DAYS), dtype=bool)
    is_seen[:, 40:85] = False  # 45 days at .1 % are 3 to 5 % at once
    assert not measure(followers, is_seen).is_unusual.any()


def test_days_counted_rarely_before_do_not_make_daily_counts_jump() -> None:
    day = np.arange(150)
    is_seen = np.tile((day % 3 == 0) | (day > 100), (ACCOUNTS, 1))
    for seed in range(3):
        found = measure(make_followers(seed, days=150), is_seen)
        assert not np.isnan(found.value).any()
        assert not found.is_unusual.any()


def test_a_day_is_not_as_even_as_a_week() -> None:
    # 100 come every seventh day: 14 a day while it is counted by weeks, then 100 on one day.
    followers = make_followers(days=240)
    followers[0] = 100 + 100 * (np.arange(240) // 7)
    day = np.arange(240)
    is_seen = np.tile((day % 7 == 3) | (day > 220), (ACCOUNTS, 1))
    found = measure(followers, is_seen)
    assert found.value[0] > 0.03
    assert not found.is_unusual[0]
    followers[0, 231:] += 400
    assert measure(followers, is_seen).is_unusual[0]


@pytest.mark.parametrize(
    ("shift", "is_unusual"), [(0, False), (3, False), (-3, False), (8, True), (-8, True)]
)
def test_attention_within_three_days_explains_a_jump(shift, is_unusual) -> None:
    attention = make_attention(START + timedelta(days=HIT + shift))
    found = measure(make_followers(extra=0.1), attention=attention)
    assert found.is_unusual[0] == is_unusual


def test_attention_as_usual_or_of_others_explains_nothing() -> None:
    for attention in (make_attention(None), make_attention(None).clear()):
        assert measure(make_followers(extra=0.1), attention=attention).is_unusual[0]
    other = make_attention(START + timedelta(days=HIT)).with_columns(pl.col("account_no") + 1)
    assert measure(make_followers(extra=0.1), attention=other).is_unusual[0]


def test_a_short_series_is_not_judged() -> None:
    followers = make_followers()
    assert np.isnan(measure(followers[:, :29]).value).all()
    is_seen = np.ones((ACCOUNTS, DAYS), dtype=bool)
    is_seen[0, 29:] = False
    found = measure(followers, is_seen)
    assert np.isnan(found.value[0])
    assert found.peers_count[1] == ACCOUNTS - 1
    is_seen[0, 29] = True
    assert not np.isnan(measure(followers, is_seen).value[0])


def test_an_account_that_stands_still_may_gain_a_few() -> None:
    followers = make_followers()
    followers[0], followers[1] = 150, 150
    followers[0, HIT:] += 5  # 3 %, but five people
    followers[1, HIT:] += 60
    found = measure(followers)
    assert found.is_unusual[:2].tolist() == [False, True]


def test_order_repetitions_and_strangers_do_not_matter() -> None:
    followers = make_followers(extra=0.1)
    frame = make_frame(followers, np.ones(followers.shape, dtype=bool))
    stranger = frame.filter(pl.col("account_no") == 100).with_columns(
        pl.lit(7, dtype=pl.Int32).alias("account_no")
    )
    other = pl.concat([frame, frame.head(500), stranger]).sample(fraction=1, shuffle=True, seed=3)
    found, moved = growth_spike(frame, ACCOUNT_NO), growth_spike(other, ACCOUNT_NO[::-1])
    np.testing.assert_array_equal(moved.value[::-1], found.value)
    np.testing.assert_array_equal(moved.z[::-1], found.z)
    np.testing.assert_array_equal(moved.is_unusual[::-1], found.is_unusual)


def test_without_counts_nothing_is_judged() -> None:
    frame = make_frame(make_followers(), np.zeros((ACCOUNTS, DAYS), dtype=bool))
    schema = {"account_no": pl.Int32, "on": pl.Date, "followers_count": pl.Int64}
    found = growth_spike(frame.cast(schema), ACCOUNT_NO)
    assert np.isnan(found.value).all()
