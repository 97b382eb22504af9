"""Take an absence back: somebody stays, or is back sooner."""

from __future__ import annotations

from datetime import date, datetime

from etappe.errors import NotAway, UnknownPerson
from etappe.model.audit import Fact
from etappe.model.calendar import ONE_DAY
from etappe.model.ledger import OccurrenceState, Settled
from etappe.model.moments import local_day
from etappe.model.people import Absence
from etappe.service.entering import plain
from etappe.service.office import Office
from etappe.service.people import catch_up_key, catch_ups
from etappe.service.ports import Transaction


def take_back_absence(office: Office, email: str, first: date, by: str, now: datetime) -> None:
    """Note that somebody is there after all: an absence to come is forgotten, one that runs ended yesterday.

    From now on letters go to them again; whoever was away gets the overview of what they missed. Raises
    `UnknownPerson`, and `NotAway` where no such absence is still to come or running.
    """
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        person = tx.people.by_email(plain(email).lower())
        if person is None:
            raise UnknownPerson(address=email)
        absence = next((a for a in tx.people.absences([person.id], today) if a.first == first), None)
        if absence is None:
            raise NotAway(name=person.name, first=f"{first:%d.%m.%Y}")
        ended = _ended(office, tx, absence, today, now)
        left = {*ended, *tx.people.absences([person.id], today)}
        tx.ledger.arm(catch_ups(office, tx, person, left, today), now)
        data = {"first": first.isoformat(), "last before": absence.last.isoformat()}
        tx.audit.record([Fact(by, "absence taken back", f"person/{person.id}", data)], now)


def _ended(
    office: Office, tx: Transaction, absence: Absence, today: date, now: datetime
) -> tuple[Absence, ...]:
    """What is left of an absence: the days that are over, if there are any."""
    if absence.first < today:
        ended = Absence(absence.person_id, absence.first, today - ONE_DAY)
        tx.people.add_absence(ended)
        return (ended,)
    tx.people.drop_absence(absence)
    reason = office.speech.reasons.replanned
    tx.ledger.settle([Settled(catch_up_key(absence), OccurrenceState.CANCELLED, reason)], now)
    return ()
