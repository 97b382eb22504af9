"""The three answers to a letter, and what follows from each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.errors import (
    ContactChanged,
    DateInThePast,
    FollowUpClosed,
    PlanImpossible,
    ProposalOutdated,
    TaskSettled,
    WrongOutcome,
)
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import moment
from etappe.model.people import Contact
from etappe.model.project import TaskState
from etappe.service.answers import Proposed, decline, propose_date
from etappe.service.changing import make_change
from etappe.service.follow_ups import accept_follow_up, answer_follow_up, decline_follow_up
from etappe.service.office import Office, open_file
from etappe.service.people import list_contacts
from etappe.service.resting import HoldProject
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


def contacts(world: World) -> tuple[Contact, ...]:
    """Who fills the roles of the Kommune."""
    return list_contacts(world.office, "aachen")


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


def test_a_day_on_which_nobody_works_counts_as_the_next_working_day(world: World) -> None:
    proposed = propose(world, TASK, date(2026, 5, 9))

    assert (proposed.accepted, proposed.day, proposed.asked) == (True, date(2026, 5, 11), date(2026, 5, 9))
    assert "gewünscht war der 09.05.2026, das ist kein Arbeitstag" in world.follow_ups()[0].request


def test_a_day_on_which_the_project_rests_counts_as_the_first_day_after_it(world: World) -> None:
    rest = HoldProject(date(2026, 6, 1), "Umzug", date(2026, 5, 1))
    make_change(world.office, world.project, rest, "pm", world.clock.now())

    proposed = propose(world, TASK, date(2026, 5, 12))

    assert (proposed.day, proposed.asked) == (date(2026, 6, 2), date(2026, 5, 12))


def test_the_day_that_it_is_due_anyway_changes_nothing_and_bothers_nobody(world: World) -> None:
    proposed = propose(world, TASK, date(2026, 5, 7))

    assert (proposed.accepted, proposed.unchanged, world.follow_ups()) == (True, True, [])
    assert not world.record(TASK).by_hand


def test_an_earlier_day_is_taken_too(world: World) -> None:
    proposed = propose(world, TASK, date(2026, 4, 30))

    assert (proposed.accepted, world.record(TASK).due) == (True, date(2026, 4, 30))


def test_project_management_sees_that_a_day_was_fixed_by_hand(world: World) -> None:
    world.due(TASK, date(2026, 5, 13))

    propose(world, TASK, date(2026, 5, 15))

    assert world.record(TASK).due == date(2026, 5, 15)
    assert world.follow_ups()[0].request.endswith("der bisherige Termin war von Hand festgelegt")


def test_a_proposal_that_was_accepted_already_tells_by_whom(world: World) -> None:
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups()
    accept_follow_up(world.office, proposal.id, "eva", world.clock.now())

    with pytest.raises(FollowUpClosed, match=r"accepted \(eva\)"):
        accept_follow_up(world.office, proposal.id, "udo", world.clock.now())


def test_a_proposal_for_a_task_that_has_moved_since_is_refused_and_stays_open(world: World) -> None:
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups()
    world.due(HANDED_IN, date(2026, 3, 10))

    with pytest.raises(ProposalOutdated, match=r"was due on 09\.03\.2026 when ap proposed 11\.03\.2026"):
        accept_follow_up(world.office, proposal.id, "pm", world.clock.now())

    assert (world.record(HANDED_IN).due, world.follow_ups()) == (date(2026, 3, 10), [proposal])


def test_a_proposal_that_was_answered_too_late_is_refused(world: World) -> None:
    propose(world, SIGNED, date(2026, 3, 10))
    (proposal,) = world.follow_ups()
    world.clock.moment = moment(date(2026, 3, 11), time(9))

    with pytest.raises(DateInThePast):
        accept_follow_up(world.office, proposal.id, "pm", world.clock.now())


def test_a_proposal_is_declined_with_one_word(world: World) -> None:
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups()

    decline_follow_up(world.office, proposal.id, "pm", world.clock.now())

    assert (world.record(HANDED_IN).due, world.follow_ups()) == (date(2026, 3, 9), [])


def test_whoever_proposed_is_told_once_that_the_date_was_accepted(world: World) -> None:
    world.days(date(2026, 3, 2), date(2026, 3, 3))
    propose(world, HANDED_IN, date(2026, 3, 11))
    (proposal,) = world.follow_ups(FollowUpKind.PROPOSAL)
    accept_follow_up(world.office, proposal.id, "pm", world.clock.now())

    world.at(date(2026, 3, 4))

    told = [m for m in world.mails("AP") if "Geänderte Termine" in m.text]
    assert [m.day for m in told] == [date(2026, 3, 4)]


def test_whose_date_was_taken_at_once_is_not_told_of_it(world: World) -> None:
    world.days(date(2026, 4, 29), date(2026, 4, 30))
    propose(world, TASK, date(2026, 5, 12))

    world.days(date(2026, 5, 2), date(2026, 5, 4))

    assert not [m for m in world.mails("AP") if "Geänderte Termine" in m.text]


def test_a_named_person_is_made_the_contact_with_one_word(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Nora Neu <nora@aachen.example>", world.clock.now())
    (asked,) = world.follow_ups()

    accept_follow_up(world.office, asked.id, "pm", world.clock.now())
    world.at(date(2026, 1, 12), 9)

    assert [(c.person.email, c.deputy and c.deputy.name) for c in contacts(world) if c.role == "AP"] == [
        ("nora@aachen.example", "D AP")
    ]
    assert {m.subject for m in world.mails()} >= {"Vielen Dank: Ansprechperson (Aachen)"}


def test_a_person_without_an_address_cannot_be_accepted(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Bauamt", world.clock.now())
    (asked,) = world.follow_ups()

    with pytest.raises(WrongOutcome, match="possible: done"):
        accept_follow_up(world.office, asked.id, "pm", world.clock.now())


def test_a_declined_change_leaves_the_contact(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Nora Neu <nora@aachen.example>", world.clock.now())
    (asked,) = world.follow_ups()

    decline_follow_up(world.office, asked.id, "pm", world.clock.now())

    assert next(c.person.name for c in contacts(world) if c.role == "AP") == "AP"


def test_a_contact_that_somebody_else_has_changed_since_is_not_changed_again(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Nora Neu <nora@aachen.example>", world.clock.now())
    (asked,) = world.follow_ups()
    world.hand_over("AP", "Olga Ost", "olga@aachen.example")

    with pytest.raises(ContactChanged, match="AP of 'aachen' is filled by Olga Ost"):
        accept_follow_up(world.office, asked.id, "pm", world.clock.now())


def test_a_contact_that_is_the_named_person_by_now_is_only_noted(world: World) -> None:
    decline(world.office, world.project, TASK, "ap", "Nora Neu <nora@aachen.example>", world.clock.now())
    (asked,) = world.follow_ups()
    world.hand_over("AP", "Nora Neu", "nora@aachen.example")

    accept_follow_up(world.office, asked.id, "pm", world.clock.now())

    assert world.follow_ups() == []
