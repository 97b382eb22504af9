"""What failed at its work, in the database, where every process sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, inspect, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import parked_module
from etappe.model.parked import RETRY, Parked


class SqlParking:
    """The modules and passages that are set aside; they belong to the instance, not to a programme."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Parked, ...]:
        """The modules and passages that are set aside."""
        rows = self._connection.execute(select(parked_module).order_by(parked_module.c.module))
        return tuple(
            Parked(r.module, r.version, r.cause, RETRY.format(module=r.module), True, r.since) for r in rows
        )

    def write_down(self, parked: Sequence[Parked], now: datetime) -> None:
        """Note what failed now; of one that is noted already the newest failure counts."""
        for module in parked:
            values = {"version": module.version, "cause": module.cause, "since": now}
            new = upsert(self._connection, parked_module).values(module=module.module, **values)
            self._connection.execute(new.on_conflict_do_update(index_elements=("module",), set_=values))

    def clear(self, module: str) -> bool:
        """Let a module or passage be tried again; False where nothing was noted about it."""
        gone = delete(parked_module).where(parked_module.c.module == module)
        return self._connection.execute(gone).rowcount > 0


def written_down(engine: Engine) -> tuple[Parked, ...]:
    """What is set aside; nothing in a database that has no tables yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(parked_module.name):
            return ()
        return SqlParking(connection).all()
