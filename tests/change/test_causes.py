"""Why a place changed: each cause by an example, and what comes before what."""

from datetime import UTC, datetime, timedelta

import pytest

from leaders.change.causes import Cause, Movement, Place, find_cause, tell_entry, tell_exit
from leaders.change.settings import SettingsChange

NOW = datetime(2026, 2, 1, tzinfo=UTC)
THEN = NOW - timedelta(days=30)
SAME = SettingsChange()


def place(rank: int, low: int | None = None, high: int | None = None, name: str = "a") -> Place:
    return Place(name, rank, 50.0, low, high)


def attended(change: float, *, is_moved: bool = True) -> Movement:
    return Movement("reactions", 30, change, 5 * change, 0.001 if is_moved else 0.5, is_moved)


def test_the_network_is_the_cause_where_attention_moved_the_same_way() -> None:
    up, down = (place(20, 15, 25), place(5, 3, 8)), (place(5, 3, 8), place(20, 15, 25))
    assert find_cause(1, *up, attended(0.7), SAME) is Cause.NETWORK
    assert find_cause(1, *down, attended(-0.7), SAME) is Cause.NETWORK
    assert find_cause(1, *down, attended(0.7), SAME) is Cause.COLLECTION
    assert find_cause(1, *up, attended(0.7, is_moved=False), SAME) is Cause.COLLECTION
    assert find_cause(1, *up, None, SAME) is Cause.COLLECTION
    assert find_cause(1, None, place(3), attended(0.7), SAME) is Cause.NETWORK
    assert find_cause(1, place(3), None, attended(-0.7), SAME) is Cause.NETWORK
    assert find_cause(1, place(3), None, attended(0.7), SAME) is Cause.COLLECTION


def test_overlapping_intervals_are_noise() -> None:
    assert find_cause(1, place(5, 3, 9), place(11, 9, 14), None, SAME) is Cause.NOISE
    assert find_cause(1, place(5, 3, 8), place(11, 9, 14), None, SAME) is Cause.COLLECTION
    assert find_cause(1, place(5, 3, 20), place(11, 9, 14, "b"), None, SAME) is Cause.COLLECTION
    assert find_cause(1, place(5), place(6), None, SAME) is Cause.COLLECTION
    assert find_cause(1, place(5), place(5), None, SAME) is Cause.NOISE


def test_settings_are_the_cause_where_they_moved_it_half_as_far() -> None:
    def by(effect: int) -> SettingsChange:
        return SettingsChange(("x",), True, True, {(1, "a"): effect})

    fallen = place(5, 3, 20), place(15, 9, 20)
    assert find_cause(1, *fallen, None, by(5)) is Cause.SETTINGS
    assert find_cause(1, *fallen, None, by(4)) is Cause.NOISE
    assert find_cause(1, *fallen, None, by(-9)) is Cause.NOISE
    assert find_cause(1, *fallen, attended(-1), by(9)) is Cause.NETWORK
    unknown = SettingsChange(("x",), True, is_separable=False)
    assert find_cause(1, *fallen, None, unknown) is Cause.SETTINGS
    assert find_cause(1, *fallen, attended(-1), unknown) is Cause.NETWORK
    only_said = SettingsChange(("limits.posts was 4, now 8",))
    assert find_cause(1, place(5, 3, 8), place(11, 9, 14), None, only_said) is Cause.COLLECTION


@pytest.mark.parametrize(
    ("fate", "zone", "before", "was_listed", "why"),
    [
        ({}, None, None, True, "returned"),
        ({}, "in", place(70), False, "climbed"),
        ({}, "in", place(7, name="b"), False, "other list"),
        ({"created_at": NOW}, None, None, False, "new account"),
        ({"created_at": THEN - timedelta(days=1)}, None, None, False, "newly crawled"),
        ({}, "in", None, False, "newly crawled"),
        ({}, "out", None, False, "newly in niche"),
        ({}, "review", None, False, "newly in niche"),
    ],
)
def test_how_an_account_entered(fate, zone, before, was_listed, why) -> None:
    assert tell_entry(fate, zone, before, place(3), THEN, was_listed=was_listed) == why


@pytest.mark.parametrize(
    ("fate", "zone", "after", "why"),
    [
        ({"is_gone": True}, None, None, "deleted or private"),
        ({"is_asked": True, "posted_at": NOW - timedelta(days=61)}, "in", place(90), "inactive"),
        ({"is_asked": True, "posted_at": NOW - timedelta(days=59)}, "in", place(90), "outranked"),
        ({"is_asked": False, "posted_at": THEN - timedelta(days=90)}, "in", place(90), "outranked"),
        ({}, "in", place(9, name="b"), "other list"),
        ({}, "out", None, "left niche"),
        ({}, "in", None, "coverage"),
        ({}, None, None, "coverage"),
    ],
)
def test_how_an_account_left(fate, zone, after, why) -> None:
    assert tell_exit(fate, zone, place(3), after, NOW, is_excluded=False) == why
    assert (tell_exit({}, zone, place(3), after, NOW, is_excluded=True)) == "excluded"
