"""A project rests: nothing is overdue, and the working days that remain are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest
from sqlalchemy import Engine

from etappe.errors import (
    EtappeError,
    HoldInThePast,
    HoldReasonMissing,
    HoldRuns,
    NotHeld,
    ResumptionBeforeHold,
    ResumptionInThePast,
    UnknownPhase,
)
from etappe.model.calendar import ONE_DAY
from etappe.model.diff import Diff, Told
from etappe.model.hold import Hold
from etappe.model.light import Light
from etappe.model.moments import moment
from etappe.service.changing import Change
from etappe.service.deadlines import FixDeadline
from etappe.service.office import Office
from etappe.service.portfolio import ProjectRow, portfolio
from etappe.service.replanning import MoveAnchor
from etappe.service.resting import HoldProject, Resume
from tests.integration.databases import everything_in
from tests.integration.worlds import World, found

TASK, LAST = "selbstcheck.abgabe", "abschluss.bericht"
DUE = date(2026, 3, 9)
"""Six working days after the evening before the hold."""
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


def row(world: World, day: date) -> ProjectRow:
    """The project in the portfolio of a day."""
    return portfolio(world.office, moment(day, time(9)))[0]


def test_the_diff_of_a_hold_names_who_reads_of_the_resumption_and_when(world: World) -> None:
    diff = world.change(HOLD)

    assert diff.told == (Told("AP", "ap@aachen.example", (), TOLD),)


def test_a_hold_that_runs_gets_no_other_beginning(world: World) -> None:
    world.change(HOLD)

    with pytest.raises(HoldRuns, match=r"rests from 28\.02\.2026 until 27\.03\.2026 already"):
        world.change(HoldProject(UNTIL, "Wahl", date(2026, 3, 4)))

    assert [hold.first for hold in holds(world)] == [FIRST]


def test_the_working_days_that_remain_are_kept(world: World) -> None:
    place = world.file().calendar.place
    left = place.count(EVE, DUE)

    diff = world.change(HoldProject(date(2026, 3, 13), "Wahl"))

    due = date(2026, 3, 23)
    assert next(d.after for d in diff.dates if d.key == TASK) == world.record(TASK).due == due
    assert place.count(date(2026, 3, 13), due) == left == 6


def test_school_holidays_during_a_hold_stretch_nothing_a_second_time(world: World) -> None:
    after_easter = date(2026, 4, 13)

    world.change(HoldProject(after_easter, "Wahl"))

    assert world.record(TASK).due == date(2026, 4, 21)
    assert world.file().calendar.place.count(after_easter, date(2026, 4, 21)) == 6


def test_the_day_says_that_it_lies_there_because_the_project_rests(world: World) -> None:
    diff = world.change(HOLD)

    why = next(d.why for d in diff.dates if d.key == "abgabe")
    assert "20 Arbeitstage später, weil das Projekt vom 28.02.2026 bis zum 27.03.2026 ruht" in why
    assert [d.after for d in diff.decisions] == ["2026-02-28 – 2026-03-27: Wahl"]


def test_a_project_that_rests_is_not_overdue(world: World) -> None:
    on(world, date(2026, 3, 11), HOLD)

    assert row(world, date(2026, 3, 11)).overdue == 1
    resting = row(world, date(2026, 3, 20))
    assert (resting.overdue, resting.light) == (0, Light.GREEN)
    assert resting.reason == "ruht bis 27.03.2026 (Wahl)"
    assert row(world, UNTIL).overdue == 1


def test_a_hold_can_be_resumed_early(world: World) -> None:
    world.change(HOLD)

    on(world, date(2026, 3, 16), Resume())

    assert [h.until for h in holds(world)] == [date(2026, 3, 16)]
    assert world.record(TASK).due == date(2026, 3, 24)


def test_a_hold_can_be_resumed_on_a_later_day(world: World) -> None:
    world.change(HOLD)

    on(world, date(2026, 3, 16), Resume(date(2026, 3, 20)))

    assert [h.until for h in holds(world)] == [date(2026, 3, 20)]


def test_resuming_before_it_begins_calls_it_off(world: World) -> None:
    before, entries = world.file().tasks, world.planned(TASK)
    world.change(HOLD)

    world.change(Resume())

    assert (holds(world), world.file().tasks, world.planned(TASK)) == ((), before, entries)
    world.days(FIRST, date(2026, 3, 16))
    assert all("Es geht weiter" not in m.subject for m in world.mails())
    assert "hold called off" in world.actions()


def test_a_hold_of_one_phase_moves_that_phase_and_writes_no_letter(world: World) -> None:
    world.change(HoldProject(date(2026, 3, 6), "Fragebogen wird überarbeitet", phase="selbstcheck"))

    assert world.record(TASK).due == date(2026, 3, 16)
    world.days(FIRST, date(2026, 3, 6))
    assert world.mails() == []
    assert not row(world, date(2026, 3, 3)).reason.startswith("ruht")


def test_days_fixed_by_hand_keep_the_working_days_that_were_left_and_shift_back(world: World) -> None:
    world.change(MoveAnchor("abgabe", date(2026, 3, 11)))
    world.change(FixDeadline(LAST, date(2026, 8, 3)))
    place = world.file().calendar.place

    world.change(HOLD)
    held = {a.key: a.day for a in world.file().anchors}["abgabe"], world.record(LAST).due
    world.change(Resume())

    assert place.count(UNTIL, held[0]) == place.count(EVE, date(2026, 3, 11))
    assert place.count(UNTIL, held[1]) == place.count(EVE, date(2026, 8, 3))
    assert {a.key: a.day for a in world.file().anchors}["abgabe"] == date(2026, 3, 11)
    assert world.record(LAST).due == date(2026, 8, 3)


def test_a_day_fixed_during_a_hold_stays_where_people_put_it(world: World) -> None:
    world.change(HOLD)
    world.change(MoveAnchor("abgabe", date(2026, 4, 15)))

    on(world, date(2026, 3, 16), Resume())

    assert {a.key: a.day for a in world.file().anchors}["abgabe"] == date(2026, 4, 15)


def test_a_day_fixed_during_a_hold_that_becomes_longer_keeps_its_distance_to_the_end(world: World) -> None:
    world.change(HOLD)
    world.change(MoveAnchor("abgabe", date(2026, 4, 15)))

    world.change(HoldProject(date(2026, 4, 24), "Stichwahl"))

    place, moved = world.file().calendar.place, {a.key: a.day for a in world.file().anchors}["abgabe"]
    assert place.count(date(2026, 4, 24), moved) == place.count(UNTIL, date(2026, 4, 15))


def test_an_event_that_has_happened_stays_where_it_was(world: World) -> None:
    before = {a.key: a.day for a in world.file().anchors if a.day <= EVE}

    world.change(HOLD)

    assert {a.key: a.day for a in world.file().anchors if a.key in before} == before


def test_a_second_hold_adds_to_the_first(world: World) -> None:
    world.change(HoldProject(date(2026, 3, 13), "Wahl"))
    on(world, date(2026, 3, 16), HoldProject(date(2026, 3, 20), "Umzug", date(2026, 3, 18)))

    assert [h.first for h in holds(world)] == [FIRST, date(2026, 3, 18)]
    assert world.record(TASK).due == date(2026, 3, 26)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (HoldProject(UNTIL, " "), HoldReasonMissing, "--reason"),
        (HoldProject(UNTIL, "Wahl", EVE - ONE_DAY), HoldInThePast, "26.02.2026"),
        (HoldProject(date(2026, 3, 1), "Wahl", date(2026, 3, 5)), ResumptionBeforeHold, "01.03.2026"),
        (HoldProject(EVE - ONE_DAY, "Wahl"), ResumptionBeforeHold, "26.02.2026"),
        (HoldProject(UNTIL, "Wahl", phase="feier"), UnknownPhase, "'feier'; there are: vereinbarung"),
        (Resume(), NotHeld, "'aachen' does not rest"),
        (Resume(phase="selbstcheck"), NotHeld, "in 'selbstcheck'"),
    ],
    ids=("reason", "past", "backwards", "over", "phase", "not held", "phase not held"),
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    world: World, engine: Engine, change: Change, error: type[EtappeError], said: str
) -> None:
    before = everything_in(engine)

    with pytest.raises(error, match=said):
        world.change(change)

    assert everything_in(engine) == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Resume(date(2026, 2, 27)), ResumptionBeforeHold),
        (Resume(date(2026, 3, 9)), ResumptionInThePast),
        (HoldProject(date(2026, 3, 9), "Wahl"), ResumptionInThePast),
    ],
    ids=("before the hold", "past", "shortened into the past"),
)
def test_a_hold_that_runs_is_not_resumed_in_the_past(
    world: World, change: Change, error: type[EtappeError]
) -> None:
    world.change(HOLD)

    with pytest.raises(error):
        on(world, date(2026, 3, 10), change)

    assert holds(world) == (Hold(FIRST, UNTIL, "Wahl"),)
