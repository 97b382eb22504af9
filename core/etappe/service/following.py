"""Let a project follow a new schedule: dates, tasks, rungs, phase, and who has to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.model.audit import Fact
from etappe.model.decisions import Decisions
from etappe.model.project import AnchorRecord, TaskRecord, TaskState
from etappe.model.schedule import Schedule
from etappe.service.notices import tell_of
from etappe.service.office import ProjectFile
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.tasks import close_follow_ups, rearm

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that a change moves."""

    key: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Replanned:
    """What a change moved, added and retired."""

    anchors: tuple[Moved, ...]
    tasks: tuple[Moved, ...]
    appeared: tuple[TaskRecord, ...] = ()
    retired: tuple[TaskRecord, ...] = ()

    def __bool__(self) -> bool:
        return any((self.anchors, self.tasks, self.appeared, self.retired))

    @property
    def days(self) -> dict[str, list[str]]:
        """What moved from which day to which, for the audit."""
        return {m.key: [m.before.isoformat(), m.after.isoformat()] for m in (*self.anchors, *self.tasks)}


@dataclass(frozen=True, slots=True)
class Followed:
    """A project that has followed another schedule."""

    replanned: Replanned
    facts: tuple[Fact, ...]
    """What the audit says beside the change itself."""
    file: ProjectFile
    """The project with its new dates and tasks."""


def laid_out(file: ProjectFile, decided: Decisions, today: date, but: frozenset[str] = NOBODY) -> Schedule:
    """The schedule of other decisions; an anchor that has passed stays where it was, ``but`` for some."""
    schedule = file.layouts.lay_out(file.plan, decided, file.calendar.place)
    past = {
        a.key: a.day
        for a in file.anchors
        if a.day < today and a.key not in but and schedule.anchors[a.key].day != a.day
    }
    if not past:
        return schedule
    return file.layouts.lay_out(
        file.plan,
        replace(decided, fixed_anchors={**decided.fixed_anchors, **past}),
        file.calendar.place,
    )


def compare(file: ProjectFile, schedule: Schedule) -> Replanned:
    """What another schedule would change in a project."""
    open_tasks = [t for t in file.tasks.values() if t.state is TaskState.OPEN]
    deadlines = schedule.deadlines
    return Replanned(
        anchors=tuple(
            Moved(a.key, a.day, schedule.anchors[a.key].day)
            for a in file.anchors
            if schedule.anchors[a.key].day != a.day
        ),
        tasks=tuple(
            Moved(t.key, t.due, deadlines[t.key].day)
            for t in open_tasks
            if t.key in deadlines and deadlines[t.key].day != t.due
        ),
        appeared=tuple(
            TaskRecord(d.task, d.day, d.by_hand)
            for d in deadlines.values()
            if d.task not in file.tasks or file.tasks[d.task].state is TaskState.RETIRED
        ),
        retired=tuple(t for t in open_tasks if t.key not in deadlines),
    )


def follow(
    tx: Transaction,
    file: ProjectFile,
    schedule: Schedule,
    by: str,
    now: datetime,
    *,
    because: str = "",
    also: Sequence[TaskRecord] = (),
    spoken_by: frozenset[str] = NOBODY,
) -> Followed:
    """Save everything that another schedule changes.

    ``because`` is why tasks retire, ``also`` are tasks that stay but are reminded of otherwise, and
    ``spoken_by`` are people who know of it already.
    """
    project_id, replanned = file.project.id, compare(file, schedule)
    moved = tuple(_changed(file, schedule))
    retired = [_retired(t, by, because, now) for t in replanned.retired]
    tasks = [*moved, *replanned.appeared, *retired]
    held = file.tasks if file.held else None
    facts = note_phase(tx, file.project, schedule, tasks, by, now, held)
    tx.projects.save_anchors(project_id, _other_anchors(file, schedule))
    tx.projects.save_tasks(project_id, tasks, now)
    closed = _let_go(tx, file, [t.key for t in retired], by, now)
    after = replace(file, schedule=schedule, tasks={**file.tasks, **{t.key: t for t in tasks}})
    rearm(tx, after, [*moved, *replanned.appeared, *also], now)
    before = {m.key: m.before for m in replanned.tasks} | {t.key: t.due for t in retired}
    tell_of(tx, after, before, now, spoken_by)
    return Followed(replace(replanned, retired=tuple(retired)), (*closed, *facts), after)


def _changed(file: ProjectFile, schedule: Schedule) -> Iterable[TaskRecord]:
    """Open tasks with another day, or with one that is fixed by hand now, or not any more."""
    for task in file.tasks.values():
        deadline = schedule.deadlines.get(task.key)
        if task.state is not TaskState.OPEN or deadline is None:
            continue
        if (deadline.day, deadline.by_hand) != (task.due, task.by_hand):
            yield task.due_on(deadline.day, deadline.by_hand)


def _retired(task: TaskRecord, by: str, because: str, now: datetime) -> TaskRecord:
    return replace(task, state=TaskState.RETIRED, settled_at=now, settled_by=by, reason=because)


def _other_anchors(file: ProjectFile, schedule: Schedule) -> list[AnchorRecord]:
    after = (AnchorRecord(a.key, a.day, a.by_hand) for a in schedule.anchors.values())
    before = set(file.anchors)
    return [anchor for anchor in after if anchor not in before]


def _let_go(tx: Transaction, file: ProjectFile, keys: Sequence[str], by: str, now: datetime) -> list[Fact]:
    """Take back the rungs of tasks that are no part of the plan any more, and what was asked about them."""
    if not keys:
        return []
    reason = file.speech.reasons.retired
    tx.ledger.cancel(file.project.id, keys, reason)
    return close_follow_ups(tx, file.project.id, keys, reason, by, now)
