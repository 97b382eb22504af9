"""The weekly overview: when it comes, and which tasks are a line of it."""

from __future__ import annotations

from datetime import date, timedelta

from etappe.model.calendar import Calendar
from etappe.model.quiet import later
from etappe.model.spec import LadderSpec

WEEK = timedelta(days=7)


def next_overview(day: date, calendar: Calendar) -> date:
    """The day of the first weekly overview after a day.

    It comes on Monday or the next day on which letters go out; in school holidays every second week only,
    that of the even week of the year.
    """
    monday = day - timedelta(days=day.weekday())
    while True:
        slot = later(monday, calendar)
        same_week = slot - monday < WEEK
        if slot > day and same_week and not _left_out(monday, slot, calendar):
            return slot
        monday += WEEK


def in_overview(ladder: LadderSpec, due: date, today: date, calendar: Calendar) -> bool:
    """Whether an open task is a line of today's overview: from its ladder's day on."""
    if ladder.overview_from is None:
        return today > due
    return calendar.add(due, ladder.overview_from) <= today


def _left_out(monday: date, slot: date, calendar: Calendar) -> bool:
    return calendar.in_school_holidays(slot) and monday.isocalendar().week % 2 == 1
