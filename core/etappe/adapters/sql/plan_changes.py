"""The upgrades of plans in the database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from etappe.adapters.sql.tables import plan_change as changes
from etappe.model.plan_change import Dropped, PlanChange


class SqlPlanChanges:
    """The upgrades of a programme's plans."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, project_id: str, before: str, after: str, dropped: Dropped, now: datetime) -> None:
        """Note an upgrade with what it dropped."""
        c = changes
        here = (c.c.tenant_id == self._tenant, c.c.project_id == project_id)
        number = self._connection.scalar(select(func.count()).where(*here)) or 0
        row = {
            "tenant_id": self._tenant,
            "project_id": project_id,
            "number": number + 1,
            "plan_before": before,
            "plan_after": after,
            "before": _stored(dropped),
            "changed_at": now,
        }
        self._connection.execute(insert(c), row)

    def last(self, project_id: str) -> PlanChange | None:
        """The newest upgrade of a project that was not taken back."""
        c = changes
        query = (
            select(c)
            .where(c.c.tenant_id == self._tenant, c.c.project_id == project_id, c.c.undone_at.is_(None))
            .order_by(c.c.number.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return PlanChange(row.number, row.plan_before, row.plan_after, _dropped(row.before))

    def undone(self, project_id: str, number: int, now: datetime) -> None:
        """Note that an upgrade was taken back."""
        c = changes
        one = (c.c.tenant_id == self._tenant, c.c.project_id == project_id, c.c.number == number)
        self._connection.execute(update(c).where(*one).values(undone_at=now))


def _stored(dropped: Dropped) -> dict[str, Any]:
    return {
        "answers": dict(dropped.answers),
        "anchors": {key: day.isoformat() for key, day in dropped.anchors.items()},
        "deadlines": {key: day.isoformat() for key, day in dropped.deadlines.items()},
        "opened": list(dropped.opened),
    }


def _dropped(stored: dict[str, Any]) -> Dropped:
    return Dropped(
        answers=stored["answers"],
        anchors={key: date.fromisoformat(day) for key, day in stored["anchors"].items()},
        deadlines={key: date.fromisoformat(day) for key, day in stored["deadlines"].items()},
        opened=tuple(stored["opened"]),
    )
