"""What placements brought, beside what was expected of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from leaders.metrics import PRICE
from leaders.metrics.metric import divide
from leaders.store import Store
from leaders.store.suppression import find_suppressed

CENTS = 2
RATIO = 4


def load_placements(store: Store, client: str) -> pl.DataFrame:
    """What a client placed, the newest first: account_no, account_id, name, placed_on, format.

    cost, views, clicks, sales, revenue: the outcome, null where nobody said. cpm, cpc, cpa: what a
    thousand views, a click, a sale cost. expected_views, expected_from, expected_cost,
    expected_currency: the forecast of before its day (``forecast.expect``). views_ratio: views /
    expected_views; cost_ratio: cost / expected_cost in one currency. Who is suppressed is left out.
    """
    rows = store.query("outreach/placements", client=client)
    suppressed = find_suppressed(store, rows["account_id"])
    rows = rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    columns = ("cost", "views", "clicks", "sales", "expected_views", "expected_cost")
    cost, views, clicks, sales, expected, expected_cost = (
        rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in columns
    )
    is_one = (rows["currency"] == rows["expected_currency"]).fill_null(value=False).to_numpy()
    made = {
        "cpm": (PRICE["cpm"].measure(cost, views), CENTS),
        "cpc": (divide(cost, clicks), CENTS),
        "cpa": (divide(cost, sales), CENTS),
        "views_ratio": (divide(views, expected), RATIO),
        "cost_ratio": (divide(cost, np.where(is_one, expected_cost, np.nan)), RATIO),
    }
    told = [
        pl.Series(name, np.round(values, digits)).fill_nan(None)
        for name, (values, digits) in made.items()
    ]
    return rows.with_columns(told)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How forecasts turned out: the median of outcome / forecast, and of how many.

    off: the median of how many times the larger of the two is the smaller; 1 is exact.
    """

    count: int
    median_ratio: float | None
    off: float | None


def measure_accuracy(placements: pl.DataFrame, ratio: str = "views_ratio") -> Accuracy:
    """How the forecasts of placements (``load_placements``) turned out; None of no placement."""
    ratios = placements.filter(pl.col(ratio) > 0)[ratio].to_numpy()
    if not len(ratios):
        return Accuracy(0, None, None)
    off = float(np.exp(np.median(np.abs(np.log(ratios)))))
    return Accuracy(len(ratios), round(float(np.median(ratios)), RATIO), round(off, RATIO))
