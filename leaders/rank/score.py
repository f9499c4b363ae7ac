"""From component values to a score, a rank and what each component contributed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import rankdata

from leaders.rank.network import FloatArray
from leaders.rank.trend import fit_trend

SIGNIFICANT_DIGITS = 9
"""Values are rounded before they are ordered: another numbering of accounts changes last bits."""
TENS = np.array([float(10**power) for power in range(23)])
"""The powers of ten that a float holds exactly."""
LEAST, MOST = 1e-14, 1e30
"""Between these, nine digits are a whole number times or over one of them."""
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
"""By component: shape (..., c), NaN where missing. A row is a list, or a replicate of it."""


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of one list, shape (c,), or of its replicates, shape (..., c), each by itself.

    Accounts are in the order of the values that were given; a weight has shape (...).
    score is NaN, and rank 0, where less than 60 % of the weights could be measured.
    """

    score: FloatArray
    value: dict[str, FloatArray]
    percentile: dict[str, FloatArray]
    contribution: dict[str, FloatArray]
    weights: dict[str, FloatArray]
    coverage: FloatArray

    @property
    def rank(self) -> NDArray[np.int64]:
        """As `competition_rank` says; shape (..., c)."""
        return self._places[0]

    @property
    def is_tied(self) -> NDArray[np.bool_]:
        """Whether another account has the same score; shape (..., c)."""
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        return competition_rank(self.score)


def score_values(
    values: Values,
    weights: Mapping[str, float],
    *,
    aggregation: str = "weighted_percentile",
    reference: Values | None = None,
    followers: FloatArray | None = None,
) -> Scores:
    """Score, rank and explain the accounts of a list, or of all its replicates at once.

    values: shape (..., c); what is the same in all replicates may have one row, (1, c).
    aggregation: one of ``AGGREGATIONS``. A component that nobody has leaves the recipe and the
    other weights are scaled up; within what remains missing is neutral: neither punished nor
    rewarded. The contributions add up to the score. Equal scores share a rank (1, 2, 2, 4).

    reference: whose values percentiles are taken among, shape (n,); the list's own when not given.
    followers: given for hidden gems (see `_take_off_size`), shape (c,).
    """
    rounded = {name: round_significant(value) for name, value in values.items()}
    shape = np.broadcast_shapes(*(value.shape for value in rounded.values()))
    used = scale_weights(rounded, weights)
    percentiles = {
        name: percentile_in(value, None if reference is None else reference.get(name))
        for name, value in rounded.items()
    }
    parts = AGGREGATIONS[aggregation](rounded, percentiles, used)
    if followers is not None:
        parts = _take_off_size(parts, followers, shape)
    contributions = {
        name: np.round(np.broadcast_to(parts.get(name, 0.0), shape), DECIMALS)
        for name in rounded | parts
    }
    score = np.round(_add(contributions, shape), DECIMALS)
    coverage = coverage_of(rounded, used, shape)
    score[np.round(coverage, DECIMALS) < MIN_COVERAGE] = np.nan
    if followers is not None:
        score[..., ~(followers < _large(followers))] = np.nan
    told = {name: weight[..., 0] for name, weight in used.items()}
    return Scores(score, rounded, percentiles, contributions, told, coverage)


def scale_weights(values: Values, weights: Mapping[str, float]) -> dict[str, FloatArray]:
    """The weights of the components that somebody has, scaled to a sum of 1; shape (..., 1).

    Zero in a row where nobody has it.
    """
    held = {
        name: np.where(np.isnan(values[name]).all(axis=-1, keepdims=True), 0.0, weight)
        for name, weight in weights.items()
    }
    used = {name: weight for name, weight in held.items() if (weight > 0).any()}
    total = _add(used, (1,))
    return {name: weight / np.where(total > 0, total, 1.0) for name, weight in used.items()}


