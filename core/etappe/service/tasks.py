"""Settle tasks: done, waived, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from etappe.errors import ReasonMissing, TaskNotActive, TaskOpen, TaskSettled
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import local_day, moment
from etappe.model.project import TaskRecord, TaskState
from etappe.service.arming import arm_tasks
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

MIDNIGHT = time(0)
SETTLED = {TaskState.DONE: "erledigt", TaskState.WAIVED: "darauf wurde verzichtet"}


def complete_task(office: Office, project_id: str, task_key: str, by: str, now: datetime) -> TaskRecord:
    """Note that a task is done; nobody is reminded of it any more.

    Raises `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    with office.store.begin() as tx:
        return settle(tx, open_file(office, tx, project_id), task_key, TaskState.DONE, by, None, now)


def waive_task(
    office: Office, project_id: str, task_key: str, reason: str, by: str, now: datetime
) -> TaskRecord:
    """Do without a task, for a reason that stays in the history.

    Raises `ReasonMissing`, `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    if not reason.strip():
        raise ReasonMissing(task=task_key)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        return settle(tx, file, task_key, TaskState.WAIVED, by, reason.strip(), now)


def reopen_task(office: Office, project_id: str, task_key: str, by: str, now: datetime) -> TaskRecord:
    """Take back that a task is done or waived; its next rung is armed again.

    Raises `UnknownProject`, `TaskNotActive` or `TaskOpen`.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        before = active_task(file, task_key)
        if not before.settled:
            raise TaskOpen(task=task_key, project=project_id)
        deadline = file.schedule.deadlines.get(task_key)
        after = TaskRecord(task_key, deadline.day if deadline else before.due, before.by_hand)
        tx.projects.save_tasks(project_id, [after])
        rearm(tx, file, [after], now)
        tx.audit.record([_changed(project_id, "task reopened", before, after, by)], now)
        return after


def settle(
    tx: Transaction,
    file: ProjectFile,
    task_key: str,
    state: TaskState,
    by: str,
    reason: str | None,
    now: datetime,
) -> TaskRecord:
    """Settle a task, take back its rung, and close what project management was asked about it."""
    before = active_task(file, task_key)
    if before.settled:
        raise TaskSettled(task=task_key, project=file.project.id, state=before.state.value)
    after = replace(before, state=state, settled_at=now, settled_by=by, reason=reason)
    tx.projects.save_tasks(file.project.id, [after])
    tx.ledger.cancel(file.project.id, [task_key], SETTLED[state])
    for follow_up in tx.follow_ups.all_open(file.project.id):
        if follow_up.task_key == task_key and follow_up.kind is not FollowUpKind.CONTACT:
            tx.follow_ups.close(follow_up.id, by, SETTLED[state], now)
            closed = {"request": follow_up.request}
            about = f"{file.project.id}/{task_key}"
            tx.audit.record([Fact(by, "follow-up closed", about, closed)], now)
    tx.audit.record([_changed(file.project.id, f"task {state.value}", before, after, by)], now)
    return after


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
    tx.ledger.cancel(file.project.id, [t.key for t in tasks], "neu geplant", also_held=False)
    fired = tx.ledger.fired_days([file.project.id])
    dawn = moment(local_day(now), MIDNIGHT)
    tx.ledger.arm(arm_tasks(file.project.id, file.plan, tasks, file.calendar, dawn, fired), now)


def _changed(project_id: str, action: str, before: TaskRecord, after: TaskRecord, by: str) -> Fact:
    data = {"before": before.state.value, "after": after.state.value, "why": after.reason}
    return Fact(by, action, f"{project_id}/{after.key}", data)
