"""A condition is answered while a project runs: tasks appear and retire, what has happened stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import UnknownCondition
from etappe.model.diff import Diff
from etappe.model.follow_up import FollowUpKind
from etappe.model.project import TaskState, phase_complete
from etappe.service.conditions import AnswerCondition
from etappe.service.office import Office
from etappe.service.tasks import complete_task
from tests.integration.worlds import START, World, found

ROOM = "workshop.raum"
"""Only where the workshop is held in person, as is assumed."""
LAST = "abschluss.bericht"
CALLS = "selbstcheck.rueckfragen"
"""Only where something is still to be asked."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with an open task that hangs on an answer, and one at the end; in the end the audit is whole."""
    world = found(office)
    world.start(only=[ROOM, LAST])
    yield world
    assert world.chain_holds()


def say(world: World, condition: str, *, yes: bool, dry_run: bool = False) -> Diff:
    """Answer a condition now."""
    return world.change(AnswerCondition(condition, yes), dry_run=dry_run)


def test_a_task_appears_with_its_deadline_and_its_rung(world: World) -> None:
    answered = say(world, "rueckfragen_offen", yes=True)

    assert [t.task for t in answered.added] == [CALLS]
    assert world.record(CALLS).due == world.file().schedule.deadlines[CALLS].day
    assert [rung for rung, _ in world.planned(CALLS)] == ["nach_1"]


def test_a_task_whose_condition_fails_is_retired_with_the_reason(world: World) -> None:
    answered = say(world, "praesenz", yes=False)

    record, question = world.record(ROOM), "Findet der Workshop ganz oder teilweise in Präsenz statt?"
    assert ROOM in {t.task for t in answered.retired}
    assert (record.state, record.settled_by) == (TaskState.RETIRED, "pm")
    assert record.reason == f"„{question}“ ist mit Nein beantwortet"
    assert world.planned(ROOM) == []
    assert world.reason(ROOM, "vor_2") == "gehört nicht mehr zum Plan"


def test_a_retired_task_comes_back_open_when_the_answer_changes_again(world: World) -> None:
    before = (world.record(ROOM), world.planned(ROOM))
    say(world, "praesenz", yes=False)

    answered = say(world, "praesenz", yes=True)

    assert ROOM in {t.task for t in answered.added}
    assert (world.record(ROOM), world.planned(ROOM)) == before


def test_no_rung_goes_twice_for_one_day_when_a_task_comes_back(world: World) -> None:
    (rung,) = world.planned(ROOM)
    world.days(rung[1], rung[1])
    say(world, "praesenz", yes=False)

    say(world, "praesenz", yes=True)

    assert (world.days_of("AP").count(rung[1]), world.planned(ROOM)[0][0]) == (1, "nach_1")


def test_a_settled_task_stays_settled(world: World) -> None:
    complete_task(world.office, world.project, ROOM, "ap", world.clock.now())

    answered = say(world, "praesenz", yes=False)

    assert (ROOM in {t.task for t in answered.retired}, world.record(ROOM).state) == (False, TaskState.DONE)


def test_an_unknown_condition_is_refused_with_those_that_there_are(world: World) -> None:
    with pytest.raises(UnknownCondition, match="there are: gremienbeschluss_noetig, rueckfragen_offen, "):
        say(world, "regen", yes=True)


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World) -> None:
    before = world.file()

    answered = say(world, "praesenz", yes=False, dry_run=True)

    assert ROOM in {t.task for t in answered.retired}
    assert world.file().project == before.project
    assert world.file().tasks == before.tasks


def test_the_audit_knows_before_after_and_what_followed(world: World) -> None:
    say(world, "praesenz", yes=False)

    fact = next(f for f in world.facts() if f.action == "condition answered")
    assert (fact.actor, fact.about) == ("pm", f"{world.project}/praesenz")
    assert (fact.data["before"], fact.data["after"], fact.data["appeared"]) == (None, False, {})
    assert fact.data["retired"] == [ROOM]


def test_the_answer_is_another_revision_of_the_project(world: World) -> None:
    before = world.file().project

    say(world, "digital", yes=True)

    after = world.file().project
    assert (after.rev, dict(after.answers)) == (before.rev + 1, {**before.answers, "digital": True})


def test_the_same_answer_again_changes_nothing(world: World) -> None:
    say(world, "digital", yes=True)
    before = (world.file().project, len(world.facts()))

    say(world, "digital", yes=True)

    assert (world.file().project, len(world.facts())) == before


def test_what_was_asked_about_a_retired_task_is_closed(world: World) -> None:
    world.due(ROOM, START)
    for day in (date(2026, 1, 13), date(2026, 1, 15), date(2026, 1, 19)):
        world.at(day)
    assert [f.task_key for f in world.follow_ups(FollowUpKind.ESCALATION)] == [ROOM]

    say(world, "praesenz", yes=False)

    assert world.follow_ups(FollowUpKind.ESCALATION) == []


def test_a_phase_does_not_wait_for_a_retired_task(world: World) -> None:
    before = world.file()
    assert not phase_complete(before.plan, "workshop", before.tasks)

    say(world, "praesenz", yes=False)

    after = world.file()
    assert phase_complete(after.plan, "workshop", after.tasks)
