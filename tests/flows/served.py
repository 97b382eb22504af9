"""``etappe flows`` run as an operator runs it, and what a test asks about a server that it has started."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

from etappe_flows.automation import NAME
from etappe_flows.home import home_of, whereabouts
from tests.flows.processes import command_of, family, running, wait_until
from tests.flows.towns import PROGRAMME, Town

ETAPPE = str(Path(sys.executable).with_name("etappe"))
FINAL = {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED}


def flows(town: Town, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``etappe flows`` in a process of its own."""
    return subprocess.run(
        (ETAPPE, "flows", *arguments),
        env=town.environment(PREFECT_HOME=str(town.folder / "elsewhere"), **more),
        cwd=town.folder,
        capture_output=True,
        text=True,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """A running ``etappe flows serve`` and what lies around it."""

    town: Town
    process: Popen[bytes]
    output: Path
    connections: Path
    environment: dict[str, str]

    @property
    def api(self) -> str:
        """Where its server is."""
        here = whereabouts(home_of(self.town.folder))
        assert here is not None
        return f"http://127.0.0.1:{here.port}/api"


def ended(client: SyncPrefectClient, run: UUID) -> FlowRun:
    """A run when it has come to its end."""
    assert wait_until(lambda: client.read_flow_run(run).state_type in FINAL, 120, every=1)
    return client.read_flow_run(run)


def ask_for(client: SyncPrefectClient, flow: str, **parameters: object) -> FlowRun:
    """Ask for a run as an operator does, and wait until it has come to its end."""
    deployment = client.read_deployment_by_name(f"{flow}/{PROGRAMME}")
    asked = client.create_flow_run_from_deployment(deployment.id, parameters=parameters)
    return ended(client, asked.id)


class Registered(NamedTuple):
    """What a server has after a deployment."""

    told: str
    warned: str
    deployments: dict[UUID, object]
    schedules: frozenset[tuple[UUID, object]]
    automations: tuple[UUID, ...]


def deploy(served: Served, client: SyncPrefectClient) -> Registered:
    """Run ``etappe flows deploy``, and look at what is there then."""
    done = flows(served.town, "deploy", "--json", PREFECT_API_URL=served.api)
    assert done.returncode == 0, done.stderr
    found = client.read_deployments()
    return Registered(
        done.stdout,
        done.stderr,
        {
            d.id: (
                d.name,
                d.entrypoint,
                d.global_concurrency_limit and d.global_concurrency_limit.limit,
                d.work_pool_name,
                d.parameters,
            )
            for d in found
        },
        frozenset((s.id, s.slug) for d in found for s in d.schedules),
        tuple(automation.id for automation in client.read_automations_by_name(NAME)),
    )


@contextmanager
def worker(town: Town, mail: str, folder: Path) -> Generator[None]:
    """``etappe worker``, which knows nothing of Prefect, in a hurry."""
    command = (ETAPPE, "worker", "--every", "0.1")
    with running(command, town.environment(ETAPPE_MAIL=mail), folder / "worker.txt"):
        yield


def server_below(pid: int) -> int:
    """The process of the Prefect server below ``etappe flows serve``."""
    (server,) = (child for child in family(pid) if "etappe_flows.server_child" in command_of(child))
    return server
