"""The flows as Prefect is told of them; no run is made, so no server is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.logging import disable_run_logger
from prefect.server.schemas.schedules import CronSchedule

from etappe.service.developments import Development
from etappe.service.journeys import Journey, Step, StepState
from etappe_flows import beat, kommune, requests
from etappe_flows.deployments import deployments_of
from etappe_flows.shell import step
from etappe_flows.showing import artifact_key
from tests.flows.towns import PROGRAMME

PROBE = {"probe": "Europe/Berlin"}
BERLIN = ZoneInfo("Europe/Berlin")
CHANGE = Development("aachen", "aachen", "selbstcheck", 3, ())
WAY = Journey(
    "aachen",
    "Aachen",
    "Weltoffene Kommune",
    "selbstcheck",
    3,
    (
        Step(
            "selbstcheck", "Selbstcheck", StepState.RUNNING, date(2026, 1, 12), date(2026, 3, 2), 2, 9, None
        ),
        Step(
            "dialog",
            "Dialog",
            StepState.NOT_BEGUN,
            date(2026, 4, 1),
            date(2026, 5, 4),
            0,
            7,
            date(2026, 4, 9),
        ),
    ),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The runs that a flow asks for, instead of a server."""
    asked: list[dict[str, Any]] = []

    def ask(name: str, **wishes: Any) -> None:
        asked.append({"name": name, **wishes})

    monkeypatch.setattr(requests, "run_deployment", ask)
    with disable_run_logger():
        yield asked


def test_the_limits_are_those_of_the_table() -> None:
    found = {d.full_name: (d.concurrency_limit, d.concurrency_options) for d in deployments_of(PROBE, 7)}

    limits = {
        name: (limit, options and options.collision_strategy) for name, (limit, options) in found.items()
    }
    cancel, queue = ConcurrencyLimitStrategy.CANCEL_NEW, ConcurrencyLimitStrategy.ENQUEUE
    assert limits == {
        "tick/probe": (1, cancel),
        "fire_shard/probe": (7, queue),
        "kommune_projekt/probe": (4, queue),
        "plan_many/probe": (2, queue),
        "shift_many/probe": (2, queue),
        "upgrade_many/probe": (2, queue),
        "nightly/probe": (1, cancel),
        "weekly_report/probe": (1, cancel),
    }


def test_flows_are_found_by_module_and_bring_their_programme() -> None:
    for deployment in deployments_of(PROBE, 7, "etappe"):
        assert (deployment.entrypoint or "").startswith("etappe_flows.")
        assert ":" not in (deployment.entrypoint or "")
        assert deployment.parameters == {"programme": "probe"}
        assert deployment.work_pool_name == "etappe"
        assert deployment.job_variables == {"env": {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}}


def test_every_schedule_has_a_name_for_ever() -> None:
    schedules = [(d.flow_name, s.slug) for d in deployments_of(PROBE, 7) for s in d.schedules or ()]

    assert schedules == [
        ("tick", "every-ten-minutes"),
        ("nightly", "every-night"),
        ("weekly_report", "every-monday"),
    ]


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_the_night_comes_once_a_day_also_when_the_clock_is_changed(day: str) -> None:
    schedule = CronSchedule(cron="30 2 * * *", timezone="Europe/Berlin")
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)

    nights = asyncio.run(schedule.get_dates(n=3, start=start))

    days = [night.astimezone(BERLIN).date() for night in nights]
    assert days == [date.fromordinal(start.date().toordinal() + n) for n in range(3)]


def test_no_task_is_cached_or_kept() -> None:
    for task in (
        beat.advance,
        beat.lately,
        beat.due,
        beat.fire_part,
        beat.rescue,
        kommune.show_phase,
        kommune.way_of,
    ):
        assert (task.persist_result, task.retries) == (False, 2)
        assert type(task.cache_policy).__name__ == "_None"


def test_a_small_backlog_is_fired_by_the_tick_alone(asked: list[dict[str, Any]]) -> None:
    assert beat._share_out(PROGRAMME, 2_000, "r") == 0  # pyright: ignore[reportPrivateUsage]
    assert asked == []


def test_a_large_backlog_is_shared_out_and_a_doubled_tick_asks_for_the_same_runs(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETAPPE_FLOWS_SHARDS", "3")

    shares = [beat._share_out(PROGRAMME, 2_001, "2026-01-20T08:00Z") for _ in range(2)]  # pyright: ignore[reportPrivateUsage]

    assert shares == [3, 3]
    keys = [run["idempotency_key"] for run in asked]
    assert keys[:3] == keys[3:] == [f"weltoffene_kommune:2026-01-20T08:00Z:{k}/3" for k in range(3)]
    assert {(run["name"], run["timeout"], run["as_subflow"]) for run in asked} == {
        ("fire_shard/weltoffene_kommune", 0, False)
    }


def test_a_tick_that_cannot_ask_for_shards_fires_all_by_itself(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(requests, "run_deployment", nobody)

    assert beat._share_out(PROGRAMME, 2_001, "r") == 0  # pyright: ignore[reportPrivateUsage]


def test_a_picture_is_asked_for_once_for_each_phase_and_plan(asked: list[dict[str, Any]]) -> None:
    requests.ask_for_journeys(PROGRAMME, [CHANGE, CHANGE])

    assert [run["idempotency_key"] for run in asked] == ["weltoffene_kommune:aachen:selbstcheck:3"] * 2


def test_a_picture_that_cannot_be_asked_for_fails_nothing(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(requests, "run_deployment", nobody)

    requests.ask_for_journeys(PROGRAMME, [CHANGE])

    assert asked == []


@pytest.mark.parametrize("state", list(StepState))
def test_a_phase_is_shown_by_a_run_that_has_come_to_its_end(state: StepState) -> None:
    shown = kommune.show_phase.fn(
        "Aachen", "Selbstcheck", state.value, "12.01. – 02.03.", "2 of 9 tasks settled"
    )

    assert (shown.is_completed(), shown.name) == (True, kommune.SHOWN[state])
    assert shown.message == "12.01. – 02.03., 2 of 9 tasks settled"


def test_the_plan_is_a_table_without_results() -> None:
    assert kommune.page_of(WAY).splitlines()[2:] == [
        "| phase | state | days | tasks settled | next due |",
        "|---|---|---|---|---|",
        "| Selbstcheck | Under way | 12.01.2026 – 02.03.2026 | 2/9 | – |",
        "| Dialog | Not begun | 01.04.2026 – 04.05.2026 | 0/7 | 09.04.2026 |",
    ]


def test_a_key_is_one_that_prefect_takes() -> None:
    assert artifact_key("tick weltoffene_kommune") == "tick-weltoffene-kommune"
    assert artifact_key("way of Kreis-Unna/2 ") == "way-of-kreis-unna-2"


def test_a_step_has_the_name_of_its_work() -> None:
    def knock(programme: str) -> int:
        return len(programme)

    assert (step("knock")(knock).name, step("knock")(knock).fn("four")) == ("knock", 4)
