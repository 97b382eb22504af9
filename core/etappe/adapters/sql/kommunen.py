"""Kommunen in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import kommune as kommunen
from etappe.adapters.sql.tables import named_day
from etappe.errors import SlugTaken
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.names import as_in_a_dictionary
from etappe.model.place import HolidayCategory

_KOMMUNE = select(kommunen).where(
    kommunen.c.tenant_id == bindparam("tenant"), kommunen.c.slug == bindparam("slug")
)
_DAYS = (
    select(named_day)
    .where(
        named_day.c.tenant_id == bindparam("tenant"),
        named_day.c.kommune.in_(bindparam("slugs", expanding=True)),
    )
    .order_by(named_day.c.day)
)


class SqlKommunen:
    """The Kommunen of a programme and their own calendars."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, kommune: Kommune) -> None:
        """Store a Kommune under its slug; raises `SlugTaken`."""
        try:
            self._connection.execute(insert(kommunen), _row(self._tenant, kommune))
        except IntegrityError:
            raise SlugTaken(slug=kommune.slug, name=kommune.name) from None

    def change(self, kommune: Kommune) -> None:
        """Store other data for the Kommune of a slug."""
        t, row = kommunen, _row(self._tenant, kommune)
        of_slug = (t.c.tenant_id == row.pop("tenant_id"), t.c.slug == row.pop("slug"))
        self._connection.execute(update(t).where(*of_slug).values(row))

    def get(self, slug: str) -> Kommune | None:
        """The Kommune of a slug."""
        row = self._connection.execute(_KOMMUNE, {"tenant": self._tenant, "slug": slug}).first()
        return None if row is None else kommune_of(row)

    def some(self, slugs: Sequence[str]) -> tuple[Kommune, ...]:
        """The Kommunen of some slugs."""
        query = select(kommunen).where(kommunen.c.tenant_id == self._tenant, kommunen.c.slug.in_(slugs))
        return tuple(kommune_of(row) for row in self._connection.execute(query))

    def all(self) -> tuple[Kommune, ...]:
        """All Kommunen by slug."""
        query = select(kommunen).where(kommunen.c.tenant_id == self._tenant).order_by(kommunen.c.slug)
        return tuple(kommune_of(row) for row in self._connection.execute(query))

    def add_day(self, slug: str, day: NamedDay) -> None:
        """Enter a named day; entering it twice changes its name only."""
        new = upsert(self._connection, named_day).values(
            tenant_id=self._tenant, kommune=slug, kind=day.kind.value, day=day.day, name=day.name
        )
        keys = ("tenant_id", "kommune", "kind", "day")
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_={"name": day.name}))

    def drop_day(self, slug: str, kind: DayKind, day: date) -> None:
        """Take a named day back."""
        t = named_day
        where = (t.c.tenant_id == self._tenant, t.c.kommune == slug, t.c.kind == kind.value, t.c.day == day)
        self._connection.execute(delete(t).where(*where))

    def days(self, slugs: Sequence[str]) -> Mapping[str, tuple[NamedDay, ...]]:
        """The named days of several Kommunen, by slug."""
        found: dict[str, list[NamedDay]] = defaultdict(list)
        for row in self._connection.execute(_DAYS, {"tenant": self._tenant, "slugs": list(slugs)}):
            found[row.kommune].append(NamedDay(DayKind(row.kind), row.day, row.name))
        return {slug: tuple(days) for slug, days in found.items()}


def _row(tenant: str, kommune: Kommune) -> dict[str, Any]:
    return {
        "tenant_id": tenant,
        "slug": kommune.slug,
        "name": kommune.name,
        "land": str(kommune.land),
        "category": kommune.category.value,
        "kind": kommune.kind,
        "legal_status": kommune.legal_status,
        "forum": kommune.forum,
        "inhabitants": kommune.inhabitants,
        "ags": kommune.ags,
        "council": kommune.council,
        "sort_name": as_in_a_dictionary(kommune.name),
    }


def kommune_of(row: Row[Any]) -> Kommune:
    """A Kommune from its row."""
    return Kommune(
        slug=row.slug,
        name=row.name,
        land=row.land,
        category=HolidayCategory(row.category),
        kind=row.kind,
        legal_status=row.legal_status,
        forum=row.forum,
        inhabitants=row.inhabitants,
        ags=row.ags,
        council=row.council,
    )
