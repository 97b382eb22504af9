"""Slips in the database; a slip counts its tries, which fences out whoever has lost it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from etappe.adapters.sql.link_tables import slip as slips
from etappe.model.slip import Slip, SlipKind

LEASE = timedelta(minutes=15)
"""Longer than the ten minutes that an answer to the final dot may take."""
ENDED = ("sent", "failed")


class SqlSlips:
    """The slips of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def queue(self, slip: Slip) -> None:
        """Queue a slip."""
        new = insert(slips).values(
            tenant_id=self._tenant,
            id=slip.id,
            person_id=slip.person_id,
            kind=slip.kind.value,
            state="queued",
            attempts=slip.attempts,
            next_at=slip.created_at,
            give_up_at=slip.give_up_at,
            sealed=slip.sealed,
            created_at=slip.created_at,
        )
        self._connection.execute(new)

    def queued_since(self, person_id: str, kind: SlipKind, since: datetime) -> int:
        """How many slips of a kind were written to somebody since a moment."""
        mine = (slips.c.tenant_id == self._tenant, slips.c.person_id == person_id)
        query = select(func.count()).where(*mine, slips.c.kind == kind.value, slips.c.created_at > since)
        return self._connection.execute(query).scalar_one()

    def claim(self, now: datetime, limit: int) -> tuple[Slip, ...]:
        """Take some slips, each with one try more before it is made; nobody else gets them meanwhile."""
        s = slips
        free = (
            select(s.c.id)
            .where(s.c.tenant_id == self._tenant, s.c.state.in_(("queued", "sending")), s.c.next_at <= now)
            .order_by(s.c.next_at, s.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")  # once, whatever the planner does: a subquery may run again and take more
        )
        mine = (s.c.tenant_id == self._tenant, s.c.id.in_(select(free.c.id)), s.c.next_at <= now)
        values = {"state": "sending", "attempts": s.c.attempts + 1, "next_at": now + LEASE}
        taken = update(s).where(*mine).values(values).returning(s)
        return tuple(sorted(map(_slip, self._connection.execute(taken)), key=lambda slip: slip.created_at))

    def hold(self, slip: Slip, now: datetime) -> bool:
        """Whether a slip is still ours to carry."""
        return self._step(slip, {"next_at": now + LEASE})

    def sent(self, slip: Slip, now: datetime) -> bool:
        """The server has it; what it said is forgotten."""
        return self._step(slip, {"state": "sent", "sent_at": now, "sealed": None, "next_at": None})

    def again(self, slip: Slip, next_at: datetime, why: str, *, counts: bool = True) -> bool:
        """It waits for its next try; with ``counts`` left out this was none."""
        tries = slip.attempts if counts else slip.attempts - 1
        values = {"state": "queued", "next_at": next_at, "error_text": why[:500], "attempts": tries}
        return self._step(slip, values)

    def fail(self, slip: Slip, why: str) -> bool:
        """It does not go; what it said is forgotten."""
        return self._step(slip, {"state": "failed", "sealed": None, "next_at": None, "error_text": why[:500]})

    def of_person(self, person_id: str) -> tuple[tuple[SlipKind, str, datetime, datetime | None], ...]:
        """The slips to somebody: kind, state, when they were written, and sent; the oldest first."""
        s = slips
        query = select(s.c.kind, s.c.state, s.c.created_at, s.c.sent_at)
        mine = query.where(s.c.tenant_id == self._tenant, s.c.person_id == person_id)
        rows = self._connection.execute(mine.order_by(s.c.created_at, s.c.id))
        return tuple((SlipKind(row.kind), row.state, row.created_at, row.sent_at) for row in rows)

    def drop_ended(self, before: datetime) -> int:
        """Forget slips that came to their end and were written before a moment; tells how many."""
        ended = (slips.c.state.in_(ENDED), slips.c.created_at < before)
        gone = delete(slips).where(slips.c.tenant_id == self._tenant, *ended)
        return self._connection.execute(gone).rowcount

    def _step(self, slip: Slip, values: dict[str, Any]) -> bool:
        s = slips.c
        guard = (s.id == slip.id, s.state == "sending", s.attempts == slip.attempts)
        done = update(slips).where(s.tenant_id == self._tenant, *guard).values(**values)
        return self._connection.execute(done).rowcount == 1


def _slip(row: Row[Any]) -> Slip:
    return Slip(
        id=row.id,
        person_id=row.person_id,
        kind=SlipKind(row.kind),
        attempts=row.attempts,
        sealed=row.sealed,
        created_at=row.created_at,
        give_up_at=row.give_up_at,
    )
