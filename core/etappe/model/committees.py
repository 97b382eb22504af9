"""Tasks that need a committee: whether the Kommune still has to say when it meets."""

from __future__ import annotations

from datetime import date

from etappe.model.calendar import Calendar


def awaits_session(due: date, calendar: Calendar, *, by_hand: bool) -> bool:
    """Whether the day of a task for the committee is only a wish: no session is entered on it or after it.

    Sessions that lie before it do not help, and a day fixed by hand is no wish.
    """
    return not by_hand and calendar.committee_on_or_after(due) is None
