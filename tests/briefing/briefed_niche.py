"""Stores to brief from, and all that a briefing says in one text."""

import sys
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import planned_niche
import polars as pl
from imported_rows import store_rows
from planned_niche import MONDAY, TOLD

from leaders import pipeline
from leaders.briefing import brief
from leaders.export import Shortlist
from leaders.model import ContactStatus
from leaders.niche import load_niche
from leaders.outreach import client_of, mark
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.accounts import find_accounts

sys.path.insert(0, str(Path(__file__).parents[1] / "change"))

OWNER, NOTE = "Olga Insider", "asks-too-much-she-said"
PRICE, BUDGET = 98_765.43, 287_654.32
"""Sums that occur nowhere else; with its fee of 10 % the price comes to 108,641.97."""
SETTINGS = f"""name = "The Yarn Shop"
[agency]
name = "Agency & Sons"
[budget]
amount = {BUDGET}
currency = "EUR"
[shortlist]
size = 4
[score.weights]
reach = 1
"""
COSTS = {"files:d/a": PRICE, "files:d/b": 90.0, "files:d/c": 60.0, "telegram:views": 40.0}


def make_planned(workspace: Workspace, settings_text: str = SETTINGS) -> Workspace:
    """A ranked niche with prices, a budget, contacts; two are refused or never wanted."""
    planned_niche.fill(workspace, settings_text, COSTS)
    pipeline.rank(workspace, "niche")
    tell(workspace, "files:d/a", ContactStatus.AGREED)
    tell(workspace, "files:d/c", ContactStatus.REFUSED)
    tell(workspace, "files:d/e", ContactStatus.NEVER)
    return workspace


def tell(workspace: Workspace, account_id: str, status: ContactStatus) -> None:
    """As ``leaders mark`` does, with an owner, a note and a price."""
    with Store(workspace) as store:
        [account] = find_accounts(store, account_id)
        client = client_of(load_niche(workspace, "niche"))
        mark(store, client, account, status, TOLD.date(), TOLD, OWNER, NOTE, (PRICE, "EUR"))


def rank_later(workspace: Workspace) -> None:
    """Another ranking of the niche, from a later moment, with somebody new."""
    later = MONDAY + timedelta(days=20)
    rows = [("f", '"Zeta"', 90_000), ("a", '"Alpha"', 60_000)]
    store_rows(workspace, "accounts", "id,name,followers_count", rows, later)
    pipeline.rank(workspace, "niche")


def make_brief(workspace: Workspace, **said: Any) -> Shortlist:
    """The briefed shortlist of the niche's last ranking."""
    niche = load_niche(workspace, "niche")
    return brief(workspace, niche, load_shortlist(workspace, niche), **said)


def read_all(told: Any) -> str:
    """Every text and number in a shortlist and beside it."""
    if isinstance(told, pl.DataFrame):
        return "\n".join(map(repr, [told.columns, *told.rows()]))
    if is_dataclass(told):
        return "\n".join(read_all(getattr(told, it.name)) for it in fields(told))
    if isinstance(told, dict):
        return "\n".join(f"{key!r} {read_all(value)}" for key, value in told.items())
    if isinstance(told, (tuple, list)):
        return "\n".join(map(read_all, told))
    return repr(told)
