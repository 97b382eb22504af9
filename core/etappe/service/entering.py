"""Store who fills a role, and the people behind it: an address is one person."""

from __future__ import annotations

from etappe.errors import BadAddress, NameMissing
from etappe.model.audit import Fact
from etappe.model.hand_over import TEAM, Seat
from etappe.model.identity import identity
from etappe.model.people import Contact, Person, is_address
from etappe.service.ports import Transaction

Named = tuple[str, str]
"""A name and an address."""
ERASED = "@erased.invalid"
"""How the addresses of erased people end."""


def enter(
    tx: Transaction, seat: Seat, who: Named, deputy: Named | None, by: str
) -> tuple[Contact | None, Contact, list[Fact]]:
    """Store who fills a role; tells who did so before, who does now, and what the audit is to say.

    The same name with another address is the same person, who has moved. Raises `BadAddress`, `NameMissing`.
    """
    before = holder(tx, seat)
    person, facts = named(tx, who, by, before.person if before else None)
    stand_in = None
    if deputy is not None:
        stand_in, more = named(tx, deputy, by, before.deputy if before else None)
        facts += more
    after = Contact(seat.role, person, stand_in)
    return before, after, [*facts, *put_in(tx, seat, before, after, by)]


def put_in(tx: Transaction, seat: Seat, before: Contact | None, after: Contact, by: str) -> list[Fact]:
    """Store who fills a role, where that is somebody else."""
    if _ids(before) == _ids(after):
        return []
    if seat.kommune is None:
        tx.people.set_staff(after)
    else:
        tx.people.set_contact(seat.kommune, after)
    # ids only, because what is in the chain of the audit can never be erased
    about = f"{seat.kommune or 'staff'}/{seat.role}"
    return [Fact(by, "role filled", about, {"before": _ids(before), "after": _ids(after)})]


def holder(tx: Transaction, seat: Seat) -> Contact | None:
    """Who fills a role; in a Kommune that leaves it to the project team, nobody."""
    team = tx.people.staff().get(seat.role)
    if seat.kommune is None:
        return team
    contact = tx.people.contacts([seat.kommune])[seat.kommune].get(seat.role)
    return None if contact == team else contact


def named(tx: Transaction, who: Named, by: str, before: Person | None = None) -> tuple[Person, list[Fact]]:
    """The one person of an address; a new name for it replaces the old one, and a new address of ``before``,
    whose name is the same, the former address. Raises `BadAddress`, `NameMissing`.
    """
    name, email = plain(who[0]), plain(who[1]).lower()
    if not is_address(email):
        raise BadAddress(address=who[1])
    if not name:
        raise NameMissing(subject=email)
    known = tx.people.by_email(email)
    moved = known is None and before is not None and before.name.casefold() == name.casefold()
    same = before if moved else known
    person = Person(same.id if same else _new_id(tx, email), name, email)
    if person == same:
        return person, []
    tx.people.save(person)
    action = "address changed" if moved else "person renamed" if same else "person added"
    return person, [Fact(by, action, f"person/{person.id}", {})]


def plain(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def place_name(seat: Seat) -> str:
    """Where a role is filled, in words of the command line."""
    return seat.kommune or TEAM


def _new_id(tx: Transaction, email: str) -> str:
    """An id for a new address; somebody who moved away from it keeps the one that it gave."""
    new, number = identity("person", email), 1
    while (taken := tx.people.get([new]).get(new)) and not taken.email.endswith(ERASED):
        number += 1
        new = identity("person", email, str(number))
    return new


def _ids(contact: Contact | None) -> dict[str, str | None] | None:
    if contact is None:
        return None
    return {"person": contact.person.id, "deputy": contact.deputy.id if contact.deputy else None}
