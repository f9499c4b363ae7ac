"""What `leaders serve` asks of Prefect's server: its set-up, what was cut off, what was missed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    FlowFilter,
    FlowRunFilter,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed
from prefect.workers.process import ProcessWorker

from flows.limits import free_limit, make_limit
from leaders.errors import LeadersError
from leaders.scheduling.deployments import ENTRYPOINT, FLOW, POOL
from leaders.scheduling.due import Due, read_due, tell_moment

PAGE = 200
UNDERWAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
CAME_TO_AN_END = (*UNDERWAY, StateType.COMPLETED, StateType.FAILED, StateType.CANCELLED,
                  StateType.PAUSED)  # fmt: skip
"""A run in one of these was not missed; one that crashed, as all do that are cut off, was."""

CUT_OFF = "It was cut off when the computer or `leaders serve` stopped."


@dataclass(frozen=True, slots=True)
class Promise:
    """A schedule that the server held, and since when nothing was owed."""

    deployment_id: UUID
    niche: str
    due: Due
    since: datetime


def is_healthy() -> bool:
    """Whether the server answers."""
    with get_client(sync_client=True) as client:
        return client.api_healthcheck() is None


def set_up(home: str | None, niches: Sequence[str], platforms: Sequence[str]) -> None:
    """Make the work pool and a limit for each platform where they are missing.

    home: the workspace that a server of others is asked for; None: the server was just started for
    us, so that all on it is ours, and nothing can be running: runs that say so were cut off, and
    hold places that nobody else would get. Raises ``LeadersError`` where another workspace has one
    of the niches there.
    """
    with get_client(sync_client=True) as client:
        template = ProcessWorker.get_default_base_job_template()
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(
                WorkPoolCreate(name=POOL, type=ProcessWorker.type, base_job_template=template)
            )
        for deployment in _list_all_deployments(client):
            if deployment.name in niches and not _is_of(deployment, home):
                raise LeadersError(
                    f"The Prefect server already refreshes a niche {deployment.name} of another "
                    "workspace; rename the niche file, or use another server."
                )
        if home is None:
            _end_cut_off(client)
    for platform in platforms:
        make_limit(platform, is_free=home is None)


def _end_cut_off(client: SyncPrefectClient) -> None:
    """Runs outside a deployment are left alone: `leaders run` needs no server."""
    for deployment in _list_all_deployments(client):
        for run in _list_runs(client, deployment.id, UNDERWAY):
            state: State[Any] = Crashed(message=CUT_OFF)
            client.set_flow_run_state(run.id, state, force=True)
        limit = deployment.global_concurrency_limit
        if limit is not None:
            free_limit(client, limit.name)


def list_promises(home: str | None) -> list[Promise]:
    """The active schedules as the server holds them, before they are deployed again."""
    with get_client(sync_client=True) as client:
        return [
            Promise(deployment.id, deployment.name, due, _find_last(client, deployment))
            for deployment in _list_deployments(client, home)
            for due in _list_due(deployment)
        ]


def drop_schedules(home: str | None, niches: Sequence[str]) -> list[str]:
    """Take the schedules from the deployments of other niches than these; tells which they were.

    `prefect deploy` never takes one away.
    """
    told = []
    with get_client(sync_client=True) as client:
        for deployment in _list_deployments(client, home):
            if deployment.name in niches or not deployment.schedules:
                continue
            for schedule in deployment.schedules:
                client.delete_deployment_schedule(deployment.id, schedule.id)
            told.append(deployment.name)
    return told


def run_missed(promises: Sequence[Promise], niches: Sequence[str], now: datetime) -> list[str]:
    """Start a run for each of these niches that missed some, however many; a sentence on each."""
    told = []
    with get_client(sync_client=True) as client:
        for promise in promises:
            if promise.niche not in niches:
                continue
            _drop_late(client, promise.deployment_id, now)
            missed = promise.due.missed(promise.since, now)
            if missed is None:
                continue
            client.create_flow_run_from_deployment(promise.deployment_id)
            told.append(
                f"{promise.niche}: missed {tell_moment(missed, now)} because this computer was "
                "off: running now"
            )
    return told


def _drop_late(client: SyncPrefectClient, deployment_id: UUID, now: datetime) -> None:
    """Prefect keeps a run for each moment that passed; a worker would do them all at once."""
    for run in _list_runs(client, deployment_id, (StateType.SCHEDULED,)):
        moment = run.next_scheduled_start_time
        if run.auto_scheduled and not run.run_count and moment is not None and moment < now:
            client.delete_flow_run(run.id)


def _find_last(client: SyncPrefectClient, deployment: DeploymentResponse) -> datetime:
    """When it last ran; when it was made if it never did."""
    made = deployment.created
    assert made is not None
    runs = _list_runs(client, deployment.id, CAME_TO_AN_END, 1)
    return max([made, *(run.start_time or run.expected_start_time or made for run in runs)])


def _list_due(deployment: DeploymentResponse) -> Iterator[Due]:
    for held in deployment.schedules:
        schedule = held.schedule
        if held.active and not deployment.paused and isinstance(schedule, CronSchedule):
            due = read_due(schedule.cron, schedule.timezone or "UTC")
            if due is not None:
                yield due


def _list_deployments(client: SyncPrefectClient, home: str | None) -> list[DeploymentResponse]:
    """Those of the niches of a workspace."""
    return [it for it in _list_all_deployments(client) if _is_of(it, home)]


def _is_of(deployment: DeploymentResponse, home: str | None) -> bool:
    """Whether its runs work in this folder: Prefect wrote LEADERS_HOME in when it was deployed."""
    variables = (deployment.job_variables or {}).get("env") or {}
    steps = [values for step in deployment.pull_steps or [] for values in step.values()]
    return home is None or home in [
        variables.get("LEADERS_HOME"),
        *(it.get("directory") for it in steps),
    ]


def _list_all_deployments(client: SyncPrefectClient) -> list[DeploymentResponse]:
    """Those that are of niches, whoever's."""
    found = _list_all(
        lambda offset: client.read_deployments(
            flow_filter=FlowFilter.model_validate({"name": {"any_": [FLOW]}}),
            limit=PAGE,
            offset=offset,
        )
    )
    return [it for it in found if it.entrypoint == ENTRYPOINT and it.work_pool_name == POOL
            and it.parameters.get("niche") == it.name]  # fmt: skip


def _list_runs(
    client: SyncPrefectClient, deployment_id: UUID, states: Sequence[StateType], most: int = 0
) -> list[FlowRun]:
    """The runs of a deployment in these states, the newest first."""

    def read(offset: int) -> list[FlowRun]:
        return client.read_flow_runs(
            deployment_filter=DeploymentFilter.model_validate({"id": {"any_": [deployment_id]}}),
            flow_run_filter=FlowRunFilter.model_validate(
                {"state": {"type": {"any_": list(states)}}}
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=most or PAGE,
            offset=offset,
        )

    return read(0) if most else _list_all(read)


def _list_all(read: Callable[[int], list[Any]]) -> list[Any]:
    found: list[Any] = []
    while page := read(len(found)):
        found += page
        if len(page) < PAGE:
            break
    return found
