"""The phase of a project is noted, whatever brought it there: a task, a date, or the day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest

from etappe.errors import CalendarEnds
from etappe.model.calendar import Calendar
from etappe.model.kommune import Kommune
from etappe.model.moments import local_day, moment
from etappe.model.place import Land, Place
from etappe.model.project import Project, TaskRecord, current_phase
from etappe.service.office import Office, open_file
from etappe.service.phases import PhaseChange, advance_phases
from etappe.service.ports import Calendars
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task, reopen_task
from tests.integration.worlds import START, World, found, settle_in

LAST = "auftakt.zeitplan"
SELBSTCHECK = date(2026, 1, 27)
"""The day on which the questionnaire opens."""


@pytest.fixture
def world(office: Office) -> World:
    """Aachen on its first morning."""
    world = found(office)
    world.start()
    return world


def noted(world: World, project: str = "aachen") -> Project:
    with world.office.store.begin() as tx:
        found = tx.projects.get(project)
    assert found is not None
    return found


def computed(world: World) -> str | None:
    with world.office.store.begin() as tx:
        file = open_file(world.office, tx, world.project)
    return current_phase(file.plan, file.schedule, file.tasks, local_day(world.clock.now()))


def reached(world: World) -> list[tuple[object, object]]:
    """The changes that the audit tells of, the oldest first."""
    facts = [fact.data for fact in reversed(world.facts()) if fact.action == "phase reached"]
    return [(data["before"], data["after"]) for data in facts]


def of(*phases: str) -> Callable[[TaskRecord], bool]:
    return lambda task: task.key.partition(".")[0] in phases and task.key != LAST


def due_by(day: date) -> Callable[[TaskRecord], bool]:
    return lambda task: task.due <= day


def up_to_auftakt(world: World, project: str = "aachen") -> None:
    """Settle all of the first two phases, in their second week."""
    world.clock.moment = moment(date(2026, 1, 20), time(9))
    world.finish(of("vereinbarung", "auftakt"), project)
    complete_task(world.office, project, LAST, "pm", world.clock.now())


def dawn(world: World, day: date) -> datetime:
    world.clock.moment = moment(day, time(6))
    return world.clock.now()


def test_a_project_that_starts_is_in_its_first_phase(world: World) -> None:
    assert (noted(world).phase, noted(world).phase_check_on) == ("vereinbarung", date(2026, 1, 13))
    assert reached(world) == [(None, "vereinbarung")]


def test_a_project_that_starts_later_is_in_none_until_then(world: World) -> None:
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start(kommune="bonn", start=date(2026, 2, 2))

    before = noted(world, "bonn")
    changes = advance_phases(world.office, dawn(world, date(2026, 2, 2)))

    assert (before.phase, before.phase_check_on) == (None, date(2026, 2, 2))
    assert PhaseChange("bonn", "bonn", None, "vereinbarung", 1) in changes


def test_the_last_blocking_task_of_a_phase_opens_the_next(world: World) -> None:
    world.clock.moment = moment(date(2026, 1, 20), time(9))
    world.finish(of("vereinbarung"))

    assert noted(world).phase == "auftakt"
    assert reached(world)[1:] == [("vereinbarung", "auftakt")]


def test_a_task_taken_back_brings_its_phase_back(world: World) -> None:
    world.clock.moment = moment(date(2026, 1, 20), time(9))
    world.finish(of("vereinbarung"))

    reopen_task(world.office, "aachen", "vereinbarung.zugang", "pm", world.clock.now())

    assert reached(world)[1:] == [("vereinbarung", "auftakt"), ("auftakt", "vereinbarung")]


def test_the_day_on_which_a_phase_opens_is_noted_by_a_tick(world: World) -> None:
    up_to_auftakt(world)

    ticked = world.at(SELBSTCHECK)

    assert ticked.phases == (PhaseChange("aachen", "aachen", "auftakt", "selbstcheck", 1),)
    assert noted(world).phase_check_on == date(2026, 2, 2)


def test_a_second_look_on_the_same_day_changes_nothing(world: World) -> None:
    up_to_auftakt(world)
    now = dawn(world, SELBSTCHECK)

    first, second = advance_phases(world.office, now), advance_phases(world.office, now)

    assert (len(first), second) == (1, ())
    assert reached(world)[-1] == ("auftakt", "selbstcheck")
    assert reached(world).count(("auftakt", "selbstcheck")) == 1


def test_two_at_once_note_a_change_once(world: World) -> None:
    up_to_auftakt(world)
    now, together = dawn(world, SELBSTCHECK), Barrier(2)

    def look(_: int) -> tuple[PhaseChange, ...]:
        together.wait()
        return advance_phases(world.office, now)

    with ThreadPoolExecutor(2) as pool:
        changes = [change for found in pool.map(look, range(2)) for change in found]

    assert [change.after for change in changes] == ["selbstcheck"]
    assert reached(world).count(("auftakt", "selbstcheck")) == 1
    assert world.chain_holds()


def test_no_more_than_asked_for_are_looked_at_and_the_rest_follows(world: World) -> None:
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start(kommune="bonn")
    for project in ("aachen", "bonn"):
        up_to_auftakt(world, project)
    now = dawn(world, SELBSTCHECK)

    rounds = [advance_phases(world.office, now, limit=1) for _ in range(3)]

    assert [len(changes) for changes in rounds] == [1, 1, 0]


def test_a_moved_anchor_moves_the_day_of_the_next_look(world: World) -> None:
    up_to_auftakt(world)

    world.change(MoveAnchor("auftakt", date(2026, 1, 28)))

    assert noted(world).phase_check_on != SELBSTCHECK
    assert (noted(world).phase, noted(world).rev) == (computed(world), 2)


def test_what_is_noted_is_what_is_computed_on_every_day(world: World) -> None:
    differing: list[date] = []
    for days in range(0, 196, 7):
        today = START + timedelta(days=days)
        world.at(today)
        world.finish(due_by(today))
        if noted(world).phase != computed(world):
            differing.append(today)

    assert differing == []
    assert {after for _, after in reached(world)} > {"selbstcheck", "workshop", "dialog", "abschluss"}


def test_a_project_whose_dates_cannot_be_computed_waits_until_tomorrow(world: World) -> None:
    settle_in(world, Kommune("kiel", "Kiel", Land.SH))
    world.start(kommune="kiel")
    for project in ("aachen", "kiel"):
        up_to_auftakt(world, project)
    office = replace(world.office, calendars=without_schleswig_holstein(world.office))

    changes = advance_phases(office, dawn(world, SELBSTCHECK))

    assert [change.project for change in changes] == ["aachen"]
    assert (noted(world, "kiel").phase, noted(world, "kiel").phase_check_on) == ("auftakt", date(2026, 1, 28))
    assert "phase not known" in world.actions()


def test_what_could_not_be_computed_is_made_up_for(world: World) -> None:
    up_to_auftakt(world)
    office = replace(world.office, calendars=nowhere)
    advance_phases(office, dawn(world, SELBSTCHECK))

    changes = advance_phases(world.office, dawn(world, date(2026, 1, 28)))

    assert [change.after for change in changes] == ["selbstcheck"]


def without_schleswig_holstein(office: Office) -> Calendars:
    def calendar(place: Place) -> Calendar:
        return nowhere(place) if place.land == Land.SH else office.calendars(place)

    return calendar


def nowhere(place: Place) -> Calendar:
    raise CalendarEnds(first=2020, last=2025, day="27.01.2026")
