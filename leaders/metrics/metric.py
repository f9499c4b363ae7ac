"""A metric: a number with the words that say what it is, whose it is and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


class Unit(StrEnum):
    """What a value is counted in."""

    SHARE = "share"  # 0.03 is 3 %; engagement can pass 1
    COUNT = "count"  # people, posts or reactions; a mean of them too
    MONEY = "money"  # in the currency of the price that was given
    RATIO = "ratio"  # 1 is as usual
    INDEX = "index"  # 100 is as usual


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One formula of one source, in words; ``version`` grows when the formula changes.

    ``assumed`` names the parts that the source does not say and that we chose. Vendors take
    different things for one word: an engagement rate of one post is 3 % or 8 % or 40 %. So a
    value travels under the name of its metric, and no metric is called just "er".
    """

    name: str
    formula: str
    numerator: str
    denominator: str
    window: str = "as given"
    aggregator: str = "none"
    unit: Unit
    source: str
    version: int = 1
    assumed: tuple[str, ...] = ()

    def describe(self) -> dict[str, str]:
        """Everything as text, in the order of a table's columns."""
        return {
            "name": self.name,
            "version": str(self.version),
            "formula": self.formula,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "window": self.window,
            "aggregator": self.aggregator,
            "unit": self.unit.value,
            "source": self.source,
            "assumed": ", ".join(self.assumed),
        }


@dataclass(frozen=True, kw_only=True)
class CountMetric(Metric):
    """A formula of counts. ``measure`` works elementwise on numbers or arrays that broadcast.

    NaN in, NaN out: missing is not zero. NaN too where the denominator is 0.
    """

    measure: Callable[..., FloatArray]


M = TypeVar("M", bound=Metric)


def by_name(*metrics: M) -> dict[str, M]:
    """The metrics by their names, in this order. Raises ValueError if two share a name."""
    named = {metric.name: metric for metric in metrics}
    if len(named) < len(metrics):
        raise ValueError("two metrics have one name")
    return named


def divide(part: ArrayLike, whole: ArrayLike) -> FloatArray:
    """``part / whole``; NaN where the whole is 0 or missing."""
    above, below = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    quotient = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=quotient, where=np.broadcast_to(below != 0, quotient.shape))
    return quotient
