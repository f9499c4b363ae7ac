"""What is known of niches, and what collecting them would take: for a person to look at."""

from collections.abc import Iterable
from contextlib import closing
from typing import Any

from leaders.collect.forecast import Forecast, make_forecast
from leaders.collect.refreshing import RefreshPlan, plan_refresh
from leaders.errors import LeadersError
from leaders.model import IMPORT_ONLY, Quota
from leaders.niche import Niche, load_niche
from leaders.platforms import PLATFORMS
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import load_quotas


def overview(workspace: Workspace, niches: Iterable[Niche]) -> list[dict[str, Any]]:
    """Each niche with what is known of it and its last ranking."""
    known: dict[str, dict[str, Any]] = {}
    if workspace.database.exists():
        with Store(workspace) as store:
            rows = store.query("ranking/overview").iter_rows(named=True)
            known = {row["niche"]: row for row in rows}
    nothing = dict.fromkeys(("candidate_count", "as_of", "ranking_id", "account_count"))
    return [
        {"niche": niche.name, "title": niche.title, "platforms": list(niche.platforms)}
        | {key: known.get(niche.name, nothing)[key] for key in nothing}
        for niche in niches
    ]


def show_status(workspace: Workspace, name: str, *, with_whole: bool) -> dict[str, Any]:
    """The completeness ledger: totals by how listings ended, and the listings known in part.

    ``with_whole`` gives all listings. Nobody of the audience is named.
    """
    niche = load_niche(workspace, name)
    with Store(workspace, must_exist=True) as store:
        totals = store.query("status/totals", niche=niche.name)
        listings = store.query("status/listings", niche=niche.name, with_whole=with_whole)
    imported_only = [it for it in niche.platforms if it in IMPORT_ONLY]
    told = {"niche": name, "totals": totals.to_dicts(), "listings": listings.to_dicts()}
    return told | {"imported_only": imported_only}


def find_lacking(niche: Niche) -> dict[str, str]:
    """Of each platform of a niche that lacks a credential or is set up wrongly, a sentence."""
    lacking = {}
    for name in niche.platforms:
        if name in PLATFORMS:
            try:
                with closing(PLATFORMS[name]()) as platform:
                    said = platform.lacks
            except LeadersError as error:
                said = str(error)
            if said:
                lacking[name] = said
    return lacking


def forecast_niche(workspace: Workspace, niche: Niche) -> list[Forecast]:
    """What collecting a niche takes on each of its platforms; asks no platform."""
    lacking = find_lacking(niche)
    names = [name for name in niche.platforms if name in PLATFORMS and name not in lacking]
    pages: dict[str, dict[str, float]] = {}
    quotas: dict[str, list[Quota]] = {}
    if names and workspace.database.exists():
        with Store(workspace) as store:
            for name in names:
                pages[name] = dict(store.query("collect/mean_pages", platform=name).iter_rows())
                quotas[name] = load_quotas(store, name)
    forecasts = []
    for name in names:
        with closing(PLATFORMS[name]()) as platform:
            platform.ledger.recall(quotas.get(name, []))
            forecasts.append(make_forecast(niche, platform, pages.get(name, {})))
    return forecasts


def plan_refreshes(workspace: Workspace, niche: Niche) -> list[RefreshPlan]:
    """What a refresh of a niche would read again now, of each platform that was read; asks none."""
    lacking = find_lacking(niche)
    plans = []
    for name in niche.platforms:
        if name not in PLATFORMS or name in lacking or not workspace.database.exists():
            continue
        with closing(PLATFORMS[name]()) as platform, Store(workspace) as store:
            pages = dict(store.query("collect/mean_pages", platform=name).iter_rows())
            if pages:
                plans.append(plan_refresh(store, niche, platform, pages))
    return plans
