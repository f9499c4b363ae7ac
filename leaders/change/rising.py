"""Who grows faster than accounts of its size do, twice in a row (science, 6).

``z = (g - g of its size) / sqrt(s^2 + s_i^2)``: g is the weekly log growth, that of its size a
Theil-Sen line on the log of followers, s the spread around it, s_i the account's own noise. An
account rises where z > 2.5 in two of three measures at two consecutive refreshes, no growth spike
is flagged of it, and it stands in the upper half of its tier. The measures are the followers that
it declares, the attention it gets, and the people who react to its median post, the last two by
what was read at both dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from leaders.rank.network import FloatArray
from leaders.rank.trend import fit_trend

BOUND = 2.5
MEASURES = ("followers", "attention", "response")
FEWEST_MEASURES = 2
FEWEST_ACCOUNTS = 10
"""Fewer have no size that could be expected of."""


@dataclass(frozen=True, eq=False)
class Grown:
    """How accounts grew between two refreshes: a row an account: account_no, size (ln followers),
    and for each measure ``<measure>_before``, ``<measure>_after`` and ``<measure>_noise``.
    """

    rows: pl.DataFrame
    weeks: float


@dataclass(frozen=True, slots=True)
class Rise:
    """An account that rises: by how much a week each measure grew beyond its size, and z."""

    account_no: int
    growth: Mapping[str, float]
    z: Mapping[str, float]


def find_rises(intervals: list[Grown], kept: set[int]) -> list[Rise]:
    """Who rose in all of the intervals, the newest first; of the accounts in ``kept`` alone."""
    judged = [judge_growth(interval) for interval in intervals]
    if not judged:
        return []
    rising = [
        {n for n, (_, z) in one.items() if sum(it > BOUND for it in z.values()) >= FEWEST_MEASURES}
        for one in judged
    ]
    both = set.intersection(*rising) & kept
    found = [Rise(number, *judged[0][number]) for number in sorted(both)]
    return sorted(found, key=lambda rise: (-max(rise.z.values()), rise.account_no))


def judge_growth(grown: Grown) -> dict[int, tuple[dict[str, float], dict[str, float]]]:
    """By account (weekly growth beyond its size, z), each by measure where it is known."""
    told: dict[int, tuple[dict[str, float], dict[str, float]]] = {}
    if grown.weeks <= 0 or grown.rows.is_empty():
        return told
    numbers = grown.rows["account_no"].to_list()
    size = _column(grown.rows, "size")
    for measure in MEASURES:
        before, after, noise = (
            _column(grown.rows, f"{measure}_{part}") for part in ("before", "after", "noise")
        )
        beyond, z = expect_growth(before, after, noise, size, grown.weeks)
        for number, growth, deviation in zip(numbers, beyond.tolist(), z.tolist(), strict=True):
            if not np.isnan(deviation):
                growths, deviations = told.setdefault(number, ({}, {}))
                growths[measure], deviations[measure] = round(growth, 6), round(deviation, 6)
    return told


def expect_growth(
    before: FloatArray, after: FloatArray, noise: FloatArray, size: FloatArray, weeks: float
) -> tuple[FloatArray, FloatArray]:
    """(weekly log growth beyond that of the size, z); shape (c,), NaN where it is not known.

    noise: the standard deviation of the log ratio, NaN for none.
    """
    growth = (np.log1p(after) - np.log1p(before)) / weeks
    known = ~(np.isnan(growth) | np.isnan(size))
    beyond, z = np.full(len(growth), np.nan), np.full(len(growth), np.nan)
    if known.sum() < FEWEST_ACCOUNTS:
        return beyond, z
    x, y = size[known], growth[known]
    rest = y - fit_trend(x, y)
    spread = 1.4826 * np.median(np.abs(rest - np.median(rest)))
    total = np.hypot(spread, np.nan_to_num(noise[known]) / weeks)
    beyond[known] = rest
    z[known] = np.where(total > 0, rest / np.where(total > 0, total, 1.0), 0.0)
    return beyond, z


def _column(rows: pl.DataFrame, name: str) -> FloatArray:
    values: FloatArray = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return values
