"""The main facts on a shortlist as tables; the others stand in files and in `leaders explain`."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leaders.cli.output import Output, short

if TYPE_CHECKING:
    from leaders.export import Shortlist

NEVER_CUT = ("rank", "last post", "a week", "views", "engaged", "ads", "years", "unsafe")


def show_facts(output: Output, shortlist: "Shortlist", mark: str = "") -> None:
    """A table a list, without the columns that are empty for everybody on it."""
    formulas: set[str] = set()
    known: Counter[str] = Counter()
    for name, table in shortlist.tables.items():
        if table.is_empty():
            continue
        cells = [_cells(row) for row in table.iter_rows(named=True)]
        columns = [it for it in cells[0] if it in ("rank", "account") or any(c[it] for c in cells)]
        title = f"{mark}{shortlist.title}: {name} as of {shortlist.as_of:%Y-%m-%d %H:%M} UTC"
        output.table(title, columns, [[row[it] for it in columns] for row in cells], NEVER_CUT)
        formulas |= set(table["engagement_formula"].drop_nulls())
        known.update({it: sum(bool(row[it]) for row in cells) for it in cells[0]})
    if formulas:
        output.say(f"- engaged: {', '.join(sorted(formulas))} (its formula: leaders explain)")
    unknown = {it: known["rank"] - count for it, count in known.items()}
    if lacking := ", ".join(f"{it} {count:,}" for it, count in unknown.items() if count):
        output.say(f"- empty is not known, of {known['rank']:,} accounts: {lacking}")
    output.say("- a week: posts; the evidence, posts and quotes: leaders explain, leaders export")


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    def show(name: str, form: str) -> str:
        return "" if row[name] is None else format(row[name], form)

    return {
        "rank": str(row["rank"]),
        "account": short(row["handle"] or row["account_id"].partition(":")[2], 16),
        "last post": row["last_post"] or "",
        "a week": show("posts_a_week", ".1f"),
        "views": show("median_views", ",.0f"),
        "engaged": show("engagement", ".2%"),
        "ads": show("ads_share", ".0%"),
        "years": show("age_years", ".1f"),
        "speaks": row["language"] or "",
        "place": short(", ".join(it for it in (row["city"], row["country"]) if it), 20),
        "unsafe": show("brand_safety_hits", ","),
        "contact": (row["business_contact"] or "").partition(" (")[0],
    }
