"""``etappe flows serve`` from the outside, as one story: it starts, runs, refuses a second, is killed.

The tests of this module share one server and are told in order; from the middle on there is none any more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from etappe.adapters.mailbox import MailSink
from etappe_flows import work
from etappe_flows.beat import tick
from etappe_flows.home import home_of, whereabouts
from etappe_flows.kommune import SHOWN, kommune_projekt
from etappe_flows.rounds import nightly, weekly_report
from tests.flows.processes import alive, family, kill, running, wait_until
from tests.flows.served import ETAPPE, Served, ask_for, deploy, flows, server_below, worker
from tests.flows.towns import NINE, PROGRAMME, letters_by_reader, new_town

READY = "Ctrl-C ends it"
WITNESS = Path(__file__).with_name("witness")
RUNNING = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a new town, ready to be used."""
    folder = tmp_path_factory.mktemp("served")
    town = new_town(folder / "data")
    output, connections = folder / "output.txt", folder / "connections.txt"
    environment = town.environment(
        PYTHONPATH=str(WITNESS),
        ETAPPE_TEST_CONNECTIONS=str(connections),
        PREFECT_API_URL="http://another.example/api",
    )
    with running((ETAPPE, "flows", "serve"), environment, output) as process:
        assert wait_until(lambda: READY in output.read_text() or process.poll() is not None, 240)
        assert process.poll() is None, output.read_text()
        yield Served(town, process, output, connections, environment)


