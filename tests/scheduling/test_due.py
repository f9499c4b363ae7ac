"""When a schedule is due and was missed, also where clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.scheduling.due import Due, read_due, tell_moment

MONDAYS = Due("0 6 * * 1", "Europe/Amsterdam")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)  # a Sunday


def test_next_and_last_are_in_the_zone_of_the_schedule() -> None:
    assert MONDAYS.after(NOW) == datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert MONDAYS.before(NOW) == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert f"{MONDAYS.before(NOW):%H:%M}" == "06:00"


@pytest.mark.parametrize(
    ("since", "missed"),
    [
        (timedelta(days=30), True),
        (timedelta(days=6, hours=8), True),
        (timedelta(days=6, hours=7), False),
        (timedelta(hours=1), False),
    ],
)
def test_one_run_makes_up_for_all_that_were_missed(since: timedelta, missed: bool) -> None:
    due = datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert MONDAYS.missed(NOW - since, NOW) == (due if missed else None)


def test_an_hour_that_does_not_exist_is_due_when_the_clock_has_been_changed() -> None:
    nightly = Due("30 2 * * *", "Europe/Amsterdam")
    noon = datetime(2026, 3, 29, 10, tzinfo=UTC)
    assert nightly.before(noon) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    st.sampled_from(["0 6 * * 1", "*/7 * * * *", "0 0 L * *", "30 2 * * *", "0 6 29 2 *"]),
    st.sampled_from(["UTC", "Europe/Amsterdam", "Asia/Kolkata", "America/St_Johns"]),
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_next_was_last_a_moment_later(cron: str, zone: str, moment: datetime) -> None:
    due = Due(cron, zone)
    following = due.after(moment)
    assert following > moment
    later = following + timedelta(seconds=1)
    assert due.before(later) == following
    assert due.missed(moment, later) == following
    assert due.missed(following, later) is None


@pytest.mark.parametrize(
    ("cron", "zone"), [("@daily", "UTC"), ("0 0 6 * * *", "UTC"), ("0 6 * * 1", "Mars/Olympus")]
)
def test_a_line_that_only_prefect_knows_is_no_promise(cron: str, zone: str) -> None:
    assert read_due(cron, zone) is None
    assert read_due(MONDAYS.cron, MONDAYS.timezone) == MONDAYS


def test_a_moment_is_told_by_its_weekday_where_that_is_clear() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    assert tell_moment(datetime(2026, 11, 30, 6, tzinfo=zone), NOW) == "Monday 06:00"
    assert tell_moment(datetime(2026, 11, 16, 6, tzinfo=zone), NOW) == "Monday 2026-11-16 06:00"
