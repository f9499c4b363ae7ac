"""A filled contact sheet taken in: what was written in it, and never over what is newer.

The history tells what each row said when the sheet was written (its base), so that a row that
nobody touched changes nothing, a row of which the store still says the same is taken in, and only
where both were changed there is a conflict: listed, and left as it is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from leaders.audience.currencies import read_currency
from leaders.filled_table import AccountFinder, Mistake, Row, read_table, settle
from leaders.filled_table.cells import latest_day, read_date, read_price, read_text
from leaders.model import ContactStatus, PlatformName
from leaders.niche import Niche
from leaders.outreach.clients import client_of
from leaders.outreach.contacts import (
    LONGEST_NOTE,
    LONGEST_OWNER,
    LONGEST_SOURCE,
    NOBODY_WROTE,
    SAID,
    Contact,
    keep_contacts,
    load_contacts,
    read_contact,
)
from leaders.outreach.sheet import AS_OF, CONTACTS
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

COLUMNS: dict[str, tuple[str, ...]] = {
    "account": (
        "account_id", "account", "id", "channel", "link", "url", "аккаунт", "сообщество", "канал",
        "ссылка", "kanaal",
    ),
    "status": ("status", "статус"),
    "date": ("date", "status_on", "дата", "datum"),
    "owner": ("owner", "status_owner", "ответственный", "eigenaar"),
    "note": ("note", "notes", "заметка", "комментарий", "примечание", "notitie", "opmerking"),
    "price": ("price", "цена", "стоимость", "prijs"),
    "currency": ("currency", "валюта", "valuta"),
    "known_at": ("known_at",),
}  # fmt: skip
"""The columns of a contact sheet and what they may be called, the surest first."""
REQUIRED = ("account", "status")
FILLED = ("status", "date", "owner", "note", "price", "currency")
IN_WORDS: Mapping[ContactStatus, tuple[str, ...]] = {
    ContactStatus.NEW: ("новый", "nieuw"),
    ContactStatus.WRITTEN: ("написали", "написано", "aangeschreven"),
    ContactStatus.REPLIED: ("ответили", "ответил", "beantwoord"),
    ContactStatus.AGREED: ("договорились", "согласен", "akkoord"),
    ContactStatus.REFUSED: ("отказ", "отказался", "geweigerd"),
    ContactStatus.PUBLISHED: ("опубликовано", "вышло", "geplaatst"),
    ContactStatus.NEVER: ("никогда", "nooit"),
}
"""What people write for a status, in Russian and Dutch."""
_MEANT = {word: status for status, words in IN_WORDS.items() for word in (status.value, *words)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was changed in the sheet and in the store: stored stays, said is not taken in."""

    line: int
    account_id: str
    stored: Contact
    told_at: datetime
    said: Contact

    def __str__(self) -> str:
        """The conflict in words."""
        since = f"{self.told_at:%Y-%m-%d %H:%M} UTC"
        return (
            f"line {self.line}, {self.account_id}: says {self.said}; since {since} the store says "
            f"{self.stored}"
        )


@dataclass(frozen=True, slots=True)
class ContactList:
    """What a contact sheet says.

    changed: account_id and what is known of it from now on. conflicts and mistakes: by line.
    same_count: rows that say nothing new. empty_count: rows in which nothing is filled in.
    """

    client: str
    changed: tuple[tuple[str, Contact], ...]
    conflicts: tuple[Conflict, ...]
    mistakes: tuple[Mistake, ...]
    same_count: int
    empty_count: int


def import_contacts(workspace: Workspace, niche: Niche, path: Path, now: datetime) -> ContactList:
    """Take a filled contact sheet in, CSV, TSV or a workbook's sheet ``contacts``.

    All good rows are kept or none. Raises ``LeadersError`` where the file is no table or lacks a
    column.
    """
    client = client_of(niche)
    with Store(workspace, must_exist=True) as store:
        rows, mistakes, empty_count = _read_rows(store, niche, client, path, now)
        current = {row["account_no"]: row for row in load_contacts(store, client).to_dicts()}
        bases = _Bases(store, client)
        changed: list[tuple[int, str, Contact]] = []
        conflicts = []
        for row in rows:
            number, account_id = row.meaning["account_no"], row.meaning["account_id"]
            stored = current.get(number)
            base = bases.find(row.meaning["known_at"], number)
            stored_is = read_contact(stored) if stored else NOBODY_WROTE
            said = _say(row, base, stored_is, now.date())
            if said in (base, stored_is):
                continue
            if stored and not bases.knew(row.meaning["known_at"], stored["told_at"]):
                conflicts.append(Conflict(row.line, account_id, stored_is, stored["told_at"], said))
            else:
                changed.append((number, account_id, said))
        source = "".join(c for c in path.name if c.isprintable())[:LONGEST_SOURCE]
        if changed:
            keep_contacts(store, client, [(it[0], it[2]) for it in changed], source, now)
    return ContactList(
        client=client,
        changed=tuple((account_id, said) for _, account_id, said in changed),
        conflicts=tuple(conflicts),
        mistakes=tuple(sorted(mistakes, key=lambda it: (it.line, it.column))),
        same_count=len(rows) - len(changed) - len(conflicts),
        empty_count=empty_count,
    )


