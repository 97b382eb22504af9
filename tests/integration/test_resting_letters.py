"""What people hear of a project that rests: one letter before it goes on, and what is about others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.model.calendar import ONE_DAY
from etappe.model.diff import Diff
from etappe.model.hold import Hold
from etappe.model.moments import moment
from etappe.service.changing import Change
from etappe.service.office import Office
from etappe.service.resting import HoldProject
from tests.integration.worlds import World, found

TASK, LAST = "selbstcheck.abgabe", "abschluss.bericht"
DUE, HELD_DUE = date(2026, 3, 9), date(2026, 4, 16)
"""Six working days after the hold, stretched by Easter."""
EVE, FIRST = date(2026, 2, 27), date(2026, 2, 28)
UNTIL = date(2026, 3, 27)
HOLD = HoldProject(UNTIL, "Wahl")
TOLD = date(2026, 3, 13)
"""Ten working days before the resumption."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen on a Friday in February with two open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, LAST])
    world.clock.moment = moment(EVE, time(9))
    yield world
    assert world.chain_holds()


def on(world: World, day: date, change: Change) -> Diff:
    """Change the project on a day at nine."""
    world.clock.moment = moment(day, time(9))
    return world.change(change)


def holds(world: World) -> tuple[Hold, ...]:
    """The holds that are decided."""
    return world.file().decisions.holds


def test_during_a_hold_there_is_one_letter_ten_working_days_before_its_end(world: World) -> None:
    world.change(HOLD)

    world.days(FIRST, UNTIL - ONE_DAY)

    (mail,) = world.mails()
    assert (mail.to, mail.day) == ("ap@aachen.example", TOLD)


def test_the_letter_of_a_hold_says_when_it_goes_on_and_what_comes_then(world: World) -> None:
    world.change(HOLD)

    world.days(TOLD, TOLD)

    (mail,) = world.mails("AP")
    assert mail.subject == "Es geht weiter am 27.03.2026 (Aachen)"
    assert "bald geht es weiter." in mail.text
    text = " ".join(mail.text.split())
    assert "Das Projekt ruht noch (Wahl). Am Freitag, 27. März 2026, geht es weiter" in text
    assert "Selbstcheck abgeben" in text


def test_reminders_go_on_with_the_new_dates(world: World) -> None:
    world.change(HOLD)

    world.days(FIRST, HELD_DUE)

    letters = [m.day for m in world.mails("AP") if m.subject.startswith("Bis ")]
    assert letters == [date(2026, 4, 9), date(2026, 4, 15)]


def test_a_rung_of_the_day_on_which_it_is_decided_still_goes(world: World) -> None:
    on(world, date(2026, 3, 2), HOLD)

    world.at(date(2026, 3, 2), 9, 10)

    assert world.days_of("AP") == [date(2026, 3, 2)]


def test_the_overview_leaves_the_project_that_rests_out(world: World) -> None:
    monday, later = date(2026, 3, 16), date(2026, 3, 30)
    on(world, date(2026, 3, 11), HOLD)
    world.days(date(2026, 3, 12), later)

    overviews = [m.day for m in world.mails("AP") if "Selbstcheck abgeben" in m.text and m.day != TOLD]

    assert monday not in overviews
    assert later in overviews


def test_a_hold_that_runs_is_extended(world: World) -> None:
    world.change(HOLD)

    on(world, date(2026, 3, 10), HoldProject(date(2026, 4, 10), "Stichwahl"))

    assert holds(world) == (Hold(FIRST, date(2026, 4, 10), "Stichwahl"),)
    world.days(date(2026, 3, 11), date(2026, 4, 9))
    assert [(m.day, m.subject) for m in world.mails()] == [
        (date(2026, 3, 25), "Es geht weiter am 10.04.2026 (Aachen)")
    ]


def test_a_hold_that_is_extended_after_its_letter_tells_of_the_new_day(world: World) -> None:
    world.change(HOLD)
    world.days(FIRST, TOLD)

    on(world, date(2026, 3, 20), HoldProject(date(2026, 4, 24), "Stichwahl"))
    world.days(date(2026, 3, 21), date(2026, 4, 23))

    assert [(m.day, m.subject) for m in world.mails()] == [
        (TOLD, "Es geht weiter am 27.03.2026 (Aachen)"),
        (date(2026, 4, 10), "Es geht weiter am 24.04.2026 (Aachen)"),
    ]


def test_of_a_hold_shorter_than_ten_working_days_people_hear_at_once(world: World) -> None:
    world.change(HoldProject(date(2026, 3, 6), "Grippe"))

    world.at(EVE, 9, 10)
    world.days(FIRST, date(2026, 3, 5))

    assert [(m.day, m.subject) for m in world.mails()] == [(EVE, "Es geht weiter am 06.03.2026 (Aachen)")]


def test_one_phase_rests_while_another_is_reminded_of(world: World) -> None:
    world.change(HoldProject(UNTIL, "Saal gesperrt", phase="workshop"))

    world.days(FIRST, date(2026, 3, 2))

    assert world.record(TASK).due == DUE
    assert world.days_of("AP") == [date(2026, 3, 2)]
