"""What was placed and what came of it, taken in from a table; what was expected is kept beside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from leaders.audience.currencies import read_currency
from leaders.errors import LeadersError
from leaders.export.manifest import write_files
from leaders.export.tables import make_csv
from leaders.filled_table import AccountFinder, Mistake, Row, read_table, settle
from leaders.filled_table.cells import (
    latest_day,
    read_count,
    read_date,
    read_format,
    read_link,
    read_money,
)
from leaders.model import ContactStatus, PlatformName
from leaders.niche import Niche
from leaders.outreach.clients import client_of
from leaders.outreach.contacts import LONGEST_SOURCE, load_contacts
from leaders.outreach.forecast import expect
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

COLUMNS: dict[str, tuple[str, ...]] = {
    "account": (
        "account_id", "account", "id", "community", "channel", "аккаунт", "сообщество", "канал",
        "группа", "kanaal",
    ),
    "date": ("date", "placed_on", "дата", "datum"),
    "format": ("format", "формат", "formaat"),
    "cost": ("cost", "price", "стоимость", "цена", "расход", "kosten", "prijs"),
    "currency": ("currency", "валюта", "valuta"),
    "views": ("views", "просмотры", "показы", "weergaven"),
    "clicks": ("clicks", "клики", "переходы", "klikken"),
    "sales": ("sales", "orders", "продажи", "заказы", "verkopen", "bestellingen"),
    "revenue": ("revenue", "выручка", "omzet"),
    "post_url": ("post_url", "post", "link", "url", "пост", "ссылка"),
}  # fmt: skip
"""The columns of a table of placements and what they may be called, the surest first."""
REQUIRED = ("account", "date")
OUTCOMES = ("views", "clicks", "sales", "revenue", "post_url")
KEY = ("account_no", "placed_on", "format")
PLACED = (ContactStatus.AGREED, ContactStatus.PUBLISHED)

_SAID: dict[str, Any] = {
    "account_no": pl.Int32, "placed_on": pl.Date, "format": pl.String, "cost": pl.Float64,
    "currency": pl.String, "views": pl.Int64, "clicks": pl.Int64, "sales": pl.Int64,
    "revenue": pl.Float64, "post_url": pl.String,
}  # fmt: skip
_EXPECTED = ("expected_views", "expected_from", "expected_cost", "expected_currency")


@dataclass(frozen=True, eq=False)
class PlacementList:
    """What a table of placements says.

    placements: a row a good one, sorted by account_id, day and format. new_count: how many say
    something that was not known. mistakes: by line. empty_count: rows without a day and a result.
    """

    client: str
    placements: pl.DataFrame
    mistakes: tuple[Mistake, ...]
    empty_count: int
    new_count: int


def import_placements(
    workspace: Workspace, niche: Niche, path: Path, now: datetime
) -> PlacementList:
    """Read a filled table of placements and store its good rows; a second time changes nothing.

    With each is kept what was to be expected by what was known before its day. A later row on the
    same account, day and format is the last word, and keeps what was expected. Raises
    ``LeadersError`` where the file is no table or lacks a column.
    """
    client = client_of(niche)
    with Store(workspace, must_exist=True) as store:
        rows, mistakes, empty_count = _read_rows(store, niche, path, now)
        said = pl.DataFrame([row.meaning for row in rows], schema={"account_id": pl.String} | _SAID)
        said = said.sort("account_id", "placed_on", "format")
        known = store.query("outreach/placements", client=client)
        before = known.select(list(_SAID)).cast(pl.Schema(_SAID))
        new = said.join(before, on=list(_SAID), how="anti", nulls_equal=True, maintain_order="left")
        told = _put_expected(new, known, expect(store, new))
        source = "".join(c for c in path.name if c.isprintable())[:LONGEST_SOURCE]
        told = told.drop("account_id").with_columns(
            client=pl.lit(client), source=pl.lit(source), told_at=pl.lit(_after(known, now))
        )
        with store.transaction():
            store.append("placement", told)
    return PlacementList(client, said, mistakes, empty_count, new.height)


def _after(known: pl.DataFrame, now: datetime) -> datetime:
    """A moment later than all that is known, also where a clock was set back: it counts."""
    last = known.select(pl.col("told_at").max()).item()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _put_expected(new: pl.DataFrame, known: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """What was expected then, where that is stored, else what would have been."""
    before = known.select(*KEY, *_EXPECTED).cast({"account_no": pl.Int32})
    both = new.join(before, on=KEY, how="left", maintain_order="left").join(
        expected, on=KEY, how="left", maintain_order="left", suffix="_now"
    )
    kept = [
        pl.when(pl.col(first).is_not_null()).then(name).otherwise(f"{name}_now").alias(name)
        for first, pair in (("expected_views", _EXPECTED[:2]), ("expected_cost", _EXPECTED[2:]))
        for name in pair
    ]
    return both.with_columns(kept).select(*new.columns, *_EXPECTED)


def _read_rows(
    store: Store, niche: Niche, path: Path, now: datetime
) -> tuple[list[Row], tuple[Mistake, ...], int]:
    """(good rows, one an account, day and format; mistakes by line; how many are empty)."""
    table = read_table(
        path, COLUMNS, REQUIRED, "placements", f"leaders placements {niche.name} --template writes"
    )
    filled = [row for row in table.rows if any(row.cells[name] for name in ("date", *OUTCOMES))]
    candidates = store.query("price/candidates", niche=niche.name)
    cells = [row.cells["account"] for row in filled]
    find = AccountFinder(store, tuple(PlatformName), candidates, cells)
    latest = latest_day(now)
    for row in filled:
        row.read("account", find, ("account_no", "account_id"))
        row.read("date", lambda text: read_date(text, latest), ("placed_on",))
        row.read("format", read_format, ("format",))
        row.read("post_url", read_link, ("post_url",))
        for name in ("views", "clicks", "sales"):
            row.read(name, _if_told(read_count), (name,))
        for name in ("cost", "revenue"):
            row.read(name, _if_told(read_money), (name,))
        if row.cells["currency"] or row.meaning.get("cost") or row.meaning.get("revenue"):
            row.read("currency", read_currency, ("currency",))
        else:
            row.meaning["currency"] = None
    suppressed = find_suppressed(
        store, [row.meaning["account_id"] for row in filled if "account_id" in row.meaning]
    )
    for row in filled:
        if row.meaning.get("account_id") in suppressed:
            row.object_to("account", "asked not to be listed (leaders suppress); take the row out")
    good, clashes = settle([row for row in filled if not row.mistakes], KEY, "format", _tell_clash)
    mistakes = [*table.mistakes, *(it for row in filled for it in row.mistakes), *clashes]
    ordered = tuple(sorted(mistakes, key=lambda it: (it.line, it.column)))
    return good, ordered, len(table.rows) - len(filled)


def _if_told(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text else None


def _tell_clash(row: Row, lines: str) -> str:
    return (
        f"{row.meaning['account_id']}, {row.meaning['placed_on']}, {row.meaning['format']} says "
        f"another thing in line {lines}; keep one, or tell them apart as story and story 2"
    )


def write_template(workspace: Workspace, niche: Niche, path: Path) -> int:
    """Write a table of placements to fill in: who agreed and who published, with what it asked.

    Returns how many accounts are in it. Raises ``LeadersError`` for a file that is there already.
    """
    if path.suffix.lower() != ".csv":
        raise LeadersError(f"{path}: a table of placements is written as .csv; name one.")
    if path.exists():
        raise LeadersError(
            f"{path} is there already and may be filled in; take it in with: "
            f"leaders placements {niche.name} {path}, or name another file with --out."
        )
    with Store(workspace, must_exist=True) as store:
        known = load_contacts(store, client_of(niche))
    agreed = known.filter(pl.col("status").is_in(list(PLACED)))
    empty = {name: pl.lit("") for name in ("date", "format", *OUTCOMES)}
    rows = agreed.with_columns(cost="price", **empty)
    names = ["account_id", "name", *(name for name in COLUMNS if name != "account")]
    write_files([make_csv(path.name, rows.select(names), bom=True)], path.parent)
    return agreed.height
