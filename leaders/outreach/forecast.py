"""What a placement could be expected to bring, by what was known before its day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl

from leaders.audience.exposure import ASSUMED, RECENT, load_exposure
from leaders.audience.prices import load_prices
from leaders.store import Store

SCHEMA: dict[str, Any] = {
    "account_no": pl.Int32, "placed_on": pl.Date, "format": pl.String,
    "expected_views": pl.Float64, "expected_from": pl.String, "expected_cost": pl.Float64,
    "expected_currency": pl.String,
}  # fmt: skip
CENTS = 2


def expect(store: Store, placements: pl.DataFrame) -> pl.DataFrame:
    """What was to be expected of placements (account_no, placed_on, format), a row each.

    expected_views: as a plan forecasts them: the median views of its posts (those with
    advertising, else the recent ones), else the usual exposure on its platform of its declared
    audience; null where neither was known before that day. expected_from says which.
    expected_cost, expected_currency: the newest price of that format told by then, with its fees.
    """
    parts = [
        _expect_by(store, of_day, before(day))
        for (day,), of_day in placements.group_by("placed_on", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


def before(day: date) -> datetime:
    """The last moment before a day, UTC."""
    return datetime.combine(day, time(), UTC) - timedelta(microseconds=1)


def _expect_by(store: Store, placements: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    numbers = placements["account_no"].to_numpy()
    exposure = load_exposure(store, numbers, moment)  # leaves them as asked for
    sizes = store.query("audience/accounts", as_of=moment).select("account_no", "followers_count")
    of_size = pl.when(pl.col("followers_count") > 0).then(
        pl.col("exposure") * pl.col("followers_count")
    )
    is_measured = pl.col("views_median").is_not_null()
    source = pl.when(is_measured & (pl.col("source") == ASSUMED)).then(pl.lit(RECENT))
    views = (
        exposure.join(sizes, on="account_no", how="left", maintain_order="left")
        .with_columns(expected_views=pl.coalesce("views_median", of_size).round(CENTS))
        .with_columns(
            expected_from=pl.when(pl.col("expected_views").is_not_null()).then(
                source.otherwise("source")
            )
        )
        .select("account_no", "expected_views", "expected_from")
    )
    prices = load_prices(store, numbers, moment)
    with_share = pl.col("price") * (1 + pl.col("fees_percent") / 100)
    costs = prices.select(
        "account_no", "format", (with_share + pl.col("fees_amount")).round(CENTS)
        .alias("expected_cost"), pl.col("currency").alias("expected_currency"),
    )  # fmt: skip
    return (
        placements.select("account_no", "placed_on", "format")
        .join(views.cast({"account_no": pl.Int32}), on="account_no", how="left",
              maintain_order="left")
        .join(costs.cast({"account_no": pl.Int32}), on=("account_no", "format"), how="left",
              maintain_order="left")
        .cast(pl.Schema(SCHEMA))
        .select(list(SCHEMA))
    )  # fmt: skip
