"""A filled price list, row by row: the good ones are kept, every mistake is named."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from leaders.audience.currencies import read_currency
from leaders.audience.prices import SAID, keep_prices
from leaders.filled_table import AccountFinder, Mistake, Row, read_table, settle
from leaders.filled_table.cells import (
    latest_day,
    read_amount,
    read_date,
    read_format,
    read_price,
)
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store

COLUMNS: dict[str, tuple[str, ...]] = {
    "account": (
        "account_id", "account", "id", "community", "channel", "link", "url",
        "сообщество", "канал", "группа", "ссылка", "kanaal",
    ),
    "format": ("format", "формат", "formaat"),
    "price": ("price", "cost", "цена", "стоимость", "prijs", "kosten"),
    "currency": ("currency", "валюта", "valuta"),
    "date": ("date", "priced_on", "дата", "datum"),
    "fees": ("fees", "fee", "комиссия", "toeslag"),
}  # fmt: skip
"""The columns of a price list and what they may be called, the surest first."""
REQUIRED = ("account", "price", "currency", "date")
LONGEST_SOURCE = 100
MOST_PERCENT = 100.0
OF_PRICE = "on which day this was the price"

_SCHEMA = {
    "account_no": pl.Int32, "account_id": pl.String, "format": pl.String, "price": pl.Float64,
    "currency": pl.String, "priced_on": pl.Date, "fees_percent": pl.Float64,
    "fees_amount": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PriceList:
    """What a filled list says.

    prices: account_no, account_id, format, price, currency, priced_on, fees_percent, fees_amount;
        sorted by account_id, format and day.
    mistakes: by line. empty_count: rows without a price, which are passed over.
    strangers: how many of the accounts are no candidates of the niche.
    new_count: how many of the prices were not known before; None while they are not stored.
    """

    prices: pl.DataFrame
    mistakes: tuple[Mistake, ...]
    empty_count: int
    strangers: int
    new_count: int | None = None


def import_prices(workspace: Workspace, niche: Niche, path: Path, now: datetime) -> PriceList:
    """Read a filled price list and store its good rows; a second time changes nothing.

    Raises ``LeadersError`` where the file is no table or lacks a column.
    """
    with Store(workspace, must_exist=True) as store:
        read = read_price_list(store, niche, path, now)
        source = "".join(c for c in path.name if c.isprintable())[:LONGEST_SOURCE]
        new_count = keep_prices(store, read.prices, source, now)
    return PriceList(read.prices, read.mistakes, read.empty_count, read.strangers, new_count)


def read_price_list(store: Store, niche: Niche, path: Path, now: datetime) -> PriceList:
    """What a filled price list says of accounts on the niche's platforms; nothing is stored.

    CSV or TSV in any encoding and with any delimiter, or a workbook; columns in any order and
    beside any others.
    """
    table = read_table(path, COLUMNS, REQUIRED, sheet="prices", advice="--template writes")
    filled = [row for row in table.rows if row.cells["price"]]
    candidates = store.query("price/candidates", niche=niche.name)
    find = AccountFinder(
        store, niche.platforms, candidates, [row.cells["account"] for row in filled]
    )
    latest = latest_day(now)
    mistakes = list(table.mistakes)
    for row in filled:
        row.read("account", find, ("account_no", "account_id"))
        row.read("format", read_format, ("format",))
        row.read("price", read_price, ("price",))
        row.read("currency", read_currency, ("currency",))
        row.read("date", lambda text: read_date(text, latest, OF_PRICE), ("priced_on",))
        row.read("fees", read_fees, ("fees_percent", "fees_amount"))
        mistakes += row.mistakes
    good, clashes = settle(
        [row for row in filled if not row.mistakes], SAID[:3], "price", _tell_clash
    )
    prices = pl.DataFrame([row.meaning for row in good], schema=_SCHEMA)
    return PriceList(
        prices=prices.sort("account_id", "format", "priced_on"),
        mistakes=tuple(sorted([*mistakes, *clashes], key=lambda it: (it.line, it.column))),
        empty_count=len(table.rows) - len(filled),
        strangers=len(set(prices["account_no"]) - set(candidates["account_no"])),
    )


def read_fees(text: str) -> tuple[float, float]:
    """What comes on top of the price: in per cent of it ("10 %"), and as an amount ("500")."""
    if not text:
        return 0.0, 0.0
    is_share = text.endswith("%")
    fees = read_amount(text.removesuffix("%").rstrip())
    if fees < 0:
        raise ValueError(f"{text[:30]!r} is below 0; write what comes on top of the price")
    if is_share and fees > MOST_PERCENT:
        raise ValueError(f"{text[:30]!r} is more than the price; write at most 100 %")
    return (fees, 0.0) if is_share else (0.0, fees)


def _tell_clash(row: Row, lines: str) -> str:
    return (
        f"{row.meaning['account_id']}, {row.meaning['format']}, {row.meaning['priced_on']} has "
        f"another price in line {lines}; keep one of them"
    )
