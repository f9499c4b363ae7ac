"""What changed between two rankings of a niche, and why.

Two stored rankings are compared: who entered the lists, who left, who moved, who rises. Each change
has its cause: the network changed (what both dates could see of an account differs beyond noise),
we looked elsewhere, the settings changed; the rest is noise, and is counted and not listed.
"""

from datetime import datetime
from typing import Any

from leaders.change.audiences import AudienceChange
from leaders.change.causes import Cause, Movement, Place
from leaders.change.comparing import Compared, compare
from leaders.change.lists import ListChange, compare_list
from leaders.change.moves import list_changes, weigh
from leaders.change.pairing import Head, choose_pair
from leaders.change.rise import find_rising
from leaders.change.settings import SettingsChange, compare_settings
from leaders.change.told import ENTERED, LEFT, MOVED, Change, Changes
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store

__all__ = [
    "AudienceChange",
    "Cause",
    "Change",
    "Changes",
    "ListChange",
    "Movement",
    "Place",
    "compare",
    "find_changes",
]


def find_changes(workspace: Workspace, niche: Niche, since: datetime | None = None) -> Changes:
    """What changed between the ranking that was made last and an older one.

    since: compare with the newest ranking as of then or before; else with the last one before it.
    Raises ``LeadersError`` when there is only one ranking.
    """
    with Store(workspace, must_exist=True) as store:
        heads = store.query("change/heads", niche=niche.name).to_dicts()
        pair = choose_pair(heads, since) if heads else None
        if pair is None and len(heads) > 1:
            raise LeadersError(
                f"The last ranking of {niche.name} looks from before all others; look from now "
                f"again with: leaders rank {niche.name}"
            )
        if pair is None:
            raise LeadersError(
                f"{niche.name} has {'one ranking' if heads else 'no ranking yet'}; changes need "
                f"two: collect again later and run: leaders rank {niche.name}"
            )
        compared = compare(store, niche, *pair)
        return _tell(store, niche, compared, heads)


def _tell(store: Store, niche: Niche, compared: Compared, heads: list[Head]) -> Changes:
    older, newer, size = compared.older, compared.newer, niche.shortlist.size
    settings = compare_settings(store, older.head, newer.head, newer.accounts)
    changes = list_changes(store, niche, compared, settings)
    beyond = [it for it in changes if it.cause is not Cause.NOISE]
    noise = [it.kind for it in changes if it.cause is Cause.NOISE]
    numbers = {*older.places(), *newer.places()}
    names = sorted({*older.accounts["list"], *newer.accounts["list"]})
    shown = [it.accounts.filter("is_shown") for it in (older, newer)]
    lists = tuple(
        compare_list(name, shown[0].filter(list=name), shown[1].filter(list=name), size)
        for name in names
    )
    listed = {number for it in (older, newer) for number in it.unnamed}
    return Changes(
        niche=niche.name, older=_describe(older.head), newer=_describe(newer.head),
        settings=settings.sentences, lists=lists, changes=tuple(sorted(beyond, key=weigh)),
        within_noise={kind: noise.count(kind) for kind in (ENTERED, LEFT, MOVED)},
        tested=compared.tests["account_no"].n_unique(), compared=len(numbers),
        rising=find_rising(store, niche, compared, heads), unnamed=len(listed),
        notes=(*_note(compared, settings), *_note_purged(store, older.head)),
    )  # fmt: skip


def _describe(head: Head) -> dict[str, Any]:
    return {"ranking": head["ranking_id"], "as_of": head["as_of"]}


def _note_purged(store: Store, older: Head) -> list[str]:
    since: datetime | None = store.value("purge/kept_since")
    if since is None or older["as_of"] >= since:
        return []
    return [
        f"what was seen before {since:%Y-%m-%d %H:%M} UTC was purged: what the network did since "
        "the older ranking is known in part"
    ]


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
