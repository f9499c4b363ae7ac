"""Ranking a niche as a flow."""

from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from leaders import pipeline
from leaders.settings import find_workspace


@task(name="rank", cache_policy=NO_CACHE)
def rank_niche(niche: str, workspace: str, as_of: datetime | None = None) -> dict[str, Any]:
    """Rank a niche; returns the ranking's id, moment and number of accounts."""
    report = pipeline.rank(find_workspace(workspace), niche, as_of)
    return {
        "ranking_id": report.ranking_id,
        "as_of": report.as_of.isoformat(),
        "account_count": report.account_count,
    }


@flow(name="rank")
def rank(niche: str, workspace: str = ".", as_of: datetime | None = None) -> dict[str, Any]:
    """Rank a niche by what is stored."""
    return rank_niche(niche, workspace, as_of)
