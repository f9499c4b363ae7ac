"""What is told of a change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leaders.change.audiences import AudienceChange
from leaders.change.causes import Cause, Movement, Place
from leaders.change.lists import ListChange

ENTERED, LEFT, MOVED = "entered", "left", "moved"


@dataclass(frozen=True, slots=True)
class Named:
    """Which account it is."""

    account_id: str
    handle: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one account. kind: entered, left or moved; why: how, in a word or two.

    before, after: its places, None where it had none. points: by component what was added to its
    score, which is the whole difference; empty where it has no two scores. tested: the movement
    test, None where it could not be tested. audience: what became of its followers.
    """

    kind: str
    account: Named
    list: str
    before: Place | None
    after: Place | None
    cause: Cause
    why: str
    points: Mapping[str, float]
    tested: Movement | None
    audience: AudienceChange


@dataclass(frozen=True, slots=True)
class Rising:
    """An account that grows faster than those of its size, twice in a row."""

    account: Named
    list: str
    rank: int
    growth: Mapping[str, float]
    z: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a niche between two rankings.

    older, newer: ranking and as_of. settings: what differs in how they were made, in sentences.
    changes: those beyond noise, the most telling first. within_noise: how many accounts entered,
    left or moved without that. tested: of how many accounts the network could be compared.
    rising: None where there are no two refreshes in a row. unnamed: how many of the listed must
    not be named any more.
    """

    niche: str
    older: Mapping[str, Any]
    newer: Mapping[str, Any]
    settings: tuple[str, ...]
    lists: tuple[ListChange, ...]
    changes: tuple[Change, ...]
    within_noise: Mapping[str, int]
    tested: int
    compared: int
    rising: tuple[Rising, ...] | None
    unnamed: int
    notes: tuple[str, ...]
