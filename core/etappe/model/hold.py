"""A project, or one of its phases, rests until a day; the working days that remain are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from etappe.model.calendar import ONE_DAY, Calendar


@dataclass(frozen=True, slots=True)
class Hold:
    """Days on which a project rests ("ruht bis …").

    It rests from the first day to the day of resumption; as the day of an event, that one is not counted
    either (§ 187 Abs. 1 BGB).
    """

    first: date
    until: date
    """The day on which it is resumed."""
    reason: str = ""
    phase: str | None = None
    """The phase that rests; None where the whole project does."""

    @property
    def rest(self) -> tuple[date, date]:
        """The first and the last day that are not counted."""
        return self.first, self.until

    def covers(self, day: date) -> bool:
        """Whether it rests on a day; on that of its resumption it works again."""
        return self.first <= day < self.until


Days = Mapping[str, tuple[date, date]]
"""By key: the day before, and the day after."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """Days fixed by hand that a hold has moved, because they would have come during it or soon after."""

    anchors: Days = field(default_factory=dict[str, tuple[date, date]])
    deadlines: Days = field(default_factory=dict[str, tuple[date, date]])


def shift(day: date, hold: Hold, place: Calendar) -> date:
    """Where a day fixed by hand lies with a hold: as many working days after it as were left before it."""
    if day < hold.first:
        return day
    return place.add(day, place.count(hold.first - ONE_DAY, hold.until))


def resting(holds: Iterable[Hold], day: date, phase: str | None = None) -> Hold | None:
    """The hold of a project, or of a phase of it, that covers a day."""
    return next((h for h in holds if h.phase in {None, phase} and h.covers(day)), None)
