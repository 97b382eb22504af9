"""What is known of a person, told and erased: the core's part and that of every module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import PersonInCharge, UnknownPerson
from etappe.model.accounts import Account
from etappe.model.api_tokens import ApiToken
from etappe.model.attachment import Attachment
from etappe.model.audit import Fact
from etappe.model.delivery import Delivery
from etappe.model.external import LinkedIdentity
from etappe.model.hand_over import TEAM
from etappe.model.link import Link
from etappe.model.people import Absence, Person
from etappe.model.records import RecordRow
from etappe.model.sections import PersonalData
from etappe.model.sessions import Session
from etappe.model.slip import SlipKind
from etappe.model.suppression import Stopped
from etappe.service.accounts import erase_account
from etappe.service.cabinet import drop_all
from etappe.service.intending import carry_out
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.viewing import person_view


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is known of a person."""

    person: Person
    roles: tuple[tuple[str, str], ...]
    """Where (a Kommune, or the project team) and which role."""
    absences: tuple[Absence, ...]
    letters: tuple[Delivery, ...]
    links: tuple[Link, ...]
    slips: tuple[tuple[SlipKind, str, datetime, datetime | None], ...]
    """Codes, receipts and new links that were mailed: state, when they were written, and when sent."""
    files: tuple[Attachment, ...]
    """What the person has added to tasks."""
    account: Account | None
    """By which the person signs in."""
    sessions: tuple[Session, ...]
    tokens: tuple[ApiToken, ...]
    """Of the API, made with the account."""
    identities: tuple[LinkedIdentity, ...]
    """By which a provider names the person."""
    modules: tuple[PersonalData, ...]


def person_file(office: Office, email: str) -> PersonFile:
    """What is known of a person, for the person (Art. 15 and 20 DSGVO); raises `UnknownPerson`."""
    with office.store.begin() as tx:
        person = _require(tx, email)
        view, account = person_view(tx, person), tx.accounts.by_email(person.email)
        return PersonFile(
            person=person,
            roles=(*view.roles, *_of_team(tx, person)),
            absences=tx.people.absences([person.id], date.min),
            letters=tx.letters.of_recipient(person.id),
            links=tx.links.of_person(person.id),
            slips=tx.slips.of_person(person.id),
            files=tx.attachments.of_person(person.id),
            account=account,
            sessions=tx.sessions.of_account(account.id) if account else (),
            tokens=tuple(t for t in tx.api_tokens.all() if account and t.account_id == account.id),
            identities=tx.identities.of_account(account.id) if account else (),
            modules=office.modules.personal_data(view, _records(office, tx)),
        )


def forget_person(office: Office, email: str, by: str, now: datetime) -> int:
    """Erase a person who fills no role any more (Art. 17 DSGVO); tells how many records of modules changed.

    Nothing is sent to the address any more, of which a keyed hash stays: an old list must not bring it back.
    Files that the person has added go with them: nobody knows who stands in them. The audit names people by
    their id alone and stays whole.
    Raises `UnknownPerson`, and where somebody else has to be named first, `PersonInCharge` or
    `LastAdministrator`.
    """
    with office.store.begin() as tx:
        person = _require(tx, email)
        view = person_view(tx, person)
        roles = (*view.roles, *_of_team(tx, person), *_to_come(tx, person))
        if roles:
            raise PersonInCharge(
                name=person.name, roles=", ".join(f"{role} of {place}" for place, role in roles)
            )
        wanted = office.modules.forget(view, _records(office, tx))
        for module, intention in wanted:
            carry_out(office, tx, module, intention.project or "", intention, by, now)
        account = tx.accounts.by_email(person.email)
        if account is not None:
            erase_account(tx, account, by, now)
        tx.suppressions.add(person.email, Stopped.ERASED, now)
        files = tx.attachments.of_person(person.id)
        tx.people.erase(person)
        data = {"records": len(wanted), "files": len(files)}
        tx.audit.record([Fact(by, "person erased", f"person/{person.id}", data)], now)
    drop_all(office.cabinet.files, files)
    return len(wanted)


def _require(tx: Transaction, email: str) -> Person:
    """The person of an address; somebody who merely signs in is one who fills no role."""
    address = email.strip().lower()
    person = tx.people.by_email(address)
    if person is not None:
        return person
    account = tx.accounts.by_email(address)
    if account is None:
        raise UnknownPerson(address=email)
    return Person(account.id, account.name, account.email)


def _of_team(tx: Transaction, person: Person) -> tuple[tuple[str, str], ...]:
    staff = tx.people.staff().items()
    return tuple((TEAM, role) for role, contact in staff if person in (contact.person, contact.deputy))


def _to_come(tx: Transaction, person: Person) -> tuple[tuple[str, str], ...]:
    """The roles that somebody is to take over."""
    waiting = (h for h in tx.hand_overs.to_come() if person.id in {h.after_id, h.deputy_id})
    return tuple((h.seat.kommune or TEAM, h.seat.role) for h in waiting)


def _records(office: Office, tx: Transaction) -> tuple[RecordRow, ...]:
    kinds = [s.key for specs in office.modules.record_specs().values() for s in specs]
    return tx.records.of_kinds(kinds) if kinds else ()