@pytest.fixture
def client(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncPrefectClient]:
    """This process talks to the served server and works in its town."""
    monkeypatch.setenv("ETAPPE_DATA_DIR", str(served.town.folder))
    monkeypatch.chdir(served.town.folder)
    with (
        temporary_settings({PREFECT_API_URL: served.api, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        get_client(sync_client=True) as client,
    ):
        yield client


def test_serving_tells_where_the_server_is_and_what_it_ignores(served: Served) -> None:
    said = served.output.read_text()

    assert f"Prefect serves weltoffene_kommune at {served.api.removesuffix('/api')}" in said
    assert "warning: PREFECT_API_URL is ignored" in said


def test_a_second_one_is_refused_with_process_and_port_of_the_first(served: Served) -> None:
    refused = flows(served.town, "serve")

    here = whereabouts(home_of(served.town.folder))
    assert here is not None
    assert refused.returncode == 1
    assert f"process {served.process.pid} on port {here.port}; stop that process first" in refused.stderr


def test_a_tick_asked_for_fires_what_is_due_in_a_process_of_its_own(
    served: Served, client: SyncPrefectClient
) -> None:
    due = served.town.due(NINE)

    run = ask_for(client, "tick")

    assert run.state_type is StateType.COMPLETED, run.state
    assert due > 5
    assert served.town.due(NINE) == 0
    assert set(served.town.fired().values()) == {1}


def test_a_tick_run_late_and_twice_changes_nothing(served: Served, client: SyncPrefectClient) -> None:
    before = served.town.fired()

    late, again = tick(PROGRAMME), tick(PROGRAMME)

    assert late == again
    assert (again["due"], again["phases"], again["fired"]["rungs"]) == (0, 0, 0)
    assert served.town.fired() == before


def test_a_way_has_one_task_run_for_each_phase_by_name(served: Served, client: SyncPrefectClient) -> None:
    run = ask_for(client, "kommune_projekt", project="aachen")

    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
    way = work.way_of(PROGRAMME, "aachen")
    phases = {f"{phase.title} · Aachen": SHOWN[phase.state] for phase in way.steps}
    # Prefect writes task runs down a few seconds later
    assert wait_until(
        lambda: phases.keys() <= {task.name for task in client.read_task_runs(flow_run_filter=wanted)}, 60
    )
    states = {task.name: task.state_name for task in client.read_task_runs(flow_run_filter=wanted)}
    assert (run.state_type, run.name) == (StateType.COMPLETED, "Aachen")
    assert {name: states[name] for name in phases} == phases
    assert {"Under way", "Not begun"} <= set(phases.values())


def test_the_night_and_the_report_may_run_twice(served: Served, client: SyncPrefectClient) -> None:
    nights = [nightly(PROGRAMME, return_state=True) for _ in range(2)]
    reports = [weekly_report(PROGRAMME) for _ in range(2)]

    assert [night.type for night in nights] == [StateType.COMPLETED] * 2
    assert [report["outcome"] for report in reports] == ["no channel"] * 2


def test_a_project_that_nobody_knows_fails_the_run_and_is_not_tried_again(
    served: Served, client: SyncPrefectClient
) -> None:
    failed = kommune_projekt(PROGRAMME, "atlantis", return_state=True)

    assert failed.type is StateType.FAILED
    assert "atlantis" in (failed.message or "")


def test_the_status_names_the_broken_run_and_what_to_do(served: Served) -> None:
    told = json.loads(flows(served.town, "status", "--json").stdout)

    by_name = {flow["name"]: flow for flow in told["flows"]}
    assert f"process {served.process.pid}" in told["server"]
    assert by_name[f"tick/{PROGRAMME}"]["last"]["state"] == "Completed"
    assert by_name[f"tick/{PROGRAMME}"]["next"] is not None
    assert by_name[f"nightly/{PROGRAMME}"]["last"] is None


def test_deploying_twice_changes_nothing(served: Served, client: SyncPrefectClient) -> None:
    first, second = deploy(served, client), deploy(served, client)

    assert first == second
    assert (len(first.automations), len(first.deployments), len(first.schedules)) == (1, 8, 3)
    assert "has no worker, so nothing will run; start one on each machine" in first.warned


def test_a_pool_of_another_type_is_refused(served: Served, client: SyncPrefectClient) -> None:
    client.delete_work_pool("etappe")
    client.create_work_pool(WorkPoolCreate(name="etappe", type="docker"))

    refused = flows(served.town, "deploy", PREFECT_API_URL=served.api)

    assert refused.returncode == 1
    assert "The work pool 'etappe' is of type 'docker', etappe needs one of type 'process'" in refused.stderr


def test_worker_and_tick_beside_each_other_do_everything_once(
    served: Served, client: SyncPrefectClient, tmp_path: Path
) -> None:
    town, sink_folder = served.town, tmp_path / "sink"
    town.let_it_be(NINE + timedelta(days=7))
    due = town.due(NINE + timedelta(days=7))
    before = town.fired()

    with MailSink(sink_folder) as sink, worker(town, sink.url, tmp_path):
        for _ in range(3):
            tick(PROGRAMME)
        assert wait_until(lambda: "queued" not in town.states() and "sent" in town.states())

    assert due > 5
    assert sum((town.fired() - before).values()) >= due
    assert set(town.fired().values()) == {1}
    assert set(letters_by_reader(sink_folder).values()) == {1}
    assert len(letters_by_reader(sink_folder)) == town.states()["sent"]


def test_a_server_killed_in_the_middle_of_a_tick_delays_and_doubles_nothing(
    served: Served, client: SyncPrefectClient, tmp_path: Path
) -> None:
    town, sink_folder = served.town, tmp_path / "sink"
    later = NINE + timedelta(days=14)
    town.let_it_be(later)
    assert town.due(later) > 5
    environment = town.environment(
        PREFECT_API_URL=served.api, PREFECT_HOME=str(tmp_path), PREFECT_FLOWS_HEARTBEAT_FREQUENCY="30"
    )
    ticking = (sys.executable, "-c", f"from etappe_flows.beat import tick; tick({PROGRAMME!r})")
    everything = family(served.process.pid)
    sent = town.states()["sent"]

    with (
        MailSink(sink_folder) as sink,
        running(ticking, environment, tmp_path / "tick.txt", patience=1),
        worker(town, sink.url, tmp_path),
    ):
        assert wait_until(lambda: client.read_flow_runs(flow_run_filter=RUNNING))
        kill([server_below(served.process.pid)])
        assert wait_until(lambda: town.due(later) == 0 and "queued" not in town.states())

    assert served.process.wait(60) == 1
    assert alive(everything) == []
    assert "The Prefect server has ended by itself with -9" in " ".join(served.output.read_text().split())
    assert set(town.fired().values()) == {1}
    assert set(letters_by_reader(sink_folder).values()) == {1}
    assert len(letters_by_reader(sink_folder)) == town.states()["sent"] - sent > 0


def test_a_server_started_again_knows_its_past_and_stops_when_asked(served: Served, tmp_path: Path) -> None:
    environment, output = served.environment, tmp_path / "output.txt"

    with running((ETAPPE, "flows", "serve"), environment, output) as process:
        assert wait_until(lambda: READY in output.read_text() or process.poll() is not None, 240)
        told = json.loads(flows(served.town, "status", "--json").stdout)
        everything = family(process.pid)
        process.terminate()
        assert process.wait(60) == 0

    assert len(everything) > 1
    assert alive(everything) == []
    assert whereabouts(home_of(served.town.folder)) is None
    by_name = {flow["name"]: flow for flow in told["flows"]}
    assert by_name[f"nightly/{PROGRAMME}"]["last"] is None
    assert by_name[f"tick/{PROGRAMME}"]["last"]["state"] == "Completed"
    assert output.read_text().endswith("Stopped.\n")


def test_nothing_ever_left_this_machine(served: Served) -> None:
    called = {line.split()[-1] for line in served.connections.read_text().splitlines()}

    assert "127.0.0.1" in called
    assert {host for host in called if not host.startswith("/")} <= {"127.0.0.1", "::1", "localhost", "None"}
