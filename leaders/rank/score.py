"""From component values to a score, a rank and what each component contributed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm, rankdata, theilslopes

from leaders.rank.network import FloatArray

SIGNIFICANT_DIGITS = 9
"""Values are rounded before they are ordered: another numbering of accounts changes last bits."""
MOST_TENS = 300
"""10 to the power of more does not fit a float."""
DECIMALS = 9
NEUTRAL = 0.5
FEWEST_FOR_PERCENTILES = 30
"""With fewer accounts a percentile says too little: robust z through the normal curve instead."""
MIN_COVERAGE = 0.60
Z_CLIP = 3.0
RRF_K = 60
FLOOR = 1e-6
"""Below all pinned accounts a percentile is zero, which has no logarithm."""
SMALL = 0.75
"""Hidden gems are below this quantile of followers."""
SIZE = "expected of its size"

TIERS = ((1_000_000, "mega"), (500_000, "macro"), (50_000, "mid"), (10_000, "micro"), (0, "nano"))
"""Lower bounds of follower counts (science, section 4: tiers differ between vendors; ours)."""

Values = Mapping[str, FloatArray]
"""By component: shape (c,), NaN where missing."""


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of one list. Arrays are in the order of the values that were given.

    score is NaN, and rank 0, where less than 60 % of the weights could be measured.
    """

    score: FloatArray
    rank: NDArray[np.int64]
    is_tied: NDArray[np.bool_]
    value: dict[str, FloatArray]
    percentile: dict[str, FloatArray]
    contribution: dict[str, FloatArray]
    weights: dict[str, float]
    coverage: FloatArray


def score_values(
    values: Values,
    weights: Mapping[str, float],
    *,
    aggregation: str = "weighted_percentile",
    reference: Values | None = None,
    followers: FloatArray | None = None,
) -> Scores:
    """Score, rank and explain the accounts of a list.

    aggregation: one of ``AGGREGATIONS``. A component that nobody has leaves the recipe and the
    other weights are scaled up; within what remains missing is neutral: neither punished nor
    rewarded. The contributions add up to the score. Equal scores share a rank (1, 2, 2, 4).

    reference: whose values percentiles are taken among; the list's own when not given.
    followers: given for hidden gems (see `_take_off_size`).
    """
    rounded = {name: round_significant(value) for name, value in values.items()}
    used = scale_weights(rounded, weights)
    count = len(next(iter(rounded.values()))) if rounded else 0
    percentiles = {
        name: percentile_in(value, None if reference is None else reference.get(name))
        for name, value in rounded.items()
    }
    score, parts = AGGREGATIONS[aggregation](rounded, percentiles, used, count)
    coverage = coverage_of(rounded, used, count)
    if followers is not None:
        score, parts = _take_off_size(score, parts, followers)
    contributions = {
        name: np.round(parts.get(name, np.zeros(count)), DECIMALS) for name in (*rounded, *parts)
    }
    score = np.round(sum(contributions.values(), np.zeros(count)), DECIMALS)
    score[np.round(coverage, DECIMALS) < MIN_COVERAGE] = np.nan
    if followers is not None:
        score[~(followers < _large(followers))] = np.nan
    rank, is_tied = competition_rank(score)
    return Scores(score, rank, is_tied, rounded, percentiles, contributions, used, coverage)


