"""What runs when, and beside how many others: the deployments of a programme.

The name of a deployment is the key of its programme, so that several live beside each other on one server.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from etappe import __version__
from etappe_flows.beat import fire_shard, tick
from etappe_flows.environment import HEARTBEAT
from etappe_flows.kommune import kommune_projekt
from etappe_flows.many import plan_many, shift_many, upgrade_many
from etappe_flows.rounds import nightly, weekly_report

ENQUEUE, CANCEL_NEW = ConcurrencyLimitStrategy.ENQUEUE, ConcurrencyLimitStrategy.CANCEL_NEW
TAG = "etappe"
SIGNS_OF_LIFE = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": HEARTBEAT}
"""Every run of a worker gives them, however the worker was started.

Prefect's own 180 seconds are too rare for the automation, which would end runs that are well.
"""


class Rule(NamedTuple):
    """When a flow runs, and how many runs of it may run at a time."""

    flow: Flow[..., Any]
    limit: int
    collision: ConcurrencyLimitStrategy
    schedule: Schedule | None = None


def rules(zone: str, shards: int) -> tuple[Rule, ...]:
    """The rules for all flows; what has a schedule never piles up, what somebody asked for waits its turn.

    A slug names a schedule for ever: a schedule that were made anew could run the same date twice.
    """
    return (
        Rule(tick, 1, CANCEL_NEW, Cron("*/10 * * * *", timezone="UTC", slug="every-ten-minutes")),
        Rule(fire_shard, shards, ENQUEUE),
        Rule(kommune_projekt, 4, ENQUEUE),
        Rule(plan_many, 2, ENQUEUE),
        Rule(shift_many, 2, ENQUEUE),
        Rule(upgrade_many, 2, ENQUEUE),
        Rule(nightly, 1, CANCEL_NEW, Cron("30 2 * * *", timezone=zone, slug="every-night")),
        Rule(weekly_report, 1, CANCEL_NEW, Cron("0 8 * * 1", timezone=zone, slug="every-monday")),
    )


def deployments_of(zones: Mapping[str, str], shards: int, pool: str | None = None) -> list[RunnerDeployment]:
    """The deployments of programmes, for a pool of workers or for a process that serves them itself.

    Each programme comes with its time zone: nights and Mondays are those of the place. Flows are found by the
    name of their module, since the package is installed wherever they run.
    """
    return [
        _deployment(rule, programme, pool)
        for programme, zone in zones.items()
        for rule in rules(zone, shards)
    ]


def _deployment(rule: Rule, programme: str, pool: str | None) -> RunnerDeployment:
    deployment = RunnerDeployment.from_flow(
        rule.flow,
        name=programme,
        parameters={"programme": programme},
        schedules=[rule.schedule] if rule.schedule else [],
        concurrency_limit=ConcurrencyLimitConfig(limit=rule.limit, collision_strategy=rule.collision),
        tags=[TAG, programme],
        version=__version__,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    deployment.work_pool_name = pool  # said even where there is none: one that had a pool has to leave it
    deployment.job_variables = {"env": SIGNS_OF_LIFE} if pool else {}
    return deployment
