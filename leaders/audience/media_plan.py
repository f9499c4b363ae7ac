"""A plan of placements for a niche: what to buy, in which order, and what else there is to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.market import load_market
from leaders.audience.market_rules import Rule, find_country, load_rules
from leaders.audience.members import Members
from leaders.audience.plan import Exposed, Offers, gather_groups, solve
from leaders.audience.plan.outlook import curve
from leaders.audience.plan_notes import tell_notes
from leaders.audience.plan_rows import SHOWN, describe_picks, describe_rejected
from leaders.audience.target import find_target
from leaders.audience.views_only import plan_views
from leaders.audience.wishes import Wishes, refuse_clashes
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.niche_audience import PLAIN
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_named
from leaders.store.naming import find_one, find_ranking
from leaders.store.observations import find_moment
from leaders.store.people import load_people

OTHERS = 50
"""So many of the largest audiences that cannot be bought are looked at."""
TIMES = 3
ROBUST = 0.8
"""What is bought again in so many scenarios is said to survive."""
CENTS = 2
POINTS = {"spent": pl.Float64, "reach": pl.Float64}


@dataclass(frozen=True, eq=False)
class MediaPlan:
    """What to buy for a budget.

    people: of the target that are seen in any audience on offer. reach: by times, how many people
    are expected to see the plan at least so often. seen_share: of the members that the picks
    declare, how many were seen. reach_at_most: as ``reach[1]`` if all whose membership was not seen
    were of the target and in no other audience. Both are None where an audience has no known size.
    certificate: at least this share of the best possible plan's value; None where there is no
    audience to plan with. survivors: picks that most scenarios buy again. cheapest: what the
    cheapest placement on offer costs.
    picks: a row a placement, in buying order. rejected: what was not bought, and why not; both
    have exact numbers, to be shown by ``hide_few``. views: placements on platforms that show no
    members. points: spent and reach at ten budgets.
    """

    niche: str
    as_of: datetime
    priced_at: datetime
    wishes: Wishes
    target: str
    people: int
    spent: float
    reach: dict[int, float]
    seen_share: float | None
    reach_at_most: float | None
    frequency: float
    certificate: float | None
    survivors: int
    cheapest: float
    picks: pl.DataFrame
    rejected: pl.DataFrame
    views: pl.DataFrame
    points: pl.DataFrame
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]


def make_plan(
    workspace: Workspace, niche: Niche, wishes: Wishes, priced_at: datetime,
    as_of: datetime | None = None, not_again: Mapping[int, str] | None = None,
) -> MediaPlan:  # fmt: skip
    """The best plan found for a niche's target audience; everybody seen where it names none.

    not_again: account number -> why, of those that must not be offered to the client again.
    as_of: of audiences and exposures; the last finished visit by default. priced_at: prices told by
    then count. Raises ``LeadersError`` when wishes clash, a rate or a price is missing, a name is
    of nobody, or there is no data.
    """
    rules = load_rules(workspace, find_country(niche))
    read = _read(workspace, niche, wishes, rules, priced_at, as_of, not_again or {})
    market, members, people = read.market, read.members, read.people
    priced = market.filter(pl.col("is_allowed") & pl.col("cost").is_not_null())
    if priced.is_empty():
        raise LeadersError(_tell_no_prices(niche, market))
    # Musts whose members nobody sees are in the plan with no people: they take money and turns.
    offered = priced.filter((pl.col("seen_count") > 0) | pl.col("is_must"))
    offers = make_offers(offered, members, people, wishes)
    solution = solve(offers)
    picks = describe_picks(offered, offers, solution, wishes.seed)
    picks = picks.filter(pl.col("seen_count") > 0)
    left = wishes.budget - float(picks["cost"].sum())
    owners = offers.owner[[it for it in solution.chosen if offered["seen_count"][it] > 0]]
    unseen = priced.filter(pl.col("seen_count") == 0)
    views = plan_views(unseen, left, wishes.per_owner, owners.tolist())
    # What cannot be bought comes after what can, so that the numbers of the chosen stay.
    others = (
        market.join(priced, on="row", how="anti", maintain_order="left")
        .sort("target_count", "account_id", descending=[True, False])
        .head(OTHERS)
    )
    both = pl.concat([offered, others])
    rejected = describe_rejected(
        both, make_offers(both, members, people, wishes), solution.chosen, wishes
    )
    seen = Exposed(offers, solution.chosen, depth=TIMES)
    reach = {times: seen.at_least(times) for times in range(1, TIMES + 1)}
    impressions = float(picks["target_count"].to_numpy() @ picks["exposure"].to_numpy())
    seen_share, unseen_reach = _tell_unseen(picks)
    bought = pl.concat([picks, views.filter("is_bought")], how="diagonal")
    country = find_country(niche)
    notes = tell_notes(market, picks, views, rules, country, wishes, priced_at.date())
    return MediaPlan(
        niche=niche.name, as_of=read.as_of, priced_at=priced_at, wishes=wishes, target=read.target,
        people=int(offers.people.sum()),
        spent=round(float(bought["cost"].sum()), CENTS),
        reach=reach,
        seen_share=seen_share,
        reach_at_most=None if unseen_reach is None else reach[1] + unseen_reach,
        frequency=impressions / reach[1] if reach[1] else 0.0,
        certificate=solution.certificate if (offered["seen_count"] > 0).any() else None,
        survivors=int((picks["survives"] >= ROBUST).sum()),
        cheapest=float(priced["cost"].to_numpy().min()),
        picks=picks, rejected=rejected,
        views=views.select(*SHOWN, "cpm", "is_bought"),
        points=pl.DataFrame(curve(offers, solution.chosen), schema=POINTS, orient="row"),
        rules=tuple(rules[name] for name in sorted(set(market["platform"])) if name in rules),
        notes=(*read.notes, *notes),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Read:
    """What the store tells. people: the target, None for everybody; notes: on the target."""

    as_of: datetime
    market: pl.DataFrame
    members: Members
    target: str
    people: NDArray[np.int32] | None
    notes: list[str]


def _read(
    workspace: Workspace, niche: Niche, wishes: Wishes, rules: Mapping[str, Rule],
    priced_at: datetime, as_of: datetime | None, not_again: Mapping[int, str],
) -> _Read:  # fmt: skip
    with Store(workspace, must_exist=True) as store:
        moment = find_moment(store, as_of)
        if moment is None:
            raise LeadersError("No audience is stored yet; import files or collect a niche first.")
        must = _find(store, niche, wishes.must)
        never = _find(store, niche, wishes.never)
        wanted = np.array(list(must), dtype=np.int32)
        market, members = load_market(store, niche, wishes, rules, wanted, moment, priced_at)
        aside, _ = find_named(store, _name_aside(niche), niche.platforms)
        target, people, notes = _load_target(store, niche, moment)
    why = [not_again.get(number) for number in market["account_no"]]
    market = market.with_columns(pl.Series("not_again", why, dtype=pl.String))
    refuse_clashes(wishes, list(must.values()), list(never.values()), market)
    sizes = members.seen_in(people) if people is not None else np.diff(members.offset)
    marked = market.with_row_index("row").with_columns(
        pl.Series("target_count", sizes, dtype=pl.Int64),
        is_must=pl.col("account_no").is_in(list(must)),
        is_never=pl.col("account_no").is_in(list(never)),
        is_aside=pl.col("account_id").is_in(aside) & ~pl.col("account_no").is_in(list(must)),
    )
    is_left_out = (
        pl.col("is_never") | pl.col("is_aside") | pl.col("is_gone")
        | pl.col("not_again").is_not_null()
    )  # fmt: skip
    is_allowed = (pl.col("status") != "banned") & ~is_left_out
    return _Read(moment, marked.with_columns(is_allowed=is_allowed), members, target, people, notes)


def _name_aside(niche: Niche) -> list[str]:
    """In whose audiences the client does not advertise: its own, its competitors' and others."""
    return [*niche.client.accounts, *niche.competitors.every_account, *niche.shortlist.exclude]


