"""What modules keep, in the database: one table for the records of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import record as records
from etappe.model.records import RecordRow

_COLUMNS = (records.c.kind, records.c.project_id, records.c.key, records.c.version, records.c.body)


class SqlRecords:
    """The records of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def of_project(self, project_id: str) -> tuple[RecordRow, ...]:
        """Everything that modules keep about a project."""
        query = select(*_COLUMNS).where(records.c.project_id == project_id)
        return self._rows(query.order_by(records.c.kind, records.c.key))

    def of_kinds(self, kinds: Sequence[str]) -> tuple[RecordRow, ...]:
        """All records of some kinds, whatever project they belong to."""
        query = select(*_COLUMNS).where(records.c.kind.in_(kinds))
        return self._rows(query.order_by(records.c.kind, records.c.project_id, records.c.key))

    def projects(self, kinds: Sequence[str], limit: int, offset: int) -> tuple[str, ...]:
        """Some of the projects of which records of some kinds are kept, by id."""
        query = self._projects(kinds).order_by(records.c.project_id).limit(limit).offset(offset)
        return tuple(self._connection.scalars(query))

    def projects_number(self, kinds: Sequence[str]) -> int:
        """Of how many projects records of some kinds are kept."""
        found = self._projects(kinds).subquery()
        return self._connection.scalar(select(func.count()).select_from(found)) or 0

    def outdated(self, kind: str, version: int, limit: int) -> tuple[RecordRow, ...]:
        """Some records of a kind that are older than a version."""
        query = select(*_COLUMNS).where(records.c.kind == kind, records.c.version < version)
        return self._rows(query.order_by(records.c.project_id, records.c.key).limit(limit))

    def save(self, row: RecordRow, now: datetime) -> None:
        """Store a record, or a new one in its place."""
        values = {"version": row.version, "body": row.body, "changed_at": now}
        key = {"tenant_id": self._tenant, "kind": row.kind, "project_id": row.project, "key": row.key}
        new = upsert(self._connection, records).values(rev=1, **key, **values)
        again = new.on_conflict_do_update(
            index_elements=tuple(key), set_={**values, "rev": records.c.rev + 1}
        )
        self._connection.execute(again)

    def drop(self, kind: str, project_id: str, key: str) -> bool:
        """Forget a record; False where there is none."""
        t = records
        statement = delete(t).where(t.c.tenant_id == self._tenant, t.c.kind == kind)
        gone = self._connection.execute(statement.where(t.c.project_id == project_id, t.c.key == key))
        return gone.rowcount > 0

    def _projects(self, kinds: Sequence[str]) -> Select[str]:
        mine = records.c.tenant_id == self._tenant
        return select(records.c.project_id).where(mine, records.c.kind.in_(kinds)).distinct()

    def _rows(self, query: Select[*tuple[Any, ...]]) -> tuple[RecordRow, ...]:
        mine = query.where(records.c.tenant_id == self._tenant)
        return tuple(RecordRow(*row) for row in self._connection.execute(mine))
