"""How far a project's phases have come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from etappe.model.hold import resting
from etappe.model.plan import Plan
from etappe.model.project import TaskRecord, TaskState, is_overdue
from etappe.model.schedule import Schedule, Span


class PhaseStatus(StrEnum):
    """Where a phase stands; what rests is neither late nor running."""

    DONE = "done"
    RUNNING = "running"
    LATE = "late"
    """A task of it is overdue."""
    PLANNED = "planned"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase on the time axis."""

    key: str
    short: str
    """One letter or two that stand for it where there is little room; no other phase of the plan has them."""
    title: str
    begins: date
    ends: date
    status: PhaseStatus


def phase_spans(schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> tuple[PhaseSpan, ...]:
    """The phases of a project in the order in which they open."""
    plan = schedule.plan
    short = short_names(tuple((p.key, p.title) for p in plan.phases))
    of_phase = tasks_by_phase(plan, tasks.values())
    return tuple(
        PhaseSpan(
            key=span.phase,
            short=short[span.phase],
            title=plan.phase[span.phase].title,
            begins=span.begins,
            ends=span.ends,
            status=_status(schedule, span, of_phase.get(span.phase, ()), today),
        )
        for span in sorted(schedule.spans.values(), key=lambda s: s.begins)
    )


def is_finished(plan: Plan, tasks: Sequence[TaskRecord], ends: date, today: date) -> bool:
    """Whether a phase is complete: with its blocking tasks, or, where it has none, with all of them."""
    counted = [t for t in tasks if plan.task[t.key].blocking] or tasks
    return all(t.settled for t in counted) and (bool(counted) or ends < today)


def tasks_by_phase(plan: Plan, tasks: Iterable[TaskRecord]) -> dict[str, list[TaskRecord]]:
    """The tasks that a project has now, by the key of their phase."""
    found: dict[str, list[TaskRecord]] = {}
    for task in tasks:
        if task.state is not TaskState.RETIRED and task.key in plan.task:
            found.setdefault(plan.task[task.key].phase, []).append(task)
    return found


@lru_cache(maxsize=256)
def short_names(titles: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """By key the first letter of each title; where an earlier one has it, with another of its letters."""
    short: dict[str, str] = {}
    for number, (key, title) in enumerate(titles, start=1):
        first, *others = [sign for sign in title if sign.isalnum()] or [str(number)]
        possible = (first.upper(), *(first.upper() + other.lower() for other in others))
        short[key] = next((p for p in possible if p not in short.values()), str(number))
    return short


def _status(schedule: Schedule, span: Span, tasks: Sequence[TaskRecord], today: date) -> PhaseStatus:
    if is_finished(schedule.plan, tasks, span.ends, today):
        return PhaseStatus.DONE
    if resting(schedule.decisions.holds, today, span.phase):
        return PhaseStatus.RESTING
    if any(is_overdue(task, schedule, today) for task in tasks):
        return PhaseStatus.LATE
    return PhaseStatus.RUNNING if span.begins <= today else PhaseStatus.PLANNED
