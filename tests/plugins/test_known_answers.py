"""Dates known from real Kommunen and from the template's simulator, and what holds for every plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.errors import PlanImpossible, SchoolHolidaysUnknown
from etappe.model.decisions import Decisions
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.place import HolidayCategory, Land, Place
from etappe.model.plan import Plan
from etappe.model.programme import Programme
from etappe.model.schedule import Schedule, lay_out
from etappe.model.spec import Avoid
from etappe.model.warnings import duration_in_months, warnings_of
from tests.plugins.conftest import Case, cases

EVENTS = ("workshop", "dialog")
NORTH_WEST = Place(Land.NW)
WILHELMSHAVEN = Place(Land.NI, elections=(date(2021, 9, 26),))
REAL_WILHELMSHAVEN = {
    "auftakt": date(2021, 5, 31),
    "abgabe": date(2021, 7, 30),
    "workshop": date(2021, 10, 1),
    "dialog": date(2021, 11, 30),
}
REAL_ZWICKAU = {
    "auftakt": date(2021, 4, 6),
    "abgabe": date(2021, 5, 11),
    "workshop": date(2021, 6, 14),
    "dialog": date(2021, 7, 20),
}


@dataclass(frozen=True)
class Example:
    """A row of the template's worked examples: auftakt, abgabe, workshop, dialog, abschluss."""

    place: Place
    start: date
    anchors: tuple[date, ...]
    months: float


WITH_DIALOGUE = {
    "A": Example(
        NORTH_WEST,
        date(2026, 1, 12),
        (date(2026, 1, 26), date(2026, 3, 9), date(2026, 4, 15), date(2026, 6, 16), date(2026, 7, 14)),
        5.6,
    ),
    "B": Example(
        Place(Land.BY, HolidayCategory.CATHOLIC),
        date(2026, 3, 2),
        (date(2026, 3, 16), date(2026, 5, 12), date(2026, 6, 16), date(2026, 9, 15), date(2026, 10, 13)),
        6.9,
    ),
    "C": Example(
        Place(Land.NI),
        date(2026, 5, 4),
        (date(2026, 5, 19), date(2026, 8, 13), date(2026, 9, 15), date(2026, 11, 10), date(2026, 12, 8)),
        6.7,
    ),
    "D": Example(
        Place(Land.BB),
        date(2026, 8, 17),
        (date(2026, 8, 31), date(2026, 10, 12), date(2026, 11, 17), date(2027, 1, 19), date(2027, 2, 16)),
        5.6,
    ),
    "E": Example(
        Place(Land.TH),
        date(2026, 9, 1),
        (date(2026, 9, 15), date(2026, 11, 10), date(2026, 12, 10), date(2027, 2, 10), date(2027, 3, 10)),
        5.8,
    ),
    "F": Example(
        WILHELMSHAVEN,
        date(2021, 5, 17),
        (date(2021, 6, 1), date(2021, 7, 13), date(2021, 9, 28), date(2021, 11, 23), date(2021, 12, 21)),
        6.7,
    ),
}


def at(place: Place, plan: Plan, start: date, fixed: dict[str, date] | None = None) -> Schedule:
    return lay_out(plan, Decisions(start, fixed_anchors=fixed or {}), calendar_of(place))


def missed_by(place: Place, plan: Plan, anchor: str) -> int:
    """How many working days lie between the foretold and the real date of Wilhelmshaven."""
    foretold = at(place, plan, date(2021, 5, 17)).anchors[anchor].day
    return abs(calendar_of(place).count(foretold, REAL_WILHELMSHAVEN[anchor]))


def days_of(schedule: Schedule) -> dict[str, date]:
    return {
        **{key: anchor.day for key, anchor in schedule.anchors.items()},
        **{key: deadline.day for key, deadline in schedule.deadlines.items()},
    }


@pytest.mark.parametrize("example", WITH_DIALOGUE.values(), ids=WITH_DIALOGUE)
def test_the_worked_examples_hold_to_the_day(full_plan: Plan, example: Example) -> None:
    schedule = at(example.place, full_plan, example.start)

    names = ("auftakt", "abgabe", "workshop", "dialog", "abschluss")
    assert tuple(schedule.anchors[name].day for name in names) == example.anchors
    assert duration_in_months(schedule) == example.months
    assert schedule.compressed == ()


