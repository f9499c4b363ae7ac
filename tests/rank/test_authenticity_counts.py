"""Flags from counts: planted oddities are found, ordinary accounts are left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaders.rank.authenticity import (
    comment_like_ratio,
    empty_audience,
    er_vs_tier,
    one_post_wonder,
)
from leaders.rank.authenticity.counts import wilson

NAN = float("nan")


def make_rates(seed: int, count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Followers and responses whose rate falls with size, with log-normal differences."""
    bits = np.random.default_rng(seed)
    followers = np.exp(bits.uniform(np.log(1e3), np.log(1e6), count)).round()
    rate = 0.05 * (followers / 1e3) ** -0.2 * np.exp(bits.normal(0, 0.5, count))
    return followers, (followers * rate).round()


def make_comments(seed: int, count: int = 300) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Likes, comments and followers."""
    bits = np.random.default_rng(seed)
    followers, response = make_rates(seed, count)
    comments = bits.poisson(response * 0.05 * np.exp(bits.normal(0, 0.5, count)))
    return response, comments.astype(float), followers


def test_wilson_by_hand() -> None:
    low, high = wilson(np.array([10.0]), np.array([100.0]))
    assert low[0] == pytest.approx(0.055229, abs=1e-6)
    assert high[0] == pytest.approx(0.174366, abs=1e-6)


def test_ordinary_accounts_are_seldom_unusual() -> None:
    flagged = []
    for seed in range(10):
        followers, response = make_rates(seed)
        known = np.full(300, 200.0)
        mass = np.random.default_rng(seed).binomial(200, 0.08, 300).astype(float)
        for found in (
            er_vs_tier(followers, response),
            comment_like_ratio(*make_comments(seed)),
            empty_audience(known, mass),
        ):
            assert not np.isnan(found.value).any()
            flagged.append(found.is_unusual.mean())
    assert np.mean(flagged) < 0.002


@pytest.mark.parametrize(("factor", "is_low"), [(0.02, True), (50, False)])
def test_a_rate_far_from_its_size_is_unusual(factor, is_low) -> None:
    followers, response = make_rates(1)
    response[7] *= factor
    found = er_vs_tier(followers, response)
    assert found.is_unusual[7]
    assert (found.z[7] < 0) == is_low
    assert found.value[7] == response[7] / followers[7]
    assert found.median[7] == pytest.approx(0.05 * (followers[7] / 1e3) ** -0.2, rel=0.2)
    assert found.peers_count[7] == 300


def test_that_nobody_answered_a_small_account_is_no_surprise() -> None:
    followers, response = make_rates(1)
    followers[:2], response[:2] = [12, 400_000], [0, 0]  # one and 6,000 were to be expected
    assert er_vs_tier(followers, response).is_unusual[:2].tolist() == [False, True]


def test_unknown_counts_are_not_measured_and_do_not_matter() -> None:
    followers, response = make_rates(1)
    found = er_vs_tier(followers, response)
    more = er_vs_tier(np.append(followers, [NAN, 500, 0]), np.append(response, [9, NAN, 9]))
    assert np.isnan(more.value[-3:]).all()
    assert not more.is_unusual[-3:].any()
    np.testing.assert_array_equal(more.value[:-3], found.value)
    np.testing.assert_array_equal(more.z[:-3], found.z)


@given(st.permutations(range(90)), st.integers(0, 5))
@settings(max_examples=25)
def test_the_order_of_accounts_does_not_matter(order, seed) -> None:
    likes, comments, followers = make_comments(seed, 90)
    likes[3], comments[4] = 1e7, 1e6
    for measure, arrays in (
        (er_vs_tier, (followers, likes)),
        (comment_like_ratio, (likes, comments, followers)),
    ):
        found, moved = measure(*arrays), measure(*(array[order] for array in arrays))
        np.testing.assert_allclose(moved.z, found.z[order], rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(moved.is_unusual, found.is_unusual[order])


@pytest.mark.parametrize("times", [0.01, 40])
def test_comments_out_of_proportion_are_unusual(times) -> None:
    likes, comments, followers = make_comments(2)
    large = int(np.argmax(comments))
    comments[large] = round(comments[large] * times)
    found = comment_like_ratio(likes, comments, followers)
    assert found.is_unusual[large]
    assert found.value[large] == pytest.approx((comments[large] + 1) / (likes[large] + 10))


def test_a_ratio_of_few_counts_is_not_trusted() -> None:
    likes, comments, followers = make_comments(2)
    likes[0], comments[0] = 0, 6  # 0.7 a like, where others have .05
    likes[1], comments[1] = 1000, 700
    assert comment_like_ratio(likes, comments, followers).is_unusual[:2].tolist() == [False, True]


def test_an_audience_of_mass_followers_is_unusual() -> None:
    mass = np.random.default_rng(3).binomial(200, 0.08, 100).astype(float)
    mass[4] = 90
    found = empty_audience(np.full(100, 200.0), mass)
    assert np.flatnonzero(found.is_unusual).tolist() == [4]
    assert found.value[4] == 0.45
    assert found.bound == pytest.approx(found.median[4] + 3 * 0.02, abs=0.03)


def test_where_nearly_nobody_has_mass_followers_one_of_them_is_nothing() -> None:
    mass = np.zeros(100)
    mass[:2] = [3, 40]
    found = empty_audience(np.full(100, 100.0), mass)
    assert found.is_unusual[:2].tolist() == [False, True]


def test_a_small_sample_of_followers_is_not_measured() -> None:
    known = np.full(50, 100.0)
    known[0] = 29
    found = empty_audience(known, np.full(50, 29.0))
    assert np.isnan(found.value[0])
    assert found.peers_count[1] == 49


def test_with_few_peers_nothing_is_compared() -> None:
    few = np.full(29, 100.0)
    for found in (
        er_vs_tier(few, few),
        comment_like_ratio(few, few, few),
        empty_audience(few, few),
        one_post_wonder(few, few, few, few, few),
        er_vs_tier(np.empty(0), np.empty(0)),
    ):
        assert np.isnan(found.value).all()
        assert not found.is_unusual.any()


def test_peers_who_do_not_differ_tell_nothing() -> None:
    same = np.full(60, 100.0)
    odd = same.copy()
    odd[0] = 1e6
    for found in (er_vs_tier(same, odd), comment_like_ratio(odd, same, same)):
        assert np.isnan(found.value).all()
        assert not found.is_unusual.any()


def make_posts(count: int = 60) -> dict[str, np.ndarray]:
    bits = np.random.default_rng(5)
    engagers = bits.integers(100, 1000, count).astype(float)
    return {
        "engagers_count": engagers,
        "once_count": np.round(engagers * bits.uniform(0.4, 0.7, count)),
        "posts_count": np.full(count, 20.0),
        "top_count": np.round(engagers / 5),
        "median_count": np.round(engagers / 10),
    }


def test_a_giveaway_is_a_one_post_wonder() -> None:
    posts = make_posts()
    posts["once_count"][:3] = np.round(0.98 * posts["engagers_count"][:3])
    posts["top_count"][:2] = 30 * posts["median_count"][:2]  # the third has no such post
    posts["top_count"][3] = 30 * posts["median_count"][3]  # a hit, whose audience came back
    found = one_post_wonder(**posts)
    assert np.flatnonzero(found.is_unusual).tolist() == [0, 1]
    assert found.detail[0] == "its top post has 30 x the engagers of its median post"
    assert found.peers_count[0] == 57
    assert np.isnan(found.p).all()


def test_many_wonders_do_not_hide_each_other() -> None:
    posts = make_posts()
    posts["once_count"][:20] = posts["engagers_count"][:20]
    posts["top_count"][:20] = 30 * posts["median_count"][:20]
    assert np.flatnonzero(one_post_wonder(**posts).is_unusual).tolist() == list(range(20))


@pytest.mark.parametrize(("column", "few"), [("engagers_count", 29), ("posts_count", 4)])
def test_few_engagers_or_posts_are_not_measured(column, few) -> None:
    posts = make_posts()
    posts["once_count"][0], posts["top_count"][0] = 29, 1000
    posts[column][0] = few
    found = one_post_wonder(**posts)
    assert np.isnan(found.value[0])
    assert not found.is_unusual[0]
