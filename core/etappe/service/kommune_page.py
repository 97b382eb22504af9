"""Everything that the page of one Kommune shows: its data, its people, its own calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.kommune import Kommune, NamedDay
from etappe.model.moments import local_day
from etappe.model.people import Absence, Contact, Person
from etappe.model.project import Project
from etappe.model.suppression import Suppression
from etappe.service.filling import roles_of
from etappe.service.office import Office, require_kommune
from etappe.service.overview import PAGE
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who fills a role or steps in."""

    person: Person
    absences: tuple[Absence, ...]
    """Those that are not over."""
    stopped: Suppression | None
    """Since when mail to their address comes back, and why."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A role of the programme, and who fills it here."""

    role: str
    title: str
    needed: bool
    """Whether no project starts without it."""
    holder: PersonLine | None
    deputy: PersonLine | None
    of_team: bool
    """Whether it is left to the project team."""
    follows: Person | None
    """Who takes over on a day to come."""
    follows_on: date | None


@dataclass(frozen=True, slots=True)
class KommunePage:
    """A Kommune with all that its page shows."""

    kommune: Kommune
    today: date
    projects: tuple[Project, ...]
    seats: tuple[SeatLine, ...]
    """In the order of the programme."""
    days: tuple[NamedDay, ...]
    """Its own calendar from today on, by day."""
    past: int
    """How many entered days are over."""

    @property
    def people(self) -> tuple[PersonLine, ...]:
        """Everybody around, each once."""
        lines = [line for seat in self.seats for line in (seat.holder, seat.deputy) if line]
        return tuple({line.person.id: line for line in lines}.values())


@dataclass(frozen=True, slots=True)
class KommuneLine:
    """A Kommune in the list of all, with the ids of its projects."""

    kommune: Kommune
    projects: tuple[str, ...]


def kommune_page(office: Office, slug: str, now: datetime) -> KommunePage:
    """Everything about a Kommune, as of now; raises `UnknownKommune`."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        kommune = require_kommune(tx, slug)
        days = tx.kommunen.days([slug]).get(slug, ())
        coming = tuple(d for d in days if d.day >= today)
        seats = _seats(office, tx, slug, today)
        return KommunePage(
            kommune, today, tx.projects.of_kommune(slug), seats, coming, len(days) - len(coming)
        )


def kommune_lines(
    office: Office, part: str, page: int = 1, size: int = PAGE
) -> tuple[int, tuple[KommuneLine, ...]]:
    """How many Kommunen have something in their name, and a page of them by name."""
    with office.store.begin() as tx:
        number, found = tx.survey.kommunen(part, size, (page - 1) * size)
        projects = tx.survey.projects_of([k.slug for k in found])
    return number, tuple(KommuneLine(k, projects.get(k.slug, ())) for k in found)


def _seats(office: Office, tx: Transaction, slug: str, today: date) -> tuple[SeatLine, ...]:
    around, team = tx.people.contacts([slug])[slug], tx.people.staff()
    lines = _lines(tx, around, today)
    to_come = {h.seat.role: h for h in tx.hand_overs.to_come(slug)}
    new = tx.people.get([h.after_id for h in to_come.values()])
    seats: list[SeatLine] = []
    for spec in roles_of(office).values():
        contact, next_one = around.get(spec.key), to_come.get(spec.key)
        seats.append(
            SeatLine(
                role=spec.key,
                title=spec.title,
                needed=spec.key == office.programme.spec.contact,
                holder=lines[contact.person.id] if contact else None,
                deputy=lines[contact.deputy.id] if contact and contact.deputy else None,
                of_team=contact is not None and contact == team.get(spec.key),
                follows=new[next_one.after_id] if next_one else None,
                follows_on=next_one.day if next_one else None,
            )
        )
    return tuple(seats)


def _lines(tx: Transaction, around: Mapping[str, Contact], today: date) -> Mapping[str, PersonLine]:
    """Everybody around, by id."""
    people = {p.id: p for c in around.values() for p in (c.person, c.deputy) if p}
    absences = tx.people.absences(list(people), today)
    stopped = tx.suppressions.among([p.email for p in people.values()])
    return {
        key: PersonLine(p, tuple(a for a in absences if a.person_id == key), stopped.get(p.email))
        for key, p in people.items()
    }
