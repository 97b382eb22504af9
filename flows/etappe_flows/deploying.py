"""Register everything at a Prefect server: done twice, the second time changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import Worker, WorkerStatus, WorkPool
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker

from etappe_flows.automation import ensure_automation
from etappe_flows.connecting import require_server
from etappe_flows.deployments import deployments_of
from etappe_flows.errors import PoolOfOtherType
from etappe_flows.settings import read_flow_settings

POOL = "etappe"
TYPE = "process"
START_A_WORKER = f"start one on each machine: prefect worker start --pool {POOL} --type {TYPE}"


@dataclass(frozen=True, slots=True)
class Deployed:
    """What is registered now, by name and id."""

    pool: str
    automation: str
    flows: dict[str, str]
    warnings: tuple[str, ...]


def deploy(programmes: Mapping[str, str]) -> Deployed:
    """Make pool, deployments and automation for programmes in their time zones.

    Raises `NoServerNamed`, `ServerSilent` or `PoolOfOtherType`.
    """
    shards = read_flow_settings().shards
    require_server()
    with get_client(sync_client=True) as client:
        pool = _ensure_pool(client)
        automation = ensure_automation(client)
        flows = {
            deployment.full_name: str(deployment.apply(work_pool_name=POOL))
            for deployment in deployments_of(programmes, shards, POOL)
        }
        return Deployed(str(pool.id), str(automation), flows, tuple(_doubts(client, pool)))


def online(client: SyncPrefectClient) -> list[Worker]:
    """The workers of the pool that gave a sign of life lately."""
    return [w for w in client.read_workers_for_work_pool(POOL) if w.status is WorkerStatus.ONLINE]


def _ensure_pool(client: SyncPrefectClient) -> WorkPool:
    try:
        pool = client.read_work_pool(POOL)
    except ObjectNotFound:
        template: dict[str, Any] = ProcessWorker.get_default_base_job_template()
        pool = client.create_work_pool(WorkPoolCreate(name=POOL, type=TYPE, base_job_template=template))
    if pool.type != TYPE:
        raise PoolOfOtherType(pool=POOL, found=pool.type)
    return pool


def _doubts(client: SyncPrefectClient, pool: WorkPool) -> list[str]:
    found: list[str] = []
    if pool.is_paused:
        found.append(f"the work pool '{POOL}' is paused; resume it: prefect work-pool resume {POOL}")
    if not online(client):
        found.append(f"the work pool '{POOL}' has no worker, so nothing will run; {START_A_WORKER}")
    return found
