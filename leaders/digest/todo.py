"""At most five things to do, the most urgent first."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

import numpy as np
import polars as pl

from leaders.audience.prices import OLD_DAYS, load_prices
from leaders.digest.news import Unread, call
from leaders.model import ContactStatus
from leaders.niche import Niche
from leaders.store import Store
from leaders.wording import counted

MOST = 5
NAMED = 2
"""So many who wait for an answer are named; the others are counted."""
SILENT_DAYS = 14
"""Who did not answer for so long is written to again, or given up."""
AGREED_DAYS = 30


def list_todo(
    store: Store, niche: Niche, ranking_no: int, contacts: pl.DataFrame,
    unread: Sequence[Unread], now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """What to do, in sentences; contacts: rows of ``load_contacts`` that may be named."""
    found = _find_all(store, niche, ranking_no, contacts, unread, now)
    return tuple(islice(found, MOST))


def _find_all(
    store: Store, niche: Niche, ranking_no: int, contacts: pl.DataFrame,
    unread: Sequence[Unread], now: datetime,
) -> Iterator[str]:  # fmt: skip
    today = now.date()
    yield from _answer(niche, contacts, today)
    if count := _count_since(contacts, ContactStatus.WRITTEN, today, SILENT_DAYS):
        yield (
            f"write again to {counted(count, 'account')} without an answer for {SILENT_DAYS} days, "
            f"or mark them refused (leaders contacts {niche.name})"
        )
    if count := _count_since(contacts, ContactStatus.AGREED, today, AGREED_DAYS):
        yield (
            f"ask {counted(count, 'account')} that agreed {AGREED_DAYS} days ago or more when it "
            f"will be published (leaders contacts {niche.name})"
        )
    if count := sum(it.lists for it in unread if it.ended in ("failed", "unfinished")):
        lists = counted(count, "list")
        yield f"read {lists} that failed or broke off: leaders collect {niche.name} goes on there"
    if count := store.value("digest/in_doubt", niche=niche.name, ranking_no=ranking_no):
        yield f"review {count:,} in doubt: leaders review {niche.name}"
    if count := _count_old_prices(store, ranking_no, contacts, now):
        prices = counted(count, "price is", "prices are")
        yield f"{prices} older than {OLD_DAYS} days: ask again (leaders prices {niche.name})"
    if count := sum(it.accounts for it in unread if it.ended == "cut"):
        accounts = counted(count, "account")
        yield f"lists of {accounts} were cut: raise limits.pages of the niche file"


def _answer(niche: Niche, contacts: pl.DataFrame, today: date) -> Iterator[str]:
    waiting = contacts.filter(pl.col("status") == ContactStatus.REPLIED)
    waiting = waiting.sort("status_on", "account_id")
    for row in waiting.head(NAMED).iter_rows(named=True):
        days = max(0, (today - row["status_on"]).days)
        when = f"{counted(days, 'day')} ago" if days else "today"
        yield f"answer {call(row['account_id'], row['name'])}, who replied {when}"
    if waiting.height > NAMED:
        others = counted(waiting.height - NAMED, "other", "others")
        yield f"answer {others} who replied (leaders contacts {niche.name})"


def _count_since(contacts: pl.DataFrame, status: ContactStatus, today: date, days: int) -> int:
    age = (pl.lit(today) - pl.col("status_on")).dt.total_days()
    return contacts.filter(pl.col("status") == status, age >= days).height


def _count_old_prices(store: Store, ranking_no: int, contacts: pl.DataFrame, now: datetime) -> int:
    ranked = store.query("change/ranked", ranking_no=ranking_no).filter("is_shown")
    numbers = pl.concat([ranked["account_no"], contacts["account_no"]]).to_numpy()
    return load_prices(store, np.unique(numbers), now).filter("is_old").height
