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
from etappe.service.phases import note_heard
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answers: as the audit names them for ever, and as people read until they are erased."""

    actor: str
    name: str
    persons: frozenset[str] = frozenset()
    """Who knows of the answer thereby; where that is not known, the name tells."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a proposed date."""

    accepted: bool
    day: date
    """The proposed day, or the first working day after it, on which the project does not rest."""
    latest: date | None
    """The last day that would have been taken at once."""
    asked: date | None = None
    """The day that was named, where that is no working day."""
    unchanged: bool = False
    """Whether the task was due on that day already, so that nobody had to be told."""


def propose_date(
    office: Office, project_id: str, task_key: str, day: date, by: str, now: datetime
) -> Proposed:
    """ "Neuer Termin": within the bounds it is taken at once and shown to project management, who decides
    beyond them.

    The bounds: not before today, before everything that waits for the task, and before its event. A day on
    which nobody works, or on which the project rests, counts as the first one after it.
    Raises `DateInThePast`, `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    require_to_come(day, local_day(now, office.zone))
    with office.store.begin() as tx:
        return proposed_by(tx, open_file(office, tx, project_id), task_key, day, Speaker(by, by), now)


def proposed_by(
    tx: Transaction, file: ProjectFile, task_key: str, day: date, speaker: Speaker, now: datetime
) -> Proposed:
    """What becomes of a date that somebody proposes; raises `TaskNotActive` or `TaskSettled`."""
    task = open_task_of(file, task_key)
    latest = latest_without_asking(file, task_key)
    counts = file.schedule.calendars.of_task(task_key).on_or_after(day)
    asked = day if counts != day else None
    note_heard(tx, file.project.id, file.schedule, now)
    if counts == task.due:
        return Proposed(True, counts, latest, asked, unchanged=True)
    accepted = latest is None or counts <= latest
    if accepted:
        accepted = _moves(tx, file, task, counts, speaker, now)
    proposed = Proposed(accepted, counts, latest, asked)
    tx.follow_ups.open([_about_date(file, task, proposed, speaker.name, now)])
    return proposed


def decline(office: Office, project_id: str, task_key: str, by: str, instead: str, now: datetime) -> FollowUp:
    """ "Nicht zuständig": project management learns who is, and changes the contact, where it agrees by
    accepting the follow-up.

    Raises `UnknownProject`, `TaskNotActive` or `TaskSettled`.
    """
    with office.store.begin() as tx:
        return declined_by(tx, open_file(office, tx, project_id), task_key, instead, Speaker(by, by), now)


def declined_by(
    tx: Transaction, file: ProjectFile, task_key: str, instead: str, speaker: Speaker, now: datetime
) -> FollowUp:
    """Ask project management to change a contact; raises `TaskNotActive` or `TaskSettled`."""
    task = open_task_of(file, task_key)
    note_heard(tx, file.project.id, file.schedule, now)
    title = file.plan.task[task.key].title
    request = file.speech.reasons.not_responsible.format(by=speaker.name, title=title, instead=instead)
    role = file.plan.task[task.key].role
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(role)
    data = {"instead": instead, "role": role, "contact": contact.person.id if contact else ""}
    cause = identity(speaker.actor, instead)
    follow_up = _follow_up(file, task, FollowUpKind.CONTACT, cause, request, data, now)
    tx.follow_ups.open([follow_up])
    about = f"{file.project.id}/{task_key}"
    tx.audit.record([Fact(speaker.actor, "not responsible", about, {"follow_up": follow_up.id})], now)
    return follow_up


def _moves(
    tx: Transaction, file: ProjectFile, task: TaskRecord, day: date, speaker: Speaker, now: datetime
) -> bool:
    knows = speaker.persons or _who_speaks(tx, file, task, speaker.name)
    try:
        move_deadline(tx, file, task, day, speaker.actor, now, spoken_by=knows)
    except PlanImpossible:  # project management decides, and may move the event too
        return False
    return True


def _who_speaks(tx: Transaction, file: ProjectFile, task: TaskRecord, by: str) -> frozenset[str]:
    """Who answered, and so knows of the date: the deputy where they are named, else the contact."""
    role = file.plan.task[task.key].role
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(role)
    if contact is None:
        return frozenset()
    deputy, said = contact.deputy, by.strip().casefold()
    named = deputy is not None and said in {deputy.name.casefold(), deputy.email.casefold()}
    return frozenset({deputy.id if deputy and named else contact.person.id})


def _about_date(
    file: ProjectFile,
    task: TaskRecord,
    proposed: Proposed,
    by: str,
    now: datetime,
) -> FollowUp:
    speech, day, latest = file.speech, proposed.day, proposed.latest
    data = {"day": day.isoformat(), "by": by, "before": task.due.isoformat()}
    say = speech.reasons
    said = {
        "by": by,
        "title": file.plan.task[task.key].title,
        "before": speech.day(task.due),
        "day": speech.day(day),
        "bound": say.harmless_until.format(day=speech.day(latest)) if latest else say.never_harmless,
    }
    text = (say.moved_on_request if proposed.accepted else say.proposed).format(**said)
    text += say.on_working_day.format(day=speech.day(proposed.asked)) if proposed.asked else ""
    text += say.was_fixed if task.by_hand else ""
    kind = FollowUpKind.NOTE if proposed.accepted else FollowUpKind.PROPOSAL
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
