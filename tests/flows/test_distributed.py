"""Two workers share ten thousand projects; one dies in the middle; every rung is fired once.

PostgreSQL, Redis, Prefect's interface, its background services and two workers, all on this machine. A larger
run: ETAPPE_TEST_PROJECTS=100000.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess, Popen, run
from time import monotonic

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.settings import PREFECT_API_URL, temporary_settings

from etappe_flows.automation import LOST
from tests.flows.crowds import Crowd, new_crowd
from tests.flows.processes import command_of, family, kill, wait_until
from tests.flows.stack import BIN, Stack, stack
from tests.flows.towns import PROGRAMME

pytestmark = pytest.mark.postgres
PROJECTS = int(os.environ.get("ETAPPE_TEST_PROJECTS", "10000"))
SHARDS = max(4, PROJECTS // 5_000)
PATIENCE = 240 + PROJECTS / 50
NAMES = ("first", "second")
SECOND = timedelta(seconds=1)
SHARD_RUNS = FlowFilter(name=FlowFilterName(any_=["fire_shard"]))


@dataclass(slots=True)
class Site:
    """The stack with its crowd and two workers."""

    stack: Stack
    crowd: Crowd
    workers: dict[str, Popen[bytes]]
    environment: dict[str, str]
    clock: Path
    client: SyncPrefectClient
    seen: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    """The processes that each worker was seen to have."""

    def let_it_be(self, now: datetime) -> None:
        """Set the clock of all workers."""
        self.clock.write_text(now.isoformat(), encoding="ascii")

    def flows(self, *words: str) -> CompletedProcess[str]:
        """Run ``etappe flows`` beside the workers."""
        command = (str(BIN / "etappe"), "flows", *words)
        return run(command, env=self.environment, capture_output=True, text=True)

    def tick(self) -> None:
        """Ask for a tick, as the schedule does."""
        deployment = self.client.read_deployment_by_name(f"tick/{PROGRAMME}")
        self.client.create_flow_run_from_deployment(deployment.id)

    def engines(self, name: str) -> list[int]:
        """The processes in which a worker runs flows now."""
        found = [p for p in family(self.workers[name].pid) if "prefect.engine" in command_of(p)]
        self.seen.setdefault(name, set()).update(found)
        return found

    def shards(self) -> list[FlowRun]:
        """The runs of all shards."""
        return self.client.read_flow_runs(flow_filter=SHARD_RUNS, limit=200)

    def busy(self, name: str) -> list[FlowRun]:
        """The runs that a worker has been at for a second or longer."""
        at_work = {worker: self.engines(worker) for worker in NAMES}[name]
        running = [run for run in self.shards() if run.state_type is StateType.RUNNING]
        return [run for run in running if _pid(run) in at_work and run.estimated_run_time > SECOND]

    def at_rest(self) -> bool:
        """Whether nothing waits for a worker and no worker is busy."""
        busy = [name for name in NAMES if self.engines(name)]
        return not busy and all(r.state_type is not StateType.SCHEDULED for r in self.shards())

    def owner(self, shard: FlowRun) -> str:
        """The worker that had a run, as far as it was seen with it."""
        return next((name for name, pids in self.seen.items() if _pid(shard) in pids), "nobody")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Everything is up, deployed, and two workers wait."""
    folder = tmp_path_factory.mktemp("distributed")
    clock = folder / "clock.txt"
    with ExitStack() as opened:
        running = opened.enter_context(stack(folder))
        crowd = opened.enter_context(new_crowd(PROJECTS))
        environment = {
            **running.environment,
            "ETAPPE_DATABASE": crowd.url,
            "ETAPPE_DATA_DIR": str(folder / "data"),
            "ETAPPE_FLOWS_SHARDS": str(SHARDS),
            "ETAPPE_FLOWS_INLINE_UP_TO": str(PROJECTS // 2),
        }
        opened.enter_context(temporary_settings({PREFECT_API_URL: environment["PREFECT_API_URL"]}))
        client = opened.enter_context(get_client(sync_client=True))
        site = Site(running, crowd, {}, environment, clock, client)
        site.let_it_be(crowd.now)
        deployed = site.flows("deploy")
        assert deployed.returncode == 0, deployed.stderr
        stopped = {"PYTHONPATH": str(Path(__file__).with_name("clockwork")), "ETAPPE_TEST_CLOCK": str(clock)}
        for name in NAMES:
            site.workers[name] = opened.enter_context(running.worker(name, {**environment, **stopped}))
        yield site


def test_a_second_process_of_background_services_is_refused_by_name(site: Site) -> None:
    refused = site.flows("services")

    said = " ".join(refused.stderr.split())
    assert refused.returncode == 1
    assert f"etappe flows services, process {site.stack.services.pid} on" in said
    assert "two of them would do everything twice, so stop that one first" in said


def test_the_status_names_the_workers_and_who_runs_the_services(site: Site) -> None:
    assert wait_until(lambda: all(f"'{n}' started" in _said(site, n) for n in NAMES))

    told = site.flows("status")

    assert told.returncode == 0, told.stdout
    assert "Workers of the pool: first, second." in told.stdout
    assert f"process {site.stack.services.pid} on" in told.stdout
    assert "Nothing is to be done." in told.stdout


def test_a_worker_dies_in_the_middle_and_every_rung_is_fired_once(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd, sizes = site.crowd, site.crowd.in_shard(SHARDS)
    survivor, victim = NAMES
    began = monotonic()
    site.tick()

    assert wait_until(lambda: crowd.due() < PROJECTS and site.busy(victim), PATIENCE)
    fired_before = PROJECTS - crowd.due()
    kill(family(site.workers[victim].pid))
    assert wait_until(lambda: site.at_rest() and len(site.shards()) == SHARDS, PATIENCE, every=2)
    after_round, left = monotonic(), crowd.due()
    done = [shard for shard in site.shards() if shard.state_type is StateType.COMPLETED]
    site.let_it_be(crowd.now + timedelta(minutes=1))
    site.tick()
    assert wait_until(lambda: crowd.due() == 0, PATIENCE, every=1)
    ended = monotonic()

    share: Counter[str] = Counter()
    for shard in done:
        share[site.owner(shard)] += sizes[int(shard.parameters["index"])]
    with capsys.disabled():
        print(
            f"\n{PROJECTS} projects in {SHARDS} shards: {after_round - began:.0f} s until the survivor was"
            f" done, {ended - began:.0f} s in all. {fired_before} fired when '{victim}' was killed;"
            f" {len(done)} runs completed, {SHARDS - len(done)} died with it. Fired by '{survivor}':"
            f" {share[survivor]}, by '{victim}' before its end: {PROJECTS - left - share[survivor]},"
            f" by the next tick: {left}."
        )
    fired, letters = crowd.fired(), crowd.in_letters()
    assert len(done) < SHARDS
    assert share[survivor] > 0
    assert len(letters) == PROJECTS
    assert set(letters.values()) == {1}
    assert {fired[key] for key in letters} == {1}


def test_runs_that_died_with_their_worker_are_marked_crashed(site: Site) -> None:
    """By the automation of the deployment, 90 seconds after the last sign of life."""

    def at_work() -> list[FlowRun]:
        return [run for run in site.shards() if run.state_type is StateType.RUNNING]

    assert wait_until(lambda: not at_work(), PATIENCE, every=2)

    crashed = [run for run in site.shards() if run.state_type is StateType.CRASHED]
    assert crashed
    assert {run.state.message for run in crashed if run.state} == {LOST}


def _pid(run: FlowRun) -> int:
    return int((run.infrastructure_pid or "0").rpartition(":")[2])


def _said(site: Site, name: str) -> str:
    return (site.stack.folder / f"{name}.txt").read_text()
