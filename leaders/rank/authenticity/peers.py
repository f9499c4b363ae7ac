"""How far an account stands from its peers, in medians: a few odd peers do not move them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FEWEST_PEERS = 30
"""With fewer nothing is compared: a median of a handful is an accident."""
MOST_TIERS = 5
FALSE_DISCOVERIES = 0.05
MAD_TO_DEVIATION = 1.4826
"""The median absolute deviation times this is the standard deviation of a normal sample."""


@dataclass(frozen=True, eq=False)
class Measured:
    """One flag, measured over the accounts of a list; arrays of shape (accounts,).

    value: NaN where it could not be measured; then the rest of the row says nothing.
    median: what peers have.
    peers_count: with how many, itself included, it was compared.
    is_unusual: what the flag is about. No verdict: a person looks at it.
    z, p: the distance in robust standard deviations and the chance of it; NaN where the flag has
        a fixed bound alone.
    bound: that value has to pass, where the peers set one; else NaN.
    detail: what else there is to say, by the row of an unusual account.
    """

    value: FloatArray
    median: FloatArray
    peers_count: IntArray
    is_unusual: BoolArray
    z: FloatArray
    p: FloatArray
    bound: float = np.nan
    detail: dict[int, str] = field(default_factory=dict)


def nothing_measured(count: int) -> Measured:
    """So many accounts of which a flag can say nothing."""
    nothing = np.full(count, np.nan)
    no_peers = np.zeros(count, dtype=np.int64)
    return Measured(nothing, nothing, no_peers, np.zeros(count, dtype=bool), nothing, nothing)


def centre(values: FloatArray) -> tuple[float, float]:
    """The median and 1.4826 times the median absolute deviation from it, of known values."""
    median = np.median(values)
    return float(median), float(MAD_TO_DEVIATION * np.median(np.abs(values - median)))


def size_tiers(size: FloatArray) -> IntArray:
    """Which of up to five equally full tiers each size is in, at least 30 accounts each.

    Equal sizes share a tier, so a tier can be emptier than meant. Sizes are known.
    """
    count = int(np.clip(len(size) // FEWEST_PEERS, 1, MOST_TIERS))
    edges = np.quantile(size, np.arange(1, count) / count) if len(size) else np.empty(0)
    return np.searchsorted(edges, size, side="left").astype(np.int64)


def compare_in_tiers(
    values: FloatArray, size: FloatArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """(median, deviation, number) of the peers of each account: those of its tier of size.

    Values and sizes are known. A tier of fewer than 30 is compared with the whole list.
    """
    median, deviation = np.empty(len(values)), np.empty(len(values))
    peers_count = np.empty(len(values), dtype=np.int64)
    tier = size_tiers(size)
    for number in np.unique(tier):
        rows = tier == number
        peers = values[rows] if rows.sum() >= FEWEST_PEERS else values
        median[rows], deviation[rows] = centre(peers)
        peers_count[rows] = len(peers)
    return median, deviation, peers_count


def distance(values: FloatArray, median: FloatArray, deviation: FloatArray) -> FloatArray:
    """Z = (value - median) / deviation; NaN where peers do not differ from each other."""
    z = np.full(len(values), np.nan)
    np.divide(values - median, deviation, out=z, where=deviation > 0)
    return z


def two_sided(z: FloatArray) -> FloatArray:
    """The chance of a normal value at least so far out on either side."""
    p: FloatArray = 2 * stats.norm.sf(np.abs(z))
    return p


def upper_tail(z: FloatArray) -> FloatArray:
    """The chance of a normal value at least so large."""
    p: FloatArray = stats.norm.sf(z)
    return p


def discovered(p: FloatArray) -> BoolArray:
    """Which p-values stand out when at most 5 % of those named may be false.

    Benjamini and Hochberg 1995, over the known ones.
    """
    found = np.zeros(len(p), dtype=bool)
    known = ~np.isnan(p)
    if known.any():
        found[known] = stats.false_discovery_control(p[known]) <= FALSE_DISCOVERIES
    return found


def of_known(known: BoolArray, values: FloatArray) -> FloatArray:
    """Values of the known accounts among all; NaN for the others."""
    placed = np.full(len(known), np.nan)
    placed[known] = values
    return placed