def test_case_a_without_dialogue_takes_less_than_four_months(plan_without_dialogue: Plan) -> None:
    schedule = at(NORTH_WEST, plan_without_dialogue, date(2026, 1, 12))

    assert {name: anchor.day for name, anchor in schedule.anchors.items()} == {
        "start": date(2026, 1, 12),
        "auftakt": date(2026, 1, 26),
        "abgabe": date(2026, 3, 9),
        "workshop": date(2026, 4, 15),
        "abschluss": date(2026, 5, 22),
    }
    assert duration_in_months(schedule) == 3.8


@pytest.mark.parametrize("case", ["B", "C", "F"])
def test_a_plan_that_summer_holidays_lengthen_says_so_when_it_is_made(full_plan: Plan, case: str) -> None:
    example = WITH_DIALOGUE[case]

    codes = {w.code for w in warnings_of(at(example.place, full_plan, example.start))}

    assert "too_long" in codes


def test_wilhelmshaven_is_foretold_within_six_working_days(full_plan: Plan) -> None:
    assert missed_by(WILHELMSHAVEN, full_plan, "workshop") <= 6
    assert missed_by(WILHELMSHAVEN, full_plan, "dialog") <= 6


def test_without_the_election_wilhelmshaven_would_not_be_foretold(full_plan: Plan) -> None:
    assert missed_by(Place(Land.NI), full_plan, "workshop") > 6


def test_with_its_real_dates_wilhelmshaven_needs_no_compression(full_plan: Plan) -> None:
    schedule = at(WILHELMSHAVEN, full_plan, date(2021, 5, 17), REAL_WILHELMSHAVEN)

    assert schedule.compressed == ()
    assert schedule.deadlines["dialog.multi_treffen"].day == date(2021, 11, 9)
    assert explain_task(schedule, "dialog.multi_treffen") == (
        "15 Arbeitstage vor der Dialogveranstaltung am 30.11.2021"
    )


def test_with_its_real_dates_zwickau_compresses_five_tasks(full_plan: Plan) -> None:
    schedule = at(Place(Land.SN), full_plan, date(2021, 3, 22), REAL_ZWICKAU)

    assert {d.task: d.day for d in schedule.compressed} == {
        "dialog.ziel": date(2021, 6, 25),
        "dialog.methode": date(2021, 6, 28),
        "dialog.vorbereitung_1": date(2021, 6, 28),
        "dialog.einladung_freigabe": date(2021, 6, 29),
        "dialog.einladung": date(2021, 6, 30),
    }
    assert schedule.deadlines["dialog.einladung"].computed == date(2021, 6, 22)


def test_a_dialogue_two_weeks_after_the_kick_off_is_refused(full_plan: Plan) -> None:
    too_early = {"auftakt": date(2021, 5, 31), "dialog": date(2021, 6, 15)}

    with pytest.raises(PlanImpossible) as raised:
        at(Place(Land.NI), full_plan, date(2021, 5, 17), too_early)

    assert str(raised.value) == (
        "'dialog' on 15.06.2021 cannot be held: 'dialog.ziel' would have to wait for "
        "'workshop.dialog_endgueltig' until 14.09.2021; the earliest possible date is 07.10.2021."
    )


def test_the_earliest_date_that_the_refusal_names_works(full_plan: Plan) -> None:
    early = {"auftakt": date(2021, 5, 31), "dialog": date(2021, 10, 7)}

    schedule = at(Place(Land.NI), full_plan, date(2021, 5, 17), early)

    assert schedule.anchors["dialog"].day == date(2021, 10, 7)
    assert {w.code for w in warnings_of(schedule) if w.subject == "dialog"} == set()


def test_one_suitable_day_earlier_breaks_the_bound(full_plan: Plan) -> None:
    early = {"auftakt": date(2021, 5, 31), "dialog": date(2021, 10, 6)}

    warnings = warnings_of(at(Place(Land.NI), full_plan, date(2021, 5, 17), early))

    assert {w.code for w in warnings if w.subject == "dialog"} == {"before_bound"}


def test_a_start_beyond_the_known_school_holidays_is_refused_with_the_remedy(full_plan: Plan) -> None:
    with pytest.raises(SchoolHolidaysUnknown) as raised:
        at(NORTH_WEST, full_plan, date(2029, 1, 8))

    assert str(raised.value) == (
        "'workshop' cannot be placed: the school holidays of NW are known until 31.12.2028 only; "
        "fix the date by hand (--fix workshop=YYYY-MM-DD), or let it ignore school holidays "
        "(--ignore school_holidays)."
    )


