"""What people decided about letters that did not arrive, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.ruling_tables import letter_ruling as rulings
from etappe.adapters.sql.tables import delivery as deliveries
from etappe.model.delivery import ENDED_BADLY, Delivery
from etappe.model.ruling import Ruled, Ruling


class SqlRulings:
    """The decisions about the letters of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def rule(self, ruling: Ruling) -> bool:
        """Write a decision down; False where there is one about this end of the letter."""
        new = upsert(self._connection, rulings).values(
            tenant_id=self._tenant,
            delivery_id=ruling.delivery_id,
            gen=ruling.gen,
            ruled=ruling.ruled.value,
            ruled_by=ruling.by,
            ruled_at=ruling.at,
            why=ruling.why,
        )
        noted = new.on_conflict_do_nothing().returning(rulings.c.gen)
        return self._connection.execute(noted).first() is not None

    def of(self, delivery_ids: Sequence[str]) -> Mapping[str, Ruling]:
        """The newest decision about each of some letters."""
        r = rulings
        query = select(r).where(r.c.tenant_id == self._tenant, r.c.delivery_id.in_(delivery_ids))
        found = self._connection.execute(query.order_by(r.c.gen))
        return {
            row.delivery_id: Ruling(
                row.delivery_id, row.gen, Ruled(row.ruled), row.ruled_by, row.ruled_at, row.why
            )
            for row in found
        }

    def queue(self, seen: Delivery, now: datetime, useful: timedelta) -> bool:
        """Let a letter go once more, as a new generation; False where it has moved on since it was seen.

        Bytes that are kept go again as they are; what may have arrived before stays noted.
        """
        d = deliveries
        values = {
            "state": "queued",
            "gen": d.c.gen + 1,
            "next_at": now,
            "send_until": now + useful,
            "attempts": 0,
            "poison": 0,
        }
        return self._step(seen, values)

    def put_away(self, seen: Delivery) -> bool:
        """Forget the bytes of a letter that is done with; False where it has moved on since it was seen."""
        return self._step(seen, {"mime": None})

    def _step(self, seen: Delivery, values: Mapping[str, object]) -> bool:
        d = deliveries
        states = [state.value for state in ENDED_BADLY]
        as_seen = (d.c.id == seen.id, d.c.gen == seen.gen, d.c.state.in_(states))
        changed = update(d).where(d.c.tenant_id == self._tenant, *as_seen).values(dict(values))
        return self._connection.execute(changed).rowcount == 1


def decided() -> ColumnElement[bool]:
    """Whether somebody has decided about the end of the delivery that a query looks at."""
    d, r = deliveries, rulings
    same = (r.c.tenant_id == d.c.tenant_id, r.c.delivery_id == d.c.id, r.c.gen == d.c.gen)
    return exists(select(r.c.gen).where(*same))
