"""Enter the contacts that somebody has changed in a spreadsheet; what is empty there stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etappe.errors import EtappeError, UnknownRole
from etappe.model.cells import plain
from etappe.model.hand_over import Seat
from etappe.model.people import Contact, Person
from etappe.model.sheets import ContactRow
from etappe.service.entering import Named
from etappe.service.filling import fill_role, roles_of
from etappe.service.ports import Transaction
from etappe.service.sheets.run import EnteredContact, Run


def enter_rows(run: Run, tx: Transaction, rows: Sequence[ContactRow]) -> None:
    """Enter the contacts that say otherwise than what is stored."""
    for row, new in list(_changes(run, tx, rows)):
        who = (new.name, new.email)
        try:
            fill_role(run.office, tx, Seat(new.kommune, new.role), who, new.deputy, run.by, run.now)
        except EtappeError as error:
            run.problems.append(row.place.problem("role", run.why(error)))
        else:
            run.contacts.append(new)


def _changes(
    run: Run, tx: Transaction, rows: Sequence[ContactRow]
) -> Iterable[tuple[ContactRow, EnteredContact]]:
    slugs = [k.slug for k in tx.kommunen.all()] if rows else []
    roles, known, staff = roles_of(run.office), tx.people.contacts(slugs), tx.people.staff()
    for row in rows:
        if row.kommune not in known:
            text = run.unknown(run.words.no_kommune, row.kommune, slugs)
            run.problems.append(row.place.problem("kommune", text))
        if row.role not in roles:
            text = run.why(UnknownRole(role=row.role, known=", ".join(roles)))
            run.problems.append(row.place.problem("role", text))
        elif row.kommune in known:
            stored = known[row.kommune].get(row.role)
            # the project team only stands in where a Kommune has nobody
            new = _wanted(run, row, None if stored == staff.get(row.role) else stored)
            if new and not _agrees(new, stored):
                yield row, new


def _wanted(run: Run, row: ContactRow, own: Contact | None) -> EnteredContact | None:
    """What a row asks for, together with what it leaves as it is; None where too little is known."""
    who = _person(run, row, ("name", "email"), (row.name, row.email), own.person if own else None)
    deputy = own.deputy if own else None
    if deputy or row.deputy or row.deputy_email:
        fields = ("deputy", "deputy_email")
        stand_in = _person(run, row, fields, (row.deputy, row.deputy_email), deputy)
        return EnteredContact(row.kommune, row.role, *who, stand_in) if who and stand_in else None
    return EnteredContact(row.kommune, row.role, *who, None) if who else None


def _person(
    run: Run, row: ContactRow, fields: tuple[str, str], said: Named, kept: Person | None
) -> Named | None:
    empty = [field for field, text in zip(fields, said, strict=True) if not text]
    if kept is None:
        run.problems += [row.place.problem(field, run.words.missing) for field in empty]
        return None if empty else said
    run.left += [row.place.problem(field, run.words.left) for field in empty if field in row.place.columns]
    return said[0] or plain(kept.name), said[1] or kept.email


def _agrees(new: EnteredContact, stored: Contact | None) -> bool:
    """Whether a contact is stored as a sheet says, which knows no characters that nobody sees."""
    if stored is None or _named((new.name, new.email)) != _named((stored.person.name, stored.person.email)):
        return False
    deputy = stored.deputy and _named((stored.deputy.name, stored.deputy.email))
    return deputy == (new.deputy and _named(new.deputy))


def _named(who: Named) -> Named:
    return plain(who[0]), who[1].lower()
