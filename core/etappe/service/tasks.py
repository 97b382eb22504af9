"""Settle tasks: done, waived, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from etappe.errors import ReasonMissing, TaskNotActive, TaskObstructed, TaskOpen, TaskSettled
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import local_day, moment
from etappe.model.project import TaskRecord, TaskState
from etappe.service.arming import arm_tasks
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.viewing import view_of

MIDNIGHT = time(0)


def complete_task(
    office: Office, project_id: str, task_key: str, by: str, now: datetime, *, called: str = ""
) -> TaskRecord:
    """Note that a task is done; nobody is reminded of it any more.

    ``called`` is whom people read of, where the audit names an account or a token.
    Raises `UnknownProject`, `TaskNotActive`, `TaskSettled`, or `TaskObstructed` where a module objects.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        require_no_obstacle(office, tx, file, task_key, now)
        return settle(tx, file, task_key, TaskState.DONE, by, None, now, called=called)


def waive_task(
    office: Office, project_id: str, task_key: str, reason: str, by: str, now: datetime, *, called: str = ""
) -> TaskRecord:
    """Do without a task, for a reason that stays in the history.

    Raises `ReasonMissing`, `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    if not reason.strip():
        raise ReasonMissing(task=task_key)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        return settle(tx, file, task_key, TaskState.WAIVED, by, reason.strip(), now, called=called)


def reopen_task(office: Office, project_id: str, task_key: str, by: str, now: datetime) -> TaskRecord:
    """Take back that a task is done or waived; its next rung is armed again.

    Raises `UnknownProject`, `TaskNotActive` or `TaskOpen`.
    """
    with office.store.begin() as tx:
        return reopen(tx, open_file(office, tx, project_id), task_key, by, now)


def reopen(tx: Transaction, file: ProjectFile, task_key: str, by: str, now: datetime) -> TaskRecord:
    """Take back that a task is settled, and arm its next rung; raises `TaskNotActive` or `TaskOpen`."""
    project_id, before = file.project.id, active_task(file, task_key)
    if not before.settled:
        raise TaskOpen(task=task_key, project=project_id)
    deadline = file.schedule.deadlines.get(task_key)
    after = TaskRecord(task_key, deadline.day if deadline else before.due, before.by_hand)
    facts = note_phase(tx, file.project, file.schedule, [after], by, now)
    tx.projects.save_tasks(project_id, [after], now)
    rearm(tx, file, [after], now)
    tx.audit.record([_changed(project_id, "task reopened", before, after, by), *facts], now)
    return after


def settle(
    tx: Transaction,
    file: ProjectFile,
    task_key: str,
    state: TaskState,
    by: str,
    reason: str | None,
    now: datetime,
    *,
    called: str = "",
) -> TaskRecord:
    """Settle a task, take back its rung, and close what project management was asked about it.

    ``by`` is whom the audit names for ever, ``called`` whom people read of until that person is erased.
    """
    before = active_task(file, task_key)
    if before.settled:
        raise TaskSettled(task=task_key, project=file.project.id, state=before.state.value)
    after = replace(before, state=state, settled_at=now, settled_by=called or by, reason=reason)
    facts = note_phase(tx, file.project, file.schedule, [after], by, now)
    tx.projects.save_tasks(file.project.id, [after], now)
    say = file.speech.reasons
    why = say.done if state is TaskState.DONE else say.waived
    tx.ledger.cancel(file.project.id, [task_key], why)
    closed = close_follow_ups(tx, file.project.id, [task_key], why, by, now)
    changed = _changed(file.project.id, f"task {state.value}", before, after, by)
    tx.audit.record([*closed, changed, *facts], now)
    return after


def require_no_obstacle(
    office: Office, tx: Transaction, file: ProjectFile, task_key: str, now: datetime
) -> None:
    """Ask the modules whether an open task may be called done; raises `TaskObstructed`."""
    if active_task(file, task_key).settled:
        return
    rows = tx.records.of_project(file.project.id)
    view = view_of(file, local_day(now, office.zone))
    objections = office.modules.obstacles(view, rows, task_key, now)
    if objections:
        raise TaskObstructed(task=task_key, project=file.project.id, objections=" ".join(objections))


def close_follow_ups(
    tx: Transaction, project_id: str, task_keys: Sequence[str], outcome: str, by: str, now: datetime
) -> list[Fact]:
    """Close what project management was asked about tasks; who fills a role is still to be said."""
    facts: list[Fact] = []
    for follow_up in tx.follow_ups.all_open(project_id):
        if follow_up.task_key in task_keys and follow_up.kind is not FollowUpKind.CONTACT:
            tx.follow_ups.close(follow_up.id, by, outcome, now)
            about = f"{project_id}/{follow_up.task_key}"
            facts.append(Fact(by, "follow-up closed", about, {"follow_up": follow_up.id}))
    return facts


def active_task(file: ProjectFile, task_key: str) -> TaskRecord:
    """A task that the project has now; raises `TaskNotActive`."""
    record = file.tasks.get(task_key)
    if record is None or record.state is TaskState.RETIRED:
        raise TaskNotActive(task=task_key, project=file.project.id)
    return record


def rearm(tx: Transaction, file: ProjectFile, tasks: list[TaskRecord], now: datetime) -> None:
    """Take back the planned rungs of some tasks and arm those that follow from their dates now.

    A rung of today whose tick has not come yet is armed again, so that it is not lost in between.
    """
    if not tasks:
        return
    keys = [t.key for t in tasks]
    fired = tx.ledger.fired_days([file.project.id])
    dawn = moment(local_day(now, file.calendar.zone), MIDNIGHT, file.calendar.zone)
    new = arm_tasks(file.project.id, file.plan, tasks, file.schedule.calendars, dawn, fired)
    tx.ledger.cancel_others(
        file.project.id, keys, [rung.occ_key for rung in new], file.speech.reasons.replanned
    )
    tx.ledger.arm(new, now)


def _changed(project_id: str, action: str, before: TaskRecord, after: TaskRecord, by: str) -> Fact:
    data = {"before": before.state.value, "after": after.state.value, "why": after.reason}
    return Fact(by, action, f"{project_id}/{after.key}", data)
