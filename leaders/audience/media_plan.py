"""A plan of placements for a niche: what to buy, in which order, and what else there is to know."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.market import load_market
from leaders.audience.market_rules import Rule, find_country, load_rules
from leaders.audience.members import Members
from leaders.audience.plan import Exposed, Offers, Solution, gather_groups, solve
from leaders.audience.plan.outlook import curve, left_out, price_of_a_person, survival, walk
from leaders.audience.plan_notes import tell_notes
from leaders.audience.target import find_target
from leaders.audience.views_only import plan_views
from leaders.audience.wishes import Wishes, refuse_clashes
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_one
from leaders.store.observations import find_last_moment

MOST_LEFT_OUT = 15
UNPRICED = 50
"""So many of the largest audiences without a price are looked at."""
TIMES = 3
ROBUST = 0.8
"""What is bought again in so many scenarios is said to survive."""
COVERED = 0.5
CENTS = 2
POINTS = {"spent": pl.Float64, "reach": pl.Float64}
STEPS = {
    "order": pl.Int64, "adds": pl.Float64, "reach": pl.Float64, "spent": pl.Float64,
    "cost_per_thousand_new": pl.Float64,
}  # fmt: skip
REJECTED = {
    "account_id": pl.String, "name": pl.String, "url": pl.String, "cost": pl.Float64,
    "target_count": pl.Int64, "alone": pl.Float64, "adds": pl.Float64, "covered": pl.Float64,
    "worth_below": pl.Float64, "why": pl.String,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class MediaPlan:
    """What to buy for a budget.

    people: of the target that are seen in any audience on offer. reach: by times, how many people
    are expected to see the plan at least so often. reach_at_most: as ``reach[1]`` if all whose
    membership was not seen were of the target and in no other audience.
    picks: a row a placement, in buying order. rejected: what was not bought, and why not.
    views: placements on platforms that show no members. points: spent and reach at ten budgets.
    certificate: at least this share of the best possible plan's value; None where there is no
    audience to plan with.
    """

    niche: str
    as_of: datetime
    priced_at: datetime
    wishes: Wishes
    target: str
    people: int
    spent: float
    reach: dict[int, float]
    reach_at_most: float
    frequency: float
    certificate: float | None
    survivors: int
    picks: pl.DataFrame
    rejected: pl.DataFrame
    views: pl.DataFrame
    points: pl.DataFrame
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]


def make_plan(
    workspace: Workspace, niche: Niche, wishes: Wishes, priced_at: datetime,
    as_of: datetime | None = None,
) -> MediaPlan:  # fmt: skip
    """The best plan found for a niche's target audience; everybody seen where it names none.

    as_of: of audiences and exposures; the last finished visit by default. priced_at: prices told by
    then count. Raises ``LeadersError`` when wishes clash, a rate or a price is missing, a name is
    of nobody, or there is no data.
    """
    rules = load_rules(workspace, find_country(niche))
    with Store(workspace, must_exist=True) as store:
        moment = as_of or find_last_moment(store)
        if moment is None:
            raise LeadersError("No audience is stored yet; import files or collect a niche first.")
        must = [_find(store, niche, name) for name in wishes.must]
        never = [_find(store, niche, name) for name in wishes.never]
        wanted = np.array([number for number, _ in must], dtype=np.int32)
        market, members = load_market(store, niche, wishes, rules, wanted, moment, priced_at)
        target, people = _load_target(store, niche, moment)
    refuse_clashes(wishes, [it for _, it in must], [it for _, it in never], market)
    sizes = members.seen_in(people) if people is not None else np.diff(members.offset)
    market = market.with_row_index("row").with_columns(
        pl.Series("target_count", sizes, dtype=pl.Int64),
        is_must=pl.col("account_id").is_in([it for _, it in must]),
        is_never=pl.col("account_id").is_in([it for _, it in never]),
    )
    allowed = market.filter((pl.col("status") != "banned") & ~pl.col("is_never"))
    priced = allowed.filter(pl.col("cost").is_not_null())
    if priced.is_empty():
        raise LeadersError(
            f"Nobody said what advertising costs in {niche.name}; write a price list to fill in "
            f"with: leaders prices {niche.name} --template"
        )
    planned = priced.filter(pl.col("seen_count") > 0)
    unseen = priced.filter(pl.col("seen_count") == 0)
    money = wishes.budget - float(unseen.filter("is_must")["cost"].sum())
    offers = make_offers(planned, members, people, wishes, money)
    solution = solve(offers)
    picks = _describe_picks(planned, offers, solution, wishes)
    views = plan_views(unseen, wishes.budget - float(picks["cost"].sum()))
    unpriced = (
        allowed.filter(pl.col("cost").is_null() & (pl.col("target_count") > 0))
        .sort("target_count", "account_id", descending=[True, False])
        .head(UNPRICED)
    )
    rejected = _describe_rejected(planned, unpriced, members, people, wishes, money, solution)
    seen = Exposed(offers, solution.chosen, depth=TIMES)
    reach = {times: seen.at_least(times) for times in range(1, TIMES + 1)}
    impressions = float(picks["target_count"].to_numpy() @ picks["exposure"].to_numpy())
    missing = (picks["followers_count"] - picks["seen_count"]).fill_null(0).clip(0)
    unseen_reach = float(missing.to_numpy() @ picks["exposure"].to_numpy())
    costs = [picks["cost"], views.filter("is_bought")["cost"]]
    return MediaPlan(
        niche=niche.name, as_of=moment, priced_at=priced_at, wishes=wishes, target=target,
        people=int(offers.people.sum()),
        spent=round(sum(float(cost.sum()) for cost in costs), CENTS),
        reach=reach,
        reach_at_most=reach[1] + unseen_reach,
        frequency=impressions / reach[1] if reach[1] else 0.0,
        certificate=solution.certificate if planned.height else None,
        survivors=int((picks["survives"] >= ROBUST).sum()),
        picks=picks, rejected=rejected, views=views,
        points=pl.DataFrame(curve(offers, solution.chosen), schema=POINTS, orient="row"),
        rules=tuple(rules[name] for name in sorted(set(market["platform"])) if name in rules),
        notes=tuple(tell_notes(market, picks, views, find_country(niche))),
    )  # fmt: skip


def make_offers(
    placements: pl.DataFrame,
    members: Members,
    people: NDArray[np.int32] | None,
    wishes: Wishes,
    budget: float,
) -> Offers:
    """The problem of a plan. placements: rows of the market; none without a cost can be bought."""
    incidence = members.incidence(people)[0][:, placements["row"].to_numpy()]
    audience, counts = gather_groups(incidence)
    k = placements.height
    return Offers(
        audience=audience, people=counts,
        exposure=placements["exposure"].to_numpy().astype(np.float64),
        cost=placements["cost"].fill_null(np.inf).to_numpy().astype(np.float64), budget=budget,
        is_must=placements["is_must"].to_numpy(), owner=placements["owner"].to_numpy(),
        per_owner=k if wishes.per_owner is None else wishes.per_owner, frequency=wishes.frequency,
    )  # fmt: skip


def _find(store: Store, niche: Niche, name: str) -> tuple[int, str]:
    head = store.query("ranking/latest", niche=niche.name)
    number, account_id = find_one(
        store, None if head.is_empty() else int(head["ranking_no"][0]), niche.name, name
    )
    if number is None:
        raise LeadersError(f"{name} asked not to be listed (leaders suppress); leave it out.")
    return number, account_id


def _load_target(
    store: Store, niche: Niche, moment: datetime
) -> tuple[str, NDArray[np.int32] | None]:
    if niche.audience is None:
        return "everybody seen in an audience on offer", None
    target = find_target(store, niche, moment)
    return f"the target audience of {niche.name}: {target.combination}", target.people


_SHOWN = (
    "account_id", "name", "url", "platform", "format", "cost", "price", "fees", "levy",
    "said_price", "said_currency", "priced_on", "is_old", "status", "exposure", "exposure_from",
    "posts_count", "views_median", "followers_count", "seen_count", "is_complete",
    "is_newest_first", "coverage", "target_count", "is_must",
)  # fmt: skip


def _describe_picks(
    planned: pl.DataFrame, offers: Offers, solution: Solution, wishes: Wishes
) -> pl.DataFrame:
    """A row a placement, in buying order, with what it adds to those before it."""
    steps = walk(offers, solution.chosen)
    added = [
        {
            "order": place, "adds": step.adds, "reach": step.reach,
            "spent": round(step.spent, CENTS),
            "cost_per_thousand_new": _per_thousand(float(offers.cost[step.offer]), step.adds),
        }
        for place, step in enumerate(steps, start=1)
    ]  # fmt: skip
    survives = survival(offers, solution.chosen, wishes.seed)
    return (
        planned[list(solution.chosen)]
        .select(_SHOWN)
        .hstack(pl.DataFrame(added, schema=STEPS).with_columns(pl.Series("survives", survives)))
    )


def _describe_rejected(
    planned: pl.DataFrame, unpriced: pl.DataFrame, members: Members,
    people: NDArray[np.int32] | None, wishes: Wishes, budget: float, solution: Solution,
) -> pl.DataFrame:  # fmt: skip
    """The most popular that were not bought: what each would add, and why not."""
    both = pl.concat([planned, unpriced])
    offers = make_offers(both, members, people, wishes, budget)
    last = price_of_a_person(offers, solution.chosen)
    taken = set(planned[list(solution.chosen)]["owner"])
    rows = []
    for it in left_out(offers, solution.chosen)[:MOST_LEFT_OUT]:
        row = both.row(it.offer, named=True)
        covered = 1 - it.adds / it.alone if it.alone else 1.0
        rows.append({
            "account_id": row["account_id"], "name": row["name"], "url": row["url"],
            "cost": row["cost"], "target_count": row["target_count"], "alone": it.alone,
            "adds": it.adds, "covered": covered, "worth_below": round(it.worth, CENTS),
            "why": _tell_why(row, covered, it.adds, last, wishes, taken),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=REJECTED)


def _tell_why(
    row: dict[str, object], covered: float, adds: float, last: float, wishes: Wishes,
    taken: set[int],
) -> str:  # fmt: skip
    cost = row["cost"]
    if cost is None:
        return "nobody said what it costs"
    assert isinstance(cost, float)
    if cost > wishes.budget:
        return "costs more than the whole budget"
    if wishes.per_owner is not None and row["owner"] in taken:
        return "its owner has a placement in the plan"
    if covered >= COVERED:
        return f"{covered:.0%} of whom it reaches are reached already"
    if adds and last and cost / adds > last:
        thousand, dearest = 1000 * cost / adds, 1000 * last
        return f"{thousand:,.0f} a thousand new people; the plan's dearest {dearest:,.0f}"
    return "the money that is left does not pay for it"


def _per_thousand(cost: float, people: float) -> float | None:
    """CP1K-U: the cost of a thousand new people (market.md, 2.3); None for nobody new."""
    return round(1000 * cost / people, CENTS) if people > 0 else None
