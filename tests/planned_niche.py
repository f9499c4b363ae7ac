"""A niche to plan for: communities that share members, prices, and names that are hostile."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from leaders.audience.prices import keep_prices
from leaders.settings import Workspace
from leaders.store import Store

sys.path.insert(0, str(Path(__file__).parent / "rank"))
from imported_rows import MONDAY, store_rows

TOLD = datetime(2026, 1, 20, tzinfo=UTC)
"""When prices were told: after the last visit, as always."""
HOSTILE = "=cmd()|[x](javascript:y) <b>"
PEOPLE = {
    "a": range(400),
    "b": range(300, 700),
    "c": range(690, 900),
    "d": range(395, 400),
    "e": range(880, 1100),
}
NAMES = {"a": "Alpha", "b": HOSTILE, "c": "Gamma", "d": "Delta", "e": "Epsilon"}
COSTS = {
    "files:d/a": 100, "files:d/b": 90, "files:d/c": 60, "files:d/e": 200, "telegram:views": 40,
}  # fmt: skip
"""Nobody said what d costs; e is dear, and nobody sees the members of the channel."""
NICHE = """title = "Knitters <b>"
platforms = ["files", "telegram"]
[client]
country = "RU"
"""
BUDGET = '[budget]\namount = 300\ncurrency = "EUR"\n'


def fill(workspace: Workspace, settings_text: str = "", costs: dict[str, float] = COSTS) -> None:
    """Import accounts, members and prices; nothing is ranked."""
    path = workspace.niches / "niche.toml"
    path.write_text(NICHE + settings_text, encoding="utf-8")
    rows = [(name, f'"{text}"', 5_000) for name, text in NAMES.items()]
    store_rows(workspace, "accounts", "id,name,followers_count", rows)
    members = [(f"p{it}", name) for name, people in PEOPLE.items() for it in people]
    store_rows(workspace, "members", "member,community", members, is_complete=True)
    channel = [("views", "Views alone", 1_000)]
    store_rows(
        workspace, "accounts", "id,name,followers_count", channel, platform="telegram", at=MONDAY
    )
    if costs:
        put_prices(workspace, costs)


def put_prices(
    workspace: Workspace, costs: dict[str, float], currency: str = "EUR", told_at: datetime = TOLD
) -> None:
    with Store(workspace) as store:
        known = store.query("price/candidates", niche="niche")
        numbers = dict(known.select("account_id", "account_no").iter_rows())
        prices = [
            {
                "account_no": numbers[name], "format": "post", "priced_on": told_at.date(),
                "price": float(cost), "currency": currency, "fees_percent": 10.0,
                "fees_amount": 0.0,
            }
            for name, cost in costs.items()
        ]  # fmt: skip
        schema = {"account_no": pl.Int32}
        keep_prices(store, pl.DataFrame(prices, schema_overrides=schema), "list.csv", told_at)