def scale_weights(values: Values, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of the components that somebody has, scaled to a sum of 1."""
    used = {k: w for k, w in weights.items() if w > 0 and not np.isnan(values[k]).all()}
    total = sum(used.values())
    return {name: weight / total for name, weight in used.items()}


def coverage_of(values: Values, weights: Mapping[str, float], count: int) -> FloatArray:
    """How much of the weights could be measured, 0..1; shape (c,)."""
    parts = (weight * ~np.isnan(values[name]) for name, weight in weights.items())
    covered: FloatArray = sum(parts, np.zeros(count))
    return covered if weights else np.ones(count)


def percentile_in(values: FloatArray, reference: FloatArray | None = None) -> FloatArray:
    """(#{smaller} + #{equal} / 2) / n among those that are there; NaN stays NaN.

    Among fewer than 30, the normal curve at the robust z of the value.
    """
    known = ~np.isnan(values)
    among = values[known] if reference is None else reference[~np.isnan(reference)]
    percentile = np.full(len(values), np.nan)
    if not len(among):
        percentile[known] = NEUTRAL
        return percentile
    if len(among) < FEWEST_FOR_PERCENTILES:
        percentile[known] = norm.cdf(_robust_z(values[known], among))
        return percentile
    ordered = np.sort(among)
    smaller = np.searchsorted(ordered, values[known], side="left")
    not_larger = np.searchsorted(ordered, values[known], side="right")
    percentile[known] = (smaller + not_larger) / (2 * len(ordered))
    return percentile


def competition_rank(score: FloatArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rank 1 is the highest score; equal scores share a rank, the next one skips; NaN is 0."""
    known = ~np.isnan(score)
    rank = np.zeros(len(score), dtype=np.int64)
    is_tied = np.zeros(len(score), dtype=bool)
    _, place, count = np.unique(-score[known], return_inverse=True, return_counts=True)
    smaller = np.cumsum(count) - count
    rank[known] = smaller[place] + 1
    is_tied[known] = count[place] > 1
    return rank, is_tied


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


Parts = dict[str, FloatArray]
Aggregation = Callable[[Values, Values, Mapping[str, float], int], tuple[FloatArray, Parts]]


def _weighted_percentile(
    values: Values, percentiles: Values, weights: Mapping[str, float], count: int
) -> tuple[FloatArray, Parts]:
    """``S = 100 sum of w_k P_k`` (a Borda count), missing at .5."""
    parts = {
        name: 100 * weight * np.nan_to_num(percentiles[name], nan=NEUTRAL)
        for name, weight in weights.items()
    }
    return sum(parts.values(), np.zeros(count)), parts


def _robust_z_scores(
    values: Values, percentiles: Values, weights: Mapping[str, float], count: int
) -> tuple[FloatArray, Parts]:
    """``100 sum of w_k (z_k + 3) / 6``, z the distance from the median in MADs within +-3."""
    parts = {}
    for name, weight in weights.items():
        among = values[name][~np.isnan(values[name])]
        z = np.clip(np.nan_to_num(_robust_z(values[name], among)), -Z_CLIP, Z_CLIP)
        parts[name] = 100 * weight * (z + Z_CLIP) / (2 * Z_CLIP)
    return sum(parts.values(), np.zeros(count)), parts


def _rrf(
    values: Values, percentiles: Values, weights: Mapping[str, float], count: int
) -> tuple[FloatArray, Parts]:
    """Reciprocal rank fusion (Cormack 2009): ``sum of w_k 61 / (60 + rank)`` of 100."""
    parts = {}
    for name, weight in weights.items():
        known = ~np.isnan(values[name])
        rank = np.full(count, (known.sum() + 1) / 2)
        rank[known] = rankdata(-values[name][known])
        parts[name] = 100 * weight * (RRF_K + 1) / (RRF_K + rank)
    return sum(parts.values(), np.zeros(count)), parts


def _veto(
    values: Values, percentiles: Values, weights: Mapping[str, float], count: int
) -> tuple[FloatArray, Parts]:
    """``100 prod of P_k^w_k``: one awful component sinks. A contribution is the score times its
    share of the sum of weights, less what its logarithm costs, so that they add up.
    """
    logs = {
        name: weight * np.log(np.maximum(np.nan_to_num(percentiles[name], nan=NEUTRAL), FLOOR))
        for name, weight in weights.items()
    }
    lost = sum(logs.values(), np.zeros(count))
    score = 100 * np.exp(lost)
    cost = np.divide(score - 100, lost, out=np.full(count, 100.0), where=lost < 0)
    return score, {name: 100 * weights[name] + cost * log for name, log in logs.items()}


AGGREGATIONS: dict[str, Aggregation] = {
    "weighted_percentile": _weighted_percentile,
    "robust_z": _robust_z_scores,
    "rrf": _rrf,
    "veto": _veto,
}
"""How components become one score."""


def _robust_z(values: FloatArray, among: FloatArray) -> FloatArray:
    """The distance from the median in units of 1.4826 MAD, or of the mean deviation."""
    median = np.median(among)
    deviation = np.abs(among - median)
    scale = 1.4826 * np.median(deviation) or 1.2533 * deviation.mean() or 1.0
    z: FloatArray = (values - median) / scale
    return z


def _large(followers: FloatArray) -> float:
    known = followers[~np.isnan(followers)]
    return float(np.quantile(known, SMALL)) if len(known) else np.nan


def _take_off_size(
    score: FloatArray, parts: Parts, followers: FloatArray
) -> tuple[FloatArray, Parts]:
    """``50 + (S - fit) / 2``: what it is above accounts of its size (Theil-Sen on ln F)."""
    size = np.log(np.where(followers > 0, followers, 1.0))
    known = ~np.isnan(followers)
    slope, intercept = 0.0, float(np.median(score)) if len(score) else 0.0
    if len(np.unique(size[known])) > 1:
        slope, intercept = theilslopes(score[known], size[known])[:2]
    halved = {name: part / 2 for name, part in parts.items()}
    halved[SIZE] = 50 - (intercept + slope * np.nan_to_num(size)) / 2
    return sum(halved.values(), np.zeros(len(score))), halved
