"""The day's ledger: it counts before asking, over runs, until the platform's midnight."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from leaders.errors import QuotaSpent
from leaders.model import Quota
from leaders.platforms.quota import DayLedger

PACIFIC = ZoneInfo("America/Los_Angeles")


class Present:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 6, tzinfo=UTC)  # the evening of the 19th in California

    def __call__(self) -> datetime:
        return self.moment


def ledger(present: Present, **limits: int) -> DayLedger:
    return DayLedger("youtube", limits, PACIFIC, present)


def used(kept: DayLedger) -> dict[str, int]:
    return {quota.bucket: quota.used for quota in kept.quotas()}


def test_it_refuses_before_the_limit_is_passed_and_counts_nothing_then() -> None:
    kept = ledger(Present(), searches=2)
    kept.spend("searches")
    with pytest.raises(QuotaSpent, match="2026-11-20 08:00 UTC") as refused:
        kept.spend("searches", 2)
    assert refused.value.bucket == "searches"
    assert used(kept) == {"searches": 1}
    kept.spend("searches")


def test_a_bucket_without_a_limit_is_not_counted() -> None:
    kept = ledger(Present())
    kept.spend("units", 10**6)
    assert kept.quotas() == ()


def test_a_new_day_of_the_platform_begins_anew() -> None:
    present = Present()
    kept = ledger(present, units=1)
    kept.spend("units")
    present.moment = datetime(2026, 11, 20, 7, 59, tzinfo=UTC)
    with pytest.raises(QuotaSpent):
        kept.spend("units")
    present.moment = datetime(2026, 11, 20, 8, tzinfo=UTC)
    kept.spend("units")


def test_what_the_platform_says_is_empty_is_so_until_the_next_day() -> None:
    present = Present()
    kept = ledger(present, units=100)
    for bucket in ("units", "wall.search"):
        raise_later = kept.exhaust(bucket)
        assert raise_later.bucket == bucket
        with pytest.raises(QuotaSpent):
            kept.spend(bucket)
    assert used(kept) == {"units": 100, "wall.search": 0}
    present.moment = datetime(2026, 11, 21, 8, tzinfo=UTC)
    kept.spend("wall.search")
    kept.spend("units")
    assert used(kept) == {"units": 1}


def test_another_run_takes_over_what_the_day_has_used() -> None:
    present = Present()
    first = ledger(present, units=3)
    first.spend("units", 2)
    first.exhaust("wall.search")
    second = ledger(present, units=3)
    second.recall(first.quotas())
    second.spend("units")
    for bucket in ("units", "wall.search"):
        with pytest.raises(QuotaSpent):
            second.spend(bucket)


def test_what_is_of_another_day_counts_for_nothing() -> None:
    present = Present()
    first = ledger(present, units=1)
    first.spend("units")
    yesterday: tuple[Quota, ...] = first.quotas()
    present.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    second = ledger(present, units=1)
    second.recall(yesterday)
    second.spend("units")
