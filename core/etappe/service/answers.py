"""Answers to a letter beside "done", which is a task's own: a new date, and not me."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import DateInThePast, PlanImpossible, TaskSettled
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.moments import local_day
from etappe.model.project import TaskRecord, TaskState, decisions_of
from etappe.model.schedule import lay_out
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.tasks import active_task, rearm


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a proposed date."""

    accepted: bool
    day: date
    latest: date | None
    """The last day that would have been taken at once."""


def propose_date(
    office: Office, project_id: str, task_key: str, day: date, by: str, now: datetime
) -> Proposed:
    """ "Neuer Termin": within the bounds it is taken at once and shown to project management, who decides
    beyond them.

    The bounds: not before today, before everything that waits for the task, and before its event.
    Raises `DateInThePast`, `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    today = local_day(now, office.zone)
    if day < today:
        raise DateInThePast(day=f"{day:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        task = _open_task(file, task_key)
        latest = latest_without_asking(file, task_key)
        accepted = latest is None or day <= latest
        if accepted:
            accepted = _moves(tx, file, task, day, by, now)
        tx.follow_ups.open([_about_date(file, task, day, latest, by, now, accepted=accepted)])
        return Proposed(accepted, day, latest)


def decline(office: Office, project_id: str, task_key: str, by: str, instead: str, now: datetime) -> FollowUp:
    """ "Nicht zuständig": project management learns who is, and changes the contact.

    Raises `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        task = _open_task(file, task_key)
        title = file.plan.task[task.key].title
        request = file.speech.reasons.not_responsible.format(by=by, title=title, instead=instead)
        follow_up = _follow_up(
            file, task, FollowUpKind.CONTACT, identity(by, instead), request, {"instead": instead}, now
        )
        tx.follow_ups.open([follow_up])
        about = f"{project_id}/{task_key}"
        tx.audit.record([Fact(by, "not responsible", about, {"follow_up": follow_up.id})], now)
        return follow_up


def latest_without_asking(file: ProjectFile, task_key: str) -> date | None:
    """The last day to which a task may move without touching anything else; None where nothing waits."""
    spec = file.plan.task[task_key]
    waiting = [
        file.tasks[t.key].due
        for t in file.plan.tasks
        if task_key in t.after and t.key in file.tasks and file.tasks[t.key].state is TaskState.OPEN
    ]
    if spec.due.days <= 0:
        event = file.schedule.anchors[spec.due.anchor].day
        waiting.append(event if spec.due.days == 0 else file.calendar.add(event, -1))
    return min(waiting, default=None)


def move_deadline(
    tx: Transaction, file: ProjectFile, task: TaskRecord, day: date, by: str, now: datetime
) -> None:
    """Fix a deadline by hand, let what waits for it follow, and arm the rungs anew.

    Raises `PlanImpossible` where something would reach its own event; then nothing is saved.
    """
    old = decisions_of(file.project, file.anchors, file.tasks.values())
    decided = replace(old, fixed_deadlines={**old.fixed_deadlines, task.key: day})
    schedule = lay_out(file.plan, decided, file.calendar)
    days = {d.task: d.day for d in schedule.deadlines.values()}
    followers = [
        replace(t, due=days[t.key])
        for t in file.tasks.values()
        if t.key != task.key and t.state is TaskState.OPEN and days.get(t.key, t.due) != t.due
    ]
    moved = [replace(task, due=day, by_hand=True), *followers]
    facts = note_phase(tx, file.project, schedule, moved, by, now)
    tx.projects.save_tasks(file.project.id, moved, now)
    rearm(tx, file, moved, now)
    data = {
        "before": task.due.isoformat(),
        "after": day.isoformat(),
        "followers": {f.key: f.due.isoformat() for f in followers},
    }
    tx.audit.record([Fact(by, "deadline moved", f"{file.project.id}/{task.key}", data), *facts], now)


def _moves(tx: Transaction, file: ProjectFile, task: TaskRecord, day: date, by: str, now: datetime) -> bool:
    try:
        move_deadline(tx, file, task, day, by, now)
    except PlanImpossible:  # project management decides, and may move the event too
        return False
    return True


def _open_task(file: ProjectFile, task_key: str) -> TaskRecord:
    task = active_task(file, task_key)
    if task.settled:
        raise TaskSettled(task=task_key, project=file.project.id, state=task.state.value)
    return task


def _about_date(
    file: ProjectFile,
    task: TaskRecord,
    day: date,
    latest: date | None,
    by: str,
    now: datetime,
    *,
    accepted: bool,
) -> FollowUp:
    speech, data = file.speech, {"day": day.isoformat(), "by": by}
    say = speech.reasons
    said = {
        "by": by,
        "title": file.plan.task[task.key].title,
        "before": speech.day(task.due),
        "day": speech.day(day),
        "bound": say.harmless_until.format(day=speech.day(latest)) if latest else say.never_harmless,
    }
    text = (say.moved_on_request if accepted else say.proposed).format(**said)
    kind = FollowUpKind.NOTE if accepted else FollowUpKind.PROPOSAL
    return _follow_up(file, task, kind, f"date:{day}", text, data, now)


def _follow_up(
    file: ProjectFile,
    task: TaskRecord,
    kind: FollowUpKind,
    what: str,
    request: str,
    data: dict[str, str],
    now: datetime,
) -> FollowUp:
    cause = f"{file.project.id}/{task.key}/{what}/{int(now.timestamp())}"
    return FollowUp(
        id=identity(cause),
        project_id=file.project.id,
        task_key=task.key,
        kind=kind,
        cause=cause,
        request=request,
        data=data,
        open=True,
        opened_at=now,
    )
