"""A project's way, phase by phase, for those who watch."""

from __future__ import annotations

from datetime import date, time

import pytest

from etappe.errors import UnknownProject
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.journeys import Step, StepState, journey, journey_numbers
from etappe.service.office import Office
from tests.integration.worlds import START, World, found, settle_in


@pytest.fixture
def world(office: Office) -> World:
    """Aachen in its second week, with everything done that was due."""
    world = found(office)
    world.start()
    world.clock.moment = moment(date(2026, 1, 20), time(9))
    return world


def steps(world: World) -> dict[str, Step]:
    return {step.key: step for step in journey(world.office, "aachen", world.clock.now()).steps}


def test_a_journey_is_told_with_names_as_people_say_them(world: World) -> None:
    told = journey(world.office, "aachen", world.clock.now())

    assert (told.project, told.kommune, told.programme) == ("aachen", "Aachen", "Weltoffene Kommune")
    assert (told.phase, told.rev) == ("vereinbarung", 1)
    assert told.steps[0].title == "Vereinbarung (Letter of Intent)"


def test_steps_stand_in_the_order_in_which_they_begin(world: World) -> None:
    begins = [step.begins for step in journey(world.office, "aachen", world.clock.now()).steps]

    assert begins == sorted(begins)
    assert begins[0] == START


def test_a_phase_is_running_from_its_first_day_and_not_begun_before(world: World) -> None:
    states = {key: step.state for key, step in steps(world).items()}

    assert states["vereinbarung"] is states["auftakt"] is StepState.RUNNING
    assert states["selbstcheck"] is states["nachhalten"] is StepState.NOT_BEGUN


def test_a_phase_is_complete_with_its_blocking_tasks(world: World) -> None:
    with world.office.store.begin() as tx:
        (project,) = tx.projects.of_kommune("aachen")
        plan = tx.projects.plan(project.plan_digest)

    world.finish(lambda task: task.key.startswith("vereinbarung.") and plan.task[task.key].blocking)

    step = steps(world)["vereinbarung"]
    assert step.state is StepState.COMPLETED
    assert 0 < step.done < step.tasks
    assert step.next_due is not None


def test_a_phase_without_blocking_tasks_is_complete_with_all_of_them(world: World) -> None:
    before = steps(world)["entscheidungstraeger"]

    world.finish(lambda task: task.key.startswith("entscheidungstraeger."))

    after = steps(world)["entscheidungstraeger"]
    assert (before.done, before.state) == (0, StepState.NOT_BEGUN)
    assert (after.done, after.next_due, after.state) == (after.tasks, None, StepState.COMPLETED)


def test_the_next_deadline_of_a_phase_may_lie_behind_us(world: World) -> None:
    assert steps(world)["vereinbarung"].next_due == START


def test_projects_are_counted(world: World) -> None:
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    before = journey_numbers(world.office)

    world.start(kommune="bonn", start=date(2026, 2, 2))

    assert (before, journey_numbers(world.office)) == (1, 2)


def test_a_journey_of_nobody_is_refused(world: World) -> None:
    with pytest.raises(UnknownProject, match="'nix'"):
        journey(world.office, "nix", world.clock.now())
