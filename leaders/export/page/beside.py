"""The tables and sentences that stand beside the list: changes, plan, overlap, coverage, sheets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from leaders.export.briefing import Changes, Plan, Said, SharedAudience
from leaders.export.page.cleaned import SHOWN, clean, web_address
from leaders.export.page.rows import label, name_list
from leaders.export.page.saying import known, money, number, share
from leaders.export.sheet import Sheet
from leaders.export.words import Words
from leaders.model import show_platform

MOST = 100
"""Rows of a table beside the list; the workbook has the others."""

_NUMBERS = ("count", "decimal", "share", "score", "money")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address to follow."""

    url: str


Cell = "Said | str | Link | None"


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: heads, rows of cells, which columns are numbers, how many rows are left out.

    about: a sentence on it, in English.
    """

    heads: "tuple[Said | str, ...]"
    rows: "tuple[tuple[Said | str | Link | None, ...], ...]"
    numbers: frozenset[int]
    left_out: int = 0
    about: str = ""


def tabulate_changes(changes: Changes, words: Words) -> Table:
    """Who entered, left and moved, and why."""
    records = changes.rows.to_dicts()
    has = {name: any(it[name] is not None for it in records)
           for name in ("gained_count", "lost_count")}  # fmt: skip
    heads = ["page_account", "page_list", "page_kind", "page_before", "page_after", "page_cause",
             "page_how"]  # fmt: skip
    heads += [key for key, name in (("page_gained", "gained_count"), ("page_lost", "lost_count"))
              if has[name]]  # fmt: skip
    rows = [
        (
            _call(it),
            name_list(it["list"]),
            known(f"page_kind_{it['kind']}", clean(it["kind"]), words),
            number(it["rank_before"]),
            number(it["rank_after"]),
            known(f"page_cause_{it['cause']}", clean(it["cause"]), words),
            clean(it["why"]),
            *(number(it[name]) for name, told in has.items() if told),
        )
        for it in records
    ]
    return _table(heads, rows, {3, 4, 7, 8})


def tell_plan(plan: Plan) -> list[Said]:
    """What the plan spends and reaches, and how far from the best it can be."""
    told = []
    spent, budget = money(plan.spent, plan.currency), money(plan.budget, plan.currency)
    if spent and budget:
        told.append(Said("page_plan_money", {"spent": spent, "budget": budget}))
    if plan.reach is None:
        told.append(Said("page_plan_people", {"all": plan.people}))
    else:
        told.append(Said("page_plan_reach", {"n": round(plan.reach), "all": plan.people}))
    if plan.certificate is not None:
        told.append(Said("page_plan_sure", {"n": plan.certificate}))
    return [*told, Said("page_plan_order" if plan.picks.height else "page_plan_empty")]


def tabulate_plan(plan: Plan, words: Words) -> "Table | None":
    """What to buy, in buying order; costs where they are known."""
    records = plan.picks.to_dicts()
    if not records:
        return None
    has_cost = any(it["cost"] is not None for it in records)
    few = Said("page_under_ten")
    rows = [
        (
            number(place),
            _call(it),
            clean(it["format"], SHOWN),
            *([money(it["cost"], plan.currency)] if has_cost else []),
            few if it["adds"] is None else number(round(it["adds"])),
            few if it["reach"] is None else number(round(it["reach"])),
        )
        for place, it in enumerate(records, start=1)
    ]
    cost = ["page_cost"] if has_cost else []
    heads = ["page_order", "page_account", "page_format", *cost, "page_adds", "page_so_far"]
    return _table(heads, rows, {0, 3, 4, 5})


def tabulate_shared(shared: SharedAudience) -> Table:
    """Of each account: how many people were seen, and with whom it shares most."""
    rows = []
    for place, name in enumerate(shared.names):
        others = [
            (part, -other)
            for other, part in enumerate(shared.shared[place])
            if part is not None and other != place
        ]
        most, other = max(others, default=(None, 0))
        seen = shared.seen[place]
        rows.append(
            (
                clean(name, SHOWN) or shared.account_ids[place],
                Said("page_under_ten") if seen is None else number(seen),
                clean(shared.names[-other], SHOWN) if most is not None else None,
                share(most),
            )
        )
    heads = ["page_account", "page_overlap_people", "page_overlap_largest", "page_overlap_share"]
    return _table(heads, rows, {1, 3})


def tabulate_coverage(coverage: Any, words: Words) -> "Table | None":
    """How listings were read, by platform."""
    if coverage is None or coverage.is_empty():
        return None
    rows = [
        (
            show_platform(clean(it["platform"])),
            known(f"page_listing_{it['listing']}", clean(it["listing"]), words),
            known(f"page_ended_{it['ended']}", clean(it["ended"]), words),
            number(it["listings_count"]),
            number(it["fetched_count"]),
            number(it["declared_count"]),
        )
        for it in coverage.to_dicts()
    ]
    heads = ["page_where", "page_listing", "page_ended", "page_listings", "page_fetched",
             "page_declared"]  # fmt: skip
    return _table(heads, rows, {3, 4, 5})


def tabulate_sheet(sheet: Sheet, words: Words) -> Table:
    """A sheet of the workbook as it is, without its hidden columns."""
    columns = [it for it in sheet.columns if it.name not in sheet.hidden]
    rows = [
        tuple(_value(record[it.name], it.form) for it in columns)
        for record in sheet.rows.head(MOST).to_dicts()
    ]
    heads = tuple(label(it.name, (), words) for it in columns)
    numbers = frozenset(place for place, it in enumerate(columns) if it.form in _NUMBERS)
    left_out = max(sheet.rows.height - MOST, 0)
    return Table(heads, tuple(rows), numbers, left_out, clean(sheet.about))


def _value(value: Any, form: str) -> "Said | str | Link | None":
    if value is None:
        return None
    if form == "url":
        address = web_address(value)
        return Link(address) if address else clean(value)
    if form == "flag":
        return Said("page_yes" if value else "page_no")
    if form == "share":
        return share(value)
    if form in _NUMBERS:
        whole = form == "count" or float(value).is_integer()
        return number(value) if whole else Said("page_decimal", {"n": value})
    return clean(str(value))


def _table(
    heads: Sequence[str], rows: "Iterable[tuple[Said | str | Link | None, ...]]", numbers: set[int]
) -> Table:
    listed = tuple(rows)
    told = tuple(Said(it) for it in heads)
    return Table(told, listed[:MOST], frozenset(numbers), max(len(listed) - MOST, 0))


def _call(record: dict[str, Any]) -> str:
    return clean(record["name"], SHOWN) or clean(record["account_id"], SHOWN)
