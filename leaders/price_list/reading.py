"""A filled price list, row by row: the good ones are kept, every mistake is named."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from leaders.audience.currencies import read_currency
from leaders.audience.prices import SAID, keep_prices
from leaders.errors import LeadersError
from leaders.export.tables import defuse
from leaders.model import PlatformName
from leaders.niche import Niche
from leaders.platforms.files.delimited import DelimitedReader
from leaders.platforms.files.rows import LINE
from leaders.price_list.cells import read_date, read_fees, read_format, read_price
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
EAST = timedelta(hours=14)
"""So far ahead of UTC the first day on Earth begins."""
LONGEST_SOURCE = 100
MOST_SHOWN = 5

_SCHEMA = {
    "account_no": pl.Int32, "account_id": pl.String, "format": pl.String, "price": pl.Float64,
    "currency": pl.String, "priced_on": pl.Date, "fees_percent": pl.Float64,
    "fees_amount": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line, and what to do; ``column`` is empty where the line is no row."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        """The mistake in words."""
        return f"line {self.line}{f', {self.column}' if self.column else ''}: {self.what}"


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

    CSV or TSV in any encoding and with any delimiter, columns in any order and beside any others.
    """
    reader = DelimitedReader(path)
    columns = _find_columns(path, reader.columns)
    rows: list[dict[str, Any]] = []
    mistakes: list[Mistake] = []
    for batch in reader.batches(list(columns.values())):
        mistakes += [Mistake(it.line, "", f"{it.reason}; mend the line") for it in batch.rejects]
        rows += batch.frame.iter_rows(named=True)
    filled = [_Row.of(row, columns) for row in rows if (row[columns["price"]] or "").strip()]
    candidates = store.query("price/candidates", niche=niche.name)
    find = _find_accounts(store, niche, candidates, [row.cells["account"] for row in filled])
    latest = (now + EAST).date()
    for row in filled:
        row.read("account", find, ("account_no", "account_id"))
        row.read("format", read_format, ("format",))
        row.read("price", read_price, ("price",))
        row.read("currency", read_currency, ("currency",))
        row.read("date", lambda text: read_date(text, latest), ("priced_on",))
        row.read("fees", read_fees, ("fees_percent", "fees_amount"))
        mistakes += row.mistakes
    good, clashes = _settle([row for row in filled if not row.mistakes])
    prices = pl.DataFrame(good, schema=_SCHEMA).sort("account_id", "format", "priced_on")
    return PriceList(
        prices=prices,
        mistakes=tuple(sorted([*mistakes, *clashes], key=lambda it: (it.line, it.column))),
        empty_count=len(rows) - len(filled),
        strangers=len(set(prices["account_no"]) - set(candidates["account_no"])),
    )


def _find_columns(path: Path, columns: Sequence[str]) -> dict[str, str]:
    """Name -> the name of the column in the file, the first of ``COLUMNS`` that is there."""
    plain = {column.strip().casefold(): column for column in reversed(columns)}
    found = {
        name: next(plain[alias] for alias in aliases if alias in plain)
        for name, aliases in COLUMNS.items()
        if any(alias in plain for alias in aliases)
    }
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        shown = ", ".join(column[:40] for column in columns[:20])
        raise LeadersError(
            f"{path} has no column {' and no column '.join(missing)} (it has {shown}); name the "
            f"columns {', '.join(COLUMNS)}, as the table that --template writes."
        )
    return found


@dataclass(slots=True)
class _Row:
    """A row whose price is filled in: its cells, what they mean, and what is wrong with them."""

    line: int
    columns: Mapping[str, str]
    cells: dict[str, str]
    meaning: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @classmethod
    def of(cls, row: Mapping[str, Any], columns: Mapping[str, str]) -> "_Row":
        """A row of the file; a column that is not there has empty cells."""
        cells = {name: (row[columns[name]] or "").strip() for name in columns}
        return cls(row[LINE], columns, dict.fromkeys(COLUMNS, "") | cells)

    def read(self, name: str, reader: Callable[[str], Any], means: tuple[str, ...]) -> None:
        """Read one cell; ``means`` names what it says."""
        try:
            value = reader(self.cells[name])
        except ValueError as error:
            self.mistakes.append(Mistake(self.line, self.columns.get(name, name), str(error)))
            return
        self.meaning |= zip(means, value if len(means) > 1 else (value,), strict=True)


def _settle(rows: Sequence[_Row]) -> tuple[list[dict[str, Any]], list[Mistake]]:
    """One price for an account, format and day; rows that disagree are all mistakes."""
    said: dict[tuple[Any, ...], list[_Row]] = {}
    for row in rows:
        key = tuple(row.meaning[name] for name in SAID[:3])
        said.setdefault(key, []).append(row)
    good, clashes = [], []
    for same in said.values():
        first, *others = same
        if all(row.meaning == first.meaning for row in others):
            good.append(first.meaning)
            continue
        for row in same:
            lines = ", ".join(str(it.line) for it in same if it is not row)
            what = (
                f"{row.meaning['account_id']}, {row.meaning['format']}, "
                f"{row.meaning['priced_on']} has another price in line {lines}; keep one of them"
            )
            clashes.append(Mistake(row.line, row.columns["price"], what))
    return good, clashes


def _find_accounts(
    store: Store, niche: Niche, candidates: pl.DataFrame, cells: Sequence[str]
) -> Callable[[str], tuple[int, str]]:
    """What finds the number and id of the account that a cell means.

    By permanent id, also as a spreadsheet-safe table spells it, else by native id, handle or the
    address of its page, in any case, on the niche's platforms.
    """
    found = store.query(
        "price/meant", platforms=list(niche.platforms), texts=cells,
        names=[_split(cell)[1] for cell in cells], pages=[_plain_page(cell) for cell in cells],
    )  # fmt: skip
    meant: dict[str, dict[str, int]] = {}
    for number, account_id, spelling in found.iter_rows():
        meant.setdefault(spelling, {})[account_id] = number
    safe = candidates.with_columns(defuse(pl.col("account_id")).alias("spelling"))
    changed = safe.filter(pl.col("spelling") != pl.col("account_id"))
    for number, account_id, spelling in changed.select(
        "account_no", "account_id", "spelling"
    ).iter_rows():
        meant.setdefault(spelling.strip(), {})[account_id] = number

    def find(cell: str) -> tuple[int, str]:
        if not cell:
            raise ValueError("is empty; write its id, handle or link")
        platform, name = _split(cell)
        named = {i: n for i, n in meant.get(name, {}).items() if i.startswith(platform)}
        accounts = meant.get(cell) or named or meant.get(_plain_page(cell), {})
        if cell in accounts:
            return accounts[cell], cell
        if len(accounts) == 1:
            [(account_id, number)] = accounts.items()
            return number, account_id
        if accounts:
            ids = ", ".join(list(accounts)[:MOST_SHOWN])
            raise ValueError(f"{cell[:80]!r} may be any of {ids}; write the id")
        raise ValueError(
            f"{cell[:80]!r} is not stored on {', '.join(niche.platforms)}; write the account_id "
            "that --template gives, or collect the account first"
        )

    return find


def _split(cell: str) -> tuple[str, str]:
    """The platform that a cell begins with, with its colon, and the name, in small letters."""
    platform, _, rest = cell.partition(":")
    is_platform = platform in list(PlatformName)
    name = rest if is_platform else cell
    return f"{platform}:" if is_platform else "", name.strip().removeprefix("@").lower()


def _plain_page(cell: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", cell.lower()).partition("?")[0].rstrip("/")
