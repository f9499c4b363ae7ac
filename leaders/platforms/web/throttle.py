"""How often a host is asked: starts evenly spaced over all threads, and none while it is frozen.

Nothing is reserved: whoever wakes first when a start is due takes it, under the lock. So a freeze
holds back every request that waits already, and a thread that wakes late moves those behind it.
"""

import math
import time
from datetime import UTC, datetime, timedelta
from threading import Condition
from typing import Protocol

import httpx

from leaders.errors import PlatformUnreachable
from leaders.platforms.web.asked import read_wait

SPREAD = 1.04
"""We ask this much slower than the limit: on the way, the gaps between requests change a little."""
CATCH_UP = 0.02
"""Seconds of lateness that later starts may make up for."""


class Clock(Protocol):
    """Where time comes from, and how it passes."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only grow."""

    def wait(self, changed: Condition, seconds: float) -> None:
        """Give up the lock until it is notified or about that many seconds are over."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment, unmoved by corrections of the wall clock."""
        return time.monotonic()

    def wait(self, changed: Condition, seconds: float) -> None:
        """Sleep on the condition."""
        changed.wait(seconds)


class Throttle:
    """The generic cell rate algorithm for one host; safe to use from several threads.

    ``rate`` in requests a second. Over any time, ``n`` starts take at least
    ``(n - 1) * SPREAD / rate - CATCH_UP`` seconds: in no second are there more than ``rate``.
    Every method that waits raises ``PlatformUnreachable`` once ``stop`` was called.
    """

    def __init__(self, host: str, rate: float, patience: float, clock: Clock) -> None:
        if not (rate > 0 and math.isfinite(rate)):
            raise ValueError(f"a rate is a positive number of requests a second, not {rate}")
        self._host = host
        self._interval = SPREAD / rate
        self._patience = patience
        self._clock = clock
        self._changed = Condition()
        self._next_start = -math.inf
        self._frozen_until = -math.inf
        self._is_stopped = False

    def take_start(self) -> None:
        """Return when the next request may start.

        Raises ``PlatformUnreachable`` when the host asks for a longer wait than our patience.
        """
        with self._changed:
            while (seconds := self._seconds_until_start()) > 0:
                self._clock.wait(self._changed, seconds)
            late_at_most = max(self._next_start, self._clock.monotonic() - CATCH_UP)
            self._next_start = late_at_most + self._interval

    def sleep(self, seconds: float) -> None:
        """Wait without a claim to start."""
        with self._changed:
            until = self._clock.monotonic() + seconds
            while (left := until - self._clock.monotonic()) > 0:
                self._refuse_when_stopped()
                self._clock.wait(self._changed, left)
            self._refuse_when_stopped()

    def freeze(self, seconds: float) -> None:
        """Let no request start for so long; a shorter freeze never ends a longer one."""
        with self._changed:
            self._frozen_until = max(self._frozen_until, self._clock.monotonic() + seconds)

    def frozen_until(self) -> datetime | None:
        """The wall clock's moment, in UTC, when a freeze ends; None when there is none."""
        with self._changed:
            left = self._frozen_until - self._clock.monotonic()
            return self._clock.now() + timedelta(seconds=left) if left > 0 else None

    def stop(self) -> None:
        """Wake everybody who waits, and let nobody start any more."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def _seconds_until_start(self) -> float:
        self._refuse_when_stopped()
        now = self._clock.monotonic()
        if self._frozen_until - now > self._patience:
            until = self._clock.now() + timedelta(seconds=self._frozen_until - now)
            raise PlatformUnreachable(
                f"{self._host} asks us to wait until {until:%Y-%m-%d %H:%M:%S} UTC; "
                "run the same command again after that."
            )
        return max(self._next_start, self._frozen_until) - now

    def _refuse_when_stopped(self) -> None:
        if self._is_stopped:
            raise PlatformUnreachable("stopped")


class ThrottleTransport(httpx.BaseTransport):
    """Lets requests through when they may start, and freezes the host when it asks for that."""

    def __init__(self, inner: httpx.BaseTransport, throttle: Throttle, clock: Clock) -> None:
        self._inner = inner
        self._throttle = throttle
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with the headers alone read, so that a freeze begins before a body arrives."""
        self._throttle.take_start()
        response = self._inner.handle_request(request)
        seconds = read_wait(response.status_code, response.headers, self._clock.now())
        if seconds > 0:
            self._throttle.freeze(seconds)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