def test_a_start_beyond_the_known_school_holidays_can_ignore_them(full_plan: Plan) -> None:
    decisions = Decisions(date(2029, 1, 8), ignored=frozenset({Avoid.SCHOOL_HOLIDAYS}))

    schedule = lay_out(full_plan, decisions, calendar_of(NORTH_WEST))

    assert "beyond_school_calendar" in {w.code for w in warnings_of(schedule)}


def test_a_draw_of_lots_holds_the_dialogue_back(full_plan: Plan) -> None:
    decisions = Decisions(
        date(2026, 1, 12), fixed_anchors={"workshop": date(2026, 4, 15), "dialog": date(2026, 6, 2)}
    )
    with_lots = replace(decisions, answers={"auswahl_los": True})

    without = lay_out(full_plan, decisions, calendar_of(NORTH_WEST))
    drawn = lay_out(full_plan, with_lots, calendar_of(NORTH_WEST))

    assert "before_bound" not in {w.code for w in warnings_of(without)}
    assert "before_bound" in {w.code for w in warnings_of(drawn)}
    assert set(drawn.deadlines) - set(without.deadlines) >= {"dialog.los_antrag", "dialog.los_einladung"}


@given(case=cases())
def test_no_task_is_due_before_what_it_depends_on(programme: Programme, case: Case) -> None:
    schedule = lay_out(case.plan(programme), case.decisions, case.calendar)

    early = [
        (deadline.task, before)
        for deadline in schedule.deadlines.values()
        for before in schedule.plan.task[deadline.task].after
        if before in schedule.deadlines and deadline.day < schedule.deadlines[before].day
    ]
    assert early == []


@given(case=cases())
def test_no_event_is_placed_on_a_day_off_or_in_school_holidays(programme: Programme, case: Case) -> None:
    schedule = lay_out(case.plan(programme), case.decisions, case.calendar)

    for day in (schedule.anchors[e].day for e in EVENTS if e in schedule.anchors):
        assert case.calendar.works_on(day)
        assert day.weekday() in (1, 2, 3)
        assert not case.calendar.in_school_holidays(day)
        assert case.calendar.election_after(day) is None


@given(case=cases(), days=st.integers(1, 20))
def test_an_anchor_moved_there_and_back_changes_nothing(programme: Programme, case: Case, days: int) -> None:
    plan, calendar = case.plan(programme), case.calendar
    before = lay_out(plan, case.decisions, calendar)
    day = before.anchors["workshop"].day

    there = replace(case.decisions, fixed_anchors={"workshop": calendar.add(day, days)})
    back = replace(there, fixed_anchors={"workshop": day})

    assert days_of(lay_out(plan, there, calendar)) != days_of(before)
    assert days_of(lay_out(plan, back, calendar)) == days_of(before)
    assert lay_out(plan, replace(back, fixed_anchors={}), calendar) == before


@given(case=cases())
def test_fixing_every_anchor_where_it_lies_moves_no_deadline(programme: Programme, case: Case) -> None:
    plan = case.plan(programme)
    free = lay_out(case.plan(programme), case.decisions, case.calendar)

    fixed = replace(case.decisions, fixed_anchors={k: a.day for k, a in free.anchors.items()})

    assert days_of(lay_out(plan, fixed, case.calendar)) == days_of(free)


@given(case=cases())
def test_every_date_explains_itself(programme: Programme, case: Case) -> None:
    schedule = lay_out(case.plan(programme), case.decisions, case.calendar)

    sentences = [explain_task(schedule, task) for task in schedule.deadlines]
    sentences += [explain_anchor(schedule, anchor) for anchor in schedule.anchors]

    assert all(sentence and "{" not in sentence for sentence in sentences)


@given(case=cases())
def test_every_phase_holds_its_deadlines(programme: Programme, case: Case) -> None:
    schedule = lay_out(case.plan(programme), case.decisions, case.calendar)

    assert all(
        deadline.day <= schedule.spans[schedule.plan.task[deadline.task].phase].ends
        for deadline in schedule.deadlines.values()
    )
