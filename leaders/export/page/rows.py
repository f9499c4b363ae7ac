"""The accounts as the page has them: plain values, cleaned, and which columns can be seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from leaders.export.briefing import Detail, Price, Said
from leaders.export.page.cleaned import clean, web_address
from leaders.export.page.why import tell_why
from leaders.export.sheet import Column
from leaders.export.shortlist import Shortlist
from leaders.export.terms import bare_formula, say_list
from leaders.export.text import escape_illegal
from leaders.export.words import Words
from leaders.model import show_platform

FIRST = (
    "who", "where", "role", "median_views", "last_post", "engagement", "in_top", "why", "price",
    "status",
)  # fmt: skip
"""The columns that are there at first, in plain words."""

_MAY_BE_UNKNOWN = ("median_views", "last_post", "engagement", "status")
"""Those of ``FIRST`` that are left out where nobody's is known."""
_SHOWN_IN_FIRST = ("rank", "name", "platform", "role", "median_views", "last_post", "engagement",
                   "status")  # fmt: skip
_STATISTICS = (
    "probability", "score", "rank_low", "rank_high", "p_top", "standing", "stress_best",
    "stress_worst", "depends_on_one_source", "is_tied", "coverage", "risk",
)  # fmt: skip
_METRIC = re.compile(r"_v\d+$")  # a metric of the registry, with its version
_CONTRIBUTION, _PERCENTILE = "_contribution", "_percentile"
_OPENED = ("recent_posts", "best_posts")
"""What a row opens into tells, and would be half of the page a second time."""
NONE = Detail()

DIGITS = {"share": 4, "score": 5}
"""Digits that count, by form, else six: more is noise, and noise cannot be pressed."""


@dataclass(frozen=True, slots=True)
class Row:
    """An account: its list, its values by column, what it opens into, and why it stands there."""

    list: str
    values: dict[str, Any]
    detail: Detail
    why: "Said | None"

    @property
    def account_id(self) -> str:
        """Which account it is."""
        return escape_illegal(self.values["account_id"])

    @property
    def shown_name(self) -> str:
        """What to call it: its name, else its handle, else the end of its id."""
        it = self.values
        return it["name"] or it["handle"] or self.account_id.partition(":")[2] or self.account_id

    @property
    def price(self) -> "Price | None":
        """What it was last said to cost."""
        return self.detail.price


@dataclass(frozen=True, slots=True)
class Accounts:
    """All rows in the order of the lists, and the columns that tell something of any of them.

    first: of ``FIRST``, what is known of anybody. chosen: columns of the lists that can be shown
    besides, with their group (facts, statistics). components: those of the score.
    """

    lists: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    first: tuple[str, ...]
    chosen: tuple[tuple[Column, str], ...]
    components: tuple[str, ...]


def read_accounts(shortlist: Shortlist, words: Words) -> Accounts:
    """The accounts of a shortlist, ready to be shown."""
    components = tuple(
        it.name.removesuffix(_CONTRIBUTION)
        for it in shortlist.columns
        if it.name.endswith(_CONTRIBUTION)
    )
    details = shortlist.beside.details
    rows: list[Row] = []
    for name, frame in shortlist.tables.items():
        for record in frame.iter_rows(named=True):
            detail = details.get(record["account_id"], NONE)
            values = {it.name: _settle(record[it.name], it.form) for it in shortlist.columns}
            why = tell_why(record, detail, components, words)
            rows.append(Row(name, {**values, "account_id": record["account_id"]}, detail, why))
    columns = tuple(
        it
        for it in shortlist.columns
        if it.name not in _OPENED and any(row.values[it.name] is not None for row in rows)
    )
    named = {it.name for it in columns}
    optional = {name: name in named for name in _MAY_BE_UNKNOWN}
    optional["price"] = any(row.price for row in rows)
    return Accounts(
        lists=tuple(shortlist.tables),
        rows=tuple(rows),
        columns=columns,
        first=tuple(it for it in FIRST if optional.get(it, True)),
        chosen=tuple((it, _group(it, components)) for it in columns
                     if it.name not in _SHOWN_IN_FIRST),
        components=components,
    )  # fmt: skip


def find_formulas(accounts: Accounts) -> dict[str, str]:
    """What each formula of engagement that is named measures, and whose it is; in English."""
    from leaders.metrics import METRICS  # noqa: PLC0415  # numpy takes time to import

    named = {row.values.get("engagement_formula") for row in accounts.rows} - {None}
    metrics = {name: METRICS.get(bare_formula(name)) for name in sorted(map(str, named))}
    return {name: f"{it.formula} ({it.source})" for name, it in metrics.items() if it}


def name_list(name: str) -> "Said | str":
    """What a list is called; of one platform among several it begins with the platform."""
    return say_list(name, "page_list_of") or clean(name)


def label(column: str, components: Sequence[str], words: Words) -> "Said | str":
    """A column's name in plain words; its own name where nobody wrote one."""
    for key in (f"page_column_{column}", f"component_{column}", f"page_{column}"):
        if words.has(key):
            return Said(key)
    for ending in (_CONTRIBUTION, _PERCENTILE):
        component = column.removesuffix(ending)
        if component in components:
            named = f"component_{component}"
            told = Said(named) if words.has(named) else component.replace("_", " ")
            return Said(f"page_column{ending}", {"component": told})
    return column.replace("_", " ")


def platform_of(row: Row) -> str:
    """The platform as it writes itself."""
    return show_platform(row.values["platform"] or row.account_id.partition(":")[0])


def round_to(value: float, digits: int) -> float:
    """A number with so many digits that count, and in any case with its first decimal."""
    exponent = floor(log10(abs(value))) if value else 0
    return round(value, max(1, digits - 1 - exponent))


def _settle(value: Any, form: str) -> Any:
    if isinstance(value, float):
        return round_to(value, DIGITS.get(form, 6))
    if isinstance(value, str):
        return web_address(value) if form == "url" else clean(value) or None
    return value


def _group(column: Column, components: Sequence[str]) -> str:
    base = column.name.removesuffix(_CONTRIBUTION).removesuffix(_PERCENTILE)
    is_statistic = column.name in _STATISTICS or base in components or _METRIC.search(column.name)
    return "statistics" if is_statistic else "facts"
