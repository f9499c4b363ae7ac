"""Engagement rates: the worked example, the windows, and what is missing."""

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from leaders.errors import LeadersError
from leaders.metrics import ENGAGEMENT, measure_account, measure_accounts

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
COUNTS = ("likes_count", "comments_count", "reposts_count", "views_count")
SCHEMA = {"posted_at": pl.Datetime("us", "UTC"), **dict.fromkeys(COUNTS, pl.Int64)}
ONE_POST = (300, 20, 10, 4_000)
"""Likes, comments, reposts and views; of an account with 10,000 followers."""
BY_FOLLOWERS = [name for name, metric in ENGAGEMENT.items() if metric.base == "followers_count"]
LIMITED = [name for name, metric in ENGAGEMENT.items() if metric.span.posts or metric.span.days]


def make_posts(*posts: tuple, step: timedelta = timedelta(days=1)) -> pl.DataFrame:
    """Posts of (likes, comments, reposts, views), the newest first, one a step before now."""
    rows = [(NOW - i * step, *counts) for i, counts in enumerate(posts)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def at(*days: float, likes: list[int] | None = None, pinned: list[bool | None] | None = None):
    """Posts so many days ago, alike but for their likes."""
    posts = pl.DataFrame(
        {
            "posted_at": [NOW - timedelta(days=day) for day in days],
            "likes_count": likes or [100] * len(days),
        },
        schema={"posted_at": SCHEMA["posted_at"], "likes_count": pl.Int64},
    ).with_columns(pl.lit(0, pl.Int64).alias(name) for name in COUNTS[1:])
    return (
        posts
        if pinned is None
        else posts.with_columns(is_pinned=pl.Series(pinned, dtype=pl.Boolean))
    )


def rate(name: str, posts: pl.DataFrame, followers: int | None = 10_000, as_of=NOW):
    return measure_account(name, posts, followers, as_of=as_of)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("er_modash", 0.03),
        ("love_rate", 0.03),
        ("er_hypeauditor", 0.032),
        ("er_klear_instagram", 0.032),
        ("er_klear_youtube", 0.032),
        ("er_klear_all_time", 0.033),
        ("er_popsters_post", 0.033),
        ("er_livedune", 0.033),
        ("er_livedune_daily", 0.033),
        ("er_popsters_day", 0.033 / 30),
        ("er_modash_views", 0.075),
        ("er_popsters_view", 0.0825),
        ("er_tgstat", 0.0825),
        ("er_views_livedune", 0.0825),
        ("err_tgstat", 0.4),
        ("talk_rate", 0.002),
        ("amplification", 10),
        ("median_likes_trendhero", 300),
        ("median_comments_trendhero", 20),
        ("median_views_trendhero", 4_000),
    ],
)
def test_one_post_has_a_rate_for_every_vendor(name, value) -> None:
    assert rate(name, make_posts(ONE_POST)) == pytest.approx(value, rel=1e-11)


def test_infludata_wants_nine_posts() -> None:
    for name, value in {"er_infludata_instagram": 0.032, "er_infludata_tiktok": 0.08}.items():
        assert rate(name, make_posts(*[ONE_POST] * 8)) is None
        assert rate(name, make_posts(*[ONE_POST] * 9)) == pytest.approx(value)


def test_tgstat_half_of_the_subscribers_see_a_post() -> None:
    assert rate("err_tgstat", make_posts((0, 0, 0, 4_000), (0, 0, 0, 6_000))) == 0.5


def test_livedune_worked_example() -> None:
    """10 posts with 100 likes and 20 comments in all, 300 followers: 4 %."""
    assert rate("er_livedune", make_posts(*[(10, 2, 0, None)] * 10), 300) == pytest.approx(0.04)


def test_a_viral_post_moves_a_mean_and_not_a_median() -> None:
    posts = make_posts((100, 0, 0, 1_000), (120, 0, 0, 1_000), (9_080, 0, 0, 100_000))
    assert rate("er_hypeauditor", posts) == pytest.approx(0.31)
    assert rate("er_modash", posts) == pytest.approx(0.012)
    assert rate("median_views_trendhero", posts) == 1_000


