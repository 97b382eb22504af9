"""Which days a town hall works, and where counting leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import pytest
from holidays.countries.germany import Germany
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.errors import CalendarEnds
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.place import HolidayCategory, Land, Place
from tests.unit.model.specs import calendar

LAENDER = st.sampled_from(list(Land))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NEAR_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
NUMBERS = st.integers(1, 120)


@lru_cache(maxsize=16)
def public_days(land: Land) -> Mapping[date, str]:
    return dict(Germany(subdiv=land.value, years=range(2018, 2033), language="de").items())


def works_on(day: date, land: Land) -> bool:
    return (
        day.weekday() < 5
        and day not in public_days(land)
        and (day.month, day.day) not in ((12, 24), (12, 31))
    )


def counted_day_by_day(day: date, number: int, land: Land) -> date:
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= works_on(day, land)
    return day


def of(land: Land, category: HolidayCategory = HolidayCategory.LAND) -> Calendar:
    return calendar_of(Place(land, category))


def test_ten_working_days_after_the_fourth_of_august_in_ansbach() -> None:
    day = of(Land.BY).add(date(2025, 8, 4), 10)

    assert day == date(2025, 8, 18)


def test_mariae_himmelfahrt_costs_kempten_a_day() -> None:
    day = of(Land.BY, HolidayCategory.CATHOLIC).add(date(2025, 8, 4), 10)

    assert day == date(2025, 8, 19)


@pytest.mark.parametrize(("land", "day"), [(Land.NI, date(2021, 11, 9)), (Land.SN, date(2021, 11, 8))])
def test_fifteen_working_days_before_the_dialogue(land: Land, day: date) -> None:
    counted = of(land).add(date(2021, 11, 30), -15)

    assert counted == day


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 12, 24), "Heiligabend"), (date(2026, 12, 31), "Silvester")]
)
def test_town_halls_are_shut_on_the_last_eves_of_the_year(day: date, reason: str) -> None:
    place = of(Land.NW)

    assert not place.works_on(day)
    assert place.reason_off(day) == reason


def test_nobody_works_on_a_closing_day() -> None:
    place = calendar_of(Place(Land.NW, closed={date(2026, 5, 15): "Brückentag"}))

    assert not place.works_on(date(2026, 5, 15))
    assert place.reason_off(date(2026, 5, 15)) == "Brückentag"
    assert place.add(date(2026, 5, 13), 1) == date(2026, 5, 18)


def test_the_peace_festival_is_a_day_off_in_augsburg_alone() -> None:
    festival = date(2025, 8, 8)

    assert not of(Land.BY, HolidayCategory.AUGSBURG).works_on(festival)
    assert of(Land.BY, HolidayCategory.CATHOLIC).works_on(festival)


def test_augsburg_keeps_mariae_himmelfahrt() -> None:
    place = of(Land.BY, HolidayCategory.AUGSBURG)

    assert place.reason_off(date(2025, 8, 15)) == "Mariä Himmelfahrt"


@pytest.mark.parametrize("land", [Land.SN, Land.TH])
def test_corpus_christi_is_a_day_off_in_catholic_towns_of_the_east(land: Land) -> None:
    corpus_christi = date(2026, 6, 4)

    assert of(land).works_on(corpus_christi)
    assert of(land, HolidayCategory.CATHOLIC).reason_off(corpus_christi) == "Fronleichnam"


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2046, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_with_its_years(day: date) -> None:
    with pytest.raises(CalendarEnds, match=f"covers 2015 to 2045 .* from {day:%d.%m.%Y}"):
        of(Land.NW).works_on(day)


@pytest.mark.parametrize(("day", "number"), [(date(2045, 12, 20), 20), (date(2015, 1, 5), -20)])
def test_counting_out_of_the_calendar_is_refused_with_its_years(day: date, number: int) -> None:
    with pytest.raises(CalendarEnds, match="covers 2015 to 2045"):
        of(Land.NW).add(day, number)


@given(land=LAENDER, day=DAYS, number=NUMBERS)
def test_counting_forwards_agrees_with_a_walk_day_by_day(land: Land, day: date, number: int) -> None:
    counted = of(land).add(day, number)

    assert counted == counted_day_by_day(day, number, land)


@given(land=LAENDER, day=DAYS, number=NUMBERS)
def test_counting_backwards_agrees_with_a_walk_day_by_day(land: Land, day: date, number: int) -> None:
    counted = of(land).add(day, -number)

    assert counted == counted_day_by_day(day, -number, land)


@given(land=LAENDER, first=DAYS, length=st.integers(0, 400))
def test_the_number_of_working_days_agrees_with_a_walk_day_by_day(
    land: Land, first: date, length: int
) -> None:
    last = first + timedelta(days=length)

    number = of(land).count(first, last)

    assert number == sum(works_on(first + timedelta(days=n + 1), land) for n in range(length))


@given(land=LAENDER, day=DAYS, number=NUMBERS)
def test_counting_there_and_back_returns_to_a_working_day(land: Land, day: date, number: int) -> None:
    place = of(land)
    start = place.on_or_after(day)

    there = place.add(start, number)

    assert place.add(there, -number) == start
    assert place.count(start, there) == number


@given(days_off=st.sets(NEAR_DAYS, max_size=12), extra=NEAR_DAYS, day=NEAR_DAYS, number=NUMBERS)
def test_one_more_holiday_never_makes_a_date_counted_forwards_earlier(
    days_off: set[date], extra: date, day: date, number: int
) -> None:
    before = calendar(public=dict.fromkeys(days_off, "Feiertag"))
    after = calendar(public=dict.fromkeys(days_off | {extra}, "Feiertag"))

    assert after.add(day, number) >= before.add(day, number)


@given(days_off=st.sets(NEAR_DAYS, max_size=12), extra=NEAR_DAYS, number=st.integers(1, 60))
def test_one_more_holiday_never_makes_a_date_counted_backwards_later(
    days_off: set[date], extra: date, number: int
) -> None:
    before = calendar(public=dict.fromkeys(days_off, "Feiertag"))
    after = calendar(public=dict.fromkeys(days_off | {extra}, "Feiertag"))

    assert after.add(date(2027, 1, 29), -number) <= before.add(date(2027, 1, 29), -number)


@given(land=LAENDER, day=DAYS)
def test_the_next_and_the_last_working_day_are_the_nearest(land: Land, day: date) -> None:
    place = of(land)

    later, earlier = place.on_or_after(day), place.on_or_before(day)

    assert place.works_on(later)
    assert place.works_on(earlier)
    assert place.count(earlier, later) == (0 if earlier == later else 1)


@pytest.mark.parametrize("land", list(Land))
def test_school_holidays_are_known_to_the_end_of_2028(land: Land) -> None:
    place = of(land)

    assert place.days.school_known_until == date(2028, 12, 31)
    assert any(place.in_school_holidays(date(2028, 12, n)) for n in range(20, 32))


def test_the_school_holidays_of_2029_are_not_known() -> None:
    place = of(Land.NW)

    assert place.knows_school_holidays(date(2028, 12, 31))
    assert not place.knows_school_holidays(date(2029, 1, 1))


def test_equal_places_share_one_calendar() -> None:
    first = calendar_of(Place(Land.NW, closed={date(2026, 5, 15): "Brückentag"}))
    second = calendar_of(Place(Land.NW, closed={date(2026, 5, 15): "Brückentag"}))

    assert first is second
    assert first is not calendar_of(Place(Land.NW))


@pytest.mark.parametrize(
    ("day", "silent"),
    [
        (date(2021, 8, 14), False),
        (date(2021, 8, 15), True),
        (date(2021, 9, 26), True),
        (date(2021, 9, 27), False),
    ],
)
def test_silence_lasts_six_weeks_up_to_the_election(day: date, silent: bool) -> None:
    place = calendar_of(Place(Land.NI, elections=(date(2021, 9, 26),)))

    election = place.election_after(day)

    assert (election is not None) is silent


def test_the_next_committee_date_may_be_the_day_itself() -> None:
    place = calendar_of(Place(Land.NI, committee=(date(2026, 3, 4), date(2026, 2, 4))))

    assert place.committee_on_or_after(date(2026, 2, 4)) == date(2026, 2, 4)
    assert place.committee_on_or_after(date(2026, 2, 5)) == date(2026, 3, 4)
    assert place.committee_on_or_after(date(2026, 3, 5)) is None


def test_days_off_between_two_days_bear_their_names() -> None:
    named = of(Land.NW).named_days_off(date(2026, 12, 24), date(2027, 1, 1))

    assert named == (
        (date(2026, 12, 24), "Heiligabend"),
        (date(2026, 12, 25), "Erster Weihnachtstag"),
        (date(2026, 12, 31), "Silvester"),
        (date(2027, 1, 1), "Neujahr"),
    )


def test_a_hold_keeps_the_working_days_that_were_left() -> None:
    aachen = calendar_of(Place(Land.NW))
    due = aachen.add(date(2025, 9, 1), 20)

    left = aachen.count(date(2025, 9, 11), due)

    assert (left, aachen.add(date(2025, 9, 29), left)) == (12, date(2025, 10, 16))
