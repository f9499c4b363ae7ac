"""Collecting a niche as a flow: a task a platform."""

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff

from flows.limits import alone_on
from flows.opening import open_workspace
from leaders import pipeline
from leaders.errors import PlatformUnreachable


def was_network(task_: Any, run: TaskRun, state: State[Any]) -> bool:
    """Only what a platform or the network did is worth another try: a mistake stays one."""
    return isinstance(state.result(raise_on_failure=False), PlatformUnreachable)


@task(
    name="collect",
    task_run_name="collect {niche} from {platform}",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=10),
    retry_condition_fn=was_network,
)
def collect_platform(niche: str, platform: str, workspace: str) -> str:
    """Collect from one of the niche's platforms; returns a sentence on it."""
    with alone_on(platform):
        return pipeline.collect_platform(open_workspace(workspace), niche, platform).describe()


def collect_niche(niche: str, workspace: str, *, may_be_none: bool = False) -> list[str]:
    """Collect from the niche's platforms one by one; a sentence on each."""
    done, left_out = pipeline.collect_each(
        open_workspace(workspace),
        niche,
        lambda platform: collect_platform(niche, platform, workspace),
        may_be_none=may_be_none,
    )
    return done + pipeline.tell_left_out(left_out)


@flow(name="collect")
def collect(niche: str, workspace: str = ".") -> list[str]:
    """Collect a niche."""
    return collect_niche(niche, workspace)
