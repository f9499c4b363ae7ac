"""The summary in words: who leads and how sure that is, what changed, what to buy, what is unseen.

At most four sentences a passage, each with a number that the data hold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

import polars as pl

from leaders.briefing.naming import call, list_names, tidy
from leaders.change.causes import Cause
from leaders.change.told import ENTERED, LEFT, MOVED
from leaders.export import Shortlist
from leaders.export.briefing import Passage, Plan, Said
from leaders.export.terms import say_list
from leaders.model import Listing, PlatformName, show_platform
from leaders.niche import Niche

MOST_SENTENCES = 4
MAIN = ("creators", "communities")
"""The lists whose leaders are told, by the end of their names; the first that there is without."""
LEADING = 3
_STABILITY = re.compile(r"^(.+): [a-z ]+: with other people seen .+ keeps (\d+)% of its first$")


@dataclass(frozen=True, slots=True)
class Known:
    """What the summary is told of besides the lists.

    ranked: how many accounts each list has a rank for. left_out, thin: accounts without a score,
    and those too little known to judge. is_first: there is no earlier ranking. priced: of how many
    listed accounts a price is known.
    """

    ranked: Mapping[str, int]
    left_out: int
    thin: int
    is_first: bool
    priced: int


def write_summary(niche: Niche, shortlist: Shortlist, known: Known) -> tuple[Passage, ...]:
    """The passages of which there is anything to say; of a client's edition without what is ours.

    The shortlist has everything else beside it already.
    """
    told = {
        "summary_who": _tell_leaders(niche, shortlist, known),
        "summary_changed": _tell_changes(shortlist, known),
        "summary_buy": _tell_buying(niche, shortlist, known),
        "summary_unseen": _tell_unseen(niche, shortlist, known),
    }
    cut = {heading: tuple(said)[:MOST_SENTENCES] for heading, said in told.items()}
    return tuple(Passage(heading, said) for heading, said in cut.items() if said)


def _say_list(name: str) -> Said:
    return say_list(name) or Said("not_known")


def _find_main(shortlist: Shortlist) -> dict[str, pl.DataFrame]:
    filled = {name: table for name, table in shortlist.tables.items() if table.height}
    main = {name: table for name, table in filled.items() if name.endswith(MAIN)}
    return main or dict(list(filled.items())[:1])


def _tell_leaders(niche: Niche, shortlist: Shortlist, known: Known) -> Iterator[Said]:
    main = _find_main(shortlist)
    stability = {
        found[1]: found[2] for note in shortlist.notes if (found := _STABILITY.match(note))
    }
    is_short = 2 * len(main) > MOST_SENTENCES  # then how sure it is has no room
    for name, table in main.items():
        first = list(table.head(LEADING).iter_rows(named=True))
        places = ("first", "second", "third")
        leaders = {place: call(row) for place, row in zip(places, first, strict=False)}
        yield Said(
            f"summary_leads_{len(first)}", {"list": _say_list(name), **leaders, "n": table.height}
        )
        sure = list(_tell_sureness(niche, table, known.ranked.get(name, 0), stability.get(name)))
        if sure and not is_short:
            yield _join(sure)


def _tell_sureness(
    niche: Niche, table: pl.DataFrame, ranked: int, kept: str | None
) -> Iterator[Said]:
    """How sure the first places of a list are; what is not known of it is not said."""
    first, top = table.row(0, named=True), niche.shortlist.size
    low, high = first["rank_low"], first["rank_high"]
    tied = table.filter(rank=first["rank"]).height
    if low is not None and high is not None:
        key = "summary_place" if low == high else "summary_places"
        yield Said(key, {"name": call(first), "low": low, "high": high})
    if tied > 1:
        yield Said("summary_tied", {"n": tied})
    elif low is not None and _overlaps(table):
        yield Said("summary_apart")
    if ranked <= top:  # whoever is ranked is among the first
        return
    if table["standing"].count():
        certain = table.filter(standing="solid").height
        yield Said("summary_certain", {"top": top, "n": certain, "listed": table.height})
    if kept is not None:
        yield Said("summary_kept", {"share": int(kept) / 100})


def _overlaps(table: pl.DataFrame) -> bool:
    """Whether the intervals of the first two do."""
    if table.height < 2:
        return False
    low, high = table["rank_low"][1], table["rank_high"][0]
    return low is not None and high is not None and bool(low <= high)


def _join(sentences: list[Said]) -> Said:
    one, *others = sentences
    return one if not others else Said("summary_two", {"one": one, "other": _join(others)})


def _tell_changes(shortlist: Shortlist, known: Known) -> Iterator[Said]:
    changes = shortlist.beside.changes
    if changes is None:
        if known.is_first:
            day = f"{shortlist.as_of:%Y-%m-%d}"
            yield Said("summary_first_time", {"day": day, "n": shortlist.rows})
        return
    if changes.rows.is_empty():
        day = f"{changes.since:%Y-%m-%d}"
        yield Said("summary_nothing_changed", {"day": day, "noise": changes.within_noise})
        return
    by_kind = {kind: changes.rows.filter(kind=kind) for kind in (ENTERED, LEFT, MOVED)}
    counts: dict[str, str | int] = {kind: rows.height for kind, rows in by_kind.items()}
    counts |= {
        "day": f"{changes.since:%Y-%m-%d}",
        "network": changes.rows.filter(cause=str(Cause.NETWORK)).height,
        "noise": changes.within_noise,
    }
    yield Said("summary_since", counts)
    for kind in (ENTERED, LEFT):
        if rows := list(by_kind[kind].iter_rows(named=True)):
            yield Said(f"summary_{kind}", {"n": len(rows), "names": list_names(map(call, rows))})
    rose = by_kind[MOVED].filter(
        (pl.col("cause") == Cause.NETWORK) & (pl.col("rank_after") < pl.col("rank_before"))
    )
    if rose.height:
        names = [
            f"{call(row)} ({row['rank_before']} → {row['rank_after']})"
            for row in rose.iter_rows(named=True)
        ]
        yield Said("summary_rose", {"n": len(names), "names": list_names(names)})


def _tell_buying(niche: Niche, shortlist: Shortlist, known: Known) -> Iterator[Said]:
    plan, is_for_client = shortlist.beside.plan, shortlist.beside.edition.is_for_client
    if plan is not None:
        yield from _tell_plan(plan)
        return
    main = _find_main(shortlist)
    if main:
        name, table = next(iter(main.items()))
        first = call(table.row(0, named=True))
        yield Said("summary_begin", {"name": first, "n": table.height, "list": _say_list(name)})
    if is_for_client or not shortlist.rows:
        return
    counts: dict[str, str | int] = {"n": known.priced, "listed": shortlist.rows}
    if not known.priced:
        yield Said("summary_prices_missing", {**counts, "niche": niche.name})
    elif niche.budget is None:
        yield Said("summary_budget_missing", counts)


def _tell_plan(plan: Plan) -> Iterator[Said]:
    """In one sentence, with its money where it has any, and whom to buy first."""
    told: dict[str, str | int | float] = {"n": plan.picks.height}
    is_ours = plan.budget is not None
    if plan.budget is not None:
        told |= {"spent": plan.spent or 0.0, "budget": plan.budget,
                 "currency": plan.currency or ""}  # fmt: skip
    if plan.picks.is_empty():
        if is_ours:
            yield Said("summary_plan_empty", told)
        return
    ending = "" if is_ours else "_for_client"
    if plan.reach is None or plan.certificate is None:
        yield Said(f"summary_plan_of_views{ending}", told)
    else:
        share = floor(round(1000 * plan.certificate, 3)) / 1000  # never rounded up
        reach = {"reach": plan.reach, "people": plan.people, "share": share}
        yield Said(f"summary_plan{ending}", {**told, **reach})
    names = list_names(call(row) for row in plan.picks.iter_rows(named=True))
    yield Said("summary_picks", {"n": plan.picks.height, "names": names})


def _tell_unseen(niche: Niche, shortlist: Shortlist, known: Known) -> Iterator[Said]:
    coverage = shortlist.beside.coverage
    if coverage is not None:
        yield from _tell_listings(coverage.filter(pl.col("listing") != Listing.PROFILE))
    shares = [table["coverage"] for table in shortlist.tables.values()]
    part = sum(int((it < 1).sum()) for it in shares)
    unknown = sum(it.null_count() for it in shares)
    if part or unknown:
        yield Said(
            "summary_audiences", {"listed": shortlist.rows, "part": part, "unknown": unknown}
        )
    if known.left_out or known.thin:
        is_small = niche.score.preset == "hidden_gems"
        key = "summary_left_out_or_large" if is_small else "summary_left_out"
        yield Said(key, {"n": known.left_out, "thin": known.thin})


def _tell_listings(coverage: pl.DataFrame) -> Iterator[Said]:
    """How the lists of one or two platforms ended; of more the worst, and all others together."""
    ends = {"cut": "cut", "hidden": "hidden", "gone": "gone", "failed": "failed"}
    count = pl.col("listings_count")
    counts = (
        coverage.group_by("platform")
        .agg(
            count.sum().alias("n"),
            *(count.filter(pl.col("ended") == it).sum().alias(name) for name, it in ends.items()),
        )
        .with_columns(lacking=pl.sum_horizontal(*ends))
        .sort("lacking", "platform", descending=[True, False])
    )
    rows = list(counts.iter_rows(named=True))
    one, others = rows[:1], rows[1:]
    for row in one if len(others) > 1 else rows:
        yield _say_listings(_say_platform(row["platform"]), row)
    if len(others) > 1:
        summed: dict[str, Any] = {name: sum(row[name] for row in others) for name in ("n", *ends)}
        yield _say_listings(Said("summary_other_platforms"), summed)


def _say_platform(name: str) -> str | Said:
    if name == PlatformName.FILES:
        return Said("summary_files")
    return tidy(show_platform(name))


def _say_listings(platform: str | Said, row: Mapping[str, Any]) -> Said:
    counts = {name: row[name] for name in ("n", "cut", "hidden", "gone", "failed")}
    return Said("summary_read", {"platform": platform, **counts})
