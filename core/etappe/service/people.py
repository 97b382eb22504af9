"""Say who fills which role, who steps in, and who is away."""

from __future__ import annotations

from datetime import date, datetime

from etappe.errors import AbsenceBackwards, CalendarEnds, UnknownPerson
from etappe.model.audit import Fact
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.hand_over import Seat
from etappe.model.ledger import CATCH_UP, NewOccurrence
from etappe.model.moments import local_day, moment
from etappe.model.people import Absence, Contact, Person, away
from etappe.model.quiet import OPENS, later
from etappe.service.arming import OVERVIEW_KEEPS
from etappe.service.entering import Named, enter, plain
from etappe.service.filling import fill_role, require_role, roles_of
from etappe.service.office import Office, calendar_of, require_kommune
from etappe.service.ports import Transaction


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
    """Say who fills a role in a Kommune from now on, and who steps in; everything follows (`fill_role`).

    Raises `UnknownRole`, `UnknownKommune`, `BadAddress`, `NameMissing`.
    """
    require_role(office, role)
    with office.store.begin() as tx:
        require_kommune(tx, kommune)
        fill_role(office, tx, Seat(kommune, role), (name, email), deputy, by, now)


def set_staff(
    office: Office, role: str, name: str, email: str, deputy: Named | None, by: str, now: datetime
) -> None:
    """Say who fills a role of the project team, for all Kommunen that have nobody of their own in it.

    Raises `UnknownRole`, `BadAddress`, `NameMissing`.
    """
    with office.store.begin() as tx:
        fill_role(office, tx, Seat(None, role), (name, email), deputy, by, now)


def enter_contact(
    tx: Transaction, kommune: str, role: str, who: Named, deputy: Named | None, by: str
) -> tuple[Contact, list[Fact]]:
    """Store who fills a role of a Kommune that is new; the facts are for the caller to record.

    Where somebody may fill the role already, `fill_role` is what lets everything follow.
    """
    _, contact, facts = enter(tx, Seat(kommune, role), who, deputy, by)
    return contact, facts


def list_contacts(office: Office, kommune: str) -> tuple[Contact, ...]:
    """Who fills the roles of a Kommune, in the order of the programme; raises `UnknownKommune`."""
    with office.store.begin() as tx:
        require_kommune(tx, kommune)
        found = tx.people.contacts([kommune])[kommune]
    return tuple(found[role] for role in roles_of(office) if role in found)


def report_absence(office: Office, email: str, first: date, last: date, by: str, now: datetime) -> None:
    """Note that somebody is away: the deputy gets their letters, they get an overview when they are back.

    Raises `AbsenceBackwards`, `UnknownPerson`, or `CalendarEnds` where nobody knows the days after it.
    """
    if last < first:
        raise AbsenceBackwards(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}")
    with office.store.begin() as tx:
        person = tx.people.by_email(plain(email).lower())
        if person is None:
            raise UnknownPerson(address=email)
        absence = Absence(person.id, first, last)
        before = next((a for a in tx.people.absences([person.id], first) if a.first == first), None)
        if before == absence:
            return
        tx.people.add_absence(absence)
        today = local_day(now, office.zone)
        all_of_them = {absence, *tx.people.absences([person.id], today)}
        tx.ledger.arm(catch_ups(office, tx, person, all_of_them, today), now)
        tx.audit.record([_reported(absence, before, by)], now)


def catch_ups(
    office: Office, tx: Transaction, person: Person, absences: set[Absence], today: date
) -> list[NewOccurrence]:
    """One overview after each absence of somebody; one that runs into the next moves behind it."""
    calendar = _calendar_of_person(office, tx, person)
    for absence in absences:
        if absence.last >= calendar.days.last:
            raise CalendarEnds(
                day=f"{absence.last:%d.%m.%Y}", first=calendar.days.first.year, last=calendar.days.last.year
            )
    return [_catch_up(a, _back(person, a, absences, calendar, today), calendar.zone) for a in absences]


def _back(person: Person, absence: Absence, absences: set[Absence], calendar: Calendar, today: date) -> date:
    """The first day from now on, after an absence, on which somebody is there and letters go out."""
    day = later(max(absence.last + ONE_DAY, today), calendar)
    while further := away(person, absences, day):
        day = later(further.last + ONE_DAY, calendar)
    return day


def _catch_up(absence: Absence, day: date, zone: str) -> NewOccurrence:
    at = moment(day, OPENS, zone)
    return NewOccurrence(
        catch_up_key(absence), None, None, absence.person_id, CATCH_UP, 1, day, at, at + OVERVIEW_KEEPS
    )


def catch_up_key(absence: Absence) -> str:
    """What names the overview after an absence among the rungs of the ledger."""
    return f"{CATCH_UP}/{absence.person_id}/{absence.first.isoformat()}"


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
