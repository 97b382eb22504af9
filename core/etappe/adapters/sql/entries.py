"""Lines of the ledger: rungs with the letters that carried them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from etappe.adapters.sql.tables import delivery as deliveries
from etappe.adapters.sql.tables import digest as digests
from etappe.adapters.sql.tables import digest_item as items
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.adapters.sql.tables import person
from etappe.model.ledger import Entry, OccurrenceState


def entry_query(tenant: str) -> Select[*tuple[Any, ...]]:
    """The lines of the ledger in the order of time, each with its letters; others narrow it down."""
    t = occurrences
    beside = items.alias("beside")
    held = (
        select(func.count())
        .select_from(beside)
        .where(beside.c.tenant_id == digests.c.tenant_id, beside.c.digest_id == digests.c.id)
        .scalar_subquery()
    )
    return (
        select(
            t.c.occ_key,
            t.c.project_id,
            t.c.task_key,
            t.c.person_id,
            t.c.rule_key,
            t.c.local_date,
            t.c.due_at,
            t.c.state,
            t.c.reason,
            person.c.name,
            deliveries.c.state.label("delivery"),
            held.label("companions"),
        )
        .select_from(
            t.outerjoin(items, (items.c.tenant_id == t.c.tenant_id) & (items.c.occ_key == t.c.occ_key))
            .outerjoin(digests, (digests.c.tenant_id == t.c.tenant_id) & (digests.c.id == items.c.digest_id))
            .outerjoin(
                deliveries,
                (deliveries.c.tenant_id == t.c.tenant_id) & (deliveries.c.digest_id == digests.c.id),
            )
            .outerjoin(
                person, (person.c.tenant_id == t.c.tenant_id) & (person.c.id == digests.c.recipient_id)
            )
        )
        .where(t.c.tenant_id == tenant)
        .order_by(t.c.due_at, t.c.occ_key, person.c.name)
    )


def entries(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[Entry, ...]:
    """The lines that a query finds."""
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        rows[row.occ_key].append(row)
    return tuple(_entry(same) for same in rows.values())


def _entry(rows: list[Row[Any]]) -> Entry:
    first = rows[0]
    return Entry(
        occ_key=first.occ_key,
        project_id=first.project_id,
        task_key=first.task_key,
        person_id=first.person_id,
        rule_key=first.rule_key,
        local_date=first.local_date,
        due_at=first.due_at,
        state=OccurrenceState(first.state),
        reason=first.reason,
        recipients=tuple(row.name for row in rows if row.name),
        deliveries=tuple(row.delivery for row in rows if row.delivery),
        companions=max(row.companions for row in rows),
    )
