"""A digest from what is stored: two rankings, the client's contacts, placements, and the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from leaders.audience.competitors import report_competitors
from leaders.change import find_changes
from leaders.change.pairing import Head, choose_pair
from leaders.digest.happened import ADVERTISING, tell_changes, tell_placement
from leaders.digest.news import Digest, News, Unread
from leaders.digest.todo import list_todo
from leaders.errors import LeadersError
from leaders.model import ContactStatus
from leaders.niche import Niche
from leaders.outreach import client_of, load_contacts
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

WATCHED = (
    ContactStatus.WRITTEN, ContactStatus.REPLIED, ContactStatus.AGREED, ContactStatus.PUBLISHED,
)  # fmt: skip
"""Whom a client wrote to or booked."""


@dataclass(frozen=True, eq=False)
class _Known:
    """What needs the store once: of what the digest is made besides changes and placements."""

    newer: Head
    older: Head | None
    rankings: int
    contacts: pl.DataFrame
    unread: tuple[Unread, ...]
    todo: tuple[str, ...]


def make_digest(
    workspace: Workspace,
    niche: Niche,
    now: datetime,
    since: datetime | None = None,
    report: str | None = None,
) -> Digest:
    """The digest of a niche's last ranking against the one before, or that as of ``since``.

    With one ranking it says so; where none is as old as ``since``, the one before counts. now: ages
    of replies and prices are told from then. Raises ``LeadersError`` where the niche is not ranked.
    """
    known = _load(workspace, niche, now, since)
    digest = Digest(
        niche.name, niche.title, known.newer["as_of"], None, known.rankings, unread=known.unread,
        todo=known.todo, notes=tuple(_note(known)), report=report,
    )  # fmt: skip
    if known.older is None:
        return digest
    begin = known.older["as_of"]
    found = find_changes(workspace, niche, begin if begin < known.newer["as_of"] else None)
    placements = [] if not _has_competitors(niche) else _find_placements(
        workspace, niche, begin, known.newer["as_of"]
    )  # fmt: skip
    with Store(workspace, must_exist=True) as store:
        news = _name(store, [*placements, *tell_changes(found)])
    placed = {it.key for it in placements}
    status = dict(known.contacts.select("account_id", "status").iter_rows())
    watched = {it for it, how in status.items() if how in WATCHED}
    others = [it for it in news if it.account_id not in watched]
    return replace(
        digest,
        since=begin,
        contacts=tuple(
            replace(it, what=f"({status[it.account_id]}) {it.what}")
            for it in news
            if it.account_id in watched
        ),
        placements=tuple(it for it in others if it.key in placed),
        movements=tuple(it for it in others if it.key not in placed),
        notes=(*digest.notes, *found.settings, *found.notes),
    )


def _load(workspace: Workspace, niche: Niche, now: datetime, since: datetime | None) -> _Known:
    with Store(workspace, must_exist=True) as store:
        heads = store.query("change/heads", niche=niche.name).to_dicts()
        if not heads:
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        newer = max(heads, key=lambda head: head["ranking_no"])
        older = _choose_older(heads, newer, since)
        unread = tuple(
            Unread(*row) for row in store.query("digest/unread", niche=niche.name).iter_rows()
        )
        contacts = _shown(store, load_contacts(store, client_of(niche)))
        todo = list_todo(store, niche, newer["ranking_no"], contacts, unread, now)
    return _Known(newer, older, len(heads), contacts, unread, todo)


def _choose_older(heads: list[Head], newer: Head, since: datetime | None) -> Head | None:
    """As of ``since`` if that is before the newer one, else the one before; None: there is none."""
    is_before = since is not None and since < newer["as_of"]
    is_stored = since is not None and any(head["as_of"] <= since for head in heads)
    pair = choose_pair(heads, since if is_before and is_stored else None)
    return pair and pair[0]


def _note(known: _Known) -> Iterator[str]:
    if known.older is None and known.rankings > 1:
        yield "no earlier ranking looks from before this one, so nothing is compared"


def _has_competitors(niche: Niche) -> bool:
    told = niche.competitors
    return any(it.strip() for it in (*told.accounts, *told.domains, *told.words)) or bool(
        told.brands
    )


def _find_placements(
    workspace: Workspace, niche: Niche, begin: datetime, end: datetime
) -> list[News]:
    """Advertising for competitors posted since a moment, the newest first."""
    told = report_competitors(workspace, niche, since_moment=begin, as_of=end).carried
    rows = told.filter(pl.col("verdict").is_in(ADVERTISING))
    return [tell_placement(row) for row in rows.iter_rows(named=True)]


def _shown(store: Store, contacts: pl.DataFrame) -> pl.DataFrame:
    """Without those who forbid by now being shown to strangers."""
    rows = store.query("digest/accounts", account_ids=contacts["account_id"].to_list())
    hidden = rows.filter("is_hidden")["account_id"].to_list()
    return contacts.filter(~pl.col("account_id").is_in(hidden))


def _name(store: Store, news: Sequence[News]) -> list[News]:
    """Numbers and pages of the accounts, without whom must not be named."""
    ids = sorted({it.account_id for it in news})
    rows = store.query("digest/accounts", account_ids=ids).iter_rows(named=True)
    known = {row["account_id"]: row for row in rows if not row["is_hidden"]}
    suppressed = find_suppressed(store, ids)
    return [
        replace(it, account_no=row["account_no"], url=it.url or row["url"])
        for it in news
        if (row := known.get(it.account_id)) and it.account_id not in suppressed
    ]
