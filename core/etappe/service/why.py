"""Why did this come, why did it not, and why on this day?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.errors import UnknownSubject
from etappe.model.delivery import DeliveryState
from etappe.model.explanation import explain_task
from etappe.model.ledger import Entry, LedgerState
from etappe.model.moments import local_time
from etappe.model.project import TaskRecord, TaskState
from etappe.model.rungs import Rung, day_of, moment_of
from etappe.service.judging import LET_GO
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

TOLD = {
    LedgerState.PLANNED: "geplant",
    LedgerState.UNDER_WAY: "unterwegs",
    LedgerState.SENT: "versandt",
    LedgerState.MERGED: "zusammen mit anderem versandt oder in die Wiedervorlage gelegt",
    LedgerState.SKIPPED: "nicht versandt",
    LedgerState.HELD: "zurückgehalten",
    LedgerState.FAILED: "nicht zugestellt",
    LedgerState.UNKNOWN: "ungewiss, ob zugestellt",
}

LETTERS = {
    DeliveryState.QUEUED: "wartet auf den Versand",
    DeliveryState.SENDING: "ist unterwegs",
    DeliveryState.DOT: "wird gerade übergeben",
    DeliveryState.SENT: "ist versandt",
    DeliveryState.FAILED: "ist nicht zugestellt",
    DeliveryState.UNKNOWN: "ist vielleicht zugestellt, vielleicht nicht",
    DeliveryState.BOUNCED: "kam zurück",
    DeliveryState.CANCELLED: "wurde nicht versandt",
    DeliveryState.EXPIRED: "kam zu spät und wurde nicht versandt",
    DeliveryState.HELD: "wird zurückgehalten",
}


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
            if parts[1] in file.plan.task:
                rule_key = parts[2] if len(parts) > 2 else None
                return _about_task(tx, file, subject, parts[1], rule_key, now)
        return _about_letter(office, tx, subject)


def _about_rung(office: Office, tx: Transaction, subject: str, entry: Entry) -> Answer:
    sentences = [_of_entry(entry)]
    if entry.project_id and entry.task_key:
        file = open_file(office, tx, entry.project_id)
        sentences.append(_of_deadline(file, entry.task_key))
        rung = _rung(file, entry.task_key, entry.rule_key.removesuffix(LET_GO))
        if rung:
            sentences.append(_of_day(file, entry.task_key, rung))
    return Answer(subject, tuple(sentences), (entry,))


def _about_task(
    tx: Transaction, file: ProjectFile, subject: str, task_key: str, rule_key: str | None, now: datetime
) -> Answer:
    entries = tx.ledger.entries(file.project.id, task_key)
    if task_key not in file.tasks or task_key not in file.schedule.deadlines:
        condition = file.plan.task[task_key].condition
        question = file.plan.condition[condition].question if condition else ""
        return Answer(
            subject, (f"Die Aufgabe gehört nicht zum Plan: „{question}“ ist mit Nein beantwortet.",), entries
        )
    shown = tuple(e for e in entries if rule_key in {None, e.rule_key})
    seen = {e.rule_key for e in entries}
    to_come = [
        _of_unarmed(file, task_key, rung, now)
        for rung in file.plan.rungs[task_key]
        if rule_key in {None, rung.rule_key} and rung.rule_key not in seen
    ]
    about = (_of_deadline(file, task_key), _of_state(file.tasks[task_key]))
    return Answer(subject, (*about, *(_of_entry(e) for e in shown), *to_come), shown)


def _about_letter(office: Office, tx: Transaction, subject: str) -> Answer:
    delivery = tx.letters.get(subject)
    if delivery is None:
        raise UnknownSubject(subject=subject)
    items = tx.letters.in_letter(delivery.digest_id)
    state = f"Der Brief „{delivery.subject or 'noch ungeschrieben'}“ {LETTERS[delivery.state]}"
    reason = f": {delivery.error_text}" if delivery.error_text else ""
    sentences = [f"{state}{reason}."]
    for item in items:
        if item.project_id and item.task_key:
            file = open_file(office, tx, item.project_id)
            sentences.append(
                f"{item.project_id}/{item.task_key} ({item.rule_key}): {_of_deadline(file, item.task_key)}"
            )
        else:
            sentences.append(f"Wochenübersicht für den {item.local_date:%d.%m.%Y} ({item.rule_key}).")
    return Answer(subject, tuple(sentences), ())


def _of_entry(entry: Entry) -> str:
    local = local_time(entry.due_at)
    whom = f" an {', '.join(entry.recipients)}" if entry.recipients else ""
    reason = f": {entry.reason}" if entry.reason else ""
    return f"{entry.rule_key}, {local:%d.%m.%Y %H:%M}: {TOLD[entry.outcome]}{whom}{reason}."


def _of_deadline(file: ProjectFile, task_key: str) -> str:
    deadline = file.schedule.deadlines.get(task_key)
    if deadline is None:
        return "Die Aufgabe gehört nicht mehr zum Plan."
    title = file.plan.task[task_key].title
    return f"„{title}“ ist am {deadline.day:%d.%m.%Y} fällig: {explain_task(file.schedule, task_key)}."


def _of_state(task: TaskRecord) -> str:
    if task.state is TaskState.OPEN:
        return "Die Aufgabe ist offen."
    when = f" am {local_time(task.settled_at):%d.%m.%Y}" if task.settled_at else ""
    word = {
        TaskState.DONE: "erledigt",
        TaskState.WAIVED: "entfallen",
        TaskState.RETIRED: "nicht mehr im Plan",
    }
    reason = f", Grund: {task.reason}" if task.reason else ""
    return f"Die Aufgabe ist{when} {word[task.state]} (durch {task.settled_by}{reason})."


def _of_unarmed(file: ProjectFile, task_key: str, rung: Rung, now: datetime) -> str:
    """Why a rung is not in the ledger: it comes later, is not needed, or lay before the plan."""
    index = file.plan.rung_index[task_key][rung.rule_key]
    found = moment_of(file.plan.rungs[task_key], index, file.tasks[task_key].due, file.calendar)
    when = f"{rung.rule_key}, {found.day:%d.%m.%Y}"
    if found.at <= file.project.created_at:
        return f"{when}: lag vor der Planung am {local_time(file.project.created_at):%d.%m.%Y} und entfällt."
    if file.tasks[task_key].settled:
        return f"{when}: nicht nötig, die Aufgabe ist nicht mehr offen."
    if found.at > now:
        return f"{when}: folgt, wenn die Aufgabe dann noch offen ist."
    return f"{when}: übersprungen."


def _rung(file: ProjectFile, task_key: str, rule_key: str) -> Rung | None:
    return next((r for r in file.plan.rungs.get(task_key, ()) if r.rule_key == rule_key), None)


def _of_day(file: ProjectFile, task_key: str, rung: Rung) -> str:
    """Why a rung lies on its day."""
    due = file.tasks[task_key].due
    number = abs(rung.spec.offset)
    unit = "Arbeitstag" if number == 1 else "Arbeitstage"
    side = "vor" if rung.spec.offset < 0 else "nach"
    counted = file.calendar.add(due, rung.spec.offset)
    day = day_of(rung, due, file.calendar)
    rule = f"{number} {unit} {side} der Frist" if number else "am Tag der Frist"
    moved = "" if day == counted else f", wegen der Ruhezeit vom {counted:%d.%m.%Y} verlegt"
    return f"Diese Stufe kommt {rule}, also am {day:%d.%m.%Y}{moved}."
