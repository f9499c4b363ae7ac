"""What a crawl may spend: calls, minutes, posts of an account, what a day allows."""

import time
from collections.abc import Callable, Iterable

from leaders.model import Listing
from leaders.niche import Limits
from leaders.platforms import Platform
from leaders.wording import counted

FEWEST_POSTS = 20


class LimitReached(Exception):
    """A limit of the niche file ends the crawl; the message says which."""


class CallsSpent(LimitReached):
    """The limit of calls."""


class Budget:
    """Counts calls against the limits of a niche. ``clock`` gives seconds that only grow."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._end = None if limits.minutes is None else clock() + 60 * limits.minutes
        self._start = clock()
        self.calls = 0

    def spend(self) -> None:
        """Count a call; raises ``LimitReached`` instead when nothing is left."""
        if self._limits.calls is not None and self.calls >= self._limits.calls:
            raise CallsSpent(f"the limit of {counted(self._limits.calls, 'call')} was reached")
        self.check_time()
        self.calls += 1

    def check_time(self) -> None:
        """Raise ``LimitReached`` when the minutes are over."""
        if self._end is not None and self._clock() >= self._end:
            raise LimitReached(f"the limit of {self._limits.minutes:g} minutes was reached")

    def is_half_spent(self) -> bool:
        """Whether half of the calls or of the minutes is gone; without limits never."""
        limits = self._limits
        calls = limits.calls is not None and 2 * self.calls >= limits.calls
        minutes = self._end is not None and 2 * self._clock() >= self._start + self._end
        return calls or minutes


def enough_posts(limits: Limits) -> int:
    """So many of the newest posts of an account are read: its response is measured by 20."""
    return max(limits.posts, FEWEST_POSTS)


class Allowance:
    """What a platform still allows today; ``spent`` takes a sentence on each quota too small."""

    def __init__(self, platform: Platform, spent: set[str]) -> None:
        self._platform = platform
        self._spent = spent

    def keep(self, listings: Iterable[Listing]) -> list[Listing]:
        """Those that the day's quotas allow: the others are planned on another day."""
        ledger = self._platform.ledger
        left = {quota.bucket: quota.limit - quota.used for quota in ledger.quotas()}
        kept = []
        for listing in listings:
            cost = self._platform.cost_of(listing)
            short = {bucket for bucket, units in cost.items() if units > left.get(bucket, units)}
            self._spent |= {str(ledger.refuse(bucket)) for bucket in short}
            kept += [] if short else [listing]
        return kept
