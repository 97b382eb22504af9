"""Follow-ups in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import follow_up as follow_ups
from etappe.model.follow_up import FollowUp, FollowUpKind


class SqlFollowUps:
    """What waits for the project management of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def open(self, new: Sequence[FollowUp]) -> None:
        """Open follow-ups; one whose cause is known already stays as it is."""
        if new:
            statement = upsert(self._connection, follow_ups).on_conflict_do_nothing()
            self._connection.execute(statement, [self._row(f) for f in new])

    def get(self, follow_up_id: str) -> FollowUp | None:
        """One follow-up, by its id or the unambiguous beginning of it."""
        t = follow_ups
        query = select(t).where(
            t.c.tenant_id == self._tenant, t.c.id.startswith(follow_up_id, autoescape=True)
        )
        rows = self._connection.execute(query.limit(2)).all()
        return follow_up_of(rows[0]) if len(rows) == 1 else None

    def all_open(self, project_id: str | None = None) -> tuple[FollowUp, ...]:
        """What is open, the oldest first."""
        t = follow_ups
        query = (
            select(t)
            .where(t.c.tenant_id == self._tenant, t.c.state == "open")
            .order_by(t.c.opened_at, t.c.id)
        )
        if project_id is not None:
            query = query.where(t.c.project_id == project_id)
        return tuple(follow_up_of(row) for row in self._connection.execute(query))

    def by_cause(self, causes: Sequence[str]) -> Mapping[str, FollowUp]:
        """Follow-ups, open or not, by their causes."""
        t = follow_ups
        if not causes:
            return {}
        query = select(t).where(t.c.tenant_id == self._tenant, t.c.cause.in_(set(causes)))
        return {row.cause: follow_up_of(row) for row in self._connection.execute(query)}

    def close(self, follow_up_id: str, by: str, outcome: str, now: datetime) -> bool:
        """Close a follow-up; False where somebody has done so before."""
        t = follow_ups
        statement = (
            update(t)
            .where(t.c.tenant_id == self._tenant, t.c.id == follow_up_id, t.c.state == "open")
            .values(state="closed", closed_at=now, closed_by=by, outcome=outcome)
        )
        return self._connection.execute(statement).rowcount == 1

    def _row(self, f: FollowUp) -> dict[str, Any]:
        return {
            "tenant_id": self._tenant,
            "id": f.id,
            "project_id": f.project_id,
            "task_key": f.task_key,
            "kind": f.kind.value,
            "cause": f.cause,
            "request": f.request,
            "data": dict(f.data),
            "state": "open" if f.open else "closed",
            "opened_at": f.opened_at,
        }


def follow_up_of(row: Row[Any]) -> FollowUp:
    """A follow-up from its row."""
    return FollowUp(
        id=row.id,
        project_id=row.project_id,
        task_key=row.task_key,
        kind=FollowUpKind(row.kind),
        cause=row.cause,
        request=row.request,
        data=row.data,
        open=row.state == "open",
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        outcome=row.outcome,
    )
