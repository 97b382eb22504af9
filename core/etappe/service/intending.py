"""Carry out what modules want: the core alone writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from etappe.errors import EtappeError, TaskNotOnDemand, UnknownTask
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.intentions import (
    AnswerCondition,
    AskManagement,
    DropRecord,
    FixAnchor,
    Intention,
    KeepRecord,
    OpenTask,
)
from etappe.model.project import TaskRecord
from etappe.model.schedule import lay_out
from etappe.service.conditions import give_answer
from etappe.service.office import Office, open_file
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.records import drop_record, keep_record
from etappe.service.replanning import fix_within
from etappe.service.tasks import rearm


def carry_out(
    office: Office,
    tx: Transaction,
    module: str,
    project_id: str,
    intention: Intention,
    by: str,
    now: datetime,
) -> None:
    """Carry out one intention about a project; raises what the use case behind it refuses."""
    project_id = intention.project or project_id
    match intention:
        case OpenTask():
            open_task(office, tx, project_id, intention, by, now)
        case FixAnchor(anchor=anchor, day=day):
            fix_within(tx, open_file(office, tx, project_id), anchor, day, by, now, intention.why)
        case AnswerCondition(condition=condition, answer=answer):
            file = open_file(office, tx, project_id)
            give_answer(tx, file, condition, by, now, answer=answer, why=intention.why)
        case AskManagement():
            ask_management(tx, module, project_id, intention.request, intention.task, now)
        case KeepRecord():
            keep_record(office, tx, module, project_id, intention, by, now)
        case DropRecord():
            drop_record(office, tx, module, project_id, intention, by, now)
        case _:
            raise TypeError(f"no way to carry out {type(intention).__name__}")


def carry_out_or_ask(
    office: Office, tx: Transaction, module: str, project_id: str, intention: Intention, now: datetime
) -> None:
    """Carry out what a module wants by itself; what cannot be done is put before project management."""
    try:
        carry_out(office, tx, module, project_id, intention, f"module:{module}", now)
    except EtappeError as error:
        request = office.speech.reasons.wanted_in_vain.format(module=module, cause=error)
        ask_management(tx, module, intention.project or project_id, request, None, now)


def open_task(
    office: Office, tx: Transaction, project_id: str, wanted: OpenTask, by: str, now: datetime
) -> None:
    """Open a task that is offered on demand, and arm its first rung; one that was opened before stays.

    Raises `UnknownProject`, `UnknownTask`, `TaskNotOnDemand`, and what `lay_out` refuses.
    """
    file = open_file(office, tx, project_id)
    spec = file.plan.task.get(wanted.task)
    if spec is None:
        raise UnknownTask(task=wanted.task, known=", ".join(file.plan.task))
    if not spec.on_demand:
        raise TaskNotOnDemand(task=wanted.task, project=project_id)
    if wanted.task in file.tasks:
        return
    old = file.decisions
    fixed = {**old.fixed_deadlines, **({wanted.task: wanted.due} if wanted.due else {})}
    decided = replace(old, opened=old.opened | {wanted.task}, fixed_deadlines=fixed)
    schedule = lay_out(file.plan, decided, file.calendar)
    deadline = schedule.deadlines[wanted.task]
    record = TaskRecord(wanted.task, deadline.day, deadline.by_hand)
    facts = note_phase(tx, file.project, schedule, [record], by, now)
    tx.projects.save_tasks(project_id, [record], now)
    rearm(tx, file, [record], now)
    data = {"due": record.due.isoformat(), "why": wanted.why}
    tx.audit.record([Fact(by, "task opened", f"{project_id}/{wanted.task}", data), *facts], now)


def ask_management(
    tx: Transaction, module: str, project_id: str, request: str, task: str | None, now: datetime
) -> None:
    """Open a follow-up for project management; the same request about the same task is opened once."""
    cause = f"{project_id}/{task or ''}/module/{identity(module, request)}"
    follow_up = FollowUp(
        id=identity(cause),
        project_id=project_id,
        task_key=task,
        kind=FollowUpKind.NOTE,
        cause=cause,
        request=request,
        data={"module": module},
        open=True,
        opened_at=now,
    )
    tx.follow_ups.open([follow_up])
