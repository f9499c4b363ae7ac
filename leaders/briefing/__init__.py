"""What stands beside the lists in the report and the workbook, gathered from the store."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

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
from leaders.plan_report import Planned, plan_beside
from leaders.settings import Workspace
from leaders.store import Store

__all__ = ["brief", "load_logo"]

DEFAULT_LANGUAGE = "en"
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
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/head", ranking_id=shortlist.identity["ranking"])
        number = int(head["ranking_no"][0])
        details = load_details(store, niche, shortlist, number)
        coverage = store.query("briefing/coverage", niche=niche.name, as_of=shortlist.as_of)
        counts = store.query("ranking/counts", ranking_no=number)
        left_out = store.query("briefing/left_out", ranking_no=number).row(0, named=True)
    changed = _get(notes, "changes", lambda: tell_changes(workspace, niche))
    with_people = _get(notes, "people", lambda: put_people_beside(workspace, niche, shortlist))
    before = with_people or shortlist
    planned = _get(notes, "plan", lambda: plan_beside(workspace, niche, before)) or Planned(before)
    plan = None if planned.made is None else tell_plan(planned.made)
    shared = _get(
        notes, "shared audience", lambda: tell_shared(workspace, niche, shortlist, plan, number)
    )
    rivals = _get(notes, "competitors", lambda: tell_rivals(workspace, niche, shortlist.as_of))
    beside = Briefing(
        language=spoken,
        edition=edition,
        top=niche.shortlist.size,
        details=details.of,
        changes=None if changed is None else changed.told,
        plan=plan,
        shared=shared,
        coverage=coverage,
        people=next((it for it in planned.shortlist.sheets if it.name == "people"), None),
        competitors=rivals or (),
    )
    briefed = replace(
        planned.shortlist,
        identity=_identify(planned.shortlist.identity, spoken, edition, changed, details),
        notes=(*planned.shortlist.notes, *notes),
        beside=beside,
    )
    known = Known(
        ranked=dict(counts.select("list", "account_count").iter_rows()),
        left_out=left_out["unscored_count"],
        thin=left_out["thin_count"],
        is_first=changed is None and len(details.rankings) < 2,
        priced=sum(it.price is not None for it in details.of.values()),
    )
    edited = leave_out_ours(briefed) if for_client else briefed
    summary = write_summary(niche, edited, known)
    return replace(edited, beside=replace(edited.beside, summary=summary))


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
