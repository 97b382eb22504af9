"""Where an offset leads: units, counting rules and roll rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.calendar import Calendar
from etappe.model.counting import resolve, roll
from etappe.model.place import Land, Place
from etappe.model.spec import Counting, Offset, Roll, Unit, calendar_days, months, working_days
from tests.unit.model.specs import calendar

REFORMATION_DAY = date(2025, 10, 31)
REPENTANCE_DAY = date(2026, 11, 18)
NO_HOLIDAY = calendar()


def of(land: Land) -> Calendar:
    return calendar_of(Place(land))


@pytest.mark.parametrize(
    ("land", "day"),
    [(Land.SN, date(2025, 11, 3)), (Land.NI, date(2025, 11, 3)), (Land.NW, date(2025, 10, 31))],
)
def test_reformation_day_rolls_where_it_is_a_holiday(land: Land, day: date) -> None:
    rolled = roll(REFORMATION_DAY, Roll.NEXT, of(land))

    assert rolled == day


@pytest.mark.parametrize("land", list(Land))
def test_the_day_of_repentance_rolls_in_saxony_alone(land: Land) -> None:
    rolled = roll(REPENTANCE_DAY, Roll.NEXT, of(land))

    assert rolled == (date(2026, 11, 19) if land is Land.SN else REPENTANCE_DAY)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (Roll.NEXT, date(2025, 11, 3)),
        (Roll.LEGAL, date(2025, 11, 3)),
        (Roll.PREVIOUS, date(2025, 10, 30)),
        (Roll.NONE, REFORMATION_DAY),
    ],
)
def test_a_holiday_rolls_as_the_rule_says(rule: Roll, day: date) -> None:
    rolled = roll(REFORMATION_DAY, rule, of(Land.NI))

    assert rolled == day


def test_christmas_eve_is_a_working_day_to_the_law() -> None:
    christmas_eve = date(2026, 12, 24)

    assert roll(christmas_eve, Roll.LEGAL, of(Land.NW)) == christmas_eve
    assert roll(christmas_eve, Roll.NEXT, of(Land.NW)) == date(2026, 12, 28)


def test_a_closing_day_is_a_working_day_to_the_law() -> None:
    closed = date(2026, 5, 15)
    place = calendar_of(Place(Land.NW, closed={closed: "Brückentag"}))

    assert roll(closed, Roll.LEGAL, place) == closed
    assert roll(closed, Roll.NEXT, place) == date(2026, 5, 18)


@pytest.mark.parametrize(
    ("day", "legal"),
    [
        (date(2026, 10, 3), date(2026, 10, 5)),  # a Saturday
        (date(2026, 10, 4), date(2026, 10, 5)),  # a Sunday
        (date(2026, 12, 25), date(2026, 12, 28)),  # a holiday before another and a Sunday
        (date(2026, 10, 6), date(2026, 10, 6)),
    ],
)
def test_the_law_rolls_off_weekends_and_holidays(day: date, legal: date) -> None:
    rolled = roll(day, Roll.LEGAL, of(Land.NW))

    assert rolled == legal


def test_zero_working_days_is_the_day_of_the_event_itself() -> None:
    sunday = date(2026, 3, 1)

    counted = resolve(working_days("fest", 0), sunday, NO_HOLIDAY)

    assert counted.day == sunday


def test_the_day_before_it_rolled_is_remembered() -> None:
    counted = resolve(calendar_days("start", 7), date(2025, 10, 24), of(Land.SN))

    assert counted.unrolled == REFORMATION_DAY
    assert counted.day == date(2025, 11, 3)


@pytest.mark.parametrize(
    ("counting", "forwards", "backwards"),
    [
        (Counting.EVENT_DAY_EXCLUDED, date(2026, 3, 11), date(2026, 2, 25)),
        (Counting.EVENT_DAY_INCLUDED, date(2026, 3, 10), date(2026, 2, 26)),
        (Counting.CLEAR_DAYS, date(2026, 3, 12), date(2026, 2, 24)),
    ],
)
def test_a_week_is_counted_as_its_rule_says(counting: Counting, forwards: date, backwards: date) -> None:
    wednesday = date(2026, 3, 4)

    later = resolve(calendar_days("fest", 7, counting=counting), wednesday, NO_HOLIDAY)
    earlier = resolve(calendar_days("fest", -7, counting=counting), wednesday, NO_HOLIDAY)

    assert (later.day, earlier.day) == (forwards, backwards)


@pytest.mark.parametrize(
    ("counting", "forwards", "backwards"),
    [
        (Counting.EVENT_DAY_EXCLUDED, date(2026, 3, 11), date(2026, 2, 25)),
        (Counting.EVENT_DAY_INCLUDED, date(2026, 3, 10), date(2026, 2, 26)),
        (Counting.CLEAR_DAYS, date(2026, 3, 12), date(2026, 2, 24)),
    ],
)
def test_five_working_days_are_counted_as_their_rule_says(
    counting: Counting, forwards: date, backwards: date
) -> None:
    wednesday = date(2026, 3, 4)

    later = resolve(Offset(anchor="fest", days=5, counting=counting), wednesday, NO_HOLIDAY)
    earlier = resolve(Offset(anchor="fest", days=-5, counting=counting), wednesday, NO_HOLIDAY)

    assert (later.day, earlier.day) == (forwards, backwards)


def test_four_clear_days_lie_between_the_notice_and_a_council_meeting() -> None:
    # § 34 Abs. 3 GemO Rheinland-Pfalz
    notice = calendar_days("sitzung", -4, counting=Counting.CLEAR_DAYS, roll=Roll.NONE)

    counted = resolve(notice, date(2026, 3, 12), of(Land.RP))

    assert counted.day == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("base", "number", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_that_lacks_the_day_ends_with_its_last(base: date, number: int, day: date) -> None:
    counted = resolve(months("start", number, roll=Roll.NONE), base, of(Land.NW))

    assert counted.day == day


@pytest.mark.parametrize(
    ("base", "number", "day"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 3, 1)),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
    ],
)
def test_a_month_that_includes_its_first_day_ends_the_day_before(base: date, number: int, day: date) -> None:
    # § 188 Abs. 2 and 3 BGB
    offset = Offset(
        anchor="start",
        days=number,
        unit=Unit.MONTHS,
        counting=Counting.EVENT_DAY_INCLUDED,
        roll=Roll.NONE,
    )

    counted = resolve(offset, base, of(Land.NW))

    assert counted.day == day


@given(base=st.dates(date(2020, 1, 1), date(2030, 12, 31)), number=st.integers(-60, 60))
def test_rolling_to_the_next_day_ends_on_a_working_day_not_earlier(base: date, number: int) -> None:
    place = of(Land.TH)

    counted = resolve(calendar_days("start", number), base, place)

    assert place.works_on(counted.day)
    assert counted.day >= counted.unrolled
