"""When projects rest, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.standing import KEEP_RESTS
from etappe.adapters.sql.tables import hold as holds
from etappe.model.hold import Days, Hold, Shifted

_HOLDS = (
    select(holds)
    .where(
        holds.c.tenant_id == bindparam("tenant"),
        holds.c.project_id.in_(bindparam("projects", expanding=True)),
    )
    .order_by(holds.c.first, holds.c.phase)
)


class SqlHolds:
    """The holds of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def of_project(self, project_id: str) -> tuple[Hold, ...]:
        """The holds of a project in the order of time, those that are over too."""
        return self.of_projects([project_id]).get(project_id, ())

    def of_projects(self, project_ids: Sequence[str]) -> Mapping[str, tuple[Hold, ...]]:
        """The holds of several projects."""
        found: dict[str, list[Hold]] = defaultdict(list)
        for row in self._connection.execute(_HOLDS, {"tenant": self._tenant, "projects": list(project_ids)}):
            found[row.project_id].append(_hold(row))
        return {project: tuple(of_one) for project, of_one in found.items()}

    def shifted(self, project_id: str, hold: Hold) -> Shifted:
        """The days fixed by hand that a hold has shifted."""
        query = select(holds.c.shifted).where(*self._where(project_id, hold))
        stored = self._connection.execute(query).scalar_one()
        return Shifted(**{kind: _days(moved) for kind, moved in stored.items()})

    def save(self, project_id: str, hold: Hold, shifted: Shifted, now: datetime) -> None:
        """Store a hold, or another end and reason of one that begins on the same day."""
        values = {"until": hold.until, "reason": hold.reason, "shifted": _stored(shifted)}
        new = upsert(self._connection, holds).values(
            tenant_id=self._tenant,
            project_id=project_id,
            phase=hold.phase or "",
            first=hold.first,
            created_at=now,
            **values,
        )
        keys = ("tenant_id", "project_id", "phase", "first")
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=values))
        self._keep_rests(project_id, hold)

    def drop(self, project_id: str, hold: Hold) -> None:
        """Forget a hold that never began."""
        self._connection.execute(delete(holds).where(*self._where(project_id, hold)))
        self._keep_rests(project_id, hold)

    def _keep_rests(self, project_id: str, hold: Hold) -> None:
        if hold.phase is None:
            self._connection.execute(KEEP_RESTS, {"tenant": self._tenant, "project": project_id})

    def _where(self, project_id: str, hold: Hold) -> tuple[Any, ...]:
        here = (holds.c.tenant_id == self._tenant, holds.c.project_id == project_id)
        return (*here, holds.c.phase == (hold.phase or ""), holds.c.first == hold.first)


def _hold(row: Row[Any]) -> Hold:
    return Hold(row.first, row.until, row.reason, row.phase or None)


def _stored(shifted: Shifted) -> dict[str, dict[str, list[str]]]:
    return {"anchors": _texts(shifted.anchors), "deadlines": _texts(shifted.deadlines)}


def _texts(moved: Days) -> dict[str, list[str]]:
    return {key: [day.isoformat() for day in days] for key, days in moved.items()}


def _days(moved: Mapping[str, Sequence[str]]) -> dict[str, tuple[date, date]]:
    return {key: (date.fromisoformat(days[0]), date.fromisoformat(days[1])) for key, days in moved.items()}
