"""Where anchors are placed: bounds, school holidays, elections, or a day fixed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etappe.errors import CalendarEnds, NoSuitableDay, SchoolHolidaysUnknown
from etappe.model.decisions import Decisions
from etappe.model.schedule import lay_out
from etappe.model.spec import AnchorSpec, Avoid, Bound, working_days
from tests.unit.model.specs import (
    BEGUN,
    FEAST,
    FEAST_DAY,
    MONDAY,
    NO_HOLIDAY,
    RAIN,
    calendar,
    days,
    fixed,
    plan,
)

END = AnchorSpec(key="ende", title="Ende", dative="dem Ende", nominal=(working_days("fest", 5),))


def test_the_start_is_given() -> None:
    schedule = lay_out(plan(), BEGUN, NO_HOLIDAY)

    assert schedule.anchors["start"].day == MONDAY


def test_an_event_is_held_on_the_first_tuesday_to_thursday() -> None:
    schedule = lay_out(plan(), BEGUN, NO_HOLIDAY)

    assert schedule.anchors["fest"].nominal == date(2026, 2, 2)
    assert schedule.anchors["fest"].day == FEAST_DAY


def test_an_event_is_not_held_on_a_holiday() -> None:
    schedule = lay_out(plan(), BEGUN, calendar(closed={FEAST_DAY: "Betriebsausflug"}))

    assert schedule.anchors["fest"].day == date(2026, 2, 4)


def test_an_event_waits_until_the_school_holidays_are_over() -> None:
    school = days(date(2026, 2, 2), 12, "Winterferien")

    anchor = lay_out(plan(), BEGUN, calendar(school=school)).anchors["fest"]

    assert anchor.day == date(2026, 2, 17)
    assert anchor.avoided == ("Winterferien",)


def test_an_event_waits_until_the_election_is_over() -> None:
    anchor = lay_out(plan(), BEGUN, calendar(elections=(date(2026, 3, 8),))).anchors["fest"]

    assert anchor.day == date(2026, 3, 10)
    assert anchor.avoided == (date(2026, 3, 8),)


def test_what_is_to_be_ignored_is_not_avoided() -> None:
    place = calendar(school=days(date(2026, 2, 2), 12, "Winterferien"))

    schedule = lay_out(plan(), replace(BEGUN, ignored=frozenset({Avoid.SCHOOL_HOLIDAYS})), place)

    assert schedule.anchors["fest"].day == FEAST_DAY


def test_an_anchor_is_raised_to_its_bound() -> None:
    bound = Bound(at=working_days("start", 25))
    feast = FEAST.model_copy(update={"earliest": (bound,)})

    anchor = lay_out(plan(feast=feast), BEGUN, NO_HOLIDAY).anchors["fest"]

    assert anchor.day == date(2026, 2, 10)
    assert anchor.raised_by == bound


@pytest.mark.parametrize(("answer", "day"), [(True, date(2026, 2, 10)), (False, FEAST_DAY)])
def test_a_bound_with_a_condition_holds_only_then(answer: bool, day: date) -> None:
    bound = Bound(at=working_days("start", 25), condition="regen")
    feast = FEAST.model_copy(update={"earliest": (bound,)})
    rainy = plan(feast=feast, conditions=(RAIN,))

    schedule = lay_out(rainy, replace(BEGUN, answers={"regen": answer}), NO_HOLIDAY)

    assert schedule.anchors["fest"].day == day


def test_working_days_in_school_holidays_stretch_an_anchor_up_to_its_bound() -> None:
    place = calendar(school=days(date(2026, 1, 12), 12, "Winterferien"))
    soft = FEAST.model_copy(
        update={
            "event": False,
            "stretched_by_school_holidays": True,
            "latest": (Bound(at=working_days("start", 27)),),
        }
    )

    anchor = lay_out(plan(feast=soft), BEGUN, place).anchors["fest"]

    assert anchor.day == date(2026, 2, 11)
    assert anchor.stretched == 7  # ten are lost, seven are left up to the bound


def test_a_stretched_anchor_never_falls_into_school_holidays() -> None:
    place = calendar(school=days(date(2026, 1, 31), 14, "Winterferien"))
    soft = FEAST.model_copy(update={"event": False, "stretched_by_school_holidays": True})

    anchor = lay_out(plan(feast=soft), BEGUN, place).anchors["fest"]

    assert anchor.day == date(2026, 2, 16)
    assert anchor.avoided == ("Winterferien",)


def test_a_day_fixed_by_hand_wins_over_holidays_and_weekdays() -> None:
    place = calendar(school=days(date(2026, 2, 2), 12, "Winterferien"))

    anchor = lay_out(plan(), fixed(fest=date(2026, 2, 6)), place).anchors["fest"]

    assert anchor.day == date(2026, 2, 6)
    assert anchor.by_hand


def test_anchors_count_from_a_day_fixed_by_hand() -> None:
    schedule = lay_out(plan(anchors=(END,)), fixed(fest=date(2026, 3, 3)), NO_HOLIDAY)

    assert schedule.anchors["ende"].day == date(2026, 3, 10)


def test_a_year_of_school_holidays_leaves_no_suitable_day() -> None:
    place = calendar(school=days(date(2026, 1, 1), 730, "Ferien"))

    with pytest.raises(NoSuitableDay, match=r"for 'fest' within a year after 02\.02\.2026; fix the date"):
        lay_out(plan(), BEGUN, place)


def test_an_event_beyond_the_known_school_holidays_is_not_placed() -> None:
    with pytest.raises(SchoolHolidaysUnknown, match=r"'fest' .* of NW are known until 31\.01\.2026 only"):
        lay_out(plan(), BEGUN, calendar(known_until=date(2026, 1, 31)))


def test_beyond_the_known_school_holidays_they_can_be_ignored() -> None:
    decisions = replace(BEGUN, ignored=frozenset({Avoid.SCHOOL_HOLIDAYS}))

    schedule = lay_out(plan(), decisions, calendar(known_until=date(2026, 1, 31)))

    assert schedule.anchors["fest"].day == FEAST_DAY


def test_a_plan_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarEnds, match="covers 2025 to 2027"):
        lay_out(plan(), Decisions(date(2027, 12, 20)), NO_HOLIDAY)
