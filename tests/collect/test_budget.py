"""Calls and minutes that a crawl may spend."""

import pytest

from leaders.collect.budget import Budget, LimitReached
from leaders.niche import Limits


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_calls_end_at_their_limit() -> None:
    budget = Budget(Limits(calls=2))
    budget.spend()
    assert budget.is_half_spent()
    budget.spend()
    with pytest.raises(LimitReached, match="the limit of 2 calls was reached"):
        budget.spend()
    assert budget.calls == 2


def test_minutes_end_at_their_limit() -> None:
    clock = Clock()
    budget = Budget(Limits(minutes=1.5), clock)
    budget.spend()
    clock.seconds += 44
    assert not budget.is_half_spent()
    clock.seconds += 1
    assert budget.is_half_spent()
    clock.seconds += 44
    budget.check_time()
    clock.seconds += 1
    with pytest.raises(LimitReached, match=r"the limit of 1\.5 minutes was reached"):
        budget.spend()
    assert budget.calls == 1


def test_without_limits_nothing_ends() -> None:
    budget = Budget(Limits())
    for _ in range(1000):
        budget.spend()
    assert not budget.is_half_spent()
