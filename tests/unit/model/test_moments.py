"""From local days and times to moments, also where the clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from etappe.model.moments import local_day, moment


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 1, 12), time(8), datetime(2026, 1, 12, 7, tzinfo=UTC)),
        (date(2026, 7, 14), time(8), datetime(2026, 7, 14, 6, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, tzinfo=UTC)),  # skipped: three o'clock
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first
    ],
)
def test_a_local_time_is_one_moment(day: date, at: time, expected: datetime) -> None:
    assert moment(day, at) == expected


def test_a_week_before_is_the_same_time_on_the_wall() -> None:
    assert moment(date(2025, 10, 22), time(9)) == datetime(2025, 10, 22, 7, tzinfo=UTC)
    assert moment(date(2025, 10, 29), time(9)) == datetime(2025, 10, 29, 8, tzinfo=UTC)


def test_late_in_the_evening_it_is_tomorrow_already() -> None:
    assert local_day(datetime(2026, 3, 5, 23, 30, tzinfo=UTC)) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2027, 1, 12), time(8), datetime(2027, 1, 12, 14, tzinfo=UTC)),
        (date(2027, 7, 14), time(8), datetime(2027, 7, 14, 13, tzinfo=UTC)),
        (date(2027, 3, 14), time(2, 30), datetime(2027, 3, 14, 8, tzinfo=UTC)),  # skipped: three o'clock
        (date(2027, 11, 7), time(1, 30), datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),  # twice: the first
        (
            date(2027, 3, 28),
            time(2, 30),
            datetime(2027, 3, 28, 7, 30, tzinfo=UTC),
        ),  # the gap of Berlin is none
    ],
)
def test_a_local_time_in_chicago_is_one_moment_too(day: date, at: time, expected: datetime) -> None:
    assert moment(day, at, "America/Chicago") == expected


def test_while_it_is_tomorrow_in_berlin_it_is_today_in_chicago() -> None:
    now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)

    assert (local_day(now), local_day(now, "America/Chicago")) == (date(2026, 3, 6), date(2026, 3, 5))
