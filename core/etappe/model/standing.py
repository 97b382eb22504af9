"""Where a project stands today, as far as a whole programme can be asked for it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from etappe.model.calendar import Calendar

SOON = timedelta(days=7)
"""A task within as many days makes a project one to look at."""
SILENT_AFTER = 15
"""Working days of the place without a word after which a Kommune with an overdue task is silent:
three weeks, so that a fortnight's leave is none."""


class State(StrEnum):
    """Where a project stands today; each is in one state alone, the first that fits."""

    DONE = "done"
    """Nothing is open."""
    RESTING = "resting"
    """The whole project rests."""
    OVERDUE = "overdue"
    """Its earliest open task was due before today."""
    PLANNED = "planned"
    """It starts after today."""
    SOON = "soon"
    """Its earliest open task is due within seven days."""
    ON_TRACK = "on_track"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state of a project is told from; kept beside it, in step with its tasks and holds."""

    start: date
    next_due: date | None
    """The day of its earliest open task; None where nothing is open."""
    rests_from: date | None = None
    """The first day of its last hold, that of the whole project."""
    rests_until: date | None = None
    silent_from: date | None = None
    """The day from which its Kommune is silent, if a task is overdue then."""

    def state(self, today: date) -> State:
        """Where it stands on a day."""
        if self.next_due is None:
            return State.DONE
        if self.rests_from and self.rests_until and self.rests_from <= today < self.rests_until:
            return State.RESTING
        if self.next_due < today:
            return State.OVERDUE
        if self.start > today:
            return State.PLANNED
        return State.SOON if self.next_due <= today + SOON else State.ON_TRACK

    def silent(self, today: date) -> bool:
        """Whether nothing was heard of its Kommune for long, although a task is overdue."""
        silent = self.silent_from is not None and self.silent_from <= today
        return silent and self.state(today) is State.OVERDUE


def silent_from(start: date, heard: date | None, calendar: Calendar) -> date:
    """The day from which a Kommune is silent that was heard of last on a day, or never since its start."""
    return calendar.add(max(start, heard or start), SILENT_AFTER)
