"""A plan of placements as a report: its tables, its words, and the overlap of what it buys."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from leaders.audience.coverage import FEWEST
from leaders.audience.media_plan import MediaPlan, make_plan
from leaders.audience.overlap_report import OverlapReport, find_realm, report_overlap
from leaders.audience.plan_rows import hide_few
from leaders.audience.plan_words import summarise
from leaders.audience.wishes import Wishes
from leaders.errors import LeadersError
from leaders.export import Column, Sheet, Shortlist
from leaders.export.report import Report, to_report_json
from leaders.niche import Niche
from leaders.outreach import not_again
from leaders.plan_report import columns
from leaders.plan_report.sections import write_sections
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

OF_PLAN, NO_PLAN = "plan: ", "no plan: "
"""How notes on a plan begin, and those on why there is none."""
HALF = 0.5
PEOPLE = 2
"""Decimals of expected people: the last bits of a sum depend on its order."""


def report_plan(workspace: Workspace, niche: Niche, made: MediaPlan) -> Report:
    """The report of a plan; the overlap of what it buys is measured as of the plan's moment."""
    compared = _compare(workspace, niche, made)
    made = replace(
        made, picks=hide_few(made.picks), rejected=hide_few(made.rejected),
        views=hide_few(made.views), points=hide_few(made.points),
    )  # fmt: skip
    return Report(
        name="plan",
        title=f"{niche.title}: a plan for {made.wishes.budget:,.2f} {made.wishes.currency}",
        as_of=made.as_of,
        facts=_tell_facts(made),
        sections=write_sections(made, niche, _tell_shared(compared)),
        sheets=(
            _plan_sheet(made),
            _sheet(
                "left out", "The most popular that were not bought, and why not.",
                columns.REJECTED, made.rejected,
            ),
            Sheet(
                "budgets", f"People reached for other budgets, {made.wishes.currency}",
                columns.BUDGETS, made.points.with_columns(pl.col("reach").round(PEOPLE)),
                chart=("spent", "reach"),
            ),
            _sheet(
                "views only", "Placements of which nobody sees who the members are: views alone.",
                columns.UNSEEN, made.views,
            ),
            _overlap_sheet(made, compared),
        ),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Planned:
    """A shortlist with its plan beside it, and the plan itself; None where there is none."""

    shortlist: Shortlist
    made: MediaPlan | None = None


def put_beside(workspace: Workspace, niche: Niche, shortlist: Shortlist) -> Planned:
    """The shortlist with a plan and its overlap on sheets of their own.

    As it is where the niche file names no budget or nobody said a price. The plan sees what the
    ranking saw, and every price that was told; ``plan`` joins the identity, because prices can be
    told after a ranking. Why no plan can be made becomes a note.
    """
    if niche.budget is None:
        return Planned(shortlist)
    with Store(workspace, must_exist=True) as store:
        told_at = store.value("price/last_told", niche=niche.name)
        refused = not_again(store, niche)
        known = dict(store.query("price/candidates", niche=niche.name)["account_id", "account_no"]
                     .iter_rows())  # fmt: skip
        refused |= {known[it]: "not to be listed" for it in find_suppressed(store, known)}
    if told_at is None:
        return Planned(shortlist)
    wishes = Wishes(niche.budget.amount, niche.budget.currency)
    moment = shortlist.as_of
    try:
        made = make_plan(workspace, niche, wishes, max(moment, told_at), moment, refused)
    except LeadersError as error:
        return Planned(replace(shortlist, notes=(*shortlist.notes, f"{NO_PLAN}{error}")))
    report = report_plan(workspace, niche, made)
    (content,) = to_report_json(report)
    plan, *_, overlap = report.sheets
    beside = replace(
        shortlist,
        identity={**shortlist.identity, "plan": hashlib.sha256(content.content).hexdigest()[:16]},
        notes=(*shortlist.notes, *(f"{OF_PLAN}{sentence}" for sentence in summarise(made))),
        sheets=(*shortlist.sheets, plan, *((overlap,) if overlap.rows.height else ())),
    )
    return Planned(beside, made)


def _plan_sheet(made: MediaPlan) -> Sheet:
    return _sheet(
        "plan", f"What to buy for {made.wishes.budget:,.2f} {made.wishes.currency}, in this order.",
        columns.PICKS, made.picks,
    )  # fmt: skip


def _overlap_sheet(made: MediaPlan, compared: Sequence[OverlapReport]) -> Sheet:
    """The pairs that share most of the smaller audience first, called as in the plan."""
    names = [column.name for column in columns.PAIRS]
    called = dict(made.picks.select("account_id", pl.coalesce("name", "account_id")).iter_rows())
    pairs = [report.frames()["pairs"] for report in compared]
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    rows = (pl.concat(pairs) if pairs else empty).with_columns(
        a_name=pl.col("a_id").replace_strict(called, default=None, return_dtype=pl.String),
        b_name=pl.col("b_id").replace_strict(called, default=None, return_dtype=pl.String),
    )
    rows = rows.sort("overlap_min_seen", descending=True, nulls_last=True, maintain_order=True)
    return _sheet(
        "overlap", "What every two audiences share that are bought on one platform.",
        columns.PAIRS, rows, frozen=2,
    )  # fmt: skip


def _sheet(
    name: str, about: str, described: tuple[Column, ...], frame: pl.DataFrame, frozen: int = 0
) -> Sheet:
    """The described columns of a frame, expected people and shares rounded; names stay in sight."""
    names = [column.name for column in described]
    rows = frame.select(names).with_columns(pl.selectors.float().round(6))
    expected = [
        it.name for it in described if it.form == "count" and rows[it.name].dtype.is_float()
    ]
    rows = rows.with_columns(pl.col(expected).round(PEOPLE))
    return Sheet(name, about, described, rows, frozen or names.index("name") + 1)


def _compare(workspace: Workspace, niche: Niche, made: MediaPlan) -> list[OverlapReport]:
    """The overlap of what is bought, among accounts whose people are known to be the same."""
    by_realm: dict[str, list[str]] = {}
    for account_id in made.picks["account_id"]:
        by_realm.setdefault(find_realm(account_id), []).append(account_id)
    return [
        report_overlap(workspace, niche, ids, as_of=made.as_of)
        for ids in by_realm.values()
        if len(ids) > 1
    ]


def _tell_shared(compared: Sequence[OverlapReport]) -> str:
    """How many people are in several of the audiences; nothing where they are of several realms."""
    if len(compared) != 1:
        return ""
    plan = compared[0].frames()["plan"]
    share = plan.filter(pl.col("metric") == "overlap_overall")["seen"].item()
    if share is None:
        return f"fewer than {FEWEST} people are seen in two or more of the audiences bought"
    return (
        f"{100 * share:.1f} % of the people seen there are in two or more of the audiences bought"
    )


def _tell_facts(made: MediaPlan) -> dict[str, Any]:
    """The plan's numbers and settings in plain values."""
    return {
        "niche": made.niche,
        "as_of": made.as_of.isoformat(),
        "priced_at": made.priced_at.isoformat(),
        "wishes": asdict(made.wishes),
        "target": made.target,
        "people": made.people,
        "spent": made.spent,
        "reach": {
            str(times): round(people, PEOPLE) if people > FEWEST - HALF else None
            for times, people in made.reach.items()
        },
        "reach_at_most": _round(made.reach_at_most, PEOPLE),
        "seen_share": _round(made.seen_share),
        "frequency": round(made.frequency, 6),
        "certificate": _round(made.certificate),
        "survivors": made.survivors,
        "rules": [
            {**asdict(rule), "as_of": rule.as_of and rule.as_of.isoformat()} for rule in made.rules
        ],
        "notes": made.notes,
    }


def _round(number: float | None, decimals: int = 6) -> float | None:
    return None if number is None else round(number, decimals)
