"""Events of one person on one day in several Kommunen, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from etappe.adapters.sql.tables import anchor, contact, kommune, project, staff

MOST = 4
"""How many of them are named."""


class SqlClashes:
    """Where people of a programme are wanted in several places."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def elsewhere(self, kommune: str, role: str, anchors: Sequence[str], day: date) -> tuple[str, ...]:
        """The names of some other Kommunen where whoever fills a role in one holds one of these events on a
        day."""
        wanted = {"tenant": self._tenant, "role": role, "day": day, "kommune": kommune}
        found = self._connection.execute(_ELSEWHERE, {**wanted, "anchors": list(anchors)})
        return tuple(found.scalars())


_STAFF = (
    select(staff.c.person_id)
    .where(staff.c.tenant_id == bindparam("tenant"), staff.c.role == bindparam("role"))
    .scalar_subquery()
)
_HERE = contact.alias("here")
_WHOEVER = func.coalesce(
    select(_HERE.c.person_id)
    .where(_HERE.c.tenant_id == bindparam("tenant"), _HERE.c.kommune == bindparam("kommune"))
    .where(_HERE.c.role == bindparam("role"))
    .scalar_subquery(),
    _STAFF,
)
_ELSEWHERE = (
    select(kommune.c.name)
    .select_from(
        anchor.join(
            project, (project.c.tenant_id == anchor.c.tenant_id) & (project.c.id == anchor.c.project_id)
        )
        .join(kommune, (kommune.c.tenant_id == project.c.tenant_id) & (kommune.c.slug == project.c.kommune))
        .outerjoin(
            contact,
            (contact.c.tenant_id == project.c.tenant_id)
            & (contact.c.kommune == project.c.kommune)
            & (contact.c.role == bindparam("role")),
        )
    )
    .where(anchor.c.tenant_id == bindparam("tenant"), anchor.c.day == bindparam("day"))
    .where(anchor.c.key.in_(bindparam("anchors", expanding=True)), kommune.c.slug != bindparam("kommune"))
    .where(func.coalesce(contact.c.person_id, _STAFF) == _WHOEVER)
    .limit(MOST)
)
