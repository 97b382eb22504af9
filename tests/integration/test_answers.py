"""The three answers to a letter, and what follows from each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import DateInThePast, PlanImpossible, TaskSettled
from etappe.model.follow_up import FollowUpKind
from etappe.model.project import TaskState
from etappe.service.answers import Proposed, decline, propose_date
from etappe.service.follow_ups import answer_follow_up
from etappe.service.office import Office, open_file
from etappe.service.tasks import complete_task
from tests.integration.worlds import World, found

TASK = "workshop.massnahmen"
"""Due 15 working days after the workshop, on 7 May 2026; nothing waits for it."""
SIGNED = "selbstcheck.freigabe"
"""Due the day before the questionnaire is handed in, which waits for it."""
HANDED_IN = "selbstcheck.abgabe"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with three open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, SIGNED, HANDED_IN])
    yield world
    assert world.chain_holds()


def propose(world: World, task: str, day: date) -> Proposed:
    """Propose a day as the contact person."""
    return propose_date(world.office, world.project, task, day, "ap", world.clock.now())


def opens_still(world: World) -> bool:
    """Whether the project can be laid out again."""
    with world.office.store.begin() as tx:
        return bool(open_file(world.office, tx, world.project).schedule.deadlines)


def test_done_settles_the_task(world: World) -> None:
    record = complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    assert (record.state, world.planned(TASK)) == (TaskState.DONE, [])


def test_a_date_within_the_bounds_is_taken_at_once_and_shown_to_project_management(world: World) -> None:
    proposed = propose(world, TASK, date(2026, 5, 12))

    assert (proposed.accepted, world.record(TASK).due) == (True, date(2026, 5, 12))
    assert [f.kind for f in world.follow_ups()] == [FollowUpKind.NOTE]
    assert world.planned(TASK) == [("vor_5", date(2026, 5, 5))]
    assert "deadline moved" in world.actions()


def test_a_date_beyond_the_bounds_waits_for_project_management(world: World) -> None:
    proposed = propose(world, SIGNED, date(2026, 3, 10))

    assert (proposed.accepted, proposed.latest) == (False, date(2026, 3, 6))
    assert world.record(SIGNED).due == date(2026, 3, 6)
    assert [f.kind for f in world.follow_ups()] == [FollowUpKind.PROPOSAL]


def test_an_accepted_proposal_becomes_the_deadline_and_what_waits_follows(world: World) -> None:
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups()

    answer_follow_up(world.office, proposal.id, "accepted", "pm", world.clock.now())

    assert (world.record(HANDED_IN).due, world.record(HANDED_IN).by_hand) == (date(2026, 3, 11), True)
    assert opens_still(world)


def test_a_rejected_proposal_changes_nothing(world: World) -> None:
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups()

    answer_follow_up(world.office, proposal.id, "rejected", "pm", world.clock.now())

    assert (world.record(HANDED_IN).due, world.follow_ups()) == (date(2026, 3, 9), [])
    assert "follow-up rejected" in world.actions()


def test_an_accepted_date_that_no_plan_can_hold_is_refused(world: World) -> None:
    propose(world, SIGNED, date(2026, 3, 20))
    (proposal,) = world.follow_ups()

    with pytest.raises(PlanImpossible):
        answer_follow_up(world.office, proposal.id, "accepted", "pm", world.clock.now())

    assert (opens_still(world), world.follow_ups()) == (True, [proposal])


def test_a_day_in_the_past_is_refused(world: World) -> None:
    with pytest.raises(DateInThePast, match=r"09\.01\.2026"):
        propose(world, TASK, date(2026, 1, 9))

    assert world.follow_ups() == []


def test_not_responsible_tells_project_management_who_is(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Bauamt", world.clock.now())

    (follow_up,) = world.follow_ups()
    assert (follow_up.kind, "Bauamt" in follow_up.request) == (FollowUpKind.CONTACT, True)
    assert "not responsible" in world.actions()


def test_a_settled_task_takes_no_new_date(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    with pytest.raises(TaskSettled):
        propose(world, TASK, date(2026, 5, 12))
