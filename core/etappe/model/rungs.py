"""The rungs of a task: its ladder and its escalation in one row, and when each is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.calendar import Calendar
from etappe.model.counting import step
from etappe.model.moments import moment
from etappe.model.quiet import CLOSES, OPENS, earlier, later
from etappe.model.spec import LadderSpec, Only, RungSpec, TaskSpec, Unit

KEEPS = 3
"""How many working days a letter may wait before it is better not sent."""
ABOUT = {Unit.WORKING_DAYS: 1.4, Unit.CALENDAR_DAYS: 1.0, Unit.MONTHS: 30.4}
"""How many calendar days a unit takes, roughly: enough to show a ladder in order."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a task's ladder or escalation."""

    rule_key: str
    """"kurz.vor_2": the ladder and its rung; stable, because the ledger remembers it."""
    spec: RungSpec
    escalates: bool


@dataclass(frozen=True, slots=True)
class RungMoment:
    """A rung with its day and its UTC moment."""

    rung: Rung
    index: int
    """Its place among the task's rungs."""
    day: date
    at: datetime


def rungs_of(task: TaskSpec, ladders: Mapping[str, LadderSpec]) -> tuple[Rung, ...]:
    """The rungs that hold for a task, in the order of time as far as that is certain without a deadline."""
    both = (ladders[task.ladder], ladders[task.escalation])
    rungs = [
        Rung(f"{ladder.key}.{spec.key}", spec, ladder.escalates)
        for ladder in both
        for spec in ladder.rungs
        if _concerns(spec, task)
    ]
    return tuple(sorted(rungs, key=lambda r: r.spec.offset * ABOUT[r.spec.unit]))


def in_order(rungs: tuple[Rung, ...], deadline: date, calendar: Calendar) -> tuple[Rung, ...]:
    """The rungs in the order of their days before and after a deadline.

    Those of one unit are in it already; of one month and 21 working days the deadline decides which is more.
    """
    if len({rung.spec.unit for rung in rungs}) < 2:
        return rungs
    return tuple(sorted(rungs, key=lambda r: day_of(r, deadline, calendar)))


def counted_day(rung: Rung, deadline: date, calendar: Calendar) -> date:
    """The day that a rung's offset alone leads to."""
    return step(deadline, rung.spec.offset, rung.spec.unit, calendar)


def day_of(rung: Rung, deadline: date, calendar: Calendar) -> date:
    """The day a rung is due: before a deadline it moves earlier, after it later, off the quiet days."""
    day = counted_day(rung, deadline, calendar)
    return earlier(day, calendar) if rung.spec.offset <= 0 else later(day, calendar)


def moment_of(rungs: tuple[Rung, ...], index: int, deadline: date, calendar: Calendar) -> RungMoment:
    """A task's rung with its day and moment."""
    day = day_of(rungs[index], deadline, calendar)
    return RungMoment(rungs[index], index, day, moment(day, OPENS, calendar.zone))


def keeps_until(found: RungMoment, deadline: date, calendar: Calendar) -> datetime:
    """Until when a late letter still helps: three working days, before a deadline to its evening."""
    until = moment(calendar.add(found.day, KEEPS), CLOSES, calendar.zone)
    return min(until, moment(deadline, CLOSES, calendar.zone)) if found.rung.spec.offset <= 0 else until


def next_rung(
    rungs: tuple[Rung, ...], deadline: date, calendar: Calendar, now: datetime, first: int = 0
) -> RungMoment | None:
    """The first rung whose moment is still to come, from a place in the row on."""
    for index in range(first, len(rungs)):
        found = moment_of(rungs, index, deadline, calendar)
        if found.at > now:
            return found
    return None


def due_rungs(
    rungs: tuple[Rung, ...], deadline: date, calendar: Calendar, now: datetime, first: int
) -> tuple[RungMoment, ...]:
    """The rungs from a place in the row on whose moment has come; more than one after a late tick."""
    due: list[RungMoment] = []
    for index in range(first, len(rungs)):
        found = moment_of(rungs, index, deadline, calendar)
        if found.at > now:
            break
        due.append(found)
    return tuple(due)


def _concerns(spec: RungSpec, task: TaskSpec) -> bool:
    match spec.only:
        case Only.ANY:
            return True
        case Only.MILESTONE_OR_BLOCKING:
            return task.milestone or task.blocking
        case Only.MEETING:
            return task.meeting
