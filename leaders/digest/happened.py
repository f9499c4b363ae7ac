"""What happened to accounts, as news: changes of place, rises, and advertising for competitors."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import exp
from typing import Any

from leaders.change import Change, Changes
from leaders.change.told import ENTERED, LEFT
from leaders.digest.news import News, call, make_key, plain

CAUSES = {"settings": "the settings changed", "collection": "we looked elsewhere"}
"""What is said of a change that the network did not make."""
ADVERTISING = ("marked", "likely")
LONGEST_BRAND = 40


def tell_changes(found: Changes) -> Iterator[News]:
    """What changed beyond noise, the most telling first, and who rises."""
    as_of = found.newer["as_of"]
    for change in found.changes:
        it = change.account
        yield News(
            _key("change", change.kind, it.account_id, as_of), it.account_id, None,
            call(it.account_id, it.name, it.handle), tell_change(change),
        )  # fmt: skip
    for rising in found.rising or ():
        it = rising.account
        growth = ", ".join(f"{value:+.0%} {name}" for name, value in sorted(rising.growth.items()))
        yield News(
            _key("rising", "", it.account_id, as_of), it.account_id, None,
            call(it.account_id, it.name, it.handle),
            f"rises, {rising.list} {rising.rank}: {growth} a week",
        )  # fmt: skip


def tell_change(change: Change) -> str:
    """A change in words: what, from where to where, and why."""
    before, after = change.before, change.after
    if change.kind == ENTERED and after:
        told = f"entered {change.list} at {after.rank}"
    elif change.kind == LEFT:
        told = f"left {change.list}" + (f", where it was {before.rank}" if before else "")
    elif before and after and before.rank == after.rank:
        told = f"stays at {after.rank} in {change.list}"
    elif before and after:
        told = f"{before.rank} → {after.rank} in {change.list}"
    else:
        told = f"moved in {change.list}"
    why = [] if change.why == "moved" else [change.why]
    if change.tested and change.tested.is_moved:
        why.append(f"{change.tested.layer} x {exp(change.tested.change):.2f}")
    why += [CAUSES[change.cause]] if change.cause in CAUSES else []
    return f"{told} ({', '.join(why)})" if why else told


def tell_placement(row: Mapping[str, Any]) -> News:
    """A row of ``CompetitorReport.carried`` that advertises."""
    day = f" on {row['posted_at']:%Y-%m-%d}" if row["posted_at"] else ""
    views = "" if row["views"] is None else f", {row['views']:,} views"
    return News(
        make_key("placement", row["account_id"], row["post_id"], row["competitor"]),
        row["account_id"], row["account_no"], call(row["account_id"], row["name"]),
        f"advertised {plain(row['competitor'], LONGEST_BRAND)}{day} ({row['verdict']}{views})",
        row["link"],
    )  # fmt: skip


def _key(what: str, kind: str, account_id: str, as_of: datetime) -> str:
    return make_key(what, kind, account_id, as_of.isoformat())
