"""Random numbers that are the same on every machine and with every release of numpy.

Only the raw stream of PCG64 is promised never to change (the methods of ``Generator`` are not),
so everything here is made from raw 64-bit words. Weights become whole numbers before they are
summed: the last bit of a float, which differs between processors, then decides nothing.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.signedinteger[Any]]
"""Wide while numbers are multiplied, 32 bits where millions of them are kept."""

WEIGHT_STEPS = 2**24


class Draws:
    """A stream of draws; streams of one seed are independent, so one can change alone."""

    def __init__(self, seed: int, stream: int) -> None:
        self._bits = np.random.PCG64([seed, stream])

    def unit(self, size: int) -> Floats:
        """``size`` numbers in [0, 1)."""
        raw: NDArray[np.uint64] = self._bits.random_raw(size)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, limit: int | Integers, size: int) -> Integers:
        """Whole numbers in [0, limit); the limit may differ from draw to draw."""
        return (self.unit(size) * limit).astype(np.int64)

    def heavy_tailed(self, size: int, low: float, exponent: float, high: float) -> Floats:
        """Pareto numbers from ``low``, P(X > x) = (low / x) ^ exponent, cut at ``high``."""
        return np.minimum(low * (1.0 - self.unit(size)) ** (-1.0 / exponent), high)

    def weighted(self, weights: Floats, size: int) -> Integers:
        """Indices of ``weights``, drawn with replacement in proportion to them."""
        cumulative = np.cumsum(np.rint(weights * WEIGHT_STEPS).astype(np.int64))
        return np.searchsorted(cumulative, self.below(int(cumulative[-1]), size), side="right")

    def pairs(
        self, sources: Integers, targets: Integers, chance: float | Floats
    ) -> tuple[Integers, Integers]:
        """Each (source, target) with its chance, which may differ from target to target."""
        drawn = self.unit(len(sources) * len(targets)).reshape(len(sources), len(targets))
        row, column = np.nonzero(drawn < chance)
        return sources[row], targets[column]

    def order(self, size: int) -> Integers:
        """A random order of 0 .. size-1."""
        return np.argsort(self.unit(size), kind="stable")
