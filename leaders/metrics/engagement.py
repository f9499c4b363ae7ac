"""Engagement rates: what an account's newest posts receive, by every vendor's own formula.

The posts that count are chosen by each metric's own window, so a caller passes all posts that it
has; a window that reaches back further than what was collected is measured on what was collected.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import add

import polars as pl

from leaders.errors import LeadersError
from leaders.metrics.metric import Metric, Unit, by_name

LIKES, COMMENTS, REPOSTS = "likes_count", "comments_count", "reposts_count"
VIEWS, FOLLOWERS = "views_count", "followers_count"
COUNTS = (LIKES, COMMENTS, REPOSTS, VIEWS)

MONTH, TWO_MONTHS, HALF_A_YEAR, TEN_MONTHS, YEAR = 30, 61, 183, 304, 365
"""In days."""
SIGNIFICANT_DIGITS = 12
"""Means are rounded so far: the order in which threads add changes last bits."""


class Aggregator(StrEnum):
    """How the posts of a window become one number."""

    MEAN = "mean of posts"
    MEDIAN = "median of posts"
    RATIO = "ratio of sums"
    DAILY = "sum a day"


@dataclass(frozen=True, slots=True)
class Window:
    """Which posts count: the newest ``posts`` of the last ``days``, None for no limit.

    Fewer than ``least`` give no value. A pinned post counts for ``pinned_days``, where given.
    """

    posts: int | None = None
    days: int | None = None
    pinned_days: int | None = None
    least: int = 1

    def __str__(self) -> str:
        """As in "the last 12 posts"."""
        if self.days is None:
            words = "all posts" if self.posts is None else f"the last {self.posts} posts"
        else:
            words = f"the last {self.days} days"
            words += "" if self.posts is None else f", at most {self.posts} posts"
        if self.pinned_days is not None:
            words += f", pinned posts of {self.pinned_days} days"
        return words if self.least == 1 else f"{words}, at least {self.least}"

    def select(self, column: pl.Expr, as_of: datetime) -> pl.Expr:
        """The column's rows within the window, of one account's posts with the newest first."""
        inside = pl.col("posted_at") <= as_of
        if self.days is not None:
            recent = pl.col("posted_at") > as_of - timedelta(days=self.days)
            if self.pinned_days is not None:
                kept = pl.col("posted_at") > as_of - timedelta(days=self.pinned_days)
                recent |= pl.col("is_pinned").fill_null(False) & kept
            inside &= recent
        selected = column.filter(inside)
        return selected if self.posts is None else selected.head(self.posts)


@dataclass(frozen=True, kw_only=True)
class PostMetric(Metric):
    """A formula of an account's posts: the sum of ``counts`` over ``base``, None for itself."""

    counts: tuple[str, ...]
    base: str | None
    span: Window
    aggregation: Aggregator

    def expression(self, as_of: datetime) -> pl.Expr:
        """One value of a group of posts that are one account's, the newest first."""
        amount = self.span.select(reduce(add, map(pl.col, self.counts)), as_of)
        views = self.span.select(pl.col(VIEWS), as_of)
        needed = amount + views if self.base == VIEWS else amount
        is_known = (needed.null_count() == 0) & (needed.len() >= self.span.least)
        value = _aggregate(self, amount, views)
        if self.base == FOLLOWERS:
            value /= _positive(pl.col(FOLLOWERS).first())
        rounded = value.round_sig_figs(SIGNIFICANT_DIGITS)
        return pl.when(is_known).then(rounded).alias(self.name)


def _aggregate(metric: PostMetric, amount: pl.Expr, views: pl.Expr) -> pl.Expr:
    """A post without views has no rate by views and is left out of a mean."""
    per_post = amount / _positive(views) if metric.base == VIEWS else amount
    match metric.aggregation:
        case Aggregator.MEAN:
            return per_post.mean()
        case Aggregator.MEDIAN:
            return per_post.median()
        case Aggregator.RATIO:
            return amount.sum() / _positive(views.sum())
        case Aggregator.DAILY:
            return amount.sum() / metric.span.days


def _positive(column: pl.Expr) -> pl.Expr:
    return pl.when(column > 0).then(column)


