"""A project's way through its phases, for those who watch: what is behind it, what runs, what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etappe.model.moments import local_day
from etappe.model.progress import is_finished, tasks_by_phase
from etappe.model.project import TaskRecord, current_phase
from etappe.model.schedule import Span
from etappe.service.office import Office, ProjectFile, open_file


class StepState(StrEnum):
    """Where a phase of a project stands."""

    COMPLETED = "completed"
    RUNNING = "running"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of a project."""

    key: str
    title: str
    state: StepState
    begins: date
    ends: date
    done: int
    """How many of its tasks are settled."""
    tasks: int
    next_due: date | None
    """The day of its first open task, which may lie behind us."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A project with its phases in the order in which they open."""

    project: str
    kommune: str
    programme: str
    phase: str | None
    """The phase that it is in now; None before the first."""
    rev: int
    steps: tuple[Step, ...]


def journey(office: Office, project_id: str, now: datetime) -> Journey:
    """The way of one project, with names as people say them; raises `UnknownProject`."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
    spans = sorted(file.schedule.spans.values(), key=lambda span: span.begins)
    spec = file.plan.programme
    return Journey(
        project=file.project.id,
        kommune=file.kommune.name,
        programme=spec.short_title or spec.title,
        phase=current_phase(file.plan, file.schedule, file.tasks, today),
        rev=file.project.rev,
        steps=tuple(_step(file, span, today) for span in spans),
    )


def journey_numbers(office: Office) -> int:
    """How many projects there are."""
    with office.store.begin() as tx:
        return tx.projects.number()


def _step(file: ProjectFile, span: Span, today: date) -> Step:
    tasks = tasks_by_phase(file.plan, file.tasks.values()).get(span.phase, [])
    return Step(
        key=span.phase,
        title=file.plan.phase[span.phase].title,
        state=_state(file, span, tasks, today),
        begins=span.begins,
        ends=span.ends,
        done=sum(1 for t in tasks if t.settled),
        tasks=len(tasks),
        next_due=min((t.due for t in tasks if not t.settled), default=None),
    )


def _state(file: ProjectFile, span: Span, tasks: Sequence[TaskRecord], today: date) -> StepState:
    if is_finished(file.plan, tasks, span.ends, today):
        return StepState.COMPLETED
    return StepState.RUNNING if span.begins <= today else StepState.NOT_BEGUN
