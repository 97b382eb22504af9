"""Rungs in months and calendar days, alone and beside those in working days."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.model.quiet import quiet_day
from etappe.model.rungs import (
    Rung,
    counted_day,
    day_of,
    due_rungs,
    in_order,
    keeps_until,
    moment_of,
    next_rung,
)
from etappe.model.spec import RungSpec, Unit

NW = calendar_of(Place(Land.NW))
DUES = st.dates(date(2021, 1, 1), date(2040, 12, 31))
OFFSETS = st.tuples(st.integers(-40, 40), st.sampled_from(Unit))


def rung(offset: int, unit: Unit) -> Rung:
    """A rung so far from its deadline."""
    key = f"{unit.name.lower()}_{'before' if offset < 0 else 'after'}_{abs(offset)}"
    return Rung(f"probe.{key}", RungSpec(key=key, offset=offset, unit=unit), escalates=False)


@pytest.mark.parametrize(
    ("offset", "unit", "day"),
    [
        (-12, Unit.MONTHS, date(2029, 9, 17)),
        (-9, Unit.MONTHS, date(2029, 12, 17)),
        (-6, Unit.MONTHS, date(2030, 3, 15)),  # 17 March is a Sunday
        (-30, Unit.CALENDAR_DAYS, date(2030, 8, 16)),  # 18 August is a Sunday
        (1, Unit.MONTHS, date(2030, 10, 17)),
        (4, Unit.CALENDAR_DAYS, date(2030, 9, 23)),  # 21 September is a Saturday
        (-2, Unit.WORKING_DAYS, date(2030, 9, 13)),
    ],
)
def test_a_rung_is_counted_in_its_unit(offset: int, unit: Unit, day: date) -> None:
    assert day_of(rung(offset, unit), date(2030, 9, 17), NW) == day


def test_a_month_before_the_thirty_first_is_the_last_day_of_february() -> None:
    assert counted_day(rung(-1, Unit.MONTHS), date(2028, 3, 31), NW) == date(2028, 2, 29)


@given(DUES, st.integers(1, 24))
def test_months_before_a_deadline_keep_its_number_where_the_month_has_it(due: date, number: int) -> None:
    day = counted_day(rung(-number, Unit.MONTHS), due, NW)

    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == number
    assert day.day == due.day or (day + timedelta(days=1)).day == 1


@given(DUES, OFFSETS)
def test_a_rung_lies_on_its_side_of_the_deadline_and_on_no_quiet_day(
    due: date, offset: tuple[int, Unit]
) -> None:
    day, counted = day_of(rung(*offset), due, NW), counted_day(rung(*offset), due, NW)

    assert not quiet_day(day, NW)
    assert day <= counted if offset[0] <= 0 else day >= counted


@given(DUES, st.lists(OFFSETS, min_size=2, max_size=6, unique=True))
def test_rungs_of_several_units_are_in_the_order_of_their_days(
    due: date, offsets: list[tuple[int, Unit]]
) -> None:
    row = in_order(tuple(rung(*o) for o in offsets), due, NW)

    days = [day_of(r, due, NW) for r in row]
    assert len({r.spec.unit for r in row}) < 2 or days == sorted(days)
    assert {r.rule_key for r in row} == {rung(*o).rule_key for o in offsets}


@given(DUES, st.lists(OFFSETS, min_size=2, max_size=6, unique=True), st.integers(-1300, 1300))
def test_every_rung_is_either_due_or_still_to_come(
    due: date, offsets: list[tuple[int, Unit]], after: int
) -> None:
    ordered = sorted(offsets, key=lambda o: counted_day(rung(*o), due, NW))
    row = in_order(tuple(rung(*o) for o in ordered), due, NW)
    now = moment(due, time(12)) + timedelta(days=after)

    past = due_rungs(row, due, NW, now, 0)
    following = next_rung(row, due, NW, now, len(past))

    assert all(p.at <= now for p in past)
    assert len(past) == sum(moment_of(row, i, due, NW).at <= now for i in range(len(row)))
    assert following is None or following.index == len(past)


def test_a_month_or_twenty_one_working_days_the_deadline_decides() -> None:
    month, days = rung(-1, Unit.MONTHS), rung(-21, Unit.WORKING_DAYS)

    assert in_order((month, days), date(2026, 3, 31), NW) == (month, days)
    assert in_order((month, days), date(2026, 6, 10), NW) == (days, month)


def test_a_letter_a_year_ahead_keeps_for_three_working_days() -> None:
    due = date(2030, 9, 17)
    ahead = moment_of((rung(-12, Unit.MONTHS),), 0, due, NW)

    assert keeps_until(ahead, due, NW) == moment(date(2029, 9, 20), time(17))
