"""Reach where there are no lists to unite: what an owner tells, what is certain, what is modelled.

Of channels that reach 40 % of one population each, two together reach anything from 40 to 80 %;
independence says 64 %. So the bounds are printed, and the point only as an assumption.
"""

import numpy as np
from numpy.typing import ArrayLike

from leaders.metrics.metric import CountMetric, FloatArray, Unit, by_name, divide

PLANNERS_DISCOUNT = 0.95
_EACH = "reach of each, as shares of one population"


def _reach_rate(reach: ArrayLike, followers: ArrayLike) -> FloatArray:
    return divide(reach, followers)


def _er_reach(engagements: ArrayLike, reach: ArrayLike) -> FloatArray:
    return divide(engagements, reach)


def _sainsbury(shares: ArrayLike) -> FloatArray:
    return np.asarray(1 - np.prod(1 - _as_shares(shares), axis=-1))


def _sainsbury_95(shares: ArrayLike) -> FloatArray:
    return np.asarray(PLANNERS_DISCOUNT * _sainsbury(shares))


def _lower(shares: ArrayLike) -> FloatArray:
    return np.asarray(np.max(_as_shares(shares), axis=-1))


def _upper(shares: ArrayLike) -> FloatArray:
    return np.asarray(np.minimum(1, np.sum(_as_shares(shares), axis=-1)))


def _as_shares(values: ArrayLike) -> FloatArray:
    shares = np.asarray(values, dtype=np.float64)
    if ((shares < 0) | (shares > 1)).any():
        raise ValueError("a share lies between 0 and 1")
    return shares


REACH: dict[str, CountMetric] = by_name(
    CountMetric(
        name="reach_rate_livedune",
        formula="people reached / followers",
        numerator="reach",
        denominator="followers",
        unit=Unit.SHARE,
        source="LiveDune",
        measure=_reach_rate,
    ),
    CountMetric(
        name="er_reach_livedune",
        formula="mean engagements of posts / mean people reached by posts",
        numerator="engagements",
        denominator="reach",
        unit=Unit.SHARE,
        source="LiveDune",
        measure=_er_reach,
    ),
    CountMetric(
        name="reach_sainsbury",
        formula="1 - product of (1 - reach of each); modelled, assumes independence",
        numerator=_EACH,
        denominator="none",
        aggregator="product",
        unit=Unit.SHARE,
        source="Sainsbury",
        measure=_sainsbury,
    ),
    CountMetric(
        name="reach_sainsbury_95",
        formula="0.95 * (1 - product of (1 - reach of each)); modelled",
        numerator=_EACH,
        denominator="none",
        aggregator="product",
        unit=Unit.SHARE,
        source="trade usage",
        measure=_sainsbury_95,
    ),
    CountMetric(
        name="reach_lower",
        formula="largest reach of one: together they cannot reach fewer",
        numerator=_EACH,
        denominator="none",
        aggregator="maximum",
        unit=Unit.SHARE,
        source="Fréchet 1951",
        measure=_lower,
    ),
    CountMetric(
        name="reach_upper",
        formula="sum of the reach of each, at most 1: together they cannot reach more",
        numerator=_EACH,
        denominator="none",
        aggregator="sum",
        unit=Unit.SHARE,
        source="Fréchet 1951",
        measure=_upper,
    ),
)
"""Every metric of reach by its name; ``shares`` has the accounts of a plan along its last axis."""
