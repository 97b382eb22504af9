"""Why did this come, why did it not, and why on this day?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.errors import UnknownSubject
from etappe.model.explanation import explain_task
from etappe.model.ledger import Entry
from etappe.model.moments import local_day, local_time
from etappe.model.project import TaskRecord, TaskState
from etappe.model.rungs import Rung, counted_day, day_of, moment_of
from etappe.service.judging import LET_GO
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said about a rung, a letter or a task, in sentences."""

    subject: str
    sentences: tuple[str, ...]
    entries: tuple[Entry, ...]


def why(office: Office, subject: str, now: datetime) -> Answer:
    """Explain a task ("project/task"), a rung ("project/task/rule/ordinal") or a letter (its id).

    Raises `UnknownSubject`, `UnknownProject` or `TaskNotActive`.
    """
    with office.store.begin() as tx:
        entry = tx.ledger.entry(subject)
        if entry is not None:
            return _about_rung(office, tx, subject, entry)
        parts = subject.split("/")
        project = tx.projects.get(parts[0])
        if project is not None and len(parts) in {2, 3, 4}:
            file = open_file(office, tx, project.id)
            if parts[1] in file.plan.task or parts[1] in file.tasks:
                rule_key = parts[2] if len(parts) > 2 else None
                return _about_task(office, tx, file, subject, parts[1], rule_key, now)
        return _about_letter(office, tx, subject)


def _about_rung(office: Office, tx: Transaction, subject: str, entry: Entry) -> Answer:
    sentences = [_of_entry(entry, office)]
    if entry.project_id and entry.task_key:
        file = open_file(office, tx, entry.project_id)
        sentences.append(_of_deadline(file, entry.task_key))
        rung = _rung(file, entry.task_key, entry.rule_key.removesuffix(LET_GO))
        if rung:
            sentences.append(_of_day(file, entry.task_key, rung))
    return Answer(subject, tuple(sentences), (entry,))


def _about_task(
    office: Office,
    tx: Transaction,
    file: ProjectFile,
    subject: str,
    task_key: str,
    rule_key: str | None,
    now: datetime,
) -> Answer:
    entries = tx.ledger.entries(file.project.id, task_key)
    record = file.tasks.get(task_key)
    if record and task_key not in file.plan.task:
        sentences = (file.speech.replies.newer_plan, _of_state(file, record))
        return Answer(subject, (*sentences, *(_of_entry(e, office) for e in entries)), entries)
    if record is None or task_key not in file.schedule.deadlines:
        condition = file.plan.task[task_key].condition
        question = file.plan.condition[condition].question if condition else ""
        absent = file.speech.replies.no_part.format(question=question)
        return Answer(subject, (absent, *([_of_state(file, record)] if record else [])), entries)
    shown = tuple(e for e in entries if rule_key in {None, e.rule_key})
    seen = {e.rule_key for e in entries}
    to_come = [
        _of_unarmed(file, task_key, rung, now)
        for rung in file.plan.rungs[task_key]
        if rule_key in {None, rung.rule_key} and rung.rule_key not in seen
    ]
    about = (_of_deadline(file, task_key), _of_state(file, record))
    return Answer(subject, (*about, *(_of_entry(e, office) for e in shown), *to_come), shown)


def _about_letter(office: Office, tx: Transaction, subject: str) -> Answer:
    delivery = tx.letters.get(subject)
    if delivery is None:
        raise UnknownSubject(subject=subject)
    say = office.speech.replies
    letter = delivery.subject or say.unwritten
    reason = f": {delivery.error_text}" if delivery.error_text else ""
    sentences = [say.letter.format(subject=letter, state=say.letters[delivery.state], reason=reason)]
    for item in tx.letters.in_letter(delivery.digest_id):
        if item.project_id and item.task_key:
            file = open_file(office, tx, item.project_id)
            sentences.append(
                f"{item.project_id}/{item.task_key} ({item.rule_key}): {_of_deadline(file, item.task_key)}"
            )
        else:
            day = office.speech.day(item.local_date)
            sentences.append(say.told.get(item.rule_key, say.overview).format(day=day, rule=item.rule_key))
    return Answer(subject, tuple(sentences), ())


def _of_entry(entry: Entry, office: Office) -> str:
    say = office.speech.replies
    return say.entry.format(
        rule=entry.rule_key,
        when=office.speech.moment(local_time(entry.due_at, office.zone)),
        outcome=say.outcomes[entry.outcome],
        whom=say.recipients.format(names=", ".join(entry.recipients)) if entry.recipients else "",
        reason=f": {entry.reason}" if entry.reason else "",
    )


def _of_deadline(file: ProjectFile, task_key: str) -> str:
    deadline = file.schedule.deadlines.get(task_key)
    if deadline is None:
        return file.speech.replies.no_part_any_more
    title, day = file.plan.task[task_key].title, file.speech.day(deadline.day)
    return file.speech.replies.due.format(title=title, day=day, why=explain_task(file.schedule, task_key))


def _of_state(file: ProjectFile, task: TaskRecord) -> str:
    say = file.speech.replies
    if task.state is TaskState.OPEN:
        return say.open
    when = say.settled_on.format(day=_local_day(file, task.settled_at)) if task.settled_at else ""
    reason = say.settled_why.format(reason=task.reason) if task.reason else ""
    return say.settled.format(when=when, state=say.states[task.state], by=task.settled_by, reason=reason)


def _of_unarmed(file: ProjectFile, task_key: str, rung: Rung, now: datetime) -> str:
    """Why a rung is not in the ledger: it comes later, is not needed, or lay before the plan."""
    index = file.plan.rung_index[task_key][rung.rule_key]
    found = moment_of(file.plan.rungs[task_key], index, file.tasks[task_key].due, file.calendar)
    say, about = file.speech.replies, f"{rung.rule_key}, {file.speech.day(found.day)}"
    if found.at <= file.project.created_at:
        return say.before_plan.format(rung=about, day=_local_day(file, file.project.created_at))
    if file.tasks[task_key].settled:
        return say.unneeded.format(rung=about)
    return (say.follows if found.at > now else say.skipped).format(rung=about)


def _local_day(file: ProjectFile, at: datetime) -> str:
    return file.speech.day(local_day(at, file.calendar.zone))


def _rung(file: ProjectFile, task_key: str, rule_key: str) -> Rung | None:
    return next((r for r in file.plan.rungs.get(task_key, ()) if r.rule_key == rule_key), None)


def _of_day(file: ProjectFile, task_key: str, rung: Rung) -> str:
    """Why a rung lies on its day."""
    say, due = file.speech.replies, file.tasks[task_key].due
    counted, day = counted_day(rung, due, file.calendar), day_of(rung, due, file.calendar)
    moved = "" if day == counted else say.moved.format(day=file.speech.day(counted))
    return say.rung_day.format(rule=_rule(file, rung), day=file.speech.day(day), moved=moved)


def _rule(file: ProjectFile, rung: Rung) -> str:
    """How a rung is counted: "5 Arbeitstage vor der Frist"."""
    say, number = file.speech.replies, abs(rung.spec.offset)
    if not number:
        return say.on_the_day
    unit = file.speech.phrases.counted_in(rung.spec.unit, number)
    return (say.before if rung.spec.offset < 0 else say.after).format(number=number, unit=unit)
