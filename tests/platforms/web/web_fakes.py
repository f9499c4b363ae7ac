"""Clocks that do not tick by themselves, a platform in memory, and one on this machine."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Condition
from typing import Any
from urllib.parse import urlencode

import httpx
from fake_http import Answered, Asked, on_this_machine

from leaders.platforms.web import WebClient

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOST = "platform.example"


class FakeClock:
    """Waiting makes it later at once, by ``lateness`` more than was asked for."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.lateness = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1000)

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, changed: Condition, seconds: float) -> None:
        self.seconds += seconds + self.lateness


class HeldClock(FakeClock):
    """For tests with threads: it stands still, and who waits does so until it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Condition] = []

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def wait(self, changed: Condition, seconds: float) -> None:
        self._waiting.append(changed)
        assert changed.wait(20), "nobody moved the clock or woke us"
        self._waiting.remove(changed)

    def move(self, seconds: float) -> None:
        """Make it later and wake those who wait."""
        self.seconds += seconds
        for changed in set(self._waiting):
            with changed:
                changed.notify_all()


class Platform:
    """Answers with what is put into it, in that order, the last one for ever."""

    def __init__(self, *answers: httpx.Response | Exception | type[Exception]) -> None:
        self.clock = FakeClock()
        self.requests: list[httpx.Request] = []
        self.moments: list[float] = []
        self._answers = list(answers)

    def client(self, **options: Any) -> WebClient:
        options = {"rate": 1000.0, "clock": self.clock, "random": Random(1), **options}
        transport = httpx.MockTransport(self._answer)
        return WebClient(f"https://{HOST}/api", transport=transport, **options)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.moments.append(self.clock.seconds)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, httpx.Response):
            return answer
        raise answer if isinstance(answer, Exception) else answer("")


def serving(
    answer: Callable[[str], tuple[int, dict[str, str], bytes]],
) -> AbstractContextManager[str]:
    """The address of a real server on this machine: a path and query give status, headers, body."""

    def of_target(asked: Asked) -> Answered:
        query = urlencode(asked.params, doseq=True)
        return answer(f"{asked.path}?{query}" if query else asked.path)

    return on_this_machine(of_target)


def page(**body: Any) -> tuple[int, dict[str, str], bytes]:
    """A good answer of a real server."""
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()