def test_a_mean_of_rates_is_no_ratio_of_means() -> None:
    posts = make_posts((10, 0, 0, 100), (10, 0, 0, 900))
    assert rate("er_popsters_view", posts) == pytest.approx((10 / 100 + 10 / 900) / 2)
    assert rate("er_views_livedune", posts) == pytest.approx(20 / 1_000)


def test_a_sum_a_day_grows_with_the_number_of_posts() -> None:
    one, three = make_posts((60, 0, 0, 0)), make_posts(*[(60, 0, 0, 0)] * 3)
    assert rate("er_popsters_day", three) == pytest.approx(3 * rate("er_popsters_day", one))
    assert rate("er_popsters_post", three) == rate("er_popsters_post", one)


def test_the_thirteenth_post_does_not_count() -> None:
    twelve = [(100, 0, 0, 0)] * 12
    assert rate("er_hypeauditor", make_posts(*twelve, (9_999, 0, 0, 0))) == pytest.approx(0.01)
    assert rate("er_livedune_daily", make_posts(*[(0, 0, 0, 0)] * 20, *[(900, 0, 0, 0)] * 40)) == 0


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("er_modash", 61),
        ("er_popsters_post", 30),
        ("er_klear_instagram", 183),
        ("er_klear_youtube", 365),
    ],
)
def test_a_window_ends_where_it_says(name, days) -> None:
    posts = at(1, days - 0.01, days, likes=[100, 200, 9_999])
    assert rate(name, posts) == pytest.approx(0.015)


def test_a_window_without_end_takes_all() -> None:
    assert rate("er_klear_all_time", at(1, 5_000, likes=[100, 300])) == pytest.approx(0.02)


def test_modash_counts_pinned_posts_for_ten_months() -> None:
    days, likes = (1, 100, 303, 305), [100, 300, 500, 9_999]
    assert rate("er_modash", at(*days, likes=likes, pinned=[False] * 4)) == pytest.approx(0.01)
    assert rate("er_modash", at(*days, likes=likes, pinned=[None] * 4)) == pytest.approx(0.01)
    assert rate("er_modash", at(*days, likes=likes, pinned=[False, True, True, True])) == (
        pytest.approx(0.03)
    )
    assert rate("er_popsters_post", at(*days, likes=likes, pinned=[True] * 4)) == pytest.approx(
        0.01
    )


def test_modash_never_takes_more_than_500() -> None:
    posts = make_posts(*[(0, 0, 0, 0)] * 500, *[(900, 0, 0, 0)] * 600, step=timedelta(hours=1))
    assert rate("er_modash", posts) == 0


@pytest.mark.parametrize("name", ENGAGEMENT)
def test_what_happens_later_does_not_count(name) -> None:
    posts = make_posts(*[ONE_POST] * 9)
    later = posts.with_columns(
        pl.col("posted_at") + timedelta(days=10), likes_count=pl.lit(10**6, pl.Int64)
    )
    undated = posts.with_columns(posted_at=pl.lit(None, SCHEMA["posted_at"]))
    assert rate(name, pl.concat([later, undated, posts])) == rate(name, posts)


@pytest.mark.parametrize("name", ENGAGEMENT)
def test_hidden_counts_give_no_rate_and_no_small_one(name) -> None:
    posts = make_posts(*[ONE_POST] * 9)
    metric = ENGAGEMENT[name]
    for count in COUNTS:
        needed = count in (*metric.counts, metric.base)
        hidden = posts.with_columns(pl.lit(None, pl.Int64).alias(count))
        assert (rate(name, hidden) is None) == needed
        newest = pl.col("posted_at") == NOW
        once = posts.with_columns(pl.when(~newest).then(count).alias(count))
        assert (rate(name, once) is None) == needed


@pytest.mark.parametrize("name", BY_FOLLOWERS)
@pytest.mark.parametrize("followers", [None, 0])
def test_without_followers_there_is_no_rate_by_them(name, followers) -> None:
    assert rate(name, make_posts(*[ONE_POST] * 9), followers) is None


@pytest.mark.parametrize("name", sorted(set(ENGAGEMENT) - set(BY_FOLLOWERS)))
def test_what_needs_no_followers_does_without(name) -> None:
    assert rate(name, make_posts(*[ONE_POST] * 9), None) is not None


@pytest.mark.parametrize("name", LIMITED)
def test_no_post_within_the_window_gives_no_rate(name) -> None:
    assert rate(name, make_posts()) is None
    if ENGAGEMENT[name].span.days:
        assert rate(name, at(*[400] * 9)) is None