class _Bases:
    """What was known at the moments at which sheets were written."""

    def __init__(self, store: Store, client: str) -> None:
        self._store, self._client = store, client
        self._known: dict[datetime, dict[int, Contact]] = {}

    def find(self, moment: datetime | None, number: int) -> Contact:
        """What a sheet of that moment said of an account; nothing where the moment is not told."""
        if moment is None:
            return NOBODY_WROTE
        if moment not in self._known:
            rows = load_contacts(self._store, self._client, moment).iter_rows(named=True)
            self._known[moment] = {row["account_no"]: read_contact(row) for row in rows}
        return self._known[moment].get(number, NOBODY_WROTE)

    @staticmethod
    def knew(moment: datetime | None, told_at: datetime) -> bool:
        """Whether a sheet of that moment knew what was told at another."""
        return moment is not None and told_at <= moment


def _read_rows(
    store: Store, niche: Niche, client: str, path: Path, now: datetime
) -> tuple[list[Row], list[Mistake], int]:
    """(good rows, one an account; mistakes; how many are empty)."""
    table = read_table(
        path, COLUMNS, REQUIRED, CONTACTS, f"leaders contacts {niche.name} --sheet FILE writes"
    )
    filled = [row for row in table.rows if any(row.cells[name] for name in FILLED)]
    listed = ("account_no", "account_id")
    candidates = pl.concat([
        store.query("price/candidates", niche=niche.name).select(listed),
        load_contacts(store, client).select(listed),
    ]).unique("account_no", maintain_order=True)  # fmt: skip
    cells = [row.cells["account"] for row in filled]
    find = AccountFinder(store, tuple(PlatformName), candidates, cells, option="--sheet")
    latest = latest_day(now)
    for row in filled:
        _read_row(row, find, latest)
    suppressed = find_suppressed(
        store, [row.meaning["account_id"] for row in filled if "account_id" in row.meaning]
    )
    for row in filled:
        if row.meaning.get("account_id") in suppressed:
            row.object_to("account", "asked not to be listed (leaders suppress); take the row out")
    good, clashes = settle(
        [row for row in filled if not row.mistakes], ("account_no",), "account", _tell_clash
    )
    mistakes = [*table.mistakes, *(it for row in filled for it in row.mistakes), *clashes]
    return good, mistakes, len(table.rows) - len(filled)


def _read_row(row: Row, find: AccountFinder, latest: date) -> None:
    row.read("account", find, ("account_no", "account_id"))
    row.read("status", read_status, ("status",))
    row.read("date", lambda text: read_date(text, latest) if text else None, ("status_on",))
    row.read("owner", partial(read_text, longest=LONGEST_OWNER), ("owner",))
    row.read("note", partial(read_text, longest=LONGEST_NOTE), ("note",))
    row.read("price", lambda text: read_price(text) if text else None, ("price",))
    row.read("known_at", read_known_at, ("known_at",))
    has_price = row.cells["price"] != ""
    if has_price and "currency" in row.columns:
        row.read("currency", read_currency, ("currency",))
    elif has_price:
        row.object_to("currency", "is no column; name a currency for each price")
    else:
        row.meaning["currency"] = None


def read_status(text: str) -> ContactStatus:
    """A status, also in Russian or Dutch."""
    status = _MEANT.get(text.casefold())
    if status is None:
        wrong = f"is {text[:30]!r}" if text else "is empty"
        raise ValueError(f"{wrong}; write one of {', '.join(ContactStatus)}")
    return status


def read_known_at(text: str) -> datetime | None:
    """The moment that a sheet tells; None where it tells none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.removeprefix(AS_OF))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text[:40]!r} is not what was written there; write the sheet again with --sheet"
        ) from None


def _say(row: Row, base: Contact, stored: Contact, today: date) -> Contact:
    """What a row says; a column that the file does not have says nothing new.

    The day of another status is today's, but where somebody wrote one.
    """
    told: dict[str, Any] = {
        name: row.meaning[name] or None if column in row.columns else getattr(base, name)
        for name, column in zip(SAID, FILLED, strict=True)
    }
    said = Contact(**told | {"status": row.meaning["status"]})
    is_left = said.status_on == base.status_on and said.status != base.status
    if said.status_on is not None and not is_left:
        return said
    for known in (base, stored):
        if replace(said, status_on=known.status_on) == known:
            return known
    kept = base.status_on if said.status == base.status else None
    return replace(said, status_on=kept or today)


def _tell_clash(row: Row, lines: str) -> str:
    return f"{row.meaning['account_id']} says another thing in line {lines}; keep one of them"