def measure_accounts(
    posts: pl.DataFrame,
    accounts: pl.DataFrame,
    *,
    as_of: datetime,
    names: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Engagement metrics of many accounts: account_no and a column a metric, in order of both.

    posts: one row a post: account_no, posted_at (with zone), likes_count, comments_count,
        reposts_count, views_count, and is_pinned where it is known; rows in any order. Posts
        without a date or after ``as_of`` do not count.
    accounts: account_no, once each, and followers_count. Every one of them gets a row.
    names: the metrics, of ``ENGAGEMENT``; None for all.

    A value is null where something that it needs is missing: no post within the window, no
    follower, or **any** post of the window without a count that belongs to the formula. Missing
    is not zero: a platform that hides likes gives null and not a small rate.

    Raises LeadersError for a name that is no engagement metric, ValueError for a moment without
    a zone.
    """
    metrics = list(ENGAGEMENT.values()) if names is None else [_find(name) for name in names]
    if as_of.tzinfo is None:
        raise ValueError("as_of has no time zone")
    moment = as_of.astimezone(UTC)
    if "is_pinned" not in posts.columns:
        posts = posts.with_columns(is_pinned=pl.lit(False))
    # Posts of one moment are ordered by what they hold, so that the order of rows is no matter.
    newest_first = (
        posts.select(
            "account_no",
            pl.col("posted_at").dt.convert_time_zone("UTC"),
            "is_pinned",
            pl.col(COUNTS).cast(pl.Float64),  # a sum of absurd counts must not wrap around
        )
        .join(accounts.select("account_no", FOLLOWERS), on="account_no")
        .sort("account_no", "posted_at", *COUNTS, "is_pinned", descending=[False] + 6 * [True])
    )
    measured = newest_first.group_by("account_no").agg(it.expression(moment) for it in metrics)
    listed = accounts.select("account_no").sort("account_no")
    return listed.join(measured, on="account_no", how="left", maintain_order="left")


def measure_account(
    name: str, posts: pl.DataFrame, followers_count: int | None, *, as_of: datetime
) -> float | None:
    """One engagement metric of one account, as ``measure_accounts`` without account_no."""
    account = pl.DataFrame(
        {"account_no": [0], FOLLOWERS: [followers_count]},
        schema={"account_no": pl.Int32, FOLLOWERS: pl.Int64},
    )
    own = posts.with_columns(account_no=pl.lit(0, dtype=pl.Int32))
    value: float | None = measure_accounts(own, account, as_of=as_of, names=[name])[name].item()
    return value


def _find(name: str) -> PostMetric:
    if name not in ENGAGEMENT:
        raise LeadersError(
            f"{name!r} is no engagement metric; choose from {', '.join(ENGAGEMENT)}."
        )
    return ENGAGEMENT[name]


def _of_posts(
    name: str,
    counts: tuple[str, ...],
    base: str | None,
    span: Window,
    aggregation: Aggregator,
    source: str,
    *,
    assumed: tuple[str, ...] = (),
) -> PostMetric:
    """The metric with its words made from what it computes, so that they cannot disagree."""
    numerator = " + ".join(count.removesuffix("_count") for count in counts)
    whole = f"({numerator})" if len(counts) > 1 else numerator
    denominator = (base or "").removesuffix("_count")
    over = f" / {denominator}" if base else ""
    words = {
        Aggregator.MEAN: f"mean of {whole}{over}",
        Aggregator.MEDIAN: f"median of {whole}{over}",
        Aggregator.RATIO: f"sum of {whole} / sum of {denominator}",
        Aggregator.DAILY: f"sum of {whole}{over} / days",
    }
    return PostMetric(
        name=name,
        formula=f"{words[aggregation]} over {span}",
        numerator=numerator,
        denominator=denominator or ("posts" if aggregation is Aggregator.MEAN else "none"),
        window=str(span),
        aggregator=aggregation.value,
        unit=Unit.SHARE if base else Unit.COUNT,
        source=source,
        assumed=assumed,
        counts=counts,
        base=base,
        span=span,
        aggregation=aggregation,
    )


_MEAN, _MEDIAN = Aggregator.MEAN, Aggregator.MEDIAN
_LAST_12 = Window(posts=12)
_LAST_9_TO_12 = Window(posts=12, least=9)
_LAST_MONTH = Window(days=MONTH)
_MODASH = Window(posts=500, days=TWO_MONTHS, pinned_days=TEN_MONTHS)
_LIKED_OR_SAID, _ALL = (LIKES, COMMENTS), (LIKES, COMMENTS, REPOSTS)
_WINDOW, _COUNTS = ("window",), ("numerator",)
_TRADE = "trade usage"

ENGAGEMENT: dict[str, PostMetric] = by_name(
    _of_posts("er_hypeauditor", _LIKED_OR_SAID, FOLLOWERS, _LAST_12, _MEAN, "HypeAuditor"),
    _of_posts("er_modash", (LIKES,), FOLLOWERS, _MODASH, _MEDIAN, "Modash"),
    _of_posts("er_modash_views", (LIKES,), VIEWS, _MODASH, Aggregator.RATIO, "Modash"),
    _of_posts(
        "er_infludata_instagram", _LIKED_OR_SAID, FOLLOWERS, _LAST_9_TO_12, _MEAN, "influData"
    ),
    _of_posts(
        "er_infludata_tiktok", _LIKED_OR_SAID, VIEWS, _LAST_9_TO_12, Aggregator.RATIO, "influData",
        assumed=("window", "aggregator"),
    ),
    _of_posts(
        "er_klear_instagram", _LIKED_OR_SAID, FOLLOWERS, Window(days=HALF_A_YEAR), _MEAN, "Klear",
        assumed=_COUNTS,
    ),
    _of_posts(
        "er_klear_youtube", _LIKED_OR_SAID, FOLLOWERS, Window(days=YEAR), _MEAN, "Klear",
        assumed=_COUNTS,
    ),
    _of_posts("er_klear_all_time", _ALL, FOLLOWERS, Window(), _MEAN, "Klear", assumed=_COUNTS),
    _of_posts(
        "median_likes_trendhero", (LIKES,), None, _LAST_12, _MEDIAN, "trendHERO", assumed=_WINDOW
    ),
    _of_posts(
        "median_comments_trendhero", (COMMENTS,), None, _LAST_12, _MEDIAN, "trendHERO",
        assumed=_WINDOW,
    ),
    _of_posts(
        "median_views_trendhero", (VIEWS,), None, _LAST_12, _MEDIAN, "trendHERO", assumed=_WINDOW
    ),
    _of_posts(
        "er_popsters_post", _ALL, FOLLOWERS, _LAST_MONTH, _MEAN, "Popsters", assumed=_WINDOW
    ),
    _of_posts("er_popsters_view", _ALL, VIEWS, _LAST_MONTH, _MEAN, "Popsters", assumed=_WINDOW),
    _of_posts(
        "er_popsters_day", _ALL, FOLLOWERS, _LAST_MONTH, Aggregator.DAILY, "Popsters",
        assumed=_WINDOW,
    ),
    _of_posts(
        "er_livedune", _ALL, FOLLOWERS, _LAST_MONTH, _MEAN, "LiveDune",
        assumed=_COUNTS + _WINDOW,
    ),
    _of_posts(
        "er_livedune_daily", _ALL, FOLLOWERS, Window(posts=20), _MEDIAN, "LiveDune",
        assumed=_COUNTS,
    ),
    _of_posts(
        "er_views_livedune", _ALL, VIEWS, _LAST_MONTH, Aggregator.RATIO, "LiveDune",
        assumed=_COUNTS + _WINDOW,
    ),
    _of_posts(
        "er_tgstat", _ALL, VIEWS, _LAST_MONTH, _MEAN, "TGStat", assumed=("window", "aggregator")
    ),
    _of_posts("err_tgstat", (VIEWS,), FOLLOWERS, _LAST_MONTH, _MEAN, "TGStat"),
    _of_posts("love_rate", (LIKES,), FOLLOWERS, _LAST_MONTH, _MEAN, _TRADE, assumed=_WINDOW),
    _of_posts("talk_rate", (COMMENTS,), FOLLOWERS, _LAST_MONTH, _MEAN, _TRADE, assumed=_WINDOW),
    _of_posts("amplification", (REPOSTS,), None, _LAST_MONTH, _MEAN, _TRADE, assumed=_WINDOW),
)  # fmt: skip
"""Every metric of posts by its name. Likes stand for all reactions, reposts for all shares and
forwards; Popsters' dislikes and LiveDune's votes and saves are not collected."""
