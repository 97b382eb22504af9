"""Each function behind a flow asks one service with the right values; no Prefect is needed for that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.errors import UnknownProgramme, UnknownProject
from etappe.service.firing import Fired
from etappe.service.journeys import StepState
from etappe.service.nightly import STEPS, NightStep
from etappe.service.sending import Sent
from etappe.service.weekly import ReportOutcome
from etappe_flows import work
from tests.flows.towns import NINE, PROGRAMME, SLUGS, Town


def test_a_shard_fires_what_is_due_in_it_and_no_more(town: Town) -> None:
    due = town.due(NINE)

    parts = [work.fire_part(PROGRAMME, index, 4) for index in range(4)]

    assert due > 5
    assert sum(part.rungs + part.skipped for part in parts) >= due
    assert all(part.rungs < due for part in parts)
    assert town.due(NINE) == 0


def test_a_shard_done_twice_fires_nothing_twice(town: Town) -> None:
    work.fire_part(PROGRAMME, 0, 1)

    again = work.fire_part(PROGRAMME, 0, 1)

    assert again == Fired(0, 0, 0, 0)
    assert set(town.fired().values()) == {1}


def test_what_is_due_is_told_with_the_minute_of_the_round(town: Town) -> None:
    assert work.due(PROGRAMME) == (town.due(NINE), "2026-01-20T08:00Z")


def test_a_round_has_the_same_name_for_a_whole_minute() -> None:
    assert work.round_of(NINE) == work.round_of(NINE + timedelta(seconds=59))
    assert work.round_of(NINE) != work.round_of(NINE + timedelta(seconds=60))


def test_phases_are_noted_once(town: Town) -> None:
    first, second = work.advance(PROGRAMME), work.advance(PROGRAMME)

    assert {change.project for change in first} <= set(SLUGS)
    assert second == ()


def test_there_is_nothing_to_rescue_where_nobody_died(town: Town) -> None:
    work.fire_part(PROGRAMME, 0, 1)

    assert work.numbers(work.rescue(PROGRAMME)) == work.numbers(Sent())


def test_the_way_of_a_project_is_that_of_the_service(town: Town) -> None:
    way = work.way_of(PROGRAMME, "aachen")

    assert (way.kommune, way.project, work.projects(PROGRAMME)) == ("Aachen", "aachen", len(SLUGS))
    assert {step.state for step in way.steps} == set(StepState) - {StepState.COMPLETED}


def test_a_project_that_nobody_knows_is_told(town: Town) -> None:
    with pytest.raises(UnknownProject):
        work.way_of(PROGRAMME, "atlantis")


def test_a_programme_that_nobody_offers_is_told(town: Town) -> None:
    with pytest.raises(UnknownProgramme):
        work.due("atlantis")


def test_many_are_planned_once(town: Town) -> None:
    told: list[str] = []

    def tell(step: object) -> None:
        told.append(str(step))

    start = date(2026, 2, 2)
    first = work.plan_many(PROGRAMME, SLUGS, start, ["dialog"], {}, "test", tell)
    second = work.plan_many(PROGRAMME, SLUGS, start, ["dialog"], {}, "test", tell)

    assert (first.done, first.refused) == (SLUGS, ())
    assert second.unchanged == SLUGS
    assert len(told) == 2 * len(SLUGS)


def test_an_order_shifts_a_project_once(town: Town) -> None:
    first = work.shift_many(PROGRAMME, ["aachen"], "workshop", 5, "later", "test", lambda _: None)
    second = work.shift_many(PROGRAMME, ["aachen"], "workshop", 5, "later", "test", lambda _: None)

    assert (first.done, second.unchanged) == (("aachen",), ("aachen",))


def test_a_project_with_the_newest_plan_is_left_alone(town: Town) -> None:
    assert work.upgrade_many(PROGRAMME, ["aachen"], "test", lambda _: None).unchanged == ("aachen",)


def test_the_night_tells_each_step(town: Town) -> None:
    told: list[NightStep] = []

    night = work.night(PROGRAMME, told.append)

    assert [step.name for step in told] == list(STEPS)
    assert night.failed == ()


def test_without_a_channel_the_report_of_the_week_is_not_announced(town: Town) -> None:
    assert work.report(PROGRAMME).outcome is ReportOutcome.NO_CHANNEL
