"""Open follow-ups by what they have in common, in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from etappe.adapters.sql.follow_ups import follow_up_of
from etappe.adapters.sql.matching import in_charge
from etappe.adapters.sql.tables import follow_up as f
from etappe.adapters.sql.tables import kommune as k
from etappe.adapters.sql.tables import project as p
from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUp
from etappe.model.names import as_in_a_dictionary


def waiting(
    connection: Connection, tenant: str, wanted: Wanted, limit: int, offset: int
) -> tuple[int, tuple[tuple[FollowUp, str], ...]]:
    """How many are open and match, and some with their Kommunen's names, the oldest first."""
    query = _matching(tenant, wanted)
    number = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    page = query.order_by(f.c.opened_at, f.c.id).limit(limit).offset(offset)
    return number, tuple((follow_up_of(row), row.kommune_name) for row in connection.execute(page))


def _matching(tenant: str, wanted: Wanted) -> Select[Any]:
    query = select(f, k.c.name.label("kommune_name"))
    query = query.join(p, (p.c.tenant_id == f.c.tenant_id) & (p.c.id == f.c.project_id))
    query = query.join(k, (k.c.tenant_id == p.c.tenant_id) & (k.c.slug == p.c.kommune))
    query = query.where(f.c.tenant_id == tenant, f.c.state == "open")
    if wanted.kind is not None:
        query = query.where(f.c.kind == wanted.kind.value)
    if wanted.project:
        query = query.where(f.c.project_id == wanted.project)
    if part := as_in_a_dictionary(wanted.q.strip()):
        query = query.where(k.c.sort_name.contains(part, autoescape=True))
    if part := wanted.person.strip():
        query = query.where(in_charge(part) | f.c.request.icontains(part, autoescape=True))
    return query
