"""How often something was tried, in the database; counting is one statement, so that none is missed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, delete

from etappe.adapters.sql.access_tables import throttle as throttles
from etappe.adapters.sql.dialects import upsert


class SqlThrottles:
    """The counts of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def count(self, bucket: str, now: datetime, until: datetime) -> tuple[int, datetime]:
        """Count one more try; which number it is, and until when it counts.

        A bucket whose time is over begins anew, and counts up to ``until``.
        """
        t = throttles.c
        first = {"began_at": now, "counts_until": until, "tries": 1}
        new = upsert(self._connection, throttles).values(tenant_id=self._tenant, bucket=bucket, **first)
        over = t.counts_until <= now
        again = new.on_conflict_do_update(
            index_elements=("tenant_id", "bucket"),
            set_={
                "began_at": case((over, new.excluded.began_at), else_=t.began_at),
                "counts_until": case((over, new.excluded.counts_until), else_=t.counts_until),
                "tries": case((over, 1), else_=t.tries + 1),
            },
        )
        row = self._connection.execute(again.returning(t.tries, t.counts_until)).one()
        return row.tries, row.counts_until

    def clear(self, bucket: str) -> None:
        """Count from the beginning."""
        t = throttles.c
        gone = delete(throttles).where(t.tenant_id == self._tenant, t.bucket == bucket)
        self._connection.execute(gone)

    def tidy(self, now: datetime) -> int:
        """Forget what does not count any more; tells how much."""
        t = throttles.c
        gone = delete(throttles).where(t.tenant_id == self._tenant, t.counts_until <= now)
        return self._connection.execute(gone).rowcount
