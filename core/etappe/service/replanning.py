"""Fix anchors by hand and let every date that counts from them follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import AnchorPassed, DateInThePast, EtappeError, UnknownAnchor
from etappe.model.anchors import AnchorDate
from etappe.model.audit import Fact
from etappe.model.ledger import LedgerState
from etappe.model.moments import local_day
from etappe.model.project import AnchorRecord, TaskRecord, TaskState, decisions_of
from etappe.model.schedule import Schedule, lay_out
from etappe.model.warnings import PlanWarning, warnings_of
from etappe.service.arming import arm_tasks
from etappe.service.office import Office, ProjectFile, open_file, trying
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.tasks import rearm


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that a change moves."""

    key: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Replanned:
    """What fixing an anchor changed, and what is doubtful about the new plan."""

    anchors: tuple[Moved, ...]
    tasks: tuple[Moved, ...]
    warnings: tuple[PlanWarning, ...]


def fix_anchor(
    office: Office, project_id: str, anchor: str, day: date, by: str, now: datetime, *, dry_run: bool = False
) -> Replanned:
    """Fix an anchor by hand; open tasks follow, settled ones and deadlines fixed by hand stay.

    Raises `UnknownProject`, `UnknownAnchor`, and what `lay_out` refuses; then nothing is saved.
    """
    with trying(office, dry_run=dry_run) as tx:
        return fix_within(tx, open_file(office, tx, project_id), anchor, day, by, now)


def shift_anchor(
    office: Office, project_id: str, anchor: str, working_days: int, order: str, by: str, now: datetime
) -> Replanned | None:
    """Move an anchor by working days of its place, once for each order; None where that has been done.

    Raises `AnchorPassed`, `DateInThePast`, and what `fix_anchor` raises; then nothing is saved.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        day = _anchor(file, anchor).day
        if not tx.projects.take_order(f"{order}/{anchor}/{working_days:+d}", project_id, now):
            return None
        after, today = file.calendar.add(day, working_days), local_day(now, office.zone)
        if day < today:
            raise AnchorPassed(anchor=anchor, project=project_id, day=f"{day:%d.%m.%Y}")
        if after < today:
            raise DateInThePast(day=f"{after:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
        return fix_within(tx, file, anchor, after, by, now)


def follow_calendar(
    office: Office, tx: Transaction, kommune: str, by: str, now: datetime
) -> dict[str, Replanned]:
    """Let the projects of a Kommune follow its calendar after a change; tells what moved in which.

    What has happened stays where it was. Raises what `lay_out` refuses.
    """
    moved: dict[str, Replanned] = {}
    for project in tx.projects.of_kommune(kommune):
        file = with_past_events_fixed(office, tx, project.id, local_day(now, office.zone))
        replanned = compare(file, file.schedule)
        if replanned.anchors or replanned.tasks:
            facts = apply_schedule(tx, file, file.schedule, replanned, by, now)
            about = {"moved": days_of(replanned)}
            tx.audit.record([Fact(by, "calendar changed", project.id, about), *facts], now)
            moved[project.id] = replanned
        rearm(tx, file, list(_shifted(tx, file, {m.key for m in replanned.tasks}, now)), now)
    return moved


def with_past_events_fixed(office: Office, tx: Transaction, project_id: str, today: date) -> ProjectFile:
    """A project's file in which no event that has happened is placed anew."""
    past = [a for a in tx.projects.anchors(project_id) if a.day < today and not a.by_hand]
    try:
        file = open_file(office, tx, project_id)
    except EtappeError:
        if not past:
            raise
        moving = past
    else:
        moving = [a for a in past if file.schedule.anchors[a.key].day != a.day]
        if not moving:
            return file
    tx.projects.save_anchors(project_id, [replace(a, by_hand=True) for a in moving])
    return open_file(office, tx, project_id)


def fix_within(
    tx: Transaction, file: ProjectFile, anchor: str, day: date, by: str, now: datetime, why: str = ""
) -> Replanned:
    """Fix an anchor as a part of something larger; raises what `fix_anchor` raises."""
    before = _anchor(file, anchor).day
    old = decisions_of(file.project, file.anchors, file.tasks.values())
    decided = replace(old, fixed_anchors={**old.fixed_anchors, anchor: day})
    schedule = lay_out(file.plan, decided, file.calendar)
    replanned = compare(file, schedule)
    facts = apply_schedule(tx, file, schedule, replanned, by, now)
    days = {"before": before.isoformat(), "after": day.isoformat()}
    data = {**days, "moved": days_of(replanned), "why": why}
    tx.audit.record([Fact(by, "anchor fixed", f"{file.project.id}/{anchor}", data), *facts], now)
    return replanned


def _anchor(file: ProjectFile, anchor: str) -> AnchorDate:
    if anchor not in file.schedule.anchors:
        raise UnknownAnchor(anchor=anchor, known=", ".join(file.plan.anchor))
    return file.schedule.anchors[anchor]


def _shifted(tx: Transaction, file: ProjectFile, moved: Set[str], now: datetime) -> Iterable[TaskRecord]:
    """Tasks that stay, but whose armed rung, counted in working days, is now another day's."""
    armed = {
        (e.task_key, e.rule_key): e
        for e in tx.ledger.entries(file.project.id)
        if e.outcome is LedgerState.PLANNED
    }
    staying = [t for t in file.tasks.values() if t.key not in moved]
    for new in arm_tasks(file.project.id, file.plan, staying, file.calendar, now):
        old = armed.get((new.task_key, new.rule_key))
        if old and old.due_at > now and old.local_date != new.local_date and new.task_key:
            yield file.tasks[new.task_key]


def compare(file: ProjectFile, schedule: Schedule) -> Replanned:
    """What another schedule would move in a project."""
    anchors = tuple(
        Moved(a.key, a.day, schedule.anchors[a.key].day)
        for a in file.anchors
        if schedule.anchors[a.key].day != a.day
    )
    return Replanned(anchors, tuple(_moved_tasks(file, schedule)), warnings_of(schedule))


def _moved_tasks(file: ProjectFile, schedule: Schedule) -> Iterable[Moved]:
    for task in file.tasks.values():
        deadline = schedule.deadlines.get(task.key)
        if task.state is TaskState.OPEN and deadline and deadline.day != task.due:
            yield Moved(task.key, task.due, deadline.day)


def apply_schedule(
    tx: Transaction,
    file: ProjectFile,
    schedule: Schedule,
    replanned: Replanned,
    by: str,
    now: datetime,
    others: Sequence[TaskRecord] = (),
) -> tuple[Fact, ...]:
    """Save the dates that moved and arm their rungs anew; tells what the audit says of the phase.

    ``others`` are tasks that the caller is about to add or retire: the phase is that with them.
    """
    anchors = [AnchorRecord(a.key, a.day, a.by_hand) for a in schedule.anchors.values()]
    tasks: list[TaskRecord] = [replace(file.tasks[m.key], due=m.after) for m in replanned.tasks]
    facts = note_phase(tx, file.project, schedule, [*tasks, *others], by, now)
    tx.projects.save_anchors(file.project.id, anchors)
    tx.projects.save_tasks(file.project.id, tasks, now)
    rearm(tx, file, tasks, now)
    return facts


def days_of(replanned: Replanned) -> dict[str, list[str]]:
    """What moved from which day to which, for the audit."""
    moved = (*replanned.anchors, *replanned.tasks)
    return {m.key: [m.before.isoformat(), m.after.isoformat()] for m in moved}
