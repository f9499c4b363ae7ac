"""Metrics of the listed accounts' posts, each under its name and version: columns, never a score.

Those that people who buy advertising ask for, out of the registry, and how often somebody posts.
"""

from datetime import datetime, timedelta

import polars as pl

from leaders.metrics import ENGAGEMENT, Metric, PostMetric, Unit, measure_accounts
from leaders.rank.score import SIGNIFICANT_DIGITS
from leaders.store import Store

WEEKS = 4
"""Of these the posts are counted."""

POSTS_A_WEEK = Metric(
    name="posts_a_week",
    formula=(
        "posts of the last 28 days before its posts were read / 4; where only later ones were "
        "read, those after the oldest / the weeks since"
    ),
    numerator="posts",
    denominator="weeks",
    window=f"the last {7 * WEEKS} days, at most 50 posts",
    unit=Unit.COUNT,
    source="leaders",
)

_CHOSEN = (
    "er_livedune_daily",
    "er_hypeauditor",
    "er_views_livedune",
    "er_infludata_tiktok",
    "err_tgstat",
    "median_views_trendhero",
)
"""By followers and by views, each with and without reposts: not every platform tells of those."""


def name_column(metric: Metric) -> str:
    """A metric's name with its version, as its column is called."""
    return f"{metric.name}_v{metric.version}"


MEASURES: dict[str, Metric] = {
    name_column(metric): metric for metric in (*(ENGAGEMENT[it] for it in _CHOSEN), POSTS_A_WEEK)
}
"""The metrics of a ranking by their columns, in the order of these."""

MEASURE_SCHEMA = pl.Schema(
    {
        "account_no": pl.Int32,
        "metric": pl.String,
        "value": pl.Float64,
        "posts_count": pl.Int64,
        "note": pl.String,
    }
)


def measure_posts(posts: pl.DataFrame, accounts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Every metric of every account whose posts are known, as `MEASURE_SCHEMA` says.

    posts: a row a post: account_no, posted_at (with zone), likes_count, comments_count,
        reposts_count, views_count, read_at (when its author's posts were read).
    accounts: account_no, once each, and followers_count.

    A value is null where its window is empty or something is not told, and then the note says
    what; ``posts_count`` is the number of posts of the window. Sorted by account_no, then as
    `MEASURES`.
    """
    dated = posts.filter(pl.col("posted_at") <= as_of)
    known = accounts.select("account_no", "followers_count").join(
        dated, on="account_no", how="semi"
    )
    parts = [_measure_rates(dated, known, as_of), _measure_frequency(dated, known)]
    order = pl.col("metric").cast(pl.Enum(list(MEASURES)))
    value = pl.col("value").round_sig_figs(SIGNIFICANT_DIGITS)
    found = pl.concat(parts).cast(MEASURE_SCHEMA)
    return found.with_columns(value).sort("account_no", order)


def write_measures(store: Store, number: int, measured: pl.DataFrame) -> None:
    """Write the metrics of a ranking down."""
    store.append("measure", measured.with_columns(ranking_no=pl.lit(number, dtype=pl.Int32)))


def _measure_rates(posts: pl.DataFrame, accounts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    metrics = {c: m for c, m in MEASURES.items() if isinstance(m, PostMetric)}
    values = measure_accounts(
        posts, accounts, as_of=as_of, names=[m.name for m in metrics.values()]
    )
    spans = {metric.span for metric in metrics.values()}
    newest_first = posts.sort("account_no", "posted_at", descending=[False, True])
    counted = newest_first.group_by("account_no").agg(
        span.select(pl.col("posted_at"), as_of).len().alias(str(span)) for span in spans
    )
    told = values.join(counted, on="account_no").join(accounts, on="account_no")
    return pl.concat(
        told.select(
            pl.col("account_no").cast(pl.Int32),
            pl.lit(column).alias("metric"),
            pl.col(metric.name).cast(pl.Float64).alias("value"),
            pl.col(str(metric.span)).cast(pl.Int64).alias("posts_count"),
            _tell_missing(metric).alias("note"),
        )
        for column, metric in metrics.items()
    )


def _tell_missing(metric: PostMetric) -> pl.Expr:
    """Why there is no value; null where there is one."""
    needed = metric.numerator + (" or views" if metric.base == "views_count" else "")
    is_short = pl.col(str(metric.span)) < metric.span.least
    is_unknown = (pl.col("followers_count").fill_null(0) <= 0) & (metric.base == "followers_count")
    return pl.when(pl.col(metric.name).is_null()).then(
        pl.when(is_short)
        .then(pl.lit(f"too few posts within {metric.span}"))
        .when(is_unknown)
        .then(pl.lit("how many followers it has is not known"))
        .otherwise(pl.lit(f"not told of every post: {needed}"))
    )


def _measure_frequency(posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    posted, read = pl.col("posted_at"), pl.col("read_at")
    month = timedelta(weeks=WEEKS)
    counted = (
        posts.join(accounts, on="account_no", how="semi")
        .group_by("account_no")
        .agg(
            recent=(posted > read - month).sum(),
            all=pl.len(),
            days=(read.max() - posted.min()).dt.total_seconds() / 86_400,
        )
    )
    is_whole, weeks = pl.col("days") >= 7 * WEEKS, pl.col("days") / 7
    return counted.select(
        pl.col("account_no").cast(pl.Int32),
        pl.lit(name_column(POSTS_A_WEEK)).alias("metric"),
        pl.when(is_whole).then(pl.col("recent") / WEEKS)
        .when((pl.col("all") > 1) & (weeks > 0)).then((pl.col("all") - 1) / weeks).alias("value"),
        pl.when(is_whole).then("recent").otherwise("all").cast(pl.Int64).alias("posts_count"),
        pl.when(~is_whole).then(
            pl.when((pl.col("all") > 1) & (weeks > 0))
            .then(pl.format("of the last {} days alone", pl.col("days").ceil().cast(pl.Int64)))
            .otherwise(pl.lit("one post is no frequency"))
        ).alias("note"),
    )  # fmt: skip
