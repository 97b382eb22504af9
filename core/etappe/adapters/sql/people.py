"""Persons, roles and absences in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.erasure import erase
from etappe.adapters.sql.tables import absence as absences
from etappe.adapters.sql.tables import contact as contacts
from etappe.adapters.sql.tables import person as persons
from etappe.adapters.sql.tables import staff as staff_table
from etappe.model.people import Absence, Contact, Person

_PERSONS = select(persons.c.id, persons.c.name, persons.c.email).where(
    persons.c.tenant_id == bindparam("tenant"), persons.c.id.in_(bindparam("ids", expanding=True))
)
_CONTACTS = select(contacts).where(
    contacts.c.tenant_id == bindparam("tenant"), contacts.c.kommune.in_(bindparam("slugs", expanding=True))
)
_STAFF = select(staff_table).where(staff_table.c.tenant_id == bindparam("tenant"))


class SqlPeople:
    """The persons of a programme, the roles they fill, and when they are away."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def save(self, person: Person) -> None:
        """Store a person, or a new name or address for one."""
        values = {"name": person.name, "email": person.email, "active": True}
        new = upsert(self._connection, persons).values(tenant_id=self._tenant, id=person.id, **values)
        self._connection.execute(new.on_conflict_do_update(index_elements=("tenant_id", "id"), set_=values))

    def by_email(self, email: str) -> Person | None:
        """The person of an address."""
        t = persons
        query = select(t.c.id, t.c.name, t.c.email).where(t.c.tenant_id == self._tenant, t.c.email == email)
        row = self._connection.execute(query).first()
        return None if row is None else Person(row.id, row.name, row.email)

    def get(self, ids: Sequence[str]) -> Mapping[str, Person]:
        """Persons by id."""
        found = self._connection.execute(_PERSONS, {"tenant": self._tenant, "ids": list(set(ids))})
        return {row.id: Person(row.id, row.name, row.email) for row in found}

    def set_contact(self, kommune: str, contact: Contact) -> None:
        """Say who fills a role in a Kommune from now on."""
        values = {"person_id": contact.person.id, "deputy_id": contact.deputy.id if contact.deputy else None}
        new = upsert(self._connection, contacts).values(
            tenant_id=self._tenant, kommune=kommune, role=contact.role, **values
        )
        keys = ("tenant_id", "kommune", "role")
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=values))

    def set_staff(self, contact: Contact) -> None:
        """Say who fills a role in the project team from now on."""
        values = {"person_id": contact.person.id, "deputy_id": contact.deputy.id if contact.deputy else None}
        new = upsert(self._connection, staff_table).values(
            tenant_id=self._tenant, role=contact.role, **values
        )
        keys = ("tenant_id", "role")
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=values))

    def contacts(self, kommunen: Sequence[str]) -> Mapping[str, Mapping[str, Contact]]:
        """Who fills which role, by Kommune and role; staff stands in for roles that a Kommune leaves open."""
        wanted = {"tenant": self._tenant, "slugs": list(set(kommunen))}
        rows = self._connection.execute(_CONTACTS, wanted).all()
        of_team = self._connection.execute(_STAFF, {"tenant": self._tenant}).all()
        known = self._named_in([*rows, *of_team])
        staff = {row.role: _contact(row, known) for row in of_team}
        found: dict[str, dict[str, Contact]] = {slug: dict(staff) for slug in kommunen}
        for row in rows:
            found[row.kommune][row.role] = _contact(row, known)
        return found

    def staff(self) -> Mapping[str, Contact]:
        """Who fills which role in the project team."""
        rows = self._connection.execute(_STAFF, {"tenant": self._tenant}).all()
        known = self._named_in(rows)
        return {row.role: _contact(row, known) for row in rows}

    def _named_in(self, rows: Sequence[Row[Any]]) -> Mapping[str, Person]:
        return self.get([i for row in rows for i in (row.person_id, row.deputy_id) if i])

    def kommunen_of(self, person_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The Kommunen in which somebody fills a role or steps in."""
        t = contacts
        wanted = set(person_ids)
        found: dict[str, set[str]] = defaultdict(set)
        query = select(t).where(
            t.c.tenant_id == self._tenant, t.c.person_id.in_(wanted) | t.c.deputy_id.in_(wanted)
        )
        for row in self._connection.execute(query):
            for person_id in {row.person_id, row.deputy_id} & wanted:
                found[person_id].add(row.kommune)
        return {person_id: tuple(sorted(slugs)) for person_id, slugs in found.items()}

    def add_absence(self, absence: Absence) -> None:
        """Note an absence; the same first day again changes its end."""
        new = upsert(self._connection, absences).values(
            tenant_id=self._tenant, person_id=absence.person_id, first=absence.first, last=absence.last
        )
        keys = ("tenant_id", "person_id", "first")
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_={"last": absence.last}))

    def drop_absence(self, absence: Absence) -> None:
        """Forget an absence."""
        t = absences
        of_person = (t.c.tenant_id == self._tenant, t.c.person_id == absence.person_id)
        self._connection.execute(delete(t).where(*of_person, t.c.first == absence.first))

    def absences(self, person_ids: Sequence[str], day: date) -> tuple[Absence, ...]:
        """Absences that have not ended before a day."""
        # few people are away, many are asked about: fewer rows are read than names would be handed over
        t, wanted = absences, frozenset(person_ids)
        found = self._connection.execute(select(t).where(t.c.tenant_id == self._tenant, t.c.last >= day))
        return tuple(Absence(r.person_id, r.first, r.last) for r in found if r.person_id in wanted)

    def erase(self, person: Person) -> None:
        """Erase a person's name and address wherever they stand, and cancel what waits for them."""
        erase(self._connection, self._tenant, person)


def _contact(row: Row[Any], known: Mapping[str, Person]) -> Contact:
    return Contact(row.role, known[row.person_id], known.get(row.deputy_id))
