"""Rungs whose moment was computed with other time zone data than those of today."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from etappe.adapters.sql.ledger import TZDATA
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.model.ledger import Timed

_RETIME = (
    update(occurrences)
    .where(occurrences.c.tenant_id == bindparam("tenant"), occurrences.c.occ_key == bindparam("key"))
    .where(occurrences.c.state == "planned")
    .values(
        due_at=bindparam("at", type_=occurrences.c.due_at.type),
        send_until=bindparam("until", type_=occurrences.c.send_until.type),
        tzdata_version=TZDATA,
        rev=occurrences.c.rev + 1,
    )
)


class SqlZones:
    """The planned rungs of a programme, with what their moments were computed from."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def outdated(self, limit: int) -> tuple[Timed, ...]:
        """Planned rungs whose moment was computed with other data, the earliest first."""
        t = occurrences
        query = (
            select(t.c.occ_key, t.c.local_date, t.c.local_time, t.c.tz, t.c.due_at, t.c.send_until)
            .add_columns(t.c.reason.is_not(None))
            .where(t.c.tenant_id == self._tenant, t.c.state == "planned", t.c.tzdata_version != TZDATA)
            .order_by(t.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(Timed(*row) for row in self._connection.execute(query))

    def retime(self, rungs: Sequence[Timed]) -> None:
        """Give planned rungs their moments, computed with the data of today."""
        if rungs:
            values = [{"key": r.occ_key, "at": r.due_at, "until": r.send_until} for r in rungs]
            self._connection.execute(_RETIME, [{"tenant": self._tenant, **v} for v in values])
