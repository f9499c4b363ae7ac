"""Where a number lies on an axis, which numbers an axis marks, and how it says them."""

import math
from dataclasses import dataclass

from leaders.export.briefing import Said

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from low to high, drawn from start to end; on a log scale all are above 0."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, number: float) -> float:
        """Where the number lies; in the middle when low and high are one."""
        low, high, at = self.low, self.high, number
        if self.is_log:
            low, high, at = math.log10(low), math.log10(high), math.log10(at)
        part = (at - low) / (high - low) if high > low else 0.5
        return self.start + part * (self.end - self.start)


def linear_ticks(highest: float, most: int = 5) -> list[float]:
    """Round numbers from 0 up to at least ``highest``, at most ``most`` above 0."""
    least = highest / most
    size = 10.0 ** math.floor(math.log10(least))
    step = next(size * it for it in _STEPS if size * it >= least * (1 - 1e-9))
    return [round(step * n, 6) for n in range(math.ceil(highest / step - 1e-9) + 1)]


def log_ticks(lowest: float, highest: float, most: int = 7) -> list[float]:
    """Powers of ten (below two of them 1, 2, 5 of each) that enclose both numbers, above 0."""
    first, last = math.floor(math.log10(lowest)), math.ceil(math.log10(highest))
    if last - first > 2:  # noqa: PLR2004
        apart = math.ceil((last - first) / (most - 1))
        return [10.0**n for n in range(first, last + apart, apart)]
    ticks = [it * 10.0**n for n in range(first, last + 1) for it in (1, 2, 5)]
    start = max((n for n, tick in enumerate(ticks) if tick <= lowest), default=0)
    end = next(n for n, tick in enumerate(ticks) if tick >= highest)
    return ticks[start : max(end, start + 1) + 1]


def tell_number(number: float) -> Said:
    """A round number, short: 10k, 2.5M."""
    for size, key in (
        (1e9, "picture_billions"),
        (1e6, "picture_millions"),
        (1e3, "picture_thousands"),
    ):
        if number >= size:
            short = round(number / size, 1)
            is_whole = short == int(short)
            return Said(key if is_whole else f"{key}_1", {"n": int(short) if is_whole else short})
    whole = round(number)
    is_whole = math.isclose(number, whole, abs_tol=1e-9)
    return (
        Said("picture_number", {"n": whole}) if is_whole else Said("picture_decimal", {"n": number})
    )


def tell_share(share: float) -> Said:
    """A share as a percentage, with as many decimals (up to three) as a small one needs."""
    decimals = min(max(-math.floor(math.log10(share) + 1e-9) - 2, 0), 3) if share > 0 else 0
    return Said(f"picture_share_{decimals}", {"share": share})
