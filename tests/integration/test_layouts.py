"""A schedule that was laid out before is used again where it is the same, and nowhere else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from etappe.model.decisions import Decisions
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.schedule import Schedule, lay_out
from etappe.service.changing import preview_change
from etappe.service.layouts import KEPT, Layouts
from etappe.service.office import Office, open_file
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import World, found

DAY = date(2026, 4, 22)


@pytest.fixture
def world(office: Office) -> World:
    """Aachen under way."""
    world = found(office)
    world.start()
    return world


def schedule_now(world: World) -> Schedule:
    with world.office.store.begin() as tx:
        return open_file(world.office, tx, "aachen").schedule


def test_opening_a_project_twice_lays_it_out_once(world: World) -> None:
    first = schedule_now(world)

    assert schedule_now(world) is first


def test_a_day_entered_late_is_not_answered_from_memory(world: World) -> None:
    before = schedule_now(world)

    with world.office.store.begin() as tx:
        tx.kommunen.add_day("aachen", NamedDay(DayKind.CLOSED, date(2026, 3, 10), "Betriebsausflug"))

    after = schedule_now(world)
    assert after is not before
    assert not after.calendar.works_on(date(2026, 3, 10))


def test_a_move_that_was_only_looked_at_leaves_the_schedule_as_it_was(world: World) -> None:
    before = schedule_now(world).anchors["workshop"].day

    preview_change(world.office, "aachen", MoveAnchor("workshop", DAY), "pm", world.clock.now())

    assert schedule_now(world).anchors["workshop"].day == before


def test_another_decision_is_another_schedule(world: World) -> None:
    schedule = schedule_now(world)
    other = replace(schedule.decisions, fixed_anchors={"workshop": DAY})

    laid = world.office.layouts.lay_out(schedule.plan, other, schedule.calendars.place)

    assert laid.anchors["workshop"].day == DAY


def test_an_equal_plan_that_is_another_object_is_laid_out_anew(world: World) -> None:
    schedule, layouts = schedule_now(world), Layouts()
    place = schedule.calendars.place

    first = layouts.lay_out(schedule.plan, schedule.decisions, place)
    second = layouts.lay_out(schedule.plan.model_copy(), schedule.decisions, place)

    assert second is not first
    assert second.anchors == first.anchors


def test_no_more_are_kept_than_a_few(world: World) -> None:
    schedule, layouts = schedule_now(world), Layouts()

    for number in range(KEPT + 5):
        other = replace(schedule.decisions, opened=frozenset({f"none {number}"}))
        layouts.lay_out(schedule.plan, other, schedule.calendars.place)

    assert len(layouts.kept) == KEPT


def test_threads_share_the_memory_without_harm(world: World) -> None:
    schedule, layouts = schedule_now(world), Layouts()
    wanted = [
        replace(schedule.decisions, fixed_anchors={"workshop": date(2026, 4, day)})
        for day in (14, 15, 16, 21)
    ]

    def laid_out(decided: Decisions) -> Schedule:
        return layouts.lay_out(schedule.plan, decided, schedule.calendars.place)

    with ThreadPoolExecutor(4) as pool:
        laid = pool.map(laid_out, wanted * 25)

    truth = [lay_out(schedule.plan, d, schedule.calendars.place).deadlines for d in wanted] * 25
    assert [s.deadlines for s in laid] == truth
