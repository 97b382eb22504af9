"""The next letters about a project: to whom, when, about what, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import NobodyAround
from etappe.model.delivery import Claim
from etappe.model.ledger import CATCH_UP, OVERVIEW, Due
from etappe.model.letter import Letter
from etappe.model.moments import local_day
from etappe.model.people import Absence, Contact, Person, Purpose, Recipient, stand_in
from etappe.model.spec import RungKind
from etappe.service.composing import compose
from etappe.service.desk import Desk
from etappe.service.firing import fire_these
from etappe.service.judging import LET_GO
from etappe.service.office import Office, ProjectFile, open_file, trying
from etappe.service.outgoing import letter_of
from etappe.service.ports import Scribe, Transaction
from etappe.service.recipients import Circle

TRIES = 5
"""Moments that are tried: what is postponed at the first may go at one of the next."""


@dataclass(frozen=True, slots=True)
class RungAhead:
    """A rung that is armed."""

    occ_key: str
    rule_key: str
    task: str
    """The key of its task; empty for the weekly overview and for what is told beside reminders."""
    title: str
    """The title of its task; empty likewise."""
    at: datetime
    overview: bool


@dataclass(frozen=True, slots=True)
class LetterAhead:
    """The next letter to one person, as far as it follows from what is armed now."""

    person: Person
    roles: tuple[str, ...]
    """The titles of the roles that they fill or step in for."""
    day: date
    at: datetime
    rungs: tuple[RungAhead, ...]
    """Those of that day, in the order of time."""
    deputy: bool
    """Whether they get it because somebody is away."""


@dataclass(frozen=True, slots=True)
class PreviewedLetter:
    """The next letter to one person in the words that it would have, were it written on its day."""

    person: Person
    day: date
    at: datetime
    letter: Letter


def letters_ahead(
    office: Office, tx: Transaction, file: ProjectFile, now: datetime
) -> tuple[LetterAhead, ...]:
    """The next letter to each person around a project, the earliest first.

    What becomes of tasks until then is not known: letters to come may grow, move or not be needed.
    """
    contacts = tx.people.contacts([file.kommune.slug])[file.kommune.slug]
    people = {p.id: p for c in contacts.values() for p in (c.person, c.deputy) if p}
    armed = tx.survey.armed(file.project.id, tuple(people), None)
    circle = _circle(tx, contacts, list(people.values()), local_day(now, office.zone))
    readers: dict[str, list[tuple[Due, Recipient]]] = defaultdict(list)
    for due in armed:
        for recipient in _readers(file, circle, due):
            readers[recipient.person.id].append((due, recipient))
    ahead = [_letter(file, contacts, people[who], found) for who, found in readers.items() if who in people]
    return tuple(sorted(ahead, key=lambda letter: (letter.at, letter.person.name)))


def next_letter(
    office: Office, scribe: Scribe, project_id: str, person_id: str, now: datetime
) -> PreviewedLetter | None:
    """The next letter to a person around a project as it would be written; None where none is to come.

    It is put together on its day in a transaction that leaves no trace, so that this needs a store that can
    write. Raises `UnknownProject`, `NobodyAround`, `PassageBroken`.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        contacts = tx.people.contacts([file.kommune.slug])[file.kommune.slug]
        people = {p.id: p for c in contacts.values() for p in (c.person, c.deputy) if p}
        if person_id not in people:
            raise NobodyAround(project=project_id, person=person_id)
        mine = next((a for a in letters_ahead(office, tx, file, now) if a.person.id == person_id), None)
        armed = tx.survey.armed(project_id, (person_id,), None)
    moments = sorted({max(due.due_at, now) for due in armed if mine and due.due_at >= mine.at})[:TRIES]
    for at in moments:
        letter = _written(office, scribe, project_id, people[person_id], at)
        if letter is not None:
            return PreviewedLetter(people[person_id], local_day(at, office.zone), at, letter)
    return None


def _written(office: Office, scribe: Scribe, project_id: str, person: Person, at: datetime) -> Letter | None:
    with trying(office, dry_run=True) as tx:
        due = tx.survey.armed(project_id, (person.id,), at)
        fire_these(office, tx, due, at)
        digest = letter_of(person.id, local_day(at, office.zone))
        if not tx.letters.in_letter(digest):
            return None
        claim = Claim(digest, digest, person.id, person.name, person.email, 0, 0, 0, at, at, None, None)
        content = compose(Desk(office, tx), claim, at)
        return None if content.empty else scribe.write(content)
    return None


def _circle(
    tx: Transaction, contacts: Mapping[str, Contact], people: Sequence[Person], today: date
) -> Circle:
    stopped = tx.suppressions.among([p.email for p in people])
    lost = frozenset(p.id for p in people if p.email in stopped)
    absences = (
        *tx.people.absences([p.id for p in people], today),
        *(Absence(person_id, date.min, date.max) for person_id in sorted(lost)),
    )
    return Circle(contacts, absences, lost)


def _readers(file: ProjectFile, circle: Circle, due: Due) -> Iterable[Recipient]:
    """Who would read of an armed rung on its day."""
    if due.task_key is None:
        yield from _told(file, circle, due)
        return
    task, key = file.plan.task.get(due.task_key), due.rule_key.removesuffix(LET_GO)
    index = file.plan.rung_index.get(due.task_key, {}).get(key)
    if task is None or index is None:
        return
    spec = file.plan.rungs[task.key][index].spec
    if spec.kind is RungKind.LETTER or due.rule_key.endswith(LET_GO):
        yield from circle.recipients(task, spec, due.local_date)


def _told(file: ProjectFile, circle: Circle, due: Due) -> Iterable[Recipient]:
    """Who reads a weekly overview or what is told beside reminders."""
    meant = [c for c in circle.contacts.values() if c.person.id == due.person_id]
    if due.person_id is None:
        meant = [c for c in circle.contacts.values() if c.role == file.plan.programme.contact]
    recipients = {r.person.id: r for c in meant for r in (stand_in(c, circle.absences, due.local_date),)}
    yield from (r for r in recipients.values() if r.person.id not in circle.unreachable)


def _letter(
    file: ProjectFile,
    contacts: Mapping[str, Contact],
    person: Person,
    found: Sequence[tuple[Due, Recipient]],
) -> LetterAhead:
    zone = file.calendar.zone
    first = min(due.due_at for due, _ in found)
    day = local_day(first, zone)
    of_day = sorted(
        ((d, r) for d, r in found if local_day(d.due_at, zone) == day),
        key=lambda f: (f[0].due_at, f[0].occ_key),
    )
    roles = [c.role for c in contacts.values() if person in (c.person, c.deputy) and c.role in file.plan.role]
    return LetterAhead(
        person=person,
        roles=tuple(file.plan.role[role].title for role in roles),
        day=day,
        at=first,
        rungs=tuple(_rung(file, due) for due, _ in of_day),
        deputy=all(recipient.purpose is not Purpose.OWN for _, recipient in of_day),
    )


def _rung(file: ProjectFile, due: Due) -> RungAhead:
    task = file.plan.task.get(due.task_key or "")
    overview = due.rule_key in {OVERVIEW, CATCH_UP}
    title = task.title if task else ""
    return RungAhead(due.occ_key, due.rule_key, due.task_key or "", title, due.due_at, overview)
