"""Ask a Prefect server for what a report needs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

from etappe_flows.deploying import online
from etappe_flows.deployments import TAG
from etappe_flows.report import FlowFacts, Run

ENDED = (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED)
UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
AT_MOST = 200
"""Active runs of one flow that a report looks at."""


def facts_of_flows(client: SyncPrefectClient, now: datetime) -> tuple[FlowFacts, ...]:
    """What the server knows of every deployment of etappe."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    found = [
        _facts(client, deployment, now) for deployment in client.read_deployments(deployment_filter=ours)
    ]
    return tuple(sorted(found, key=lambda facts: facts.name))


def living_workers(client: SyncPrefectClient) -> tuple[str, ...]:
    """The names of the workers that are alive; none where the pool does not exist."""
    try:
        return tuple(sorted(w.name for w in online(client)))
    except ObjectNotFound:
        return ()


def _facts(client: SyncPrefectClient, deployment: DeploymentResponse, now: datetime) -> FlowFacts:
    flow = client.read_flow(deployment.flow_id)
    ended = _runs(client, deployment.id, ENDED, FlowRunSort.END_TIME_DESC, 1)
    due = FlowRunFilterExpectedStartTime.model_validate({"before_": now})
    to_come = FlowRunFilterExpectedStartTime.model_validate({"after_": now})
    scheduled, soonest = (StateType.SCHEDULED,), FlowRunSort.EXPECTED_START_TIME_ASC
    active = (
        *_runs(client, deployment.id, UNDER_WAY, soonest, AT_MOST),
        *_runs(client, deployment.id, scheduled, soonest, AT_MOST, due),
    )
    coming = _runs(client, deployment.id, scheduled, soonest, 1, to_come)
    return FlowFacts(
        name=f"{flow.name}/{deployment.name}",
        paused=deployment.paused or _asleep(deployment),
        last=_run(ended[0]) if ended else None,
        active=tuple(_run(run) for run in active),
        next=coming[0].expected_start_time if coming else None,
    )


def _asleep(deployment: DeploymentResponse) -> bool:
    """Whether it has schedules, and all of them rest."""
    return bool(deployment.schedules) and not any(schedule.active for schedule in deployment.schedules)


def _runs(
    client: SyncPrefectClient,
    deployment: UUID,
    types: tuple[StateType, ...],
    sort: FlowRunSort,
    limit: int,
    expected: FlowRunFilterExpectedStartTime | None = None,
) -> list[FlowRun]:
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
        expected_start_time=expected,
    )
    return client.read_flow_runs(flow_run_filter=wanted, sort=sort, limit=limit)


def _run(run: FlowRun) -> Run:
    state = run.state
    assert state is not None  # they were asked for by their state
    scheduled = state.type is StateType.SCHEDULED and run.expected_start_time is not None
    at = run.expected_start_time if scheduled and run.expected_start_time else state.timestamp
    return Run(str(run.id), run.name, state.type.value, state.name or "", at, state.message or "")
