"""Mail that comes back: letters to its address stop, project management is asked once to correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from etappe.errors import LettersNotStopped, UnknownLetter, UnknownPerson
from etappe.model.audit import Fact
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.people import Person
from etappe.model.suppression import Stopped, Suppression
from etappe.service.linking import revoke_all
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.taking_back import take_back

PERSON = "person"
"""Where a follow-up about an address names whose it is."""


@dataclass(frozen=True, slots=True)
class Bounced:
    """What became of a bounce."""

    person: Person
    delivery: str | None
    """The letter that came back; None where none had been sent."""
    already: bool
    """Whether letters to the address had stopped before."""
    follow_up: str | None
    """What project management was asked; None where it was asked before, or there is no project."""


def bounce_address(office: Office, email: str, reason: str, by: str, now: datetime) -> Bounced:
    """Note that mail to an address comes back; the newest letter to it is taken for the one that did.

    Raises `UnknownPerson`.
    """
    with office.store.begin() as tx:
        person = tx.people.by_email(email.strip().lower())
        if person is None:
            raise UnknownPerson(address=email)
        sent = [d for d in tx.letters.of_recipient(person.id) if d.state is DeliveryState.SENT and d.sent_at]
        newest = max(sent, key=lambda d: (d.sent_at or now, d.id), default=None)
        if tx.suppressions.among([person.email]):
            return Bounced(person, None, already=True, follow_up=None)
        return _bounced(office, tx, person, newest, reason, by, now)


def bounce_delivery(office: Office, delivery_id: str, reason: str, by: str, now: datetime) -> Bounced:
    """Note that one letter came back; raises `UnknownLetter`."""
    with office.store.begin() as tx:
        delivery = tx.letters.get(delivery_id)
        if delivery is None:
            raise UnknownLetter(letter=delivery_id)
        person = tx.people.get([delivery.recipient_id])[delivery.recipient_id]
        return _bounced(office, tx, person, delivery, reason, by, now)


def deliver_again(office: Office, email: str, by: str, now: datetime) -> None:
    """Let letters go to an address again; raises `LettersNotStopped`."""
    address = email.strip().lower()
    with office.store.begin() as tx:
        if not tx.suppressions.lift(address):
            raise LettersNotStopped(address=email)
        person = tx.people.by_email(address)
        if person:
            address_corrected(tx, person, by, now)


def address_corrected(tx: Transaction, person: Person, by: str, now: datetime) -> None:
    """Close what project management was asked about somebody's address."""
    closed = [f for f in tx.follow_ups.all_open() if f.data.get(PERSON) == person.id]
    for follow_up in closed:
        tx.follow_ups.close(follow_up.id, by, "done", now)
    tx.audit.record([Fact(by, "address works again", f"person/{person.id}", {"closed": len(closed)})], now)


def stopped_addresses(office: Office) -> tuple[tuple[str, Suppression], ...]:
    """The addresses of people in charge to which no letters go, with why and since when."""
    with office.store.begin() as tx:
        kommunen = [k.slug for k in tx.kommunen.all()]
        circles = (*tx.people.contacts(kommunen).values(), tx.people.staff())
        people = {p.email for c in circles for who in c.values() for p in (who.person, who.deputy) if p}
        return tuple(sorted(tx.suppressions.among(sorted(people)).items(), key=lambda pair: pair[0]))


def _bounced(
    office: Office,
    tx: Transaction,
    person: Person,
    delivery: Delivery | None,
    reason: str,
    by: str,
    now: datetime,
) -> Bounced:
    came_back = delivery is not None and tx.letters.bounced(delivery.id, reason)
    added = tx.suppressions.add(person.email, Stopped.BOUNCE, now)
    if not added and not came_back:
        return Bounced(person, None, already=True, follow_up=None)
    say = office.speech.reasons
    take_back(tx, [person.id], lambda item: True, say.unreachable.format(name=person.name), now)
    revoke_all(tx, person.id, by, now)
    asked = _follow_up(office, tx, person, delivery, reason, now) if added else None
    if asked:
        tx.follow_ups.open([asked])
    # the reason may quote the address, which must not get into the chain of the audit
    data = {"delivery": delivery.id if delivery else None, "follow_up": asked.id if asked else None}
    tx.audit.record([Fact(by, "address bounced", f"person/{person.id}", data)], now)
    return Bounced(person, delivery.id if delivery else None, not added, asked.id if asked else None)


def _follow_up(
    office: Office, tx: Transaction, person: Person, delivery: Delivery | None, reason: str, now: datetime
) -> FollowUp | None:
    project_id = next(iter(_projects_of(tx, person, delivery)), None)
    if project_id is None:
        return None
    cause = f"bounce/{person.id}/{int(now.timestamp())}"
    request = office.speech.reasons.came_back.format(name=person.name, email=person.email)
    return FollowUp(
        id=identity(cause),
        project_id=project_id,
        task_key=None,
        kind=FollowUpKind.DEAD_LETTER,
        cause=cause,
        request=f"{request} ({reason})" if reason else request,
        data={PERSON: person.id},
        open=True,
        opened_at=now,
    )


def _projects_of(tx: Transaction, person: Person, delivery: Delivery | None) -> Iterable[str]:
    """Projects that somebody has to do with, those of the letter that came back first."""
    about = tx.letters.project_of(delivery.digest_id) if delivery else None
    if about:
        yield about
    for kommune in tx.people.kommunen_of([person.id]).get(person.id, ()):
        yield from (project.id for project in tx.projects.of_kommune(kommune))
    yield from (project.id for project in tx.projects.all())
