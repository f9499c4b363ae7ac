"""Affinity: how much more of a target is found in a medium than elsewhere, and how surely.

Ranked by the raw share, a community of five members with three of the target comes before one of
10,000 with 4,000. Ranked by the lower bound of the share it does not.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from leaders.metrics.metric import CountMetric, FloatArray, Unit, by_name, divide

CONFIDENCE = 0.9


def wilson_bounds(
    part: ArrayLike, whole: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[FloatArray, FloatArray]:
    """The two-sided interval of a share ``part / whole`` that was seen in a sample.

    Wilson 1927: with p the share, n the whole and z the normal quantile,
    ``(p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2/4n^2)) / (1 + z^2/n)``. Elementwise; NaN where
    the whole is 0 or something is missing. Raises ValueError for a part that is negative or more
    than its whole, and for a confidence that does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    share, n = _share(part, whole), np.asarray(whole, dtype=np.float64)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    z2 = divide(z * z, n)
    middle = share + z2 / 2
    half = np.sqrt(divide(z * z * share * (1 - share), n) + z2 * z2 / 4)
    # At a share of 0 or 1 the bound is the share, which last bits could pass.
    lower, upper = (middle - half) / (1 + z2), (middle + half) / (1 + z2)
    return np.minimum(np.maximum(lower, 0), share), np.maximum(np.minimum(upper, 1), share)


def _share(part: ArrayLike, whole: ArrayLike) -> FloatArray:
    counted = np.asarray(part, dtype=np.float64)
    if ((counted < 0) | (counted > np.asarray(whole))).any():
        raise ValueError("a part is negative or larger than its whole")
    return divide(counted, whole)


def _share_lower(part: ArrayLike, whole: ArrayLike) -> FloatArray:
    return wilson_bounds(part, whole)[0]


def _share_upper(part: ArrayLike, whole: ArrayLike) -> FloatArray:
    return wilson_bounds(part, whole)[1]


def _affinity_ratio(
    target_in_medium: ArrayLike, medium: ArrayLike, target_in_base: ArrayLike, base: ArrayLike
) -> FloatArray:
    return divide(_share(target_in_medium, medium), _share(target_in_base, base))


def _affinity_index(
    target_in_medium: ArrayLike, medium: ArrayLike, target_in_base: ArrayLike, base: ArrayLike
) -> FloatArray:
    return 100 * _affinity_ratio(target_in_medium, medium, target_in_base, base)


def _affinity_lower(
    target_in_medium: ArrayLike, medium: ArrayLike, target_in_base: ArrayLike, base: ArrayLike
) -> FloatArray:
    return 100 * divide(_share_lower(target_in_medium, medium), _share(target_in_base, base))


AFFINITY: dict[str, CountMetric] = by_name(
    CountMetric(
        name="affinity_index",
        formula="100 * share of the target in the medium / share of the target in the base",
        numerator="target_in_medium / medium",
        denominator="target_in_base / base",
        unit=Unit.INDEX,
        source="media planning (TRP / GRP)",
        measure=_affinity_index,
    ),
    CountMetric(
        name="affinity_cubeyou",
        formula="share of the target in the medium / share of the target in the base; 1 is neutral",
        numerator="target_in_medium / medium",
        denominator="target_in_base / base",
        unit=Unit.RATIO,
        source="CubeYou",
        measure=_affinity_ratio,
    ),
    CountMetric(
        name="affinity_index_lower",
        formula="100 * 90 % lower Wilson bound of the target's share in the medium / share in "
        "the base",
        numerator="lower bound of target_in_medium / medium",
        denominator="target_in_base / base",
        unit=Unit.INDEX,
        source="leaders",
        measure=_affinity_lower,
    ),
    CountMetric(
        name="share_lower_wilson",
        formula="lower end of the two-sided 90 % Wilson interval of part / whole",
        numerator="part",
        denominator="whole",
        unit=Unit.SHARE,
        source="Wilson 1927",
        measure=_share_lower,
    ),
    CountMetric(
        name="share_upper_wilson",
        formula="upper end of the two-sided 90 % Wilson interval of part / whole",
        numerator="part",
        denominator="whole",
        unit=Unit.SHARE,
        source="Wilson 1927",
        measure=_share_upper,
    ),
)
"""Every metric of shares and affinity by its name. The base is named by whoever prints one."""
