"""A project: one Kommune on its way through a programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from etappe.model.decisions import Decisions
from etappe.model.hold import Hold, resting
from etappe.model.moments import local_day
from etappe.model.plan import Plan
from etappe.model.schedule import Schedule
from etappe.model.spec import Avoid
from etappe.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Project:
    """What is remembered of a project apart from its dates and tasks."""

    id: str
    kommune: str
    plan_digest: str
    start: date
    answers: Mapping[str, bool]
    ignored: tuple[str, ...]
    rev: int
    created_at: datetime
    phase: str | None = None
    """The phase that was noted last."""
    phase_check_on: date | None = None
    """The next day on which another may have begun."""
    last_heard: date | None = None
    """The last day on which a task was settled or a letter answered."""
    silent_from: date | None = None
    """The day from which its Kommune is silent if a task is overdue; None until that was noted."""
    next_due: date | None = None
    """The day of its earliest open task, kept by the store."""
    rests_from: date | None = None
    """The first day of the last hold of the whole project, kept by the store like the next."""
    rests_until: date | None = None

    @property
    def heard(self) -> date:
        """The day since which nothing was heard: the last on which something was, or the start."""
        return max(self.start, self.last_heard or self.start)

    @property
    def standing(self) -> Standing:
        """What its state is told from."""
        return Standing(self.start, self.next_due, self.rests_from, self.rests_until, self.silent_from)


class TaskState(StrEnum):
    """Where a task stands; whether it is overdue is computed when it is read."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it is stored."""

    key: str
    due: date
    by_hand: bool = False
    state: TaskState = TaskState.OPEN
    settled_at: datetime | None = None
    settled_by: str | None = None
    reason: str | None = None
    sequence: int = field(default=0, compare=False)
    """How often its day, its state or its words have changed; counted by the store."""
    changed_at: datetime | None = field(default=None, compare=False)
    """When that was last; None where it has never been so."""

    @property
    def settled(self) -> bool:
        """Done or waived: nobody is reminded of it."""
        return self.state in {TaskState.DONE, TaskState.WAIVED}

    def due_on(self, day: date, by_hand: bool) -> TaskRecord:
        """The same task with another day; a move makes a hundred of them, for which `replace` is slow."""
        settled = (self.settled_at, self.settled_by, self.reason)
        return TaskRecord(self.key, day, by_hand, self.state, *settled, self.sequence, self.changed_at)


@dataclass(frozen=True, slots=True)
class AnchorRecord:
    """An anchor as it is stored."""

    key: str
    day: date
    by_hand: bool


def decisions_of(
    project: Project,
    anchors: Iterable[AnchorRecord],
    tasks: Iterable[TaskRecord],
    holds: tuple[Hold, ...] = (),
) -> Decisions:
    """What people decided for a project, read back from what is stored."""
    tasks = tuple(tasks)
    return Decisions(
        start=project.start,
        answers=project.answers,
        fixed_anchors={a.key: a.day for a in anchors if a.by_hand},
        fixed_deadlines={t.key: t.due for t in tasks if t.by_hand},
        ignored=frozenset(Avoid(i) for i in project.ignored),
        opened=frozenset(t.key for t in tasks if t.state is not TaskState.RETIRED),
        holds=holds,
    )


def is_overdue(task: TaskRecord, schedule: Schedule, today: date) -> bool:
    """Whether a task is open after its day; while its project or phase rests, none is."""
    if task.state is not TaskState.OPEN or task.due >= today:
        return False
    spec = schedule.plan.task.get(task.key)
    return resting(schedule.decisions.holds, today, spec.phase if spec else None) is None


def phase_complete(plan: Plan, phase: str, tasks: Mapping[str, TaskRecord]) -> bool:
    """Whether no blocking task of a phase is open."""
    blocking = [t.key for t in plan.tasks if t.phase == phase and t.blocking and t.key in tasks]
    return all(tasks[key].state is not TaskState.OPEN for key in blocking)


def current_phase(plan: Plan, schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> str | None:
    """The phase a project is in: the first begun one that is not complete and runs beside no other."""
    begun = [
        p
        for p in plan.phases
        if not p.parallel and p.key in schedule.spans and schedule.spans[p.key].begins <= today
    ]
    begun.sort(key=lambda p: schedule.spans[p.key].begins)
    incomplete = [p.key for p in begun if not phase_complete(plan, p.key, tasks)]
    if incomplete:
        return incomplete[0]
    return begun[-1].key if begun else None


def last_settled(tasks: Iterable[TaskRecord], zone: str) -> date | None:
    """The last day on which a task was done or waived."""
    settled = (local_day(t.settled_at, zone) for t in tasks if t.settled and t.settled_at)
    return max(settled, default=None)


def next_phase_check(schedule: Schedule, today: date) -> date | None:
    """The next day on which a phase opens that a project can be in; None where none is left."""
    parallel = {p.key for p in schedule.plan.phases if p.parallel}
    to_come = (s.begins for s in schedule.spans.values() if s.phase not in parallel and s.begins > today)
    return min(to_come, default=None)
