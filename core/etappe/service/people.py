"""Say who fills which role, who steps in, and who is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from etappe.errors import AbsenceBackwards, BadAddress, NameMissing, UnknownPerson, UnknownRole
from etappe.model.audit import Fact
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.identity import identity
from etappe.model.ledger import CATCH_UP, NewOccurrence
from etappe.model.moments import local_day, moment
from etappe.model.people import Absence, Contact, Person, away, is_address
from etappe.model.quiet import OPENS, later
from etappe.model.spec import RoleSpec
from etappe.service.arming import OVERVIEW_KEEPS, arm_overviews
from etappe.service.office import Office, calendar_of, require_kommune
from etappe.service.ports import Transaction

Named = tuple[str, str]
"""A name and an address."""


def set_contact(
    office: Office,
    kommune: str,
    role: str,
    name: str,
    email: str,
    deputy: Named | None,
    by: str,
    now: datetime,
) -> None:
    """Say who fills a role in a Kommune from now on, and who steps in.

    Raises `UnknownRole`, `UnknownKommune`, `BadAddress`, `NameMissing`.
    """
    with office.store.begin() as tx:
        facts = set_within(office, tx, kommune, role, (name, email), deputy, by, now)
        tx.audit.record(facts, now)


def set_within(
    office: Office,
    tx: Transaction,
    kommune: str,
    role: str,
    who: Named,
    deputy: Named | None,
    by: str,
    now: datetime,
) -> list[Fact]:
    """Say who fills a role as a part of something larger; the facts are for the caller to record.

    Raises what `set_contact` raises.
    """
    spec = _require_role(office, role)
    place = require_kommune(tx, kommune)
    contact, facts = enter_contact(tx, kommune, role, who, deputy, by)
    if tx.projects.of_kommune(kommune):
        _arm_overview(office, tx, spec, contact, calendar_of(office, tx, place), now)
    return facts


def set_staff(
    office: Office, role: str, name: str, email: str, deputy: Named | None, by: str, now: datetime
) -> None:
    """Say who fills a role of the project team, for all Kommunen that have nobody of their own in it.

    Raises `UnknownRole`, `BadAddress`, `NameMissing`.
    """
    spec = _require_role(office, role)
    with office.store.begin() as tx:
        before = tx.people.staff().get(role)
        contact, facts = _filled(tx, role, (name, email), deputy, by)
        if contact != before:
            tx.people.set_staff(contact)
        facts += _change("staff", before, contact, by)
        if tx.projects.all():
            _arm_overview(office, tx, spec, contact, office.calendars(office.staff_place), now)
        tx.audit.record(facts, now)


def enter_contact(
    tx: Transaction, kommune: str, role: str, who: Named, deputy: Named | None, by: str
) -> tuple[Contact, list[Fact]]:
    """Store who fills a role in a Kommune; the facts are for the caller to record."""
    before = tx.people.contacts([kommune])[kommune].get(role)
    if before == tx.people.staff().get(role):
        before = None  # the project team only stands in where a Kommune has nobody
    contact, facts = _filled(tx, role, who, deputy, by)
    if contact != before:
        tx.people.set_contact(kommune, contact)
    return contact, facts + _change(kommune, before, contact, by)


def list_contacts(office: Office, kommune: str) -> tuple[Contact, ...]:
    """Who fills the roles of a Kommune, in the order of the programme; raises `UnknownKommune`."""
    with office.store.begin() as tx:
        require_kommune(tx, kommune)
        found = tx.people.contacts([kommune])[kommune]
    return tuple(found[role] for role in roles_of(office) if role in found)


def report_absence(office: Office, email: str, first: date, last: date, by: str, now: datetime) -> None:
    """Note that somebody is away: the deputy gets their letters, they get an overview when they are back.

    Raises `AbsenceBackwards`, `UnknownPerson`.
    """
    if last < first:
        raise AbsenceBackwards(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}")
    with office.store.begin() as tx:
        person = tx.people.by_email(_plain(email).lower())
        if person is None:
            raise UnknownPerson(address=email)
        absence = Absence(person.id, first, last)
        before = next((a for a in tx.people.absences([person.id], first) if a.first == first), None)
        if before == absence:
            return
        tx.people.add_absence(absence)
        tx.ledger.arm(_catch_ups(office, tx, person, absence, local_day(now, office.zone)), now)
        tx.audit.record([_reported(absence, before, by)], now)


def roles_of(office: Office) -> Mapping[str, RoleSpec]:
    """The roles of a programme, in its order."""
    return {role.key: role for module in office.programme.modules.values() for role in module.roles}


def _require_role(office: Office, role: str) -> RoleSpec:
    roles = roles_of(office)
    if role not in roles:
        raise UnknownRole(role=role, known=", ".join(roles) or "none")
    return roles[role]


def _filled(
    tx: Transaction, role: str, who: Named, deputy: Named | None, by: str
) -> tuple[Contact, list[Fact]]:
    person, facts = _person(tx, who, by)
    if deputy is None:
        return Contact(role, person), facts
    stand_in, more = _person(tx, deputy, by)
    return Contact(role, person, stand_in), facts + more


def _person(tx: Transaction, who: Named, by: str) -> tuple[Person, list[Fact]]:
    """The one person of an address; a new name for it replaces the old one."""
    name, email = _plain(who[0]), _plain(who[1]).lower()
    if not is_address(email):
        raise BadAddress(address=who[1])
    if not name:
        raise NameMissing(subject=email)
    known = tx.people.by_email(email)
    person = Person(known.id if known else identity("person", email), name, email)
    if person == known:
        return person, []
    tx.people.save(person)
    return person, [Fact(by, "person renamed" if known else "person added", f"person/{person.id}", {})]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _change(where: str, before: Contact | None, after: Contact, by: str) -> list[Fact]:
    """What the audit says of a change: ids only, because what is in its chain can never be erased."""
    if _ids(before) == _ids(after):
        return []
    return [Fact(by, "role filled", f"{where}/{after.role}", {"before": _ids(before), "after": _ids(after)})]


def _ids(contact: Contact | None) -> dict[str, str | None] | None:
    if contact is None:
        return None
    return {"person": contact.person.id, "deputy": contact.deputy.id if contact.deputy else None}


def _arm_overview(
    office: Office, tx: Transaction, role: RoleSpec, contact: Contact, calendar: Calendar, now: datetime
) -> None:
    if role.overview:
        place = office.calendars(office.staff_place) if role.staff else calendar
        arm_overviews(tx, {contact.person.id: place}, now)


def _catch_ups(
    office: Office, tx: Transaction, person: Person, new: Absence, today: date
) -> list[NewOccurrence]:
    """One overview after each absence; one that runs into the next moves behind it."""
    calendar = _calendar_of_person(office, tx, person)
    absences = {new, *tx.people.absences([person.id], today)}
    return [_catch_up(a, _back(person, a, absences, calendar, today), calendar.zone) for a in absences]


def _back(person: Person, absence: Absence, absences: set[Absence], calendar: Calendar, today: date) -> date:
    """The first day from now on, after an absence, on which somebody is there and letters go out."""
    day = later(max(absence.last + ONE_DAY, today), calendar)
    while further := away(person, absences, day):
        day = later(further.last + ONE_DAY, calendar)
    return day


def _catch_up(absence: Absence, day: date, zone: str) -> NewOccurrence:
    key, at = f"{CATCH_UP}/{absence.person_id}/{absence.first.isoformat()}", moment(day, OPENS, zone)
    return NewOccurrence(key, None, None, absence.person_id, CATCH_UP, 1, day, at, at + OVERVIEW_KEEPS)


def _calendar_of_person(office: Office, tx: Transaction, person: Person) -> Calendar:
    slugs = tx.people.kommunen_of([person.id]).get(person.id)
    if not slugs:
        return office.calendars(office.staff_place)
    return calendar_of(office, tx, require_kommune(tx, slugs[0]))


def _reported(absence: Absence, before: Absence | None, by: str) -> Fact:
    data = {
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
        "last before": before.last.isoformat() if before else None,
    }
    return Fact(by, "absence reported", f"person/{absence.person_id}", data)
