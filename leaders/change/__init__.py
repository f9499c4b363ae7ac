"""What changed between two rankings of a niche, and why.

Two stored rankings are compared: who entered the lists, who left, who moved, who rises. Each change
has its cause: the network changed (what both dates could see of an account differs beyond noise),
we looked elsewhere, the settings changed; the rest is noise, and is counted and not listed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2
from typing import Any

import polars as pl

from leaders.change.audiences import AudienceChange, count_audiences
from leaders.change.causes import Cause, Place, Tested, find_cause, tell_entry, tell_exit
from leaders.change.lists import ListChange, compare_list
from leaders.change.movement import FALSE_DISCOVERIES, judge_movement
from leaders.change.pairing import Head, Stand, choose_before, choose_pair, load_stand
from leaders.change.readings import REACTIONS, Readings, read_both
from leaders.change.rising import Grown, Rise, find_rises
from leaders.change.settings import SettingsChange, compare_settings
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.rank.score import DECIMALS
from leaders.settings import Workspace
from leaders.store import Store

__all__ = [
    "AudienceChange", "Cause", "Change", "Changes", "ListChange", "Place", "Tested", "find_changes",
]  # fmt: skip

ENTERED, LEFT, MOVED = "entered", "left", "moved"
ORDER = (Cause.NETWORK, Cause.SETTINGS, Cause.COLLECTION, Cause.NOISE)
UNTESTED = 1.96
"""What a change that is a fact weighs, where another has its z."""
WEEK = timedelta(weeks=1)


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
    tested: Tested | None
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


@dataclass(frozen=True, eq=False)
class Compared:
    """Two rankings and what both dates saw."""

    older: Stand
    newer: Stand
    readings: Readings
    tests: pl.DataFrame


def find_changes(workspace: Workspace, niche: Niche, since: datetime | None = None) -> Changes:
    """What changed between the ranking that was made last and an older one.

    since: compare with the newest ranking as of then or before; else with the last one before it.
    Raises ``LeadersError`` when there is only one ranking.
    """
    with Store(workspace, must_exist=True) as store:
        heads = store.query("change/heads", niche=niche.name).to_dicts()
        pair = choose_pair(heads, since) if heads else None
        if pair is None:
            raise LeadersError(
                f"{niche.name} has {'one ranking' if heads else 'no ranking yet'}; changes need "
                f"two: collect again later and run: leaders rank {niche.name}"
            )
        compared = compare(store, niche, *pair)
        return _tell(store, niche, compared, heads)


def compare(store: Store, niche: Niche, older: Head, newer: Head) -> Compared:
    """Read two rankings and test whose attention moved."""
    before, after = load_stand(store, older), load_stand(store, newer)
    accounts = pl.concat([it.accounts.select("account_no", "account_id") for it in (before, after)])
    accounts = accounts.unique().sort("account_id")
    readings = read_both(store, niche, accounts["account_no"], before.as_of, after.as_of)
    platforms = {n: account_id.partition(":")[0] for n, account_id in accounts.iter_rows()}
    return Compared(before, after, readings, judge_movement(store, readings.layers, platforms))


def choose_tests(tests: pl.DataFrame) -> dict[int, Tested]:
    """By account the layer that moved most."""
    strongest = tests.sort("account_no", pl.col("z").abs(), "layer", descending=[False, True, False])
    return {
        row["account_no"]: Tested(
            row["layer"], row["actors"], row["change"], row["z"], row["q"],
            row["q"] <= FALSE_DISCOVERIES and row["z"] != 0,
        )
        for row in strongest.unique("account_no", keep="first", maintain_order=True).iter_rows(
            named=True
        )
    }  # fmt: skip


def _tell(store: Store, niche: Niche, compared: Compared, heads: list[Head]) -> Changes:
    older, newer, size = compared.older, compared.newer, niche.shortlist.size
    settings = compare_settings(store, older.head, newer.head, newer.accounts)
    changes = _list_changes(store, niche, compared, settings)
    beyond = [it for it in changes if it.cause is not Cause.NOISE]
    noise = [it.kind for it in changes if it.cause is Cause.NOISE]
    numbers = {*older.places(), *newer.places()}
    names = sorted({*older.accounts["list"], *newer.accounts["list"]})
    lists = tuple(
        compare_list(
            name, *(it.accounts.filter(pl.col("list") == name, "is_shown") for it in (older, newer)),
            size,
        )
        for name in names
    )  # fmt: skip
    listed = {number for it in (older, newer) for number in it.unnamed}
    return Changes(
        niche=niche.name, older=_describe(older.head), newer=_describe(newer.head),
        settings=settings.sentences, lists=lists, changes=tuple(sorted(beyond, key=_weigh)),
        within_noise={kind: noise.count(kind) for kind in (ENTERED, LEFT, MOVED)},
        tested=compared.tests["account_no"].n_unique(), compared=len(numbers),
        rising=_find_rising(store, niche, compared, heads), unnamed=len(listed),
        notes=_note(compared, settings),
    )  # fmt: skip


def _list_changes(
    store: Store, niche: Niche, compared: Compared, settings: SettingsChange
) -> list[Change]:
    older, newer, size = compared.older, compared.newer, niche.shortlist.size
    tests = choose_tests(compared.tests)
    stood, stands = older.places(), newer.places()
    was_first, is_first = older.first(size), newer.first(size)
    both = sorted({*stood, *stands})
    fates = {
        row["account_no"]: row
        for row in store.query(
            "change/fates", accounts=both, earlier=older.as_of, later=newer.as_of
        ).iter_rows(named=True)
    }
    listed_before = set(
        store.query(
            "change/were_listed", niche=niche.name, earlier=older.as_of, size=size
        )["account_no"].to_list()
    )  # fmt: skip
    excluded = set(newer.accounts.filter("is_excluded")["account_no"].to_list())
    names = _names(older, newer)
    points = _add_points(store, older.head, newer.head)
    audiences = count_audiences(store, compared.readings.listings, both)
    told = []
    for number in both:
        before, after, tested = stood.get(number), stands.get(number), tests.get(number)
        fate = fates[number]
        kind = _kind_of(number, was_first, is_first, before, after, tested)
        if kind is None:
            continue
        cause = find_cause(number, before, after, tested, settings)
        why = "gained attention" if tested and tested.change > 0 else "lost attention"
        if kind == ENTERED:
            why = tell_entry(
                fate, older.zones.get(number), before, is_first[number], older.as_of,
                was_listed=number in listed_before and number not in was_first,
            )  # fmt: skip
            cause = Cause.NETWORK if why == "new account" else cause
        elif kind == LEFT:
            why = tell_exit(
                fate, newer.zones.get(number), was_first[number], after, newer.as_of,
                is_excluded=number in excluded,
            )  # fmt: skip
            cause = {"deleted or private": Cause.NETWORK, "excluded": Cause.SETTINGS}.get(why, cause)
        elif cause is not Cause.NETWORK:
            why = "moved"
        told.append(
            Change(
                kind, names[number], (is_first.get(number) or before or after or stands[number]).list,
                before, after, cause, why,
                points.get(number, {}) if before and after else {}, tested, audiences[number],
            )
        )  # fmt: skip
    return told


def _kind_of(
    number: int,
    was_first: Mapping[int, Place],
    is_first: Mapping[int, Place],
    before: Place | None,
    after: Place | None,
    tested: Tested | None,
) -> str | None:
    """entered, left or moved; of accounts beyond the lists only whose attention moved."""
    if number in is_first and (
        number not in was_first or was_first[number].list != is_first[number].list
    ):
        return ENTERED
    if number in was_first and number not in is_first:
        return LEFT
    if before and after and (tested and tested.is_moved):
        return MOVED
    if number in is_first and before and after and before.rank != after.rank:
        return MOVED
    return None


def _weigh(change: Change) -> tuple[int, float, str]:
    """By cause; then by significance times rank."""
    best = min(place.rank for place in (change.before, change.after) if place)
    z = abs(change.tested.z) if change.tested and change.tested.is_moved else UNTESTED
    return ORDER.index(change.cause), -round(z / log2(1 + best), 9), change.account.account_id


def _names(*stands: Stand) -> dict[int, Named]:
    return {
        row["account_no"]: Named(row["account_id"], row["handle"], row["name"])
        for stand in stands
        for row in stand.accounts.iter_rows(named=True)
    }


def _add_points(store: Store, older: Head, newer: Head) -> dict[int, dict[str, float]]:
    """By account and component ``100 w_k dP_k``: they add up to the difference of the scores."""
    parts: dict[int, dict[str, float]] = {}
    for sign, head in ((-1, older), (1, newer)):
        rows = store.query("ranking/components", ranking_no=head["ranking_no"])
        for number, component, _, _, contribution in rows.iter_rows():
            told = parts.setdefault(number, {})
            told[component] = told.get(component, 0.0) + sign * contribution
    return {
        number: {name: round(it, DECIMALS) for name, it in told.items() if round(it, DECIMALS)}
        for number, told in parts.items()
    }


def _describe(head: Head) -> dict[str, Any]:
    return {"ranking": head["ranking_id"], "as_of": head["as_of"]}


def _note(compared: Compared, settings: SettingsChange) -> tuple[str, ...]:
    notes = []
    older, newer = compared.older.head, compared.newer.head
    if settings.is_rank_changed and not settings.is_separable:
        day = older["as_of"]
        notes.append(
            "what the settings did cannot be told apart from the rest; for like with like rank the "
            f"older moment again: leaders rank {older['niche']} --as-of {day.isoformat()}, then "
            f"leaders rank {older['niche']}"
        )
    if older["as_of"] == newer["as_of"]:
        notes.append("both rankings look from the same moment: the network cannot differ")
    elif compared.tests.is_empty():
        notes.append(
            "nothing was read at both dates, so no change can be laid to the network: collect the "
            "niche again, so that the same lists are read twice"
        )
    if compared.readings.posts_apart:
        count = len(compared.readings.posts_apart)
        notes.append(
            f"reactions to the posts of {count:,} accounts were read to other shares than before "
            "and are not compared"
        )
    return tuple(notes)


def _find_rising(
    store: Store, niche: Niche, compared: Compared, heads: list[Head]
) -> tuple[Rising, ...] | None:
    """Of three rankings; None where there is none before the older one."""
    before = choose_before(heads, compared.older.head)
    if before is None or compared.older.as_of >= compared.newer.as_of:
        return None
    earlier = compare(store, niche, before, compared.older.head)
    newer = compared.newer
    upper = _upper_halves(newer.accounts.filter("is_shown"))
    spiked = store.query("ranking/findings", ranking_no=newer.head["ranking_no"])
    spiked = spiked.filter(pl.col("flag") == "growth_spike")
    kept = upper - set(spiked["account_no"].to_list())
    rises = find_rises([_grow(compared), _grow(earlier)], kept)
    names, places = _names(newer), newer.places()
    return tuple(_rising(rise, names, places) for rise in rises)


def _rising(rise: Rise, names: Mapping[int, Named], places: Mapping[int, Place]) -> Rising:
    place = places[rise.account_no]
    return Rising(names[rise.account_no], place.list, place.rank, rise.growth, rise.z)


def _upper_halves(accounts: pl.DataFrame) -> set[int]:
    """Who stands in the upper half of its tier, within its list."""
    middle = pl.col("score").median().over("list", "tier")
    return set(accounts.filter(pl.col("score") >= middle)["account_no"].to_list())


def _grow(compared: Compared) -> Grown:
    """The measures of growth of those that both rankings hold."""
    sides = [
        it.accounts.select("account_no", pl.col("followers_count").alias(name))
        for it, name in ((compared.older, "followers_before"), (compared.newer, "followers_after"))
    ]
    rows = sides[0].unique("account_no").join(sides[1].unique("account_no"), on="account_no")
    reactions = compared.tests.filter(pl.col("layer") == REACTIONS).select(
        "account_no",
        attention_before="before",
        attention_after="after",
        attention_noise="deviation",
    )
    responses = compared.readings.responses.with_columns(pl.col("account_no").cast(pl.Int32))
    parts = [
        responses.filter(pl.col("is_after") == side).select(
            "account_no", pl.col("response").alias(f"response_{name}")
        )
        for side, name in ((False, "before"), (True, "after"))
    ]
    frames: Iterable[pl.DataFrame] = (reactions, *parts)
    for frame in frames:
        rows = rows.join(frame, on="account_no", how="left")
    rows = rows.with_columns(
        size=pl.col("followers_before").cast(pl.Float64).log1p(),
        followers_noise=pl.lit(None, dtype=pl.Float64),
        response_noise=pl.lit(None, dtype=pl.Float64),
    )
    weeks = (compared.newer.as_of - compared.older.as_of) / WEEK
    return Grown(rows.sort("account_no"), weeks)
