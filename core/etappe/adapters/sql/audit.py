"""The audit chain in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import audit_event, audit_head
from etappe.model.audit import GENESIS, Fact, link

_OF_TENANT = audit_head.c.tenant_id == bindparam("tenant")
_TAKE_NUMBERS = (
    update(audit_head)
    .where(_OF_TENANT)
    .values(seq=audit_head.c.seq + bindparam("number"))
    .returning(audit_head.c.seq, audit_head.c.hash)
)
_MOVE_HEAD = update(audit_head).where(_OF_TENANT).values(hash=bindparam("last"))
_APPEND = insert(audit_event)
_HEAD = select(audit_head.c.seq, audit_head.c.hash).where(_OF_TENANT)


class SqlAudit:
    """Appends facts, each linked to the one before; the head's row makes writers wait for each other."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def record(self, facts: Sequence[Fact], now: datetime) -> None:
        """Append facts in their order."""
        if not facts:
            return
        seq, previous = self._lock_head(len(facts))
        rows: list[dict[str, object]] = []
        for fact in facts:
            seq += 1
            digest = link(previous, seq, now, fact)
            rows.append(_row(self._tenant, seq, now, fact, previous, digest))
            previous = digest
        self._connection.execute(_APPEND, rows)
        self._connection.execute(_MOVE_HEAD, {"tenant": self._tenant, "last": previous})

    def facts(
        self, about: str | None = None, limit: int = 100, since: int = 0, until: int | None = None
    ) -> tuple[tuple[datetime, Fact], ...]:
        """The newest facts first, all or those about one object and what lies within it, of some links."""
        t = audit_event
        query = select(t).where(t.c.tenant_id == self._tenant, t.c.seq > since)
        query = query.order_by(t.c.seq.desc()).limit(limit)
        if until is not None:
            query = query.where(t.c.seq <= until)
        if about is not None:
            query = query.where((t.c.object == about) | t.c.object.startswith(about + "/", autoescape=True))
        return tuple(
            (row.at, Fact(row.actor, row.action, row.object, json.loads(row.data)))
            for row in self._connection.execute(query)
        )

    def verify(self) -> int | None:
        """The number of the first link that does not fit what it says or what came before; None if all do."""
        t = audit_event
        previous, expected = GENESIS, 1
        query = select(t).where(t.c.tenant_id == self._tenant).order_by(t.c.seq)
        for row in self._connection.execute(query):
            fact = Fact(row.actor, row.action, row.object, json.loads(row.data))
            if (
                row.seq != expected
                or row.prev_hash != previous
                or row.hash != link(previous, row.seq, row.at, fact)
            ):
                return expected
            previous, expected = row.hash, expected + 1
        head = self._connection.execute(
            select(audit_head).where(audit_head.c.tenant_id == self._tenant)
        ).first()
        whole = (head.seq, head.hash) == (expected - 1, previous) if head else expected == 1
        return None if whole else expected

    def head(self) -> tuple[int, str]:
        """Number and hash of the last link."""
        row = self._connection.execute(_HEAD, {"tenant": self._tenant}).first()
        return (0, GENESIS) if row is None else (row.seq, row.hash)

    def hashes(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The hashes of some links, as far as there are such."""
        t = audit_event
        query = select(t.c.seq, t.c.hash).where(t.c.tenant_id == self._tenant, t.c.seq.in_(numbers))
        return {row.seq: row.hash for row in self._connection.execute(query)}

    def _lock_head(self, number: int) -> tuple[int, str]:
        taken = {"tenant": self._tenant, "number": number}
        row = self._connection.execute(_TAKE_NUMBERS, taken).first()
        if row is None:
            first = upsert(self._connection, audit_head).values(tenant_id=self._tenant, seq=0, hash=GENESIS)
            self._connection.execute(first.on_conflict_do_nothing())
            row = self._connection.execute(_TAKE_NUMBERS, taken).one()
        return row.seq - number, row.hash


def _row(tenant: str, seq: int, at: datetime, fact: Fact, previous: str, digest: str) -> dict[str, object]:
    return {
        "tenant_id": tenant,
        "seq": seq,
        "at": at,
        "actor": fact.actor,
        "action": fact.action,
        "object": fact.about,
        "data": fact.data_text(),
        "prev_hash": previous,
        "hash": digest,
    }
