"""From component values to a score, a rank and what each component contributed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.rank.network import FloatArray

SIGNIFICANT_DIGITS = 9
"""Values are rounded before they are ordered: another numbering of accounts changes last bits."""
DECIMALS = 9
NEUTRAL = 0.5

TIERS = ((1_000_000, "mega"), (500_000, "macro"), (50_000, "mid"), (10_000, "micro"), (0, "nano"))
"""Lower bounds of follower counts (science, section 4: tiers differ between vendors; ours)."""


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of one list. Arrays are in the order of the values that were given."""

    score: FloatArray
    rank: NDArray[np.int64]
    is_tied: NDArray[np.bool_]
    value: dict[str, FloatArray]
    percentile: dict[str, FloatArray]
    contribution: dict[str, FloatArray]
    weights: dict[str, float]


def score_values(values: Mapping[str, FloatArray], weights: Mapping[str, float]) -> Scores:
    """S = 100 * sum_k w_k P_k, with mid-rank percentiles P_k and 0.5 where a value is missing.

    A component that nobody has leaves the recipe and the other weights are scaled up. The
    contributions ``100 w_k P_k`` add up to the score exactly. Missing is neutral: neither
    punished nor rewarded. Equal scores share a rank (1, 2, 2, 4).
    """
    rounded = {name: round_significant(value) for name, value in values.items()}
    used = {k: w for k, w in weights.items() if w > 0 and not np.isnan(rounded[k]).all()}
    total = sum(used.values())
    used = {name: weight / total for name, weight in used.items()}
    count = len(next(iter(rounded.values()))) if rounded else 0
    percentiles = {name: mid_rank_percentile(rounded[name]) for name in rounded}
    contributions = {
        name: np.round(
            100 * used.get(name, 0) * np.nan_to_num(percentiles[name], nan=NEUTRAL), DECIMALS
        )
        for name in rounded
    }
    score = np.round(sum(contributions.values(), np.zeros(count)), DECIMALS)
    rank, is_tied = competition_rank(score)
    return Scores(score, rank, is_tied, rounded, percentiles, contributions, used)


def mid_rank_percentile(values: FloatArray) -> FloatArray:
    """(#{smaller} + #{equal} / 2) / n over the values that are there; NaN stays NaN."""
    percentile = np.full(len(values), np.nan)
    known = ~np.isnan(values)
    if known.any():
        _, place, count = np.unique(values[known], return_inverse=True, return_counts=True)
        smaller = np.cumsum(count) - count
        percentile[known] = (smaller + count / 2)[place] / known.sum()
    return percentile


def competition_rank(score: FloatArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rank 1 is the highest score; equal scores share a rank, and the next one skips."""
    _, place, count = np.unique(-score, return_inverse=True, return_counts=True)
    smaller = np.cumsum(count) - count
    return (smaller[place] + 1).astype(np.int64), count[place] > 1


def round_significant(values: FloatArray) -> FloatArray:
    """Round to nine significant digits."""
    return np.array(
        [float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in values], dtype=np.float64
    )


def tier_of(followers_count: pl.Expr) -> pl.Expr:
    """nano, micro, mid, macro or mega; null where the count is not known."""
    tier = pl.lit(None, dtype=pl.String)
    for bound, name in reversed(TIERS):
        tier = pl.when(followers_count >= bound).then(pl.lit(name)).otherwise(tier)
    return tier
