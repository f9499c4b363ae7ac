"""Overlap and unique reach: what two audiences share, and how many people a plan reaches.

"Unique" is two things on the market: people who follow at least one account of the plan (the
union) and people who follow exactly one. Here the first is ``unique_union`` and the second
``unique_exclusive``.

Arguments are counts of people and broadcast, so a whole matrix of pairs is one call:
``intersection``, ``size_a``, ``size_b``. A plan is summed up by ``people``, whose last axis says
how many people are in exactly 1, 2, 3 ... of its lists (``np.bincount(lists_of_person)[1:]``).
"""

import numpy as np
from numpy.typing import ArrayLike

from leaders.metrics.metric import CountMetric, FloatArray, Unit, by_name, divide


def _overlap_min(intersection: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> FloatArray:
    shared, a, b = _pair(intersection, size_a, size_b)
    return divide(shared, np.minimum(a, b))


def _overlap_jaccard(intersection: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> FloatArray:
    shared, a, b = _pair(intersection, size_a, size_b)
    return divide(shared, a + b - shared)


def _overlap_containment(
    intersection: ArrayLike, size_a: ArrayLike, size_b: ArrayLike
) -> FloatArray:
    shared, a, _ = _pair(intersection, size_a, size_b)
    return divide(shared, a)


def _pair(
    intersection: ArrayLike, size_a: ArrayLike, size_b: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    shared, a, b = (np.asarray(it, dtype=np.float64) for it in (intersection, size_a, size_b))
    if ((shared < 0) | (shared > np.minimum(a, b))).any():
        raise ValueError("an intersection is negative or larger than one of its sets")
    return shared, a, b


def _unique_union(people: ArrayLike) -> FloatArray:
    return np.asarray(np.sum(people, axis=-1), dtype=np.float64)


def _unique_exclusive(people: ArrayLike) -> FloatArray:
    return np.asarray(people, dtype=np.float64)[..., 0]


def _unique_share(people: ArrayLike) -> FloatArray:
    return divide(_unique_union(people), _summed_reach(people))


def _overlap_overall(people: ArrayLike) -> FloatArray:
    union = _unique_union(people)
    return divide(union - _unique_exclusive(people), union)


def _expected_frequency(people: ArrayLike) -> FloatArray:
    return divide(_summed_reach(people), _unique_union(people))


def _summed_reach(people: ArrayLike) -> FloatArray:
    counted = np.asarray(people, dtype=np.float64)
    return np.asarray(counted @ np.arange(1.0, counted.shape[-1] + 1))


def _exclusive_of(exclusive: ArrayLike, whole: ArrayLike) -> FloatArray:
    if (np.asarray(exclusive) > np.asarray(whole)).any():
        raise ValueError("more people are exclusive than there are")
    return divide(exclusive, whole)


def _exclusive_ratio(exclusive: ArrayLike, size: ArrayLike) -> FloatArray:
    return _exclusive_of(exclusive, size)


def _plan_share(exclusive: ArrayLike, union: ArrayLike) -> FloatArray:
    return _exclusive_of(exclusive, union)


OVERLAP: dict[str, CountMetric] = by_name(
    CountMetric(
        name="overlap_min",
        formula="people in both / people in the smaller of the two",
        numerator="intersection",
        denominator="min(size_a, size_b)",
        window="as given; influData takes active and engaged followers alone",
        unit=Unit.SHARE,
        source="influData",
        measure=_overlap_min,
    ),
    CountMetric(
        name="overlap_jaccard",
        formula="people in both / people in at least one of the two",
        numerator="intersection",
        denominator="size_a + size_b - intersection",
        unit=Unit.SHARE,
        source="Jaccard 1901",
        measure=_overlap_jaccard,
    ),
    CountMetric(
        name="overlap_containment",
        formula="people in both / people in the first; not symmetric",
        numerator="intersection",
        denominator="size_a",
        unit=Unit.SHARE,
        source="set theory",
        measure=_overlap_containment,
    ),
    CountMetric(
        name="overlap_overall",
        formula="people in two or more lists of the plan / people in at least one",
        numerator="union - exclusive",
        denominator="union",
        unit=Unit.SHARE,
        source="influData",
        measure=_overlap_overall,
    ),
    CountMetric(
        name="unique_union",
        formula="people in at least one list of the plan",
        numerator="union",
        denominator="none",
        unit=Unit.COUNT,
        source="trendHERO, Primetag",
        measure=_unique_union,
    ),
    CountMetric(
        name="unique_exclusive",
        formula="people in exactly one list of the plan",
        numerator="exclusive",
        denominator="none",
        unit=Unit.COUNT,
        source="Stellar, Campaygn, Influencity; Primetag's exclusive",
        measure=_unique_exclusive,
    ),
    CountMetric(
        name="unique_share_primetag",
        formula="people in at least one list of the plan / sum of its lists",
        numerator="union",
        denominator="sum of sizes",
        unit=Unit.SHARE,
        source="Primetag",
        measure=_unique_share,
    ),
    CountMetric(
        name="expected_frequency_primetag",
        formula="sum of the plan's lists / people in at least one, at one post an account",
        numerator="sum of sizes",
        denominator="union",
        unit=Unit.COUNT,
        source="Primetag",
        assumed=("one post an account",),
        measure=_expected_frequency,
    ),
    CountMetric(
        name="exclusive_ratio_trendhero",
        formula="people in this list of the plan and no other / people in this list",
        numerator="exclusive",
        denominator="size",
        unit=Unit.SHARE,
        source="trendHERO",
        measure=_exclusive_ratio,
    ),
    CountMetric(
        name="plan_share_trendhero",
        formula="people in this list of the plan and no other / people in at least one list",
        numerator="exclusive",
        denominator="union",
        unit=Unit.SHARE,
        source="trendHERO",
        measure=_plan_share,
    ),
)
"""Every metric of shared audiences by its name."""
