"""Why a place changed: the network did, we looked elsewhere, the settings did, or nothing did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from leaders.change.settings import SettingsChange
from leaders.rank.membership import IN

INACTIVE = timedelta(days=60)


class Cause(StrEnum):
    """What a difference comes from."""

    NETWORK = "network"  # what both dates saw of it differs beyond noise
    COLLECTION = "collection"  # we looked elsewhere
    SETTINGS = "settings"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account stood in a list of one ranking."""

    list: str
    rank: int
    score: float
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class Movement:
    """What the movement test says of an account: the layer that moved most of those in which it
    could be tested; ``is_moved`` at a false discovery rate of .05.
    """

    layer: str
    actors: int
    change: float
    z: float
    q: float
    is_moved: bool


def find_cause(
    account_no: int,
    before: Place | None,
    after: Place | None,
    tested: Movement | None,
    settings: SettingsChange,
) -> Cause:
    """The cause of a change of place; upwards where there was none, downwards where none is left.

    The network is the cause where the attention that both dates could see moved beyond noise and
    the same way. Then the settings, where they alone moved the account at least half as far, or
    where what they did cannot be told apart. Overlapping rank intervals are noise. What is left
    differs only because other accounts or listings were read.
    """
    down = _places_down(before, after)
    if tested and tested.is_moved and (tested.change < 0) == (down > 0):
        return Cause.NETWORK
    if settings.is_rank_changed:
        by_settings = settings.moved(account_no, (after or before or _NOWHERE).list)
        if not settings.is_separable or by_settings is None:
            return Cause.SETTINGS
        if by_settings and (by_settings > 0) == (down > 0) and 2 * abs(by_settings) >= abs(down):
            return Cause.SETTINGS
    if before and after and (before.list == after.list) and _overlap(before, after):
        return Cause.NOISE
    return Cause.COLLECTION


_NOWHERE = Place("", 0, 0.0, None, None)


def _places_down(before: Place | None, after: Place | None) -> int:
    if before and after:
        return after.rank - before.rank
    return -1 if after else 1


def _overlap(before: Place, after: Place) -> bool:
    """Whether the rank intervals overlap; unknown ones do where the rank is the same."""
    if None in (before.rank_low, before.rank_high, after.rank_low, after.rank_high):
        return before.rank == after.rank
    assert before.rank_low is not None and before.rank_high is not None  # noqa: PT018
    assert after.rank_low is not None and after.rank_high is not None  # noqa: PT018
    return before.rank_low <= after.rank_high and after.rank_low <= before.rank_high


def tell_entry(
    fate: dict[str, Any], zone: str | None, before: Place | None, after: Place,
    earlier: datetime, *, was_listed: bool,
) -> str:  # fmt: skip
    """How an account came to the first of a list.

    fate: what was heard of it (query change/fates). zone: what the earlier ranking judged of it,
    None where it did not. before: where it stood then, beyond the first or in another list.
    """
    if was_listed:
        return "returned"
    if before and before.list != after.list:
        return "other list"
    if before:
        return "climbed"
    if fate.get("created_at") and fate["created_at"] > earlier:
        return "new account"
    if zone is None or zone == IN:
        return "newly crawled"  # unknown, or known too little of to have a score
    return "newly in niche"


def tell_exit(
    fate: dict[str, Any], zone: str | None, before: Place, after: Place | None,
    later: datetime, *, is_excluded: bool,
) -> str:  # fmt: skip
    """How an account left the first of a list; zone and after are of the later ranking."""
    if fate.get("is_gone"):
        return "deleted or private"
    if is_excluded:
        return "excluded"
    posted = fate.get("posted_at")
    if fate.get("is_asked") and posted and later - posted > INACTIVE:
        return "inactive"
    if after:
        return "outranked" if after.list == before.list else "other list"
    if zone is not None and zone != IN:
        return "left niche"
    return "coverage"  # no candidate any more, or too little of it was read
