"""Tasks are done, waived and taken back; their rungs follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import ReasonMissing, TaskNotActive, TaskOpen, TaskSettled
from etappe.model.follow_up import FollowUpKind
from etappe.model.project import TaskState
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task, reopen_task, waive_task
from tests.integration.worlds import World, found

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026, with letters five days and one day before."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, "selbstcheck.vollstaendig"])
    yield world
    assert world.chain_holds()


def test_only_the_next_rung_of_a_task_is_armed(world: World) -> None:
    assert world.planned(TASK) == [("vor_5", date(2026, 3, 2))]


def test_when_a_rung_has_fired_the_following_is_armed(world: World) -> None:
    world.at(date(2026, 3, 2))

    assert world.planned(TASK) == [("vor_1", date(2026, 3, 6))]


def test_a_done_task_takes_its_rung_back(world: World) -> None:
    record = complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    assert (record.state, record.settled_by) == (TaskState.DONE, "ap")
    assert (world.planned(TASK), world.rungs(TASK)) == ([], {"vor_5": "skipped"})
    assert "task done" in world.actions()


def test_taking_it_back_arms_the_rung_again(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    reopen_task(world.office, world.project, TASK, "pm", world.clock.now())

    assert world.planned(TASK) == [("vor_5", date(2026, 3, 2))]
    assert "task reopened" in world.actions()


def test_taking_it_back_sends_nothing_twice(world: World) -> None:
    world.at(date(2026, 3, 2))
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    reopen_task(world.office, world.project, TASK, "pm", world.clock.now())
    world.at(date(2026, 3, 2), 10)

    assert world.rungs(TASK) == {"vor_5": "merged", "vor_1": "planned"}
    assert world.days_of("AP") == [date(2026, 3, 2)]


def test_a_task_taken_back_has_the_date_that_holds_now(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())
    world.change(MoveAnchor("abgabe", date(2026, 3, 11)))

    reopened = reopen_task(world.office, world.project, TASK, "pm", world.clock.now())

    assert reopened.due == date(2026, 3, 11)


def test_a_task_is_waived_for_a_reason_that_stays(world: World) -> None:
    waived = waive_task(world.office, world.project, TASK, " kein Bedarf ", "pm", world.clock.now())

    assert (waived.state, waived.reason, world.planned(TASK)) == (TaskState.WAIVED, "kein Bedarf", [])
    assert next(f.data["why"] for f in world.facts() if f.action == "task waived") == "kein Bedarf"


def test_without_a_reason_nothing_is_waived(world: World) -> None:
    with pytest.raises(ReasonMissing, match=TASK):
        waive_task(world.office, world.project, TASK, "  ", "pm", world.clock.now())

    assert world.record(TASK).state is TaskState.OPEN


def test_a_task_is_settled_once(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    with pytest.raises(TaskSettled):
        complete_task(world.office, world.project, TASK, "ap", world.clock.now())


def test_an_open_task_cannot_be_taken_back(world: World) -> None:
    with pytest.raises(TaskOpen):
        reopen_task(world.office, world.project, TASK, "ap", world.clock.now())


def test_a_task_that_the_project_lacks_is_refused(world: World) -> None:
    with pytest.raises(TaskNotActive, match=r"dialog\.los_antrag"):
        complete_task(world.office, world.project, "dialog.los_antrag", "ap", world.clock.now())


def test_what_was_asked_about_a_done_task_is_closed(world: World) -> None:
    world.at(date(2026, 3, 16))
    asked = world.follow_ups(FollowUpKind.ESCALATION)

    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    assert (len(asked), world.follow_ups(FollowUpKind.ESCALATION)) == (1, [])
    assert "follow-up closed" in world.actions()
