"""Compare a project before and after a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from etappe.model.diff import (
    DateChange,
    DecisionChange,
    Diff,
    Doubt,
    EntryChange,
    Fate,
    Kind,
    RungChange,
    TaskChange,
    Told,
)
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.feed import concerns_everybody
from etappe.model.hold import Hold
from etappe.model.project import TaskRecord, TaskState
from etappe.model.schedule import Schedule
from etappe.model.warnings import PlanWarning

Fired = Mapping[str, Mapping[str, tuple[date, ...]]]
"""The days on which rungs have fired, by task and rule key."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project as it stands at one moment."""

    project: str
    schedule: Schedule
    tasks: Mapping[str, TaskRecord]
    armed: frozenset[tuple[str, str, date]]
    """The rungs that are planned: task, rule key, day."""
    told: tuple[Told, ...]
    """Who is waiting for a notice."""
    warnings: tuple[PlanWarning, ...] = ()
    """What is doubtful about its schedule."""


def differences(before: Snapshot, after: Snapshot, fired: Callable[[list[str]], Fired]) -> Diff:
    """Everything in which a project differs from what it was.

    ``fired`` is asked which rungs of the tasks that are touched have gone already.
    """
    dates = (*_anchors(before, after), *_deadlines(before, after))
    added, retired = tuple(_added(before, after)), tuple(_retired(before, after))
    touched = [*(d.key for d in dates if d.kind is Kind.TASK), *(t.task for t in (*added, *retired))]
    kept: Fired = fired(touched) if touched else {}
    known = {(w.code, w.subject) for w in before.warnings}
    return Diff(
        project=after.project,
        decisions=tuple(_decisions(before.schedule, after.schedule)),
        dates=dates,
        added=added,
        retired=retired,
        rungs=tuple(_rungs(before, after, kept)),
        entries=tuple(_entries(before, after)),
        told=tuple(t for t in after.told if t not in before.told),
        warnings=tuple(Doubt(w, (w.code, w.subject) not in known) for w in after.warnings),
    )


def _anchors(before: Snapshot, after: Snapshot) -> Iterable[DateChange]:
    for key, anchor in after.schedule.anchors.items():
        old = before.schedule.anchors.get(key)
        if old and old.day != anchor.day:
            title = after.schedule.plan.anchor[key].title
            why = explain_anchor(after.schedule, key)
            yield DateChange(Kind.ANCHOR, key, title, old.day, anchor.day, why)


def _deadlines(before: Snapshot, after: Snapshot) -> Iterable[DateChange]:
    for key, task in after.tasks.items():
        old = before.tasks.get(key)
        if old and _is_open(old) and _is_open(task) and old.due != task.due:
            title = after.schedule.plan.task[key].title
            why = explain_task(after.schedule, key)
            yield DateChange(Kind.TASK, key, title, old.due, task.due, why)


def _added(before: Snapshot, after: Snapshot) -> Iterable[TaskChange]:
    for key, task in after.tasks.items():
        old = before.tasks.get(key)
        if _is_open(task) and (old is None or old.state is TaskState.RETIRED):
            yield TaskChange(key, after.schedule.plan.task[key].title, task.due)


def _retired(before: Snapshot, after: Snapshot) -> Iterable[TaskChange]:
    for key, task in after.tasks.items():
        old = before.tasks.get(key)
        if task.state is TaskState.RETIRED and old and _is_open(old):
            yield TaskChange(key, before.schedule.plan.task[key].title, old.due)


def _rungs(before: Snapshot, after: Snapshot, kept: Fired) -> Iterable[RungChange]:
    for task, rung, day in sorted(before.armed - after.armed):
        yield RungChange(task, rung, Fate.VOIDED, day)
    for task, rung, day in sorted(after.armed - before.armed):
        yield RungChange(task, rung, Fate.ARMED, day)
    for task in sorted(kept):
        for rung, days in sorted(kept[task].items()):
            yield from (RungChange(task, rung, Fate.KEPT, day) for day in days)


def _entries(before: Snapshot, after: Snapshot) -> Iterable[EntryChange]:
    as_planned = before.schedule.plan is after.schedule.plan
    for key in dict.fromkeys((*before.tasks, *after.tasks)):
        if as_planned and before.tasks.get(key) is after.tasks.get(key):
            continue  # nobody touched it
        old, new = _entry(before, key), _entry(after, key)
        if old != new:
            plan = after.schedule.plan if new else before.schedule.plan
            yield EntryChange(key, plan.task[key].title, old, new)


def _entry(snapshot: Snapshot, key: str) -> date | None:
    """The day of a task in the calendar; None where it has none there."""
    task, spec = snapshot.tasks.get(key), snapshot.schedule.plan.task.get(key)
    shown = task and spec and task.state is not TaskState.RETIRED and concerns_everybody(spec)
    return task.due if task and shown else None


def _decisions(before: Schedule, after: Schedule) -> Iterable[DecisionChange]:
    old, new = before.decisions, after.decisions
    if before.plan.digest != after.plan.digest:
        yield DecisionChange("plan", before.plan.digest, after.plan.digest)
    pairs: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("answer", old.answers, new.answers),
        ("anchor", old.fixed_anchors, new.fixed_anchors),
        ("deadline", old.fixed_deadlines, new.fixed_deadlines),
        ("hold", _holds(old.holds), _holds(new.holds)),
    )
    for what, mine, yours in pairs:
        for key in dict.fromkeys((*mine, *yours)):
            if mine.get(key) != yours.get(key):
                yield DecisionChange(f"{what} {key}".strip(), _said(mine.get(key)), _said(yours.get(key)))


def _holds(holds: tuple[Hold, ...]) -> dict[str, str]:
    return {f"{h.phase or ''} {h.first}".strip(): f"{h.first} – {h.until}: {h.reason}" for h in holds}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _is_open(task: TaskRecord) -> bool:
    return task.state is TaskState.OPEN
