"""What rests does not count: the working days that remain are kept, and the explanation says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.calendar import ONE_DAY
from etappe.model.counting import resolve
from etappe.model.decisions import Decisions
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.hold import Hold, resting, shift
from etappe.model.place import Land, Place
from etappe.model.plan import Plan
from etappe.model.schedule import lay_out
from etappe.model.spec import Offset, PhaseSpec, Roll, calendar_days, months, working_days
from tests.unit.model.specs import MONDAY, NO_HOLIDAY, PREPARATION, plan, task

NW = calendar_of(Place(Land.NW))
BEGIN = date(2025, 9, 1)
HOLD = Hold(date(2025, 9, 12), date(2025, 9, 29), "Kommunalwahl")
"""Held at the end of 11 September, resumed on the 29th."""
HELD = NW.at_rest((HOLD.rest,))
WEEK = Hold(date(2026, 1, 12), date(2026, 1, 16), "Umzug")
"""Five working days in the second week of a hand-made project."""
PARTY = PhaseSpec(key="feier", title="Feier", begins=(working_days("fest", 0),))


def counted(offset: Offset, *holds: Hold, base: date = BEGIN) -> date:
    """Where an offset leads in Nordrhein-Westfalen, before it rolls."""
    return resolve(offset, base, NW.at_rest(tuple(h.rest for h in holds))).unrolled


def held(*holds: Hold, **anchors: date) -> Decisions:
    """A project that begins on Monday and rests."""
    return Decisions(MONDAY, fixed_anchors=anchors, holds=holds)


def why(due: Offset, *holds: Hold, language: str = "de", **anchors: date) -> str:
    """Why a task is due on its day."""
    drawn = plan(task("frist", due), language=language)
    return explain_task(lay_out(drawn, held(*holds, **anchors), NO_HOLIDAY), "vorbereitung.frist")


def deadlines(drawn: Plan, *holds: Hold) -> dict[str, date]:
    """When the tasks of a plan are due."""
    return {d.task: d.day for d in lay_out(drawn, held(*holds), NO_HOLIDAY).deadlines.values()}


def test_the_working_days_that_remain_are_kept() -> None:
    assert counted(working_days("start", 20), HOLD) == date(2025, 10, 16)


def test_what_is_due_before_the_hold_stays() -> None:
    assert counted(working_days("start", 8), HOLD) == date(2025, 9, 11)


def test_the_first_day_after_the_resumption_is_the_next_one_counted() -> None:
    assert counted(working_days("start", 9), HOLD) == date(2025, 9, 30)


def test_a_count_that_begins_during_the_hold_begins_with_its_end() -> None:
    assert counted(working_days("start", 3), HOLD, base=date(2025, 9, 15)) == date(2025, 10, 2)


def test_a_count_that_begins_after_the_hold_knows_nothing_of_it() -> None:
    assert counted(working_days("start", 3), HOLD, base=date(2025, 10, 6)) == date(2025, 10, 9)


def test_calendar_days_that_remain_are_kept() -> None:
    assert counted(calendar_days("start", 20), HOLD) == date(2025, 10, 9)


def test_of_a_month_the_calendar_days_that_remain_are_kept() -> None:
    assert counted(months("start", 1), HOLD) == date(2025, 10, 19)


@pytest.mark.parametrize(
    "offset", [calendar_days("start", 20, roll=Roll.LEGAL), months("start", 1, roll=Roll.LEGAL)]
)
def test_a_legal_deadline_runs_on(offset: Offset) -> None:
    assert counted(offset, HOLD) == counted(offset)


@pytest.mark.parametrize(
    ("offset", "base"),
    [(working_days("fest", -20), date(2025, 10, 16)), (calendar_days("fest", -20), date(2025, 10, 9))],
)
def test_counting_backwards_leads_to_where_counting_forwards_began(offset: Offset, base: date) -> None:
    assert counted(offset, HOLD, base=base) == BEGIN


def test_two_holds_are_both_left_out() -> None:
    second = Hold(date(2025, 10, 6), date(2025, 10, 10), "Brand")

    assert counted(working_days("start", 20), HOLD, second) == date(2025, 10, 23)
    assert counted(calendar_days("start", 20), HOLD, second) == date(2025, 10, 14)


@given(
    base=st.dates(date(2025, 8, 1), date(2025, 10, 31)),
    number=st.integers(1, 60),
    first=st.dates(date(2025, 8, 1), date(2025, 10, 31)),
    length=st.integers(0, 60),
)
def test_however_it_rests_as_many_days_are_counted(base: date, number: int, first: date, length: int) -> None:
    calendar = NW.at_rest(((first, first + timedelta(days=length)),))

    day = calendar.add(base, number)

    assert calendar.count(base, day) == number
    assert not first <= day <= first + timedelta(days=length)


def test_a_day_fixed_by_hand_keeps_the_working_days_that_were_left_before_it() -> None:
    day = date(2025, 9, 18)

    shifted = shift(day, HOLD, NW)

    assert NW.count(HOLD.until, shifted) == NW.count(HOLD.first - ONE_DAY, day) == 5


def test_a_day_fixed_by_hand_before_the_hold_stays() -> None:
    assert shift(date(2025, 9, 11), HOLD, NW) == date(2025, 9, 11)


def test_a_project_rests_until_the_day_before_it_is_resumed() -> None:
    days = [HOLD.first - ONE_DAY, HOLD.first, HOLD.until - ONE_DAY, HOLD.until]

    assert [resting([HOLD], day) for day in days] == [None, HOLD, HOLD, None]


def test_a_phase_rests_alone_or_with_its_project() -> None:
    alone = Hold(HOLD.first, HOLD.until, "", "feier")

    assert resting([alone], HOLD.first) is None
    assert resting([alone], HOLD.first, "vorbereitung") is None
    assert resting([alone], HOLD.first, "feier") == alone
    assert resting([HOLD], HOLD.first, "feier") == HOLD


def test_a_hold_of_one_phase_moves_that_phase_alone() -> None:
    tasks = (task("a", working_days("start", 10)), task("b", working_days("start", 10), phase="feier"))
    drawn = plan(*tasks, phases=(PREPARATION, PARTY))

    moved = deadlines(drawn, Hold(WEEK.first, WEEK.until, "", "vorbereitung"))

    assert moved == {"vorbereitung.a": date(2026, 1, 26), "feier.b": date(2026, 1, 19)}


def test_an_anchor_rests_with_the_phase_whose_event_it_is() -> None:
    tasks = (task("a", working_days("start", 1)), task("feiern", working_days("fest", 0), phase="feier"))
    drawn = plan(*tasks, phases=(PREPARATION, PARTY))

    of_feast = [
        lay_out(drawn, held(Hold(WEEK.first, WEEK.until, "", phase)), NO_HOLIDAY).anchors["fest"].day
        for phase in ("vorbereitung", "feier")
    ]

    assert of_feast == [date(2026, 2, 3), date(2026, 2, 10)]


def test_the_explanation_says_by_how_much_a_hold_moves_a_day() -> None:
    german, english = (why(working_days("start", 10), WEEK, language=said) for said in ("de", "en"))

    assert german == (
        "10 Arbeitstage nach dem Start am 05.01.2026; um 5 Arbeitstage später, "
        "weil das Projekt vom 12.01.2026 bis zum 16.01.2026 ruht"
    )
    assert english.endswith(
        "; 5 working days later, because the project rests from 12 Jan 2026 to 16 Jan 2026"
    )


def test_the_explanation_of_a_count_backwards_says_by_how_much_earlier() -> None:
    sentence = why(working_days("fest", -20), WEEK, fest=date(2026, 2, 10))

    assert sentence.endswith(
        "; um 5 Arbeitstage früher, weil das Projekt vom 12.01.2026 bis zum 16.01.2026 ruht"
    )


def test_the_explanation_counts_in_the_unit_of_the_deadline() -> None:
    assert "; um 5 Kalendertage später, weil" in why(calendar_days("start", 10), WEEK)


@pytest.mark.parametrize(
    "due", [calendar_days("start", 10, roll=Roll.LEGAL), working_days("start", 3)], ids=("legal", "before")
)
def test_a_hold_that_moves_nothing_explains_nothing(due: Offset) -> None:
    assert why(due, WEEK) == why(due)


def test_an_anchor_says_so_too() -> None:
    schedule = lay_out(plan(task("a", working_days("start", 1))), held(WEEK), NO_HOLIDAY)

    assert "um 5 Arbeitstage später, weil das Projekt vom 12.01.2026" in explain_anchor(schedule, "fest")


def test_a_place_keeps_its_calendar_with_a_rest_at_hand() -> None:
    first, second = NO_HOLIDAY.at_rest((WEEK.rest,)), NO_HOLIDAY.at_rest((WEEK.rest,))

    assert first is second
    assert first.at_rest(()) is first.place is NO_HOLIDAY


def test_a_rest_in_the_calendar_is_no_working_day_of_the_project_but_one_of_the_place() -> None:
    assert not HELD.works_on(HOLD.until)
    assert HELD.place.works_on(HOLD.until)


def test_rests_are_kept_in_the_order_of_time() -> None:
    later = (date(2026, 2, 2), date(2026, 2, 6))

    assert NW.at_rest((later, HOLD.rest)).days.rests == (HOLD.rest, later)


def test_a_count_of_calendar_days_between_two_rests_stands_still_in_neither() -> None:
    calendar = NW.at_rest((HOLD.rest, (date(2025, 12, 1), date(2025, 12, 5))))

    assert calendar.past_rests(date(2025, 10, 6), date(2025, 10, 20)) == date(2025, 10, 20)


def test_a_count_that_a_rest_carries_into_the_next_one_passes_both() -> None:
    calendar = NW.at_rest((HOLD.rest, (date(2025, 10, 6), date(2025, 10, 10))))

    assert calendar.past_rests(date(2025, 9, 1), date(2025, 9, 20)) == date(2025, 10, 13)