def make_offers(
    placements: pl.DataFrame, members: Members, people: NDArray[np.int32] | None, wishes: Wishes
) -> Offers:
    """The problem of a plan. placements: rows of the market; none without a cost can be bought."""
    incidence = members.incidence(people)[0][:, placements["row"].to_numpy()]
    audience, counts = gather_groups(incidence)
    k = placements.height
    return Offers(
        audience=audience, people=counts,
        exposure=placements["exposure"].to_numpy().astype(np.float64),
        cost=placements["cost"].fill_null(np.inf).to_numpy().astype(np.float64),
        budget=wishes.budget,
        is_must=placements["is_must"].to_numpy(), owner=placements["owner"].to_numpy(),
        per_owner=k if wishes.per_owner is None else wishes.per_owner, frequency=wishes.frequency,
    )  # fmt: skip


def _tell_no_prices(niche: Niche, market: pl.DataFrame) -> str:
    if market["cost"].count():
        return (
            "Nothing is left to buy: whatever has a price is named by --never, refused or gone, or "
            "advertising there is banned."
        )
    return (
        f"Nobody said what advertising costs in {niche.name}; write a price list to fill in "
        f"with: leaders prices {niche.name} --template"
    )


def _tell_unseen(picks: pl.DataFrame) -> tuple[float | None, float | None]:
    """(the seen share of all members, people reached among the others); None where unknown."""
    seen = pl.col("seen_count")
    whole = pl.when("is_complete").then(seen).otherwise(
        pl.when(pl.col("followers_count") > 0).then(pl.max_horizontal("followers_count", seen))
    )  # fmt: skip
    told = picks.select(seen, "exposure", whole=whole)
    if told.is_empty() or told["whole"].null_count():
        return None, None
    unseen = (told["whole"] - told["seen_count"]).to_numpy()
    share = float(told["seen_count"].sum()) / float(told["whole"].sum())
    return share, float(unseen @ told["exposure"].to_numpy())


def _find(store: Store, niche: Niche, names: Sequence[str]) -> dict[int, str]:
    """Number and id of the accounts that are meant."""
    ranking_no = find_ranking(store, niche.name)
    found: dict[int, str] = {}
    for name in names:
        number, account_id = find_one(store, ranking_no, niche.name, name)
        if number is None:
            raise LeadersError(f"{name} asked not to be listed (leaders suppress); leave it out.")
        found[number] = account_id
    return found


def _load_target(
    store: Store, niche: Niche, moment: datetime
) -> tuple[str, NDArray[np.int32] | None, list[str]]:
    """(who is meant, in words; their numbers, None for everybody; what a reader must know)."""
    if niche.audience is None:
        return "everybody seen in an audience on offer", None, []
    found = find_target(store, niche, moment)
    which = "" if found.combination == PLAIN else f" ({found.combination})"
    people = np.unique(load_people(store, found.people))
    return f"the target audience of {niche.name}{which}", people, found.notes
