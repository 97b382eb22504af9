"""All projects at a glance, for project management; never by result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.explanation import explain_task
from etappe.model.ledger import LedgerState
from etappe.model.light import Light, signal_of
from etappe.model.moments import local_day
from etappe.model.names import as_in_a_dictionary
from etappe.model.people import Contact
from etappe.model.project import TaskRecord, TaskState, current_phase, is_overdue
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project in the overview."""

    project: str
    kommune: str
    land: str
    phase: str
    light: Light
    reason: str
    """Why the light is not green, or that the project rests."""
    done: int
    tasks: int
    overdue: int
    next_task: str
    next_due: date | None
    why: str
    last_letter: str
    last_letter_on: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What all projects together have caused."""

    letters: int
    """Letters that were sent."""
    merged: int
    """Rungs that travelled with others in one letter, or became a follow-up instead of one."""
    follow_ups: int
    """What waits for project management."""


def totals(office: Office) -> Totals:
    """The numbers below the overview."""
    with office.store.begin() as tx:
        entries = (e for p in tx.projects.all() for e in tx.ledger.entries(p.id))
        merged = sum(1 for e in entries if e.outcome is LedgerState.MERGED)
        sent = tx.letters.counts().get(DeliveryState.SENT, 0)
        return Totals(sent, merged, len(tx.follow_ups.all_open()))


def portfolio(office: Office, now: datetime) -> tuple[ProjectRow, ...]:
    """All projects by name of their Kommune."""
    with office.store.begin() as tx:
        return tuple(row for row, _ in rows_and_files(office, tx, now))


def rows_and_files(office: Office, tx: Transaction, now: datetime) -> list[tuple[ProjectRow, ProjectFile]]:
    """The rows of all projects by name of their Kommune, each with what it was computed from."""
    today = local_day(now, office.zone)
    letters = tx.letters.last_letters()
    projects = tx.projects.all()
    contacts = tx.people.contacts([p.kommune for p in projects])
    files = [open_file(office, tx, p.id) for p in projects]
    rows = [(row_of(f, contacts.get(f.kommune.slug, {}), letters, today), f) for f in files]
    return sorted(rows, key=lambda r: (as_in_a_dictionary(r[0].kommune), r[0].project))


def row_of(
    file: ProjectFile, contacts: Mapping[str, Contact], letters: Mapping[str, Delivery], today: date
) -> ProjectRow:
    """One project's row."""
    phase = current_phase(file.plan, file.schedule, file.tasks, today)
    signal = signal_of(file.schedule, file.tasks, today)
    following = next_open(file.tasks.values(), today)
    contact = contacts.get(file.plan.programme.contact)
    letter = letters.get(contact.person.id) if contact else None
    active = [t for t in file.tasks.values() if t.state is not TaskState.RETIRED]
    return ProjectRow(
        project=file.project.id,
        kommune=file.kommune.name,
        land=file.kommune.land,
        phase=file.plan.phase[phase].title if phase else file.speech.remarks.not_begun,
        light=signal.light,
        reason=signal.reason,
        done=sum(1 for t in active if t.settled),
        tasks=len(active),
        overdue=sum(1 for t in active if is_overdue(t, file.schedule, today)),
        next_task=file.plan.task[following.key].title if following else "",
        next_due=following.due if following else None,
        why=explain_task(file.schedule, following.key) if following else "",
        last_letter=(letter.subject or "") if letter else "",
        last_letter_on=local_day(letter.sent_at, file.calendar.zone) if letter and letter.sent_at else None,
    )


def next_open(tasks: Iterable[TaskRecord], today: date) -> TaskRecord | None:
    """The open task that is due next from today on."""
    coming = [t for t in tasks if t.state is TaskState.OPEN and t.due >= today]
    return min(coming, key=lambda t: (t.due, t.key), default=None)
