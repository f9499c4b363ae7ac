"""A straight line through points of which some are wild."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MOST_LAGS = 100
"""All pairs of points would take the square of their number."""


def fit_trend(x: FloatArray, y: FloatArray, at: FloatArray | None = None) -> FloatArray:
    """What a straight line through the points gives at each x; up to 29 % of them may be wild.

    x, y: shape (n,), known. at: where the line is wanted instead, shape (c,).

    The slope is the median of the slopes between pairs of points (Theil 1950, Sen 1968), the
    level the median of ``y - slope x``. Of more than 100 points each is paired with those that
    lie 100 evenly spaced numbers of places further right. O(100 n).
    """
    order = np.lexsort((y, x))
    right, up = x[order], y[order]
    lags = np.unique(np.linspace(1, len(x) - 1, min(MOST_LAGS, len(x) - 1)).astype(np.int64))
    run = np.concatenate([right[lag:] - right[:-lag] for lag in lags])
    rise = np.concatenate([up[lag:] - up[:-lag] for lag in lags])
    slope = float(np.median(rise[run > 0] / run[run > 0])) if (run > 0).any() else 0.0
    fitted: FloatArray = slope * (x if at is None else at) + np.median(y - slope * x)
    return fitted
