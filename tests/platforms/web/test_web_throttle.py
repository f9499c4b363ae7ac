"""How often a host is asked: never too often, hardly less, and not at all while it is frozen."""

import threading
from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_fakes import HOST, FakeClock, HeldClock, Platform

from leaders.errors import PlatformUnreachable
from leaders.platforms.web import WebClient
from leaders.platforms.web.throttle import Throttle

gaps = st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 30))
lateness = st.one_of(st.just(0.0), st.floats(0, 0.2))


def most_in_a_window(starts: list[float], seconds: float) -> int:
    return max(bisect_left(starts, first + seconds) - number for number, first in enumerate(starts))


crowds = st.lists(st.tuples(gaps, st.integers(1, 50), lateness), min_size=1, max_size=12)


@given(st.integers(1, 30), crowds)
def test_no_second_holds_more_starts_than_the_rate(
    rate: int, arrivals: list[tuple[float, int, float]]
) -> None:
    clock = FakeClock()
    throttle = Throttle(HOST, rate, 1200, clock)
    starts = []
    for gap, crowd, late in arrivals:
        clock.seconds += gap
        clock.lateness = late
        for _ in range(crowd):
            throttle.take_start()
            starts.append(clock.seconds)
    assert most_in_a_window(starts, 1.0) <= rate
    assert most_in_a_window(starts, 5.0) <= 5 * rate


@pytest.mark.parametrize("late", [0.0, 0.005, 0.015])
def test_nearly_the_whole_rate_is_used_even_by_threads_that_wake_late(late: float) -> None:
    clock = FakeClock()
    clock.lateness = late
    throttle = Throttle(HOST, 10, 1200, clock)
    begin = clock.seconds
    for _ in range(300):
        throttle.take_start()
    assert 300 / (clock.seconds - begin) >= 9.5


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_is_a_positive_number(rate: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Throttle(HOST, rate, 1200, FakeClock())


def test_a_shorter_freeze_never_ends_a_longer_one() -> None:
    clock = FakeClock()
    throttle = Throttle(HOST, 10, 1200, clock)
    throttle.freeze(60)
    throttle.freeze(5)
    throttle.take_start()
    assert clock.seconds == pytest.approx(1060)


def test_a_spent_limit_freezes_the_host_although_the_answer_was_good() -> None:
    spent = {"RateLimit-Remaining": "0", "RateLimit-Reset": "90"}
    platform = Platform(httpx.Response(200, headers=spent, json={}), httpx.Response(200, json={}))
    client = platform.client()
    assert client.waiting_until() is None
    client.get("/a", {})
    until = client.waiting_until()
    assert until is not None
    assert (until - platform.clock.now()).total_seconds() == pytest.approx(90)
    client.get("/a", {})
    assert platform.moments[1] - platform.moments[0] >= 90
    assert client.waiting_until() is None


def test_ordinary_pacing_is_no_waiting() -> None:
    platform = Platform(httpx.Response(200, json={}))
    client = platform.client(rate=0.1)
    client.get("/a", {})
    assert client.waiting_until() is None


def test_a_wait_beyond_our_patience_is_refused_at_once_and_says_until_when() -> None:
    platform = Platform(httpx.Response(429, headers={"Retry-After": "7200"}))
    client = platform.client(patience=1200)
    with pytest.raises(PlatformUnreachable, match=r"until 2026-05-04 14:00:\d\d UTC"):
        client.get("/a", {})
    with pytest.raises(PlatformUnreachable, match="until"):
        client.get("/b", {})
    assert len(platform.requests) == 1
    assert platform.clock.seconds < 1000 + 60


def test_a_freeze_holds_back_the_requests_that_wait_in_other_threads() -> None:
    clock = HeldClock()
    has_begun, may_answer = threading.Event(), threading.Event()
    arrivals: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        arrivals.append(clock.seconds)
        if len(arrivals) > 1:
            return httpx.Response(200, json={})
        has_begun.set()
        may_answer.wait(20)
        return httpx.Response(429, headers={"Retry-After": "100"})

    transport = httpx.MockTransport(answer)
    client = WebClient(f"https://{HOST}", rate=10, clock=clock, transport=transport)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(client.get, "/a", {})
        assert has_begun.wait(20)
        others = [threads.submit(client.get, "/a", {}) for _ in range(3)]
        _until(lambda: clock.waiting == 3)  # queued for their start before the platform says no
        may_answer.set()
        _until(lambda: clock.waiting == 4)
        for _ in range(20):
            clock.move(4.99)
            _until(lambda: clock.waiting == 4)
        assert arrivals == [1000.0]
        while not all(call.done() for call in [first, *others]):
            clock.move(0.05)
    assert len(arrivals) == 5
    assert min(arrivals[1:]) >= 1100
    assert most_in_a_window(arrivals, 0.1) == 1


def test_stop_wakes_every_thread_that_waits_and_lets_no_other_start() -> None:
    clock = HeldClock()
    transport = httpx.MockTransport(lambda _: httpx.Response(429, headers={"Retry-After": "100"}))
    client = WebClient(f"https://{HOST}", rate=10, clock=clock, transport=transport)
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(client.get, "/a", {}) for _ in range(4)]
        _until(lambda: clock.waiting == 4)
        client.stop()
        for call in calls:
            with pytest.raises(PlatformUnreachable, match=r"\Astopped\Z"):
                call.result(20)
    with pytest.raises(PlatformUnreachable, match=r"\Astopped\Z"):
        client.post("/a", None)


def _until(is_so: Callable[[], bool]) -> None:
    """Poll for what another thread is about to do."""
    for _ in range(20_000):
        if is_so():
            return
        threading.Event().wait(0.001)
    raise AssertionError("the other threads never came to that point")
