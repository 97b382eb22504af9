"""When people are told of changed dates, and that a project is resumed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from etappe.adapters.calendars import calendar_of
from etappe.model.hold import Hold
from etappe.model.moments import moment
from etappe.model.notice import notice_moment, resumption_moment, useful_until
from etappe.model.place import Land, Place

NW = calendar_of(Place(Land.NW))
MONDAY = date(2026, 3, 2)
FAR = (date(2026, 4, 20), date(2026, 4, 27))
HOLD = Hold(date(2026, 3, 3), date(2026, 4, 14), "Wahl")


def at(day: date, hour: int = 10) -> datetime:
    return moment(day, time(hour))


def test_changed_dates_are_told_with_the_next_morning() -> None:
    assert notice_moment(FAR, (), NW, at(MONDAY)) == at(date(2026, 3, 3), 8)


def test_what_changes_before_the_morning_is_told_with_it() -> None:
    assert notice_moment(FAR, (), NW, at(MONDAY, 7)) == at(MONDAY, 8)


def test_the_next_morning_is_one_on_which_letters_go() -> None:
    friday = date(2026, 4, 2)  # 3 April is Good Friday, the 6th Easter Monday

    assert notice_moment(FAR, (), NW, at(friday)) == at(date(2026, 4, 7), 8)


@pytest.mark.parametrize("near", [MONDAY, date(2026, 3, 3), date(2026, 3, 4)])
def test_a_day_within_two_working_days_is_told_at_once(near: date) -> None:
    assert notice_moment((*FAR, near), (), NW, at(MONDAY)) == at(MONDAY)


@pytest.mark.parametrize("day", [date(2026, 2, 27), date(2026, 3, 5)])
def test_a_day_that_is_over_or_farther_off_is_not_urgent(day: date) -> None:
    assert notice_moment((day,), (), NW, at(MONDAY)) == at(date(2026, 3, 3), 8)


def test_what_is_urgent_at_night_waits_for_the_morning() -> None:
    assert notice_moment((date(2026, 3, 3),), (), NW, at(MONDAY, 20)) == at(date(2026, 3, 3), 8)


def test_what_changes_during_a_hold_is_told_with_its_end() -> None:
    assert notice_moment(FAR, (HOLD,), NW, at(MONDAY)) == resumption_moment(HOLD, NW, at(MONDAY))


def test_a_hold_of_one_phase_keeps_no_notice_back() -> None:
    phase = Hold(HOLD.first, HOLD.until, "", "workshop")

    assert notice_moment(FAR, (phase,), NW, at(MONDAY)) == at(date(2026, 3, 3), 8)


def test_a_resumption_is_told_ten_working_days_ahead() -> None:
    told = resumption_moment(HOLD, NW, at(MONDAY))

    assert told == at(date(2026, 3, 27), 8)
    assert NW.count(date(2026, 3, 27), HOLD.until) == 10


def test_a_resumption_in_less_than_ten_working_days_is_told_at_once() -> None:
    assert resumption_moment(Hold(MONDAY, date(2026, 3, 10)), NW, at(MONDAY)) == at(MONDAY)


def test_a_near_resumption_that_is_decided_at_night_is_told_in_the_morning() -> None:
    assert resumption_moment(Hold(MONDAY, date(2026, 3, 10)), NW, at(MONDAY, 20)) == at(date(2026, 3, 3), 8)


def test_a_notice_is_of_use_for_two_weeks() -> None:
    assert useful_until(at(MONDAY), NW) == at(date(2026, 3, 16), 17)
