"""Arm the next rung of each task, and nothing further: what comes later follows by arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from etappe.model.calendar import Calendar
from etappe.model.ledger import OVERVIEW, NewOccurrence
from etappe.model.moments import local_day, moment
from etappe.model.overview import next_overview
from etappe.model.plan import Plan
from etappe.model.project import TaskRecord, TaskState
from etappe.model.project_calendar import ProjectCalendar
from etappe.model.quiet import OPENS
from etappe.model.rungs import RungMoment, in_order, keeps_until, next_rung
from etappe.service.ports import Transaction

OVERVIEW_KEEPS = timedelta(hours=33)
"""An overview that could not go on its day or the next is left to the one of the next week."""
NOTHING_FIRED: Mapping[str, tuple[date, ...]] = {}


def occ_key(project_id: str, task_key: str, rule_key: str, ordinal: int) -> str:
    """The identity of a rung: no date, no version, so that a moved rung stays the same."""
    return f"{project_id}/{task_key}/{rule_key}/{ordinal}"


def arm_tasks(
    project_id: str,
    plan: Plan,
    tasks: Iterable[TaskRecord],
    calendars: ProjectCalendar,
    now: datetime,
    fired: Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]] | None = None,
) -> list[NewOccurrence]:
    """The next rung of each open task.

    ``fired`` tells on which days rungs went out before: none is armed for such a day again, so that moving
    a date there and back sends no twin.
    """
    armed: list[NewOccurrence] = []
    for task in tasks:
        if task.state is TaskState.OPEN:
            so_far = fired.get((project_id, task.key), NOTHING_FIRED) if fired else NOTHING_FIRED
            calendar = calendars.of_task(task.key)
            new = arm_task(project_id, plan, task.key, task.due, calendar, now, so_far)
            if new:
                armed.append(new)
    return armed


def arm_task(
    project_id: str,
    plan: Plan,
    task_key: str,
    due: date,
    calendar: Calendar,
    now: datetime,
    fired: Mapping[str, tuple[date, ...]] = NOTHING_FIRED,
    first: int = 0,
) -> NewOccurrence | None:
    """The next rung of one task, from a place in its row on."""
    rungs = in_order(plan.rungs[task_key], due, calendar)
    while found := next_rung(rungs, due, calendar, now, first):
        days = fired.get(found.rung.rule_key, ())
        if found.day not in days:
            return occurrence(project_id, task_key, due, found, len(days) + 1, calendar)
        first = found.index + 1
    return None


def occurrence(
    project_id: str, task_key: str, due: date, found: RungMoment, ordinal: int, calendar: Calendar
) -> NewOccurrence:
    """A rung as it is stored."""
    return NewOccurrence(
        occ_key=occ_key(project_id, task_key, found.rung.rule_key, ordinal),
        project_id=project_id,
        task_key=task_key,
        person_id=None,
        rule_key=found.rung.rule_key,
        ordinal=ordinal,
        local_date=found.day,
        due_at=found.at,
        send_until=keeps_until(found, due, calendar),
    )


def overview_on(person_id: str, day: date, ordinal: int, zone: str) -> NewOccurrence:
    """Somebody's weekly overview of a day."""
    at = moment(day, OPENS, zone)
    return NewOccurrence(
        f"{OVERVIEW}/{person_id}/{ordinal}",
        None,
        None,
        person_id,
        OVERVIEW,
        ordinal,
        day,
        at,
        at + OVERVIEW_KEEPS,
    )


def arm_overviews(tx: Transaction, people: Mapping[str, Calendar], now: datetime) -> None:
    """Give everybody a weekly overview who has none armed."""
    tx.ledger.arm(missing_overviews(tx, people, now), now)


def missing_overviews(tx: Transaction, people: Mapping[str, Calendar], now: datetime) -> list[NewOccurrence]:
    """The next weekly overview of everybody who has none armed."""
    missing: Sequence[str] = sorted(set(people) - tx.ledger.planned_overviews(list(people)))
    if not missing:
        return []
    so_far = tx.ledger.overviews_armed(missing)
    return [_first_overview(p, people[p], so_far.get(p, 0) + 1, now) for p in missing]


def _first_overview(person_id: str, calendar: Calendar, ordinal: int, now: datetime) -> NewOccurrence:
    day = next_overview(local_day(now, calendar.zone), calendar)
    return overview_on(person_id, day, ordinal, calendar.zone)
