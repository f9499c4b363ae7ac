"""The rows of a plan: what is bought, in which order, and what is not, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from leaders.audience.coverage import FEWEST
from leaders.audience.plan import Offers, Solution
from leaders.audience.plan.outlook import LeftOut, left_out, price_of_a_person, survival, walk
from leaders.audience.wishes import Wishes
from leaders.model import show_platform

MOST_LEFT_OUT = 10
"""So many of those with a price, and of those without."""
COVERED = 0.5
CENTS = 2
CENT = 1e-6
STEPS = {
    "order": pl.Int64, "adds": pl.Float64, "reach": pl.Float64, "spent": pl.Float64,
    "cost_per_thousand_new": pl.Float64, "survives": pl.Float64,
}  # fmt: skip
REJECTED = {
    "account_id": pl.String, "name": pl.String, "url": pl.String, "cost": pl.Float64,
    "target_count": pl.Int64, "alone": pl.Float64, "adds": pl.Float64, "covered": pl.Float64,
    "worth_below": pl.Float64, "why": pl.String,
}  # fmt: skip
SHOWN = (
    "account_id", "name", "url", "platform", "format", "cost", "price", "fees", "levy",
    "said_price", "said_currency", "priced_on", "is_old", "status", "needs_registry", "exposure",
    "exposure_from", "posts_count", "views_median", "followers_count", "seen_count", "is_complete",
    "is_newest_first", "coverage", "target_count", "is_must", "has_contact",
)  # fmt: skip
PEOPLE = ("target_count", "seen_count", "alone", "adds", "reach")
OF_ADDED = ("cost_per_thousand_new", "worth_below", "covered")


def describe_picks(
    offered: pl.DataFrame, offers: Offers, solution: Solution, seed: int
) -> pl.DataFrame:
    """A row a placement, in buying order, with what it adds to those before it."""
    survives = survival(offers, solution.chosen, seed)
    steps = [
        {
            "order": place, "adds": step.adds, "reach": step.reach,
            "spent": round(step.spent, CENTS),
            "cost_per_thousand_new": _per_thousand(float(offers.cost[step.offer]), step.adds),
            "survives": float(share),
        }
        for place, (step, share) in enumerate(
            zip(walk(offers, solution.chosen), survives, strict=True), start=1
        )
    ]  # fmt: skip
    return offered[list(solution.chosen)].select(SHOWN).hstack(pl.DataFrame(steps, schema=STEPS))


def describe_rejected(
    placements: pl.DataFrame, offers: Offers, chosen: tuple[int, ...], wishes: Wishes
) -> pl.DataFrame:
    """The most popular that were not bought, with and without a price: what each would add.

    placements: those that the plan was chosen from, and others that could not be bought; ``offers``
    is made of all of them. worth_below: null where the plan has no price of a person.
    """
    last = price_of_a_person(offers, chosen)
    turns = Counter(offers.owner[list(chosen)].tolist())
    left = wishes.budget - offers.spent(chosen)
    seen: Counter[bool] = Counter()
    rows = []
    for it in left_out(offers, chosen):
        row = placements.row(it.offer, named=True)
        seen[row["cost"] is None] += 1
        if it.alone <= 0 or seen[row["cost"] is None] > MOST_LEFT_OUT:
            continue
        rows.append({
            "account_id": row["account_id"], "name": row["name"], "url": row["url"],
            "cost": row["cost"], "target_count": row["target_count"], "alone": it.alone,
            "adds": it.adds, "covered": _covered(it),
            "worth_below": round(it.worth, CENTS) if last else None,
            "why": next(_reasons(row, it, wishes, last, left, turns)),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=REJECTED)


def hide_few(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows without any count of fewer than ten people, and without what would tell it."""
    few = {name: pl.col(name) < FEWEST - 0.5 for name in PEOPLE if name in rows.columns}
    told = [pl.when(~is_few).then(name).alias(name) for name, is_few in few.items()]
    of_added = [name for name in OF_ADDED if name in rows.columns]
    return rows.with_columns(
        *told, *(pl.when(~few["adds"]).then(name).alias(name) for name in of_added)
    )


def _reasons(
    row: Mapping[str, Any], it: LeftOut, wishes: Wishes, last: float, left: float,
    turns: Mapping[int, int],
) -> Iterator[str]:  # fmt: skip
    """Why it was not bought, the plainest reason first."""
    yield from _prohibitions(row)
    cost = row["cost"]
    if cost is None:
        yield "nobody said what it costs"
        return
    if cost > wishes.budget + CENT:
        yield "costs more than the whole budget"
    if wishes.per_owner is not None and turns.get(row["owner"], 0) >= wishes.per_owner:
        yield f"its owner has {turns[row['owner']]} in the plan already"
    covered = _covered(it)
    if covered >= COVERED and wishes.frequency == 1:
        share = f"{100 * covered:.0f} %" if it.alone * covered >= FEWEST else "most"
        yield f"{share} of whom it reaches are reached already"
    if last and cost > it.worth:
        is_plain = wishes.frequency == 1 and it.adds >= FEWEST
        yield (
            f"dear: {1000 * cost / it.adds:,.0f} per 1,000 new"
            if is_plain
            else ("dear for what it adds")
        )
    if cost > left + CENT:
        yield f"worth its price, but only {left:,.2f} is left"
    yield "adds nothing to a plan that is full"


def _prohibitions(row: Mapping[str, Any]) -> Iterator[str]:
    """Why it may not be bought at any price."""
    if row["is_never"]:
        yield "left out by --never"
    if row["is_aside"]:
        yield "left out by the niche file (exclude, client, competitors)"
    if row["not_again"]:
        yield row["not_again"]
    if row["status"] == "banned":
        yield f"advertising on {show_platform(row['platform'])} is banned"


def _covered(it: LeftOut) -> float:
    return 1 - it.adds / it.alone


def _per_thousand(cost: float, people: float) -> float | None:
    """CP1K-U: the cost of a thousand new people (market.md, 2.3); None for nobody new."""
    return round(1000 * cost / people, CENTS) if people > 0 else None
