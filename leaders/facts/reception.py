"""How often an account posts and how its posts are received, out of a ranking's metrics."""

import polars as pl

from leaders.metrics import ENGAGEMENT, Unit
from leaders.rank.measured_metrics import MEASURES, POSTS_A_WEEK, name_column

MEDIAN_VIEWS = name_column(ENGAGEMENT["median_views_trendhero"])
FREQUENCY = name_column(POSTS_A_WEEK)
RATES = tuple(
    name for name, it in MEASURES.items() if it.unit is Unit.SHARE and it.name in ENGAGEMENT
)
"""Formulas of engagement, those that we trust most first."""


def read_reception(metrics: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """account_no, posts_a_week, median_views, engagement and engagement_formula.

    metrics: account_no, metric (as `MEASURES` names it) and value. accounts: account_no and
    account_id. The formula is one a platform, so that its accounts compare: the one that most of
    them have a value of.
    """
    told = metrics.drop_nulls("value").join(
        accounts.select(
            "account_no", pl.col("account_id").str.split(":").list.first().alias("platform")
        ),
        on="account_no",
    )
    rates = told.filter(pl.col("metric").is_in(RATES)).with_columns(
        order=pl.col("metric").replace_strict(
            {name: place for place, name in enumerate(RATES)}, return_dtype=pl.Int8
        )
    )
    counted = rates.group_by("platform", "metric", "order").len("count")
    chosen = counted.sort("platform", "count", "order", descending=[False, True, False]).unique(
        "platform", keep="first", maintain_order=True
    )
    engagement = rates.join(chosen.select("platform", "metric"), on=["platform", "metric"]).select(
        "account_no",
        pl.col("value").alias("engagement"),
        pl.col("metric").alias("engagement_formula"),
    )
    found = accounts.select("account_no")
    for name, column in ((FREQUENCY, "posts_a_week"), (MEDIAN_VIEWS, "median_views")):
        values = told.filter(pl.col("metric") == name).select(
            "account_no", pl.col("value").alias(column)
        )
        found = found.join(values, on="account_no", how="left", maintain_order="left")
    return found.join(engagement, on="account_no", how="left", maintain_order="left")
