"""Answers to a letter beside "done", which is a task's own: a new date, and not me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import PlanImpossible
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.moments import local_day
from etappe.model.project import TaskRecord
from etappe.service.deadlines import latest_without_asking, move_deadline, open_task_of, require_to_come
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction


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
    require_to_come(day, local_day(now, office.zone))
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        task = open_task_of(file, task_key)
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
        task = open_task_of(file, task_key)
        title = file.plan.task[task.key].title
        request = file.speech.reasons.not_responsible.format(by=by, title=title, instead=instead)
        follow_up = _follow_up(
            file, task, FollowUpKind.CONTACT, identity(by, instead), request, {"instead": instead}, now
        )
        tx.follow_ups.open([follow_up])
        about = f"{project_id}/{task_key}"
        tx.audit.record([Fact(by, "not responsible", about, {"follow_up": follow_up.id})], now)
        return follow_up


def _moves(tx: Transaction, file: ProjectFile, task: TaskRecord, day: date, by: str, now: datetime) -> bool:
    try:
        move_deadline(tx, file, task, day, by, now, spoken_by=_responsible(tx, file, task))
    except PlanImpossible:  # project management decides, and may move the event too
        return False
    return True


def _responsible(tx: Transaction, file: ProjectFile, task: TaskRecord) -> frozenset[str]:
    """Who answers for a task, and so knows of the date."""
    role = file.plan.task[task.key].role
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(role)
    return frozenset() if contact is None else frozenset({contact.person.id})


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
