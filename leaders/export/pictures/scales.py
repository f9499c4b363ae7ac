"""Where a number lies on an axis, which numbers an axis marks, and how it says them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leaders.export.briefing import Said

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LONG = 10_000
_NARROWEST = 0.9  # in powers of ten: a range of 1 to 8 has two ticks wherever it lies
_SIZES = ((1e9, "picture_billions"), (1e6, "picture_millions"), (1e3, "picture_thousands"))


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


def linear_ticks(highest: float, most: int = 5) -> list[int]:
    """Round whole numbers from 0 up to at least ``highest``, at most ``most`` above 0."""
    least = max(highest / most, 1)
    size = 10.0 ** math.floor(math.log10(least))
    steps = (size * it for it in _STEPS if size * it >= least)
    step = next(int(it) for it in steps if it == int(it))
    return [step * n for n in range(max(math.ceil(highest / step), 1) + 1)]


def log_range(numbers: Sequence[float]) -> tuple[float, float]:
    """From below the smallest to above the largest, wide enough for two ticks; all above 0."""
    low, high = math.log10(min(numbers)), math.log10(max(numbers))
    apart = max(0.05 * (high - low), (_NARROWEST - (high - low)) / 2, 0.05)
    return 10 ** (low - apart), 10 ** (high + apart)


def log_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """1, 2 and 5 of every power of ten within the range; powers alone where those are too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fine = [it for n in powers for it in (10.0**n, 2 * 10.0**n, 5 * 10.0**n) if low <= it <= high]
    if len(fine) <= most:
        return fine
    coarse = [10.0**n for n in powers if low <= 10.0**n <= high]
    return coarse[:: math.ceil(len(coarse) / most)]


def tell_number(number: float) -> Said:
    """A round number, short: 500, 10k, 2.5M."""
    for size, key in _SIZES:
        if number >= size:
            short = round(number / size, 1)
            is_whole = short == int(short)
            return Said(key, {"n": int(short)}) if is_whole else Said(f"{key}_1", {"n": short})
    return Said("picture_number", {"n": round(number)})


def tell_ticks(ticks: Sequence[int]) -> list[Said]:
    """How an axis says its numbers: in full where they are short, else all of them short."""
    if ticks[-1] < _LONG:
        return [Said("picture_number", {"n": tick}) for tick in ticks]
    return [tell_number(tick) for tick in ticks]


def tell_share(share: float) -> Said:
    """A share as a percentage, with as many decimals (up to three) as a small one needs."""
    decimals = min(max(-math.floor(math.log10(share) + 1e-9) - 2, 0), 3) if share > 0 else 0
    return Said(f"picture_share_{decimals}", {"share": share})
