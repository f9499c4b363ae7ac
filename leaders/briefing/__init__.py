"""What stands beside the lists in the report and the workbook, gathered from the store."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from leaders.briefing.changed import Changed, tell_changes
from leaders.briefing.details import Details, load_details
from leaders.briefing.edition import leave_out_ours, load_logo, make_edition
from leaders.briefing.planned import tell_plan
from leaders.briefing.rivals import tell_rivals
from leaders.briefing.shared import tell_shared
from leaders.briefing.summary import Known, write_summary
from leaders.errors import LeadersError
from leaders.export import Shortlist
from leaders.export.briefing import Briefing, Edition
from leaders.identity import put_people_beside
from leaders.niche import Niche, report_language
from leaders.plan_report import Planned, put_beside
from leaders.settings import Workspace
from leaders.store import Store

__all__ = ["brief", "load_logo"]

DEFAULT_LANGUAGE = "en"
PEOPLE = "people"
T = TypeVar("T")


def brief(
    workspace: Workspace,
    niche: Niche,
    shortlist: Shortlist,
    *,
    language: str | None = None,
    for_client: bool = False,
) -> Shortlist:
    """The shortlist with all that stands beside it, as of its ranking, and its further sheets.

    language: of the texts; by default the niche's. for_client: without what is ours (prices,
    owners, refusals, notes). Why a part is missing becomes a note. What makes other bytes of the
    same ranking joins the identity: language, edition, the older rankings, prices.

    Raises ``LeadersError`` where there is no store, and for a client's edition whose logo cannot
    be used.
    """
    spoken = language or report_language(niche)
    edition, notes = make_edition(workspace, niche, is_for_client=for_client)
    read = _read(workspace, niche, shortlist)
    changed = _get(notes, "changes", lambda: tell_changes(workspace, niche))
    people = _get(notes, "people", lambda: put_people_beside(workspace, niche, shortlist))
    before = people or shortlist
    planned = _get(notes, "plan", lambda: put_beside(workspace, niche, before)) or Planned(before)
    plan = None if planned.made is None else tell_plan(planned.made)
    shared = _get(
        notes, "shared audience",
        lambda: tell_shared(workspace, niche, shortlist, plan, read.ranking_no),
    )  # fmt: skip
    rivals = _get(notes, "competitors", lambda: tell_rivals(workspace, niche, shortlist.as_of))
    beside = Briefing(
        language=spoken, edition=edition, top=niche.shortlist.size, details=read.details.of,
        changes=None if changed is None else changed.told, plan=plan, shared=shared,
        coverage=read.coverage, competitors=rivals or (),
        people=next((it for it in before.sheets if it.name == PEOPLE), None),
    )  # fmt: skip
    briefed = replace(
        planned.shortlist,
        identity=_identify(planned.shortlist.identity, spoken, edition, changed, read.details),
        notes=(*planned.shortlist.notes, *notes),
        beside=beside,
    )
    edited = leave_out_ours(briefed) if for_client else briefed
    summary = write_summary(niche, edited, read.known)
    return replace(edited, beside=replace(edited.beside, summary=summary))


@dataclass(frozen=True, eq=False)
class _Read:
    """What the store tells of a ranking at once. known: for the summary."""

    ranking_no: int
    details: Details
    coverage: pl.DataFrame
    known: Known


def _read(workspace: Workspace, niche: Niche, shortlist: Shortlist) -> _Read:
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/head", ranking_id=shortlist.identity["ranking"])
        number = int(head["ranking_no"][0])
        details = load_details(store, niche, shortlist, number)
        coverage = store.query("briefing/coverage", niche=niche.name, as_of=shortlist.as_of)
        counts = store.query("ranking/counts", ranking_no=number)
        left_out, thin = store.query("briefing/left_out", ranking_no=number).row(0)
        heads = store.query("change/heads", niche=niche.name)
    known = Known(
        ranked=dict(counts.select("list", "account_count").iter_rows()),
        left_out=left_out,
        thin=thin,
        is_first=heads.height == 1,
        priced=sum(it.price is not None for it in details.of.values()),
    )
    return _Read(number, details, coverage, known)


def _get(notes: list[str], name: str, make: Callable[[], T | None]) -> T | None:
    """A part that may be missing; why it cannot be made becomes a note."""
    try:
        return make()
    except LeadersError as error:
        notes.append(f"no {name}: {error}")
        return None


def _identify(
    identity: dict[str, str], language: str, edition: Edition, changed: Changed | None,
    details: Details,
) -> dict[str, str]:  # fmt: skip
    """With what makes other bytes of the same ranking."""
    told = dict(identity)
    if language != DEFAULT_LANGUAGE:
        told["language"] = language
    if edition.is_for_client:
        told["edition"] = "client"
    elif details.priced_at is not None:
        told["prices"] = details.priced_at.isoformat()
    logos = (edition.client_logo, edition.agency_logo)
    looks = [edition.agency, *(logo.content.hex() if logo else None for logo in logos)]
    if any(looks):
        told["looks"] = _hash(looks)
    if changed is not None:
        told["since"] = changed.older
    if len(details.rankings) > 1:
        told["history"] = _hash(list(details.rankings))
    return told


def _hash(parts: list[str | None]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
