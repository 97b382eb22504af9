"""What the project team is told on Monday: numbers and names, never who is better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONDAY_TO_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday."""

    monday: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + MONDAY_TO_SUNDAY

    @property
    def name(self) -> str:
        """Its name after ISO 8601, like 2026-W10."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        """Its number within the year."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase and the Kommunen that are in it, by name."""

    title: str
    kommunen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and where it becomes due this week, by day."""

    title: str
    due: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A Kommune and how many of its tasks are overdue."""

    kommune: str
    number: int


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A Kommune of which nothing was heard, and since when."""

    kommune: str
    since: date


@dataclass(frozen=True, slots=True)
class WeeklyContent:
    """Everything that the weekly report says."""

    programme: str
    language: str
    week: Week
    projects: int
    phases: tuple[PhaseLine, ...]
    not_begun: tuple[str, ...]
    finished: tuple[str, ...]
    milestones: tuple[MilestoneLine, ...]
    overdue: tuple[OverdueLine, ...]
    silent: tuple[SilentLine, ...]
    follow_ups: int
    """How many wait for project management."""
    undelivered: int
    """Letters of which it is certain, or possible, that they did not arrive."""
    unreadable: tuple[str, ...]
    """Kommunen whose dates cannot be computed."""


def week_of(day: date) -> Week:
    """The week in which a day lies."""
    return Week(day - timedelta(days=day.weekday()))
