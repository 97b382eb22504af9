"""Where an offset leads: units, counting rules and roll rules (§§ 187–193 BGB)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from etappe.model.calendar import Calendar
from etappe.model.spec import Counting, Offset, Roll, Unit


@dataclass(frozen=True, slots=True)
class Counted:
    """The day that an offset leads to, and the day it was before it rolled off a day off."""

    day: date
    unrolled: date


def resolve(offset: Offset, base: date, calendar: Calendar) -> Counted:
    """Count an offset from the day of its anchor.

    Raises `CalendarEnds` where that lies outside the calendar's years.
    """
    unrolled = _COUNT[offset.unit](offset, base, calendar)
    if offset.unit is not Unit.WORKING_DAYS and offset.roll is not Roll.LEGAL:
        unrolled = calendar.past_rests(base, unrolled)  # a legal deadline runs on, whoever rests
    return Counted(roll(unrolled, offset.roll, calendar), unrolled)


def roll(day: date, rule: Roll, calendar: Calendar) -> date:
    """Move a day off a day off, as the roll rule says."""
    match rule:
        case Roll.NONE:
            return day
        case Roll.NEXT:
            return calendar.on_or_after(day)
        case Roll.PREVIOUS:
            return calendar.on_or_before(day)
        case Roll.LEGAL:
            return calendar.legal_next(day)


def step(base: date, number: int, unit: Unit, calendar: Calendar) -> date:
    """The day that many units later, or earlier where the number is negative; nothing rolls.

    The day itself is not counted; months are counted as § 188 Abs. 2 and 3 BGB do.
    """
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.add(base, number)
        case Unit.CALENDAR_DAYS:
            return calendar.past_rests(base, base + timedelta(days=number))
        case Unit.MONTHS:
            return calendar.past_rests(base, _in_month(base, number, base.day))


def _working_days(offset: Offset, base: date, calendar: Calendar) -> date:
    sign = -1 if offset.days < 0 else 1
    match offset.counting:
        case Counting.EVENT_DAY_EXCLUDED:
            return calendar.add(base, offset.days)
        case Counting.EVENT_DAY_INCLUDED:
            return calendar.add(base - timedelta(days=sign), offset.days)
        case Counting.CLEAR_DAYS:
            return calendar.add(base, offset.days + sign)


def _calendar_days(offset: Offset, base: date, calendar: Calendar) -> date:
    return base + timedelta(days=offset.days + _end_correction(offset))


def _months(offset: Offset, base: date, calendar: Calendar) -> date:
    correction = _end_correction(offset)
    # § 188 Abs. 2 BGB: a span that includes its first day ends the day before the same number
    ends_before = offset.days > 0 and offset.counting is Counting.EVENT_DAY_INCLUDED
    number = base.day + correction if ends_before else base.day
    day = _in_month(base, offset.days, number)
    return day if ends_before else day + timedelta(days=correction)


def _in_month(base: date, months: int, number: int) -> date:
    """The day of a number in the month that many months later.

    Where the month lacks it, the span ends with its last day (§ 188 Abs. 3 BGB).
    """
    counted = base.year * 12 + base.month - 1 + months
    year, month = counted // 12, counted % 12 + 1
    return date(year, month, 1) + timedelta(days=min(number, monthrange(year, month)[1]) - 1)


def _end_correction(offset: Offset) -> int:
    sign = -1 if offset.days < 0 else 1
    match offset.counting:
        case Counting.EVENT_DAY_EXCLUDED:
            return 0
        case Counting.EVENT_DAY_INCLUDED:
            return -sign
        case Counting.CLEAR_DAYS:
            return sign


_COUNT = {
    Unit.WORKING_DAYS: _working_days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.MONTHS: _months,
}