@pytest.mark.parametrize(
    "name", [name for name in ENGAGEMENT if ENGAGEMENT[name].base == "views_count"]
)
def test_posts_that_nobody_saw_have_no_rate_by_views(name) -> None:
    assert rate(name, make_posts(*[(0, 0, 0, 0)] * 9)) is None
    seen = [ONE_POST] * 9
    assert rate(name, make_posts((0, 0, 0, 0), *seen)) == pytest.approx(
        rate(name, make_posts(*seen))
    )


def test_many_accounts_are_each_measured_as_alone() -> None:
    own = [
        make_posts(*[(30 * i, i, 2, 1_000 + i)] * (i + 1), step=timedelta(days=7))
        for i in range(15)
    ]
    posts = pl.concat(
        frame.with_columns(account_no=pl.lit(i, pl.Int32)) for i, frame in enumerate(own)
    )
    accounts = pl.DataFrame(
        {
            "account_no": [*reversed(range(15)), 99],
            "followers_count": [*range(1_000, 2_500, 100), 5],
        },
        schema={"account_no": pl.Int32, "followers_count": pl.Int64},
    )
    found = measure_accounts(posts, accounts, as_of=NOW)
    assert found.columns == ["account_no", *ENGAGEMENT]
    assert found["account_no"].to_list() == [*range(15), 99]
    for name in ENGAGEMENT:
        alone = [rate(name, frame, 2_400 - 100 * i) for i, frame in enumerate(own)]
        assert found[name].to_list() == [*alone, None]


def test_only_the_metrics_that_were_asked_for() -> None:
    accounts = pl.DataFrame({"account_no": [0], "followers_count": [10]})
    posts = make_posts(ONE_POST).with_columns(account_no=pl.lit(0))
    found = measure_accounts(posts, accounts, as_of=NOW, names=["err_tgstat", "er_modash"])
    assert found.columns == ["account_no", "err_tgstat", "er_modash"]


def test_a_name_that_is_no_engagement_metric_is_refused() -> None:
    for name in ("er", "cpm"):
        with pytest.raises(LeadersError, match="choose from er_hypeauditor"):
            rate(name, make_posts(ONE_POST))


def test_a_moment_is_the_same_in_every_zone() -> None:
    posts = at(1, 29.9, 30.1, likes=[100, 200, 9_999])
    moscow = timezone(timedelta(hours=3))
    value = rate("er_popsters_post", posts)
    assert rate("er_popsters_post", posts, as_of=NOW.astimezone(moscow)) == value
    moved = posts.with_columns(pl.col("posted_at").dt.convert_time_zone("Europe/Amsterdam"))
    assert rate("er_popsters_post", moved) == value
    with pytest.raises(ValueError, match="time zone"):
        rate("er_popsters_post", posts, as_of=NOW.replace(tzinfo=None))


def test_absurd_counts_do_not_wrap_around() -> None:
    huge = 2**63 - 1
    posts = make_posts(*[(huge, huge, huge, huge)] * 12)
    assert rate("er_hypeauditor", posts) == pytest.approx(2 * huge / 10_000)


COUNT = st.integers(0, 10**6) | st.none()
POSTS = st.lists(
    st.tuples(st.integers(-3, 400), COUNT, COUNT, COUNT, COUNT, st.booleans()), max_size=30
)


@settings(max_examples=40)
@given(POSTS, st.integers(1, 10**7), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, followers, random) -> None:
    def measure_all(posts: list[tuple]) -> pl.DataFrame:
        frame = pl.DataFrame(
            [(0, NOW - timedelta(days=day), *rest) for day, *rest in posts],
            schema={"account_no": pl.Int32, **SCHEMA, "is_pinned": pl.Boolean},
            orient="row",
        )
        accounts = pl.DataFrame(
            {"account_no": [0], "followers_count": [followers]},
            schema_overrides={"account_no": pl.Int32},
        )
        return measure_accounts(frame, accounts, as_of=NOW)

    found = measure_all(rows)
    shuffled = measure_all(random.sample(rows, len(rows)))
    assert_frame_equal(found, shuffled, check_exact=True)
    values = [value for value in found.row(0)[1:] if value is not None]
    assert all(0 <= value < float("inf") for value in values)
