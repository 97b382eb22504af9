"""What project management takes along as a spreadsheet: one plan, or all projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from etappe.model.captions import Captions, SheetWords
from etappe.model.cells import Cell, Column, Table
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.kommune import Kommune
from etappe.model.moments import local_day
from etappe.model.names import as_in_a_dictionary
from etappe.model.people import Contact
from etappe.model.project import TaskRecord, is_overdue
from etappe.service.filling import roles_of
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.portfolio import ProjectRow, rows_and_files
from etappe.service.ports import Transaction

WIDTHS = {
    "deputy": 28,
    "deputy_email": 36,
    "email": 36,
    "kommune": 26,
    "last_letter": 48,
    "name": 28,
    "next_task": 48,
    "phase": 28,
    "reason": 48,
    "task": 34,
    "title": 48,
    "why": 90,
}
"""Of columns that hold more than a word or a day."""
NARROW = 14


def plan_tables(office: Office, project: str, now: datetime) -> tuple[Table, ...]:
    """The anchors, tasks and phases of a project; raises `UnknownProject`."""
    with office.store.begin() as tx:
        file = open_file(office, tx, project)
    say, today = file.speech.captions, local_day(now, file.calendar.zone)
    return (
        _table(say.anchors, _anchors(file, say)),
        _table(say.tasks, _tasks(file, say, today)),
        _table(say.phases, _phases(file)),
    )


def portfolio_tables(office: Office, now: datetime) -> tuple[Table, ...]:
    """All projects by name, and what can be changed in a sheet and imported: dates, contacts, days."""
    say = office.speech.captions
    with office.store.begin() as tx:
        rows = rows_and_files(office, tx, now)
        kommunen = sorted(tx.kommunen.all(), key=lambda k: (as_in_a_dictionary(k.name), k.slug))
        contacts = list(_contacts(office, tx, kommunen))
        days = list(_days(tx, kommunen, say))
    kinds = tuple(say.kinds.values())
    return (
        _table(say.projects, _projects(rows, say)),
        _table(say.dates, _dates([file for _, file in rows], say)),
        _table(say.contacts, contacts, role=tuple(roles_of(office))),
        _table(say.days, days, kind=kinds),
    )


def _table(words: SheetWords, rows: Iterable[tuple[Cell, ...]], **choices: tuple[str, ...]) -> Table:
    columns = (
        Column(heading, WIDTHS.get(field, NARROW), choices.get(field, ()))
        for field, heading in words.headings.items()
    )
    return Table(words.title, tuple(columns), tuple(rows))


def _anchors(file: ProjectFile, say: Captions) -> Iterable[tuple[Cell, ...]]:
    for anchor in file.schedule.anchors.values():
        title = file.plan.anchor[anchor.key].title
        why = explain_anchor(file.schedule, anchor.key)
        yield anchor.key, title, anchor.day, _said(anchor.by_hand, say), why


def _tasks(file: ProjectFile, say: Captions, today: date) -> Iterable[tuple[Cell, ...]]:
    active = [t for t in file.tasks.values() if t.key in file.schedule.deadlines]
    for task in sorted(active, key=lambda t: t.due):
        spec = file.plan.task[task.key]
        phase = file.plan.phase[spec.phase].title
        why = explain_task(file.schedule, task.key)
        yield task.key, phase, spec.title, spec.role, task.due, _state(file, task, say, today), why


def _state(file: ProjectFile, task: TaskRecord, say: Captions, today: date) -> str:
    if not task.settled:
        return say.overdue if is_overdue(task, file.schedule, today) else say.open
    state = file.speech.replies.states[task.state]
    return f"{state}: {task.reason}" if task.reason else state


def _phases(file: ProjectFile) -> Iterable[tuple[Cell, ...]]:
    for span in sorted(file.schedule.spans.values(), key=lambda s: s.begins):
        yield span.phase, file.plan.phase[span.phase].title, span.begins, span.ends


def _projects(rows: Iterable[tuple[ProjectRow, ProjectFile]], say: Captions) -> Iterable[tuple[Cell, ...]]:
    for row, file in rows:
        yield (
            row.kommune,
            row.project,
            row.land,
            file.kommune.ags,
            row.phase,
            say.lights[row.light],
            row.reason,
            row.done,
            row.tasks,
            row.overdue,
            row.next_due,
            row.next_task,
            row.last_letter_on,
            row.last_letter,
        )


def _dates(files: Iterable[ProjectFile], say: Captions) -> Iterable[tuple[Cell, ...]]:
    for file in files:
        for anchor in sorted(file.schedule.anchors.values(), key=lambda a: a.day):
            title, fixed = file.plan.anchor[anchor.key].title, _said(anchor.by_hand, say)
            yield file.kommune.name, file.project.id, anchor.key, title, anchor.day, anchor.day, fixed


def _contacts(office: Office, tx: Transaction, kommunen: Sequence[Kommune]) -> Iterable[tuple[Cell, ...]]:
    """Who fills the roles of the Kommunen themselves; the project team stands in for the others."""
    staff = tx.people.staff()
    known = tx.people.contacts([k.slug for k in kommunen])
    for kommune in kommunen:
        for role in roles_of(office):
            contact = known[kommune.slug].get(role)
            if contact and contact != staff.get(role):
                yield _contact(kommune, contact)


def _contact(kommune: Kommune, contact: Contact) -> tuple[Cell, ...]:
    deputy = (contact.deputy.name, contact.deputy.email) if contact.deputy else (None, None)
    return kommune.slug, contact.role, contact.person.name, contact.person.email, *deputy


def _days(tx: Transaction, kommunen: Sequence[Kommune], say: Captions) -> Iterable[tuple[Cell, ...]]:
    days = tx.kommunen.days([k.slug for k in kommunen])
    for kommune in kommunen:
        for day in days.get(kommune.slug, ()):
            yield kommune.slug, say.kinds[day.kind], day.day, day.name


def _said(answer: bool, say: Captions) -> str:
    return say.yes if answer else say.no
