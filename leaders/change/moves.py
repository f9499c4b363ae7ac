"""What became of each account: entered, left or moved, with the cause."""

from collections.abc import Mapping
from math import log2

from leaders.change.audiences import count_audiences
from leaders.change.causes import Cause, Movement, Place, find_cause, tell_entry, tell_exit
from leaders.change.comparing import Compared, choose_tests, name_all
from leaders.change.pairing import Head
from leaders.change.settings import SettingsChange
from leaders.change.told import ENTERED, LEFT, MOVED, Change
from leaders.niche import Niche
from leaders.rank.lists import IN_DOUBT
from leaders.rank.score import DECIMALS
from leaders.store import Store

ORDER = (Cause.NETWORK, Cause.SETTINGS, Cause.COLLECTION, Cause.NOISE)
UNTESTED = 1.96
"""What a change that is a fact weighs, where another has its z."""


def list_changes(
    store: Store, niche: Niche, compared: Compared, settings: SettingsChange
) -> list[Change]:
    """What became of each account of the lists, and of others whose attention moved."""
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
    names = name_all(older, newer)
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
            cause = {"deleted or private": Cause.NETWORK, "excluded": Cause.SETTINGS}.get(
                why, cause
            )
        elif tested and tested.is_moved:
            why = "gained attention" if tested.change > 0 else "lost attention"
            cause = Cause.NETWORK  # whatever its rank did
        else:
            why = "moved"
        place = is_first.get(number) or before or after
        assert place is not None
        told.append(
            Change(
                kind, names[number], place.list, before, after, cause, why,
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
    tested: Movement | None,
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


def weigh(change: Change) -> tuple[int, bool, float, str]:
    """By cause; then by significance times rank, those in doubt last."""
    best = min(place.rank for place in (change.before, change.after) if place)
    z = abs(change.tested.z) if change.tested and change.tested.is_moved else UNTESTED
    is_in_doubt = change.list.endswith(IN_DOUBT)
    importance = round(z / log2(1 + best), 9)
    return ORDER.index(change.cause), is_in_doubt, -importance, change.account.account_id


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
