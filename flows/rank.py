"""Ranking a niche as a flow."""

from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.opening import open_workspace
from leaders import pipeline


@task(name="rank", cache_policy=NO_CACHE)
def rank_niche(niche: str, workspace: str, as_of: datetime | None = None) -> dict[str, Any]:
    """Rank a niche; returns the ranking's id, moment and number of accounts."""
    return pipeline.describe_ranking(pipeline.rank(open_workspace(workspace), niche, as_of))


@flow(name="rank")
def rank(niche: str, workspace: str = ".", as_of: datetime | None = None) -> dict[str, Any]:
    """Rank a niche by what is stored."""
    return rank_niche(niche, workspace, as_of)
