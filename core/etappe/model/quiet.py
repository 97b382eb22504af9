"""When nobody in a town hall wants a letter: weekends, holidays, evenings, days that custom keeps silent."""

from __future__ import annotations

from datetime import date, datetime, time

from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.moments import BERLIN, local_time, moment

OPENS = time(8)
CLOSES = time(17)
ESCALATIONS_CLOSE_ON_FRIDAY = time(12)
FRIDAY = 4


def quiet_day(day: date, calendar: Calendar) -> bool:
    """Whether no letter goes out on this day: no working day, or one that custom keeps silent."""
    return day in calendar.days.silent or not calendar.works_on(day)


def earlier(day: date, calendar: Calendar) -> date:
    """The last day up to this one on which letters go out; where letters before a deadline move to."""
    while quiet_day(day, calendar):
        day -= ONE_DAY
    return day


def later(day: date, calendar: Calendar) -> date:
    """The first day from this one on which letters go out; where letters after a deadline move to."""
    while quiet_day(day, calendar):
        day += ONE_DAY
    return day


def may_send(local: datetime, calendar: Calendar, *, escalation: bool = False) -> bool:
    """Whether a letter may go out at this local time."""
    if quiet_day(local.date(), calendar) or not OPENS <= local.time() < CLOSES:
        return False
    return not (escalation and local.weekday() == FRIDAY and local.time() >= ESCALATIONS_CLOSE_ON_FRIDAY)


def awake(now: datetime, zone: str = BERLIN) -> datetime:
    """The first moment from now on at which mail may be handed over: on weekdays, by day.

    Coarser than `may_send`, which decides about the day of a letter; this one is for letters that waited.
    """
    local = local_time(now, zone)
    if local.weekday() <= FRIDAY and OPENS <= local.time() < CLOSES:
        return now
    day = local.date() if local.time() < OPENS else local.date() + ONE_DAY
    while day.weekday() > FRIDAY:
        day += ONE_DAY
    return moment(day, OPENS, zone)


def next_opening(local: datetime, calendar: Calendar) -> datetime:
    """The UTC moment from which letters may go out again after this local time."""
    day = local.date() if local.time() < OPENS else local.date() + ONE_DAY
    return moment(later(day, calendar), OPENS, calendar.zone)
