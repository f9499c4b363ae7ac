"""Placements on platforms that show no members: views for money, and no claim of unique reach."""

from collections import Counter
from collections.abc import Iterable

import polars as pl

CENT = 1e-6


def plan_views(
    market: pl.DataFrame, budget: float, per_owner: int | None = None, owners: Iterable[int] = ()
) -> pl.DataFrame:
    """Buy views, the cheapest first, as far as the money goes; musts are bought in any case.

    market: placements with a cost whose audience nobody sees (account_id, cost, views_median,
    is_must, owner). owners: whose placements are bought already, each as often as it is: of one
    owner at most ``per_owner`` are. Returns them with cpm (cost per thousand views; null where
    views are unknown) and is_bought, the cheapest views first. Where views are unknown nothing but
    a must is bought.
    """
    told = market.with_columns(
        cpm=pl.when(pl.col("views_median") > 0).then(
            (1000 * pl.col("cost") / pl.col("views_median")).round(2)
        )
    ).sort(pl.col("is_must"), "cpm", "account_id", descending=[True, False, False], nulls_last=True)
    left, turns, bought = budget, Counter(owners), []
    for cost, cpm, is_must, owner in told.select("cost", "cpm", "is_must", "owner").iter_rows():
        has_turn = per_owner is None or turns[owner] < per_owner
        takes = is_must or (cpm is not None and cost <= left + CENT and has_turn)
        left -= cost if takes else 0
        turns[owner] += takes
        bought.append(takes)
    return told.with_columns(is_bought=pl.Series(bought, dtype=pl.Boolean))


def bound_reach(views: pl.DataFrame) -> tuple[float, float]:
    """(least, most) people who see what was bought: all the same people, or none twice."""
    bought = views.filter("is_bought")["views_median"].drop_nulls()
    return float(bought.max() or 0), float(bought.sum())  # type: ignore[arg-type]
