"""Collecting a niche as a flow."""

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff

from leaders import pipeline
from leaders.errors import PlatformUnreachable
from leaders.settings import find_workspace


def was_network(task_: Any, run: TaskRun, state: State[Any]) -> bool:
    """Only what a platform or the network did is worth another try: a mistake stays one."""
    return isinstance(state.result(raise_on_failure=False), PlatformUnreachable)


@task(
    name="collect",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=10),
    retry_condition_fn=was_network,
)
def collect_niche(niche: str, workspace: str) -> list[str]:
    """Collect from the niche's platforms; returns a sentence a platform."""
    reports = pipeline.collect_niche(find_workspace(workspace), niche)
    return [report.describe() for report in reports]


@flow(name="collect")
def collect(niche: str, workspace: str = ".") -> list[str]:
    """Collect a niche."""
    return collect_niche(niche, workspace)
