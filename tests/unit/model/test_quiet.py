"""Quiet days and hours, and where letters move to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.moments import local_time
from etappe.model.place import Land, Place
from etappe.model.quiet import awake, earlier, later, may_send, next_opening, quiet_day

NW = calendar_of(Place(Land.NW))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
HOURS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - the clock on the wall


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 7),
        date(2026, 3, 8),
        date(2026, 4, 3),
        date(2026, 6, 4),
        date(2026, 12, 24),
        date(2026, 12, 28),
        date(2026, 12, 30),
        date(2027, 1, 1),
    ],
)
def test_weekends_holidays_and_the_days_about_new_year_are_quiet(day: date) -> None:
    assert quiet_day(day, NW)


@pytest.mark.parametrize("day", [date(2026, 12, 23), date(2027, 1, 4), date(2026, 3, 6)])
def test_other_working_days_are_not(day: date) -> None:
    assert not quiet_day(day, NW)


def test_before_new_year_letters_move_to_the_23rd_and_after_it_to_the_first_working_day() -> None:
    assert earlier(date(2026, 12, 30), NW) == date(2026, 12, 23)
    assert later(date(2026, 12, 30), NW) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("hour", "minute", "may"), [(7, 59, False), (8, 0, True), (16, 59, True), (17, 0, False)]
)
def test_letters_go_from_eight_to_five(hour: int, minute: int, may: bool) -> None:
    assert may_send(datetime(2026, 3, 5, hour, minute), NW) is may  # noqa: DTZ001


@pytest.mark.parametrize(("day", "hour", "may"), [(6, 11, True), (6, 12, False), (5, 12, True)])
def test_escalations_do_not_go_on_friday_afternoon(day: int, hour: int, may: bool) -> None:
    assert may_send(datetime(2026, 3, day, hour), NW, escalation=True) is may  # noqa: DTZ001


@given(HOURS)
def test_letters_may_go_at_the_next_opening_and_it_lies_ahead(local: datetime) -> None:
    opening = local_time(next_opening(local, NW))

    assert may_send(opening.replace(tzinfo=None), NW, escalation=True)
    assert opening.replace(tzinfo=None) > local


@given(DAYS)
def test_moving_earlier_or_later_ends_on_a_day_with_letters(day: date) -> None:
    before, after = earlier(day, NW), later(day, NW)

    assert before <= day <= after
    assert not quiet_day(before, NW)
    assert not quiet_day(after, NW)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 3, 5, 12, tzinfo=UTC), datetime(2026, 3, 5, 12, tzinfo=UTC)),
        (datetime(2026, 3, 5, 6, tzinfo=UTC), datetime(2026, 3, 5, 7, tzinfo=UTC)),
        (datetime(2026, 3, 5, 16, tzinfo=UTC), datetime(2026, 3, 6, 7, tzinfo=UTC)),
        (datetime(2026, 3, 6, 16, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 9, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
    ],
)
def test_a_letter_that_waited_goes_by_day_on_weekdays(now: datetime, then: datetime) -> None:
    assert awake(now) == then


def test_a_letter_that_waited_in_chicago_goes_by_its_own_day() -> None:
    evening, morning = datetime(2026, 3, 5, 23, 30, tzinfo=UTC), datetime(2026, 3, 6, 14, tzinfo=UTC)

    assert awake(evening, "America/Chicago") == morning


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_waiting_for_the_day_takes_a_weekend_at_most(now: datetime) -> None:
    assert timedelta() <= awake(now) - now <= timedelta(hours=64)
