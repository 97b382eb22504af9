"""Tasks for a committee: sessions are asked for, and dates follow those that are entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

import pytest

from etappe.errors import DayNotEntered, UnknownKommune
from etappe.model.diff import Diff
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import moment
from etappe.service.day_entry import enter_days, entered_days, take_back_days
from etappe.service.office import Office
from etappe.service.tasks import complete_task
from tests.integration.worlds import World, found

TASK = "workshop.gremium"
WISH = date(2026, 5, 22)
FIRST_LINE = date(2026, 4, 27)
"""The Monday after the twentieth working day before the wish."""
QUESTION = "bitte Sitzungstermine mitteilen"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task, that for the committee; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    yield world
    assert world.chain_holds()


def enter(world: World, *sessions: date) -> Mapping[str, Diff]:
    """Enter sessions of the committee of Aachen."""
    named = [NamedDay(DayKind.COMMITTEE, day, "Ausschuss") for day in sessions]
    return enter_days(world.office, "aachen", named, "pm", world.clock.now())


def take_back(world: World, *sessions: date, dry_run: bool = False) -> Mapping[str, Diff]:
    """Take sessions back."""
    now = world.clock.now()
    return take_back_days(world.office, "aachen", DayKind.COMMITTEE, sessions, "pm", now, dry_run=dry_run)


def overviews(world: World) -> list[tuple[date, bool]]:
    """The days on which the contact person read of the task, and whether sessions were asked for."""
    read = [(m.day, " ".join(m.text.split())) for m in world.mails("AP")]
    title = "Ergebnisse im Fachausschuss vorstellen"
    return [(day, QUESTION in text) for day, text in read if title in text]


def test_the_overviews_ask_for_sessions_from_the_ladders_first_day_on(world: World) -> None:
    world.days(date(2026, 3, 30), WISH)

    asked = overviews(world)

    assert asked[0] == (FIRST_LINE, True)
    assert {question for _, question in asked} == {True}
    assert world.rungs(TASK)["vor_10"] == "skipped"


def test_once_a_session_is_entered_the_question_ends_and_everything_follows_it(world: World) -> None:
    world.days(date(2026, 4, 20), date(2026, 5, 5))
    session = date(2026, 6, 16)

    enter(world, session)
    world.days(date(2026, 5, 6), session)

    assert world.record(TASK).due == session
    assert [question for day, question in overviews(world) if day <= date(2026, 5, 5)] == [True, True]
    after = [(day, question) for day, question in overviews(world) if day > date(2026, 5, 5)]
    assert after
    assert {question for _, question in after} == {False}
    assert date(2026, 6, 1) in {day for day, _ in after}, "ten working days before the session"


def test_sessions_that_lie_before_the_wish_do_not_end_the_question(world: World) -> None:
    enter(world, date(2026, 2, 3), date(2026, 5, 19))

    world.days(date(2026, 4, 20), WISH)

    assert world.record(TASK).due == WISH
    assert {question for _, question in overviews(world)} == {True}
    assert "keine Sitzungstermine" in world.reason(TASK, "vor_10")


def test_a_day_fixed_by_hand_is_reminded_of_and_asks_for_nothing(world: World) -> None:
    world.due(TASK, date(2026, 5, 28))

    world.days(date(2026, 4, 27), date(2026, 5, 28))

    assert {question for _, question in overviews(world)} == {False}
    assert world.rungs(TASK)["vor_10"] == "sent"


def test_a_session_entered_later_does_not_move_a_day_fixed_by_hand(world: World) -> None:
    world.due(TASK, date(2026, 5, 28))

    moved = enter(world, date(2026, 6, 2))

    assert (dict(moved), world.record(TASK).due) == ({}, date(2026, 5, 28))


def test_an_earlier_session_entered_later_attracts_the_task(world: World) -> None:
    enter(world, date(2026, 6, 16))

    moved = enter(world, date(2026, 6, 2))

    assert [(d.key, d.before, d.after) for d in moved["aachen"].dates] == [
        (TASK, date(2026, 6, 16), date(2026, 6, 2))
    ]


def test_a_session_taken_back_sends_the_task_to_the_next_one(world: World) -> None:
    enter(world, date(2026, 6, 2), date(2026, 6, 16))

    moved = take_back(world, date(2026, 6, 2))

    assert [(d.key, d.before, d.after) for d in moved["aachen"].dates] == [
        (TASK, date(2026, 6, 2), date(2026, 6, 16))
    ]
    assert world.planned(TASK) == [("vor_10", date(2026, 6, 1))]


def test_the_last_session_taken_back_leaves_the_wish_and_the_question(world: World) -> None:
    enter(world, date(2026, 6, 2))

    take_back(world, date(2026, 6, 2))
    world.days(date(2026, 4, 20), FIRST_LINE)

    assert world.record(TASK).due == WISH
    assert overviews(world) == [(FIRST_LINE, True)]


def test_a_session_that_has_passed_stays_the_day_of_the_task(world: World) -> None:
    session = date(2026, 6, 2)
    enter(world, session, date(2026, 7, 7))
    world.clock.moment = moment(session + timedelta(days=3), time(12))

    moved = enter(world, date(2026, 9, 1))

    assert (dict(moved), world.record(TASK).due) == ({}, session)


def test_a_settled_task_stays_when_its_session_is_taken_back(world: World) -> None:
    enter(world, date(2026, 6, 2))
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    take_back(world, date(2026, 6, 2))

    assert world.record(TASK).due == date(2026, 6, 2)


def test_a_dry_run_of_taking_back_tells_the_same_and_leaves_no_trace(world: World) -> None:
    enter(world, date(2026, 6, 2))
    facts, entries = world.facts(), world.entries()

    told = take_back(world, date(2026, 6, 2), dry_run=True)

    assert (world.facts(), world.entries(), world.record(TASK).due) == (facts, entries, date(2026, 6, 2))
    assert [d.day for d in entered_days(world.office, "aachen")] == [date(2026, 6, 2)]
    assert take_back(world, date(2026, 6, 2)) == told


def test_taking_back_is_in_the_audit_with_the_name_of_the_day(world: World) -> None:
    enter(world, date(2026, 6, 2))

    take_back(world, date(2026, 6, 2))

    fact = next(f for f in world.facts() if f.action == "day taken back")
    assert (fact.actor, fact.about) == ("pm", "aachen")
    assert fact.data == {"kind": "committee", "day": "2026-06-02", "before": "Ausschuss", "after": None}


def test_a_closing_day_taken_back_lets_deadlines_return(world: World) -> None:
    closed = NamedDay(DayKind.CLOSED, date(2026, 5, 19), "Betriebsausflug")
    now = world.clock.now()
    enter_days(world.office, "aachen", [closed], "pm", now)
    moved = world.record(TASK).due

    take_back_days(world.office, "aachen", DayKind.CLOSED, [closed.day], "pm", now)

    assert (moved, world.record(TASK).due) == (date(2026, 5, 26), WISH)


def test_a_day_that_was_not_entered_cannot_be_taken_back(world: World) -> None:
    enter(world, date(2026, 6, 2))

    with pytest.raises(DayNotEntered, match=r"'aachen' has not entered 03.06.2026 as committee"):
        take_back(world, date(2026, 6, 2), date(2026, 6, 3))

    assert [d.day for d in entered_days(world.office, "aachen")] == [date(2026, 6, 2)]


def test_days_of_an_unknown_kommune_cannot_be_taken_back_or_listed(world: World) -> None:
    with pytest.raises(UnknownKommune):
        take_back_days(world.office, "leer", DayKind.CLOSED, [WISH], "pm", world.clock.now())
    with pytest.raises(UnknownKommune):
        entered_days(world.office, "leer")
