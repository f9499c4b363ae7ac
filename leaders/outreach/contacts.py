"""How far a client is with accounts: what is known, what is added, whom not to offer again.

Rows are only added. The newest one of a client and an account counts, so that what was known at
any moment can be told, and nothing is lost by a mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from leaders.errors import LeadersError
from leaders.model import NOT_AGAIN, ContactStatus
from leaders.niche import Niche
from leaders.outreach.clients import client_of
from leaders.store import Store
from leaders.store.suppression import find_suppressed

LONGEST_OWNER, LONGEST_NOTE, LONGEST_SOURCE = 100, 1_000, 100
SAID = ("status", "status_on", "owner", "note", "price", "currency")
_SCHEMA: dict[str, Any] = {
    "client": pl.String, "account_no": pl.Int32, "status": pl.String, "status_on": pl.Date,
    "owner": pl.String, "note": pl.String, "price": pl.Float64, "currency": pl.String,
    "source": pl.String, "told_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """How far a client is with an account.

    status_on: since which day; None where nobody was ever told anything. owner: who at the client
    talks to it. price, currency: what it asked for; None together.
    """

    status: ContactStatus = ContactStatus.NEW
    status_on: date | None = None
    owner: str | None = None
    note: str | None = None
    price: float | None = None
    currency: str | None = None

    def __str__(self) -> str:
        """It in words."""
        told = [f"{self.status} on {self.status_on}" if self.status_on else str(self.status)]
        told += [f"by {self.owner}"] if self.owner else []
        told += [f"{self.price:,.2f} {self.currency}"] if self.price is not None else []
        return ", ".join(told) + (f": {self.note}" if self.note else "")


NOBODY_WROTE = Contact()


def read_contact(row: dict[str, Any]) -> Contact:
    """A row of ``load_contacts``."""
    told = {name: row[name] for name in SAID}
    return Contact(**{**told, "status": ContactStatus(told["status"])})


def load_contacts(store: Store, client: str, as_of: datetime | str = "infinity") -> pl.DataFrame:
    """How far a client is with accounts, a row an account, sorted by account_id.

    client, account_no, account_id, name, url, status, status_on, owner, note, price, currency,
    source (the command or a file's name), told_at. Who is suppressed is left out.
    """
    rows = store.query("outreach/contacts", client=client, as_of=as_of)
    suppressed = find_suppressed(store, rows["account_id"])
    return rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))


def load_contact(store: Store, client: str, account_no: int) -> Contact | None:
    """How far a client is with one account; None where nothing was ever said."""
    rows = store.query("outreach/history", client=client, account_no=account_no)
    return None if rows.is_empty() else read_contact(rows.row(-1, named=True))


def not_again(store: Store, niche: Niche) -> dict[int, str]:
    """Account number -> why, of those that must not be offered again to a niche's client."""
    client = client_of(niche)
    rows = load_contacts(store, client).filter(pl.col("status").is_in(list(NOT_AGAIN)))
    return {
        row["account_no"]: f"{row['status']} on {row['status_on']} (leaders contacts, {client})"
        for row in rows.iter_rows(named=True)
    }


def mark(
    store: Store, client: str, account: tuple[int, str], status: ContactStatus, day: date | None,
    now: datetime, owner: str | None = None, note: str | None = None,
    price: tuple[float, str] | None = None,
) -> tuple[Contact | None, Contact]:  # fmt: skip
    """Note how far a client is with an account; returns what was known before, and what is now.

    account: number and id. What is None stays as it was; an empty owner or note takes it away.
    day: since when; today where the status is another one. Nothing is stored that is known
    already. Raises ``LeadersError`` for an account that is suppressed.
    """
    account_no, account_id = account
    if find_suppressed(store, [account_id]):
        raise LeadersError(f"{account_id} asked not to be listed (leaders suppress): not marked.")
    before = load_contact(store, client, account_no)
    base = before or NOBODY_WROTE
    kept_day = base.status_on if base.status == status else None
    now_is = replace(
        base, status=status, status_on=day or kept_day or now.date(),
        owner=base.owner if owner is None else owner or None,
        note=base.note if note is None else note or None,
    )  # fmt: skip
    if price is not None:
        now_is = replace(now_is, price=price[0], currency=price[1])
    if now_is != before:
        keep_contacts(store, client, [(account_no, now_is)], "leaders mark", now)
    return before, now_is


def keep_contacts(
    store: Store, client: str, contacts: Sequence[tuple[int, Contact]], source: str, now: datetime
) -> None:
    """Add what is known of accounts (their numbers) from now on, all of it or nothing.

    What comes later counts, also where a clock was set back.
    """
    last = store.value("outreach/last_told", client=client)
    told_at = now if last is None else max(now, last + timedelta(microseconds=1))
    rows = [
        {
            "client": client, "account_no": number, "source": source, "told_at": told_at,
            **{name: getattr(contact, name) for name in SAID},
        }
        for number, contact in contacts
    ]  # fmt: skip
    with store.transaction():
        store.append("contact", pl.DataFrame(rows, schema=_SCHEMA))
