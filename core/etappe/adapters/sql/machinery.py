"""What sending itself needs to remember: the relay, the workers, whether anything goes out at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Connection,
    delete,
    func,
    select,
)

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import breaker as breakers
from etappe.adapters.sql.tables import instance
from etappe.adapters.sql.tables import worker as workers
from etappe.model.delivery import MAIL


class SqlMachinery:
    """The state of the machinery; it belongs to the instance, not to a programme."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held_back(self) -> str | None:
        """Why nothing is sent at all, where somebody has said so."""
        query = select(instance.c.held_reason).where(instance.c.sending == "held")
        row = self._connection.execute(query).first()
        return None if row is None else row.held_reason or "held"

    def relay(self) -> tuple[str, datetime | None, int, str | None]:
        """How the relay stands (closed, open until a moment, config), failures so far, and the reason."""
        row = self._connection.execute(select(breakers).where(breakers.c.channel == MAIL)).first()
        return ("closed", None, 0, None) if row is None else (row.state, row.until, row.failures, row.reason)

    def trip(self, state: str, until: datetime | None, failures: int, reason: str) -> None:
        """Leave the relay alone until a moment, or until somebody mends its settings."""
        values = {"state": state, "until": until, "failures": failures, "reason": reason}
        new = upsert(self._connection, breakers).values(channel=MAIL, **values)
        self._connection.execute(new.on_conflict_do_update(index_elements=("channel",), set_=values))

    def seen(self, worker: str, host: str, pid: int, version: str, now: datetime) -> None:
        """Note that a worker is alive."""
        values = {"host": host, "pid": pid, "version": version, "boot_id": "", "lock_key": worker}
        new = upsert(self._connection, workers).values(id=worker, started_at=now, seen_at=now, **values)
        self._connection.execute(new.on_conflict_do_update(index_elements=("id",), set_={"seen_at": now}))

    def last_seen(self) -> datetime | None:
        """When a worker or a tick was last alive."""
        return self._connection.execute(select(func.max(workers.c.seen_at))).scalar()

    def forget_workers(self, before: datetime) -> int:
        """Forget workers that were last alive before a moment; tells how many."""
        return self._connection.execute(delete(workers).where(workers.c.seen_at < before)).rowcount