def coverage_of(values: Values, weights: Values, shape: tuple[int, ...]) -> FloatArray:
    """How much of the weights could be measured, 0..1; shape (..., c). All, where none counts."""
    covered = {name: weight * ~np.isnan(values[name]) for name, weight in weights.items()}
    return np.where(_add(weights, (1,)) > 0, _add(covered, shape), 1.0)


def percentile_in(values: FloatArray, reference: FloatArray | None = None) -> FloatArray:
    """(#{smaller} + #{equal} / 2) / n among those that are there; shape (..., c), NaN stays NaN.

    Among fewer than 30, the normal curve at the robust z of the value. reference: shape (n,);
    the values of the same row when not given.
    """
    among = values if reference is None else reference
    if np.isnan(among).all():
        return np.where(np.isnan(values), np.nan, NEUTRAL)
    count = _count(among)
    if reference is None:
        percentile = (rankdata(values, axis=-1, nan_policy="omit") - 0.5) / np.maximum(count, 1)
    else:
        ordered = np.sort(reference)[: count[0]]
        places = sum(np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
        percentile = np.where(np.isnan(values), np.nan, places / (2 * count))
    if (count < FEWEST_FOR_PERCENTILES).any():
        curve = ndtr(_robust_z(values, among))
        percentile = np.where(count < FEWEST_FOR_PERCENTILES, curve, percentile)
    return np.asarray(percentile)


def competition_rank(score: FloatArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rank 1 is the highest score of a row; equal scores share a rank, the next one skips; NaN is
    0. (ranks, whether shared), both of shape (..., c).
    """
    best, worst = (
        rankdata(-score, method=method, axis=-1, nan_policy="omit") for method in ("min", "max")
    )
    return np.nan_to_num(best).astype(np.int64), best < worst


def round_significant(values: FloatArray) -> FloatArray:
    """Round to nine significant digits, to the float that their text would be; shape (...).

    A whole number times or over an exact power of ten is rounded once, as text is; what lies beyond
    these powers goes through text. Only where the tenth digit is a lone 5 may the ninth differ.
    """
    size = np.abs(values)
    is_plain = (size >= LEAST) & (size < MOST)
    plain = np.where(is_plain, values, 1.0)
    tens = np.floor(np.log10(np.abs(plain)))
    places = np.clip(SIGNIFICANT_DIGITS - 1 - tens.astype(np.int64), 1 - len(TENS), len(TENS) - 1)
    up, down = TENS[np.maximum(places, 0)], TENS[np.maximum(-places, 0)]
    rounded = np.where(is_plain, np.rint(plain * up / down) * down / up, values)
    is_extreme = ~is_plain & (size > 0) & np.isfinite(size)
    rounded[is_extreme] = [float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in values[is_extreme]]
    return rounded


def tier_of(followers_count: pl.Expr) -> pl.Expr:
    """nano, micro, mid, macro or mega; null where the count is not known."""
    tier = pl.lit(None, dtype=pl.String)
    for bound, name in reversed(TIERS):
        tier = pl.when(followers_count >= bound).then(pl.lit(name)).otherwise(tier)
    return tier


Parts = dict[str, FloatArray]
Aggregation = Callable[[Values, Values, Values], Parts]
"""(values, percentiles, weights of shape (..., 1)) -> what each component gives, (..., c)."""


def _weighted_percentile(values: Values, percentiles: Values, weights: Values) -> Parts:
    """``S = 100 sum of w_k P_k`` (a Borda count), missing at .5."""
    return {
        name: 100 * weight * np.nan_to_num(percentiles[name], nan=NEUTRAL)
        for name, weight in weights.items()
    }


def _robust_z_scores(values: Values, percentiles: Values, weights: Values) -> Parts:
    """``100 sum of w_k (z_k + 3) / 6``, z the distance from the median in MADs within +-3."""
    parts = {}
    for name, weight in weights.items():
        z = np.clip(np.nan_to_num(_robust_z(values[name], values[name])), -Z_CLIP, Z_CLIP)
        parts[name] = 100 * weight * (z + Z_CLIP) / (2 * Z_CLIP)
    return parts


def _rrf(values: Values, percentiles: Values, weights: Values) -> Parts:
    """Reciprocal rank fusion (Cormack 2009): ``sum of w_k 61 / (60 + rank)`` of 100."""
    parts = {}
    for name, weight in weights.items():
        rank = rankdata(-values[name], axis=-1, nan_policy="omit")
        rank = np.where(np.isnan(rank), (_count(rank) + 1) / 2, rank)
        parts[name] = 100 * weight * (RRF_K + 1) / (RRF_K + rank)
    return parts


def _veto(values: Values, percentiles: Values, weights: Values) -> Parts:
    """``100 prod of P_k^w_k``: one awful component sinks. A contribution is the score times its
    share of the sum of weights, less what its logarithm costs, so that they add up.
    """
    logs = {
        name: weight * np.log(np.maximum(np.nan_to_num(percentiles[name], nan=NEUTRAL), FLOOR))
        for name, weight in weights.items()
    }
    lost = _add(logs, (1,))
    score = 100 * np.exp(lost)
    cost = np.divide(score - 100, lost, out=np.full(lost.shape, 100.0), where=lost < 0)
    return {name: 100 * weights[name] + cost * log for name, log in logs.items()}


AGGREGATIONS: dict[str, Aggregation] = {
    "weighted_percentile": _weighted_percentile,
    "robust_z": _robust_z_scores,
    "rrf": _rrf,
    "veto": _veto,
}
"""How components become one score."""


def _add(parts: Values, shape: tuple[int, ...]) -> FloatArray:
    """The sum of the parts, which broadcast with the shape; zeros where there are none."""
    return sum(parts.values(), np.zeros(shape))


def _count(values: FloatArray) -> NDArray[np.int64]:
    """How many of each row are there; shape (..., 1)."""
    return np.asarray(np.sum(~np.isnan(values), axis=-1, keepdims=True))


def _median(values: FloatArray) -> FloatArray:
    """The median of what is there of each row, NaN of nothing; (..., c > 0) -> (..., 1)."""
    count = _count(values)
    middle = np.concatenate([(count - 1) // 2, count // 2], axis=-1)  # NaN is sorted last
    ordered = np.sort(values, axis=-1)
    return np.asarray(np.take_along_axis(ordered, middle, axis=-1).mean(axis=-1, keepdims=True))


def _robust_z(values: FloatArray, among: FloatArray) -> FloatArray:
    """The distance from the median in units of 1.4826 MAD, or of the mean deviation."""
    median = _median(among)
    deviation = np.abs(among - median)
    mean = np.nansum(deviation, axis=-1, keepdims=True) / np.maximum(_count(among), 1)
    scale = 1.4826 * _median(deviation)
    scale = np.where(scale > 0, scale, 1.2533 * mean)
    return (values - median) / np.where(scale > 0, scale, 1.0)


def _large(followers: FloatArray) -> float:
    known = followers[~np.isnan(followers)]
    return float(np.quantile(known, SMALL)) if len(known) else np.nan


def _take_off_size(parts: Parts, followers: FloatArray, shape: tuple[int, ...]) -> Parts:
    """``50 + (S - fit) / 2``: what it is above accounts of its size (a trend on ln F)."""
    score = _add(parts, shape)
    size = np.log(np.where(followers > 0, followers, 1.0))
    known = ~np.isnan(followers)
    if len(np.unique(size[known])) > 1:
        rows = score.reshape(-1, shape[-1])
        fit = np.reshape([fit_trend(size[known], row[known], size) for row in rows], score.shape)
    else:
        fit = _median(score) if len(size) else score
    return {name: part / 2 for name, part in parts.items()} | {SIZE: 50 - fit / 2}
