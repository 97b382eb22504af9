"""Letters on their way, in the database: each step is guarded by the generation of its claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from etappe.adapters.sql.tables import attempt as attempts
from etappe.adapters.sql.tables import delivery as deliveries
from etappe.adapters.sql.tables import person as persons
from etappe.model.delivery import MAIL, Claim, DeliveryState
from etappe.model.parcel import Parcel, Receipt
from etappe.model.people import Person

LEASE = timedelta(minutes=15)
"""Longer than the ten minutes that an answer to the final dot may take."""
CLOCK_WAS_AHEAD = timedelta(days=7)
"""A letter that waits longer than this was queued by a clock far ahead, and is taken."""
UNDER_WAY = ("queued", "sending", "dot", "held")
"""Letters whose bytes are still needed."""
UNDECIDED = "unknown"
"""Of such a letter the bytes stay for a while: whoever has it already is to get no other one."""
_OWNED: BindParameter[Any] = bindparam("owned", ("sending", "dot"), expanding=True, literal_execute=True)
"""Spelled out, as in the index, so that SQLite sees that it fits."""


class SqlOutbox:
    """The letters of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def claim(self, worker: str, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Take some queued letters; nobody else gets them while the lease runs."""
        d = deliveries
        free = (
            select(d.c.id)
            .where(d.c.state == "queued", d.c.tenant_id == self._tenant, d.c.channel == MAIL)
            .where(or_(d.c.next_at <= now, d.c.next_at > now + CLOCK_WAS_AHEAD))
            .order_by(d.c.next_at, d.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")  # once, whatever the planner does: a subquery may run again and take more
        )
        taken = (
            update(d)
            .where(d.c.tenant_id == self._tenant, d.c.id.in_(select(free.c.id)), d.c.state == "queued")
            .values(
                state="sending",
                owner=worker,
                gen=d.c.gen + 1,
                attempts=d.c.attempts + 1,
                lease_until=now + LEASE,
            )
            .returning(d)
        )
        rows = self._connection.execute(taken).all()
        return self._claims(rows)

    def prepared(self, claim: Claim, subject: str, parcel: Parcel, sha256: str, written_at: datetime) -> bool:
        """Keep the sealed bytes, so that every try sends the same."""
        message_id = f"<{claim.id}@{parcel.sender.rpartition('@')[2]}>"
        values = {
            "subject": subject,
            "mime": parcel.mime,
            "mime_sha256": sha256,
            "message_id": message_id,
            "date_hdr": written_at,
        }
        return self._step(claim, ("sending",), values)

    def dot(self, claim: Claim, worker: str, now: datetime) -> bool:
        """Commit to the final dot; False where somebody else has the letter by now."""
        if not self._step(claim, ("sending",), {"state": "dot", "lease_until": now + LEASE}):
            return False
        self._note(claim, "dot", worker, now)
        return True

    def sent(self, claim: Claim, worker: str, receipt: Receipt, now: datetime, late: timedelta) -> bool:
        """The server has the letter; its bytes are not needed any more."""
        values = {
            "state": "sent",
            "owner": None,
            "lease_until": None,
            "sent_at": now,
            "mime": None,
            "late_s": int(late.total_seconds()),
            **_answer(receipt),
        }
        done = self._step(claim, ("dot",), values)
        self._note(claim, "result" if done else "late", worker, now, receipt)
        return done

    def back_to_queue(
        self,
        claim: Claim,
        worker: str,
        receipt: Receipt,
        next_at: datetime,
        now: datetime,
        *,
        counts: bool = True,
    ) -> bool:
        """The letter has certainly not gone, or may go again: it waits for its next try."""
        d = deliveries
        values: dict[str, Any] = {
            "state": "queued",
            "owner": None,
            "lease_until": None,
            "next_at": next_at,
            **_answer(receipt),
        }
        if not counts:
            values["attempts"] = d.c.attempts - 1
        done = self._step(claim, ("sending", "dot"), values)
        self._note(claim, "result" if done else "late", worker, now, receipt)
        return done

    def send_again(
        self, claim: Claim, worker: str, receipt: Receipt, next_at: datetime, now: datetime
    ) -> bool:
        """Nobody knows whether it arrived: the same bytes go once more."""
        values = {
            "state": "queued",
            "owner": None,
            "lease_until": None,
            "next_at": next_at,
            "resends": deliveries.c.resends + 1,
            **_answer(receipt),
        }
        done = self._step(claim, ("dot",), values)
        self._note(claim, "result" if done else "late", worker, now, receipt)
        return done

    def close(self, claim: Claim, worker: str, state: DeliveryState, receipt: Receipt, now: datetime) -> bool:
        """The letter ends in a final state other than sent."""
        values: dict[str, Any] = {
            "state": state.value,
            "owner": None,
            "lease_until": None,
            **({} if state is DeliveryState.UNKNOWN else {"mime": None}),
            **_answer(receipt),
        }
        done = self._step(claim, ("sending", "dot"), values)
        self._note(claim, "result" if done else "late", worker, now, receipt)
        return done

    def stranded(self, now: datetime) -> tuple[tuple[Claim, str, int], ...]:
        """Letters whose owner let the lease run out, with their state and how often that happened."""
        d = deliveries
        owned = (d.c.tenant_id == self._tenant, d.c.state.in_(_OWNED))
        # a clock that was ahead: its owner may well live, so that the lease is cut and not taken away
        cut = update(d).where(*owned, d.c.lease_until > now + LEASE)
        self._connection.execute(cut.values(lease_until=now + LEASE))
        query = select(d).where(*owned, d.c.lease_until < now).with_for_update(skip_locked=True)
        rows = self._connection.execute(query).all()
        state = {row.id: (row.state, row.poison) for row in rows}
        return tuple((claim, *state[claim.id]) for claim in self._claims(rows))

    def count_death(self, claim: Claim) -> None:
        """Note that a worker died with this letter in hand."""
        self._step(claim, ("sending", "dot"), {"poison": deliveries.c.poison + 1})

    def overdue(self, now: datetime) -> tuple[Claim, ...]:
        """Queued letters whose time is over."""
        d = deliveries
        query = select(d).where(
            d.c.tenant_id == self._tenant, d.c.state == "queued", d.c.next_at.is_not(None)
        )
        return self._claims(self._connection.execute(query.where(d.c.send_until < now)).all())

    def expire(self, claim: Claim, reason: str) -> bool:
        """Close a queued letter that waited beyond its time."""
        if claim.resends:  # of one sent before, nobody knows
            return self._step(claim, ("queued",), {"state": UNDECIDED, "error_text": reason})
        return self._step(claim, ("queued",), {"state": "expired", "mime": None, "error_text": reason})

    def next_moment(self) -> datetime | None:
        """When the next queued letter may go."""
        d = deliveries
        query = select(d.c.next_at).where(d.c.tenant_id == self._tenant, d.c.state == "queued")
        return self._connection.execute(query.order_by(d.c.next_at).limit(1)).scalar()

    def forget_sealed(self, undecided_before: datetime) -> int:
        """Clear the bytes of letters that have come to their end, and of those written before a moment of
        which nobody knows whether they arrived; tells of how many."""
        d = deliveries
        waits = (d.c.state == UNDECIDED) & (d.c.created_at >= undecided_before)
        ended = (d.c.tenant_id == self._tenant, d.c.state.not_in(UNDER_WAY), d.c.mime.is_not(None), ~waits)
        return self._connection.execute(update(d).where(*ended).values(mime=None)).rowcount

    def _step(self, claim: Claim, states: Sequence[str], values: Mapping[str, Any]) -> bool:
        d = deliveries
        guard: list[ColumnElement[bool]] = [
            d.c.tenant_id == self._tenant,
            d.c.id == claim.id,
            d.c.gen == claim.gen,
            d.c.state.in_(states),
        ]
        return self._connection.execute(update(d).where(*guard).values(**values)).rowcount == 1

    def _note(
        self, claim: Claim, phase: str, worker: str, now: datetime, receipt: Receipt | None = None
    ) -> None:
        self._connection.execute(
            insert(attempts).values(
                tenant_id=self._tenant,
                delivery_id=claim.id,
                gen=claim.gen,
                phase=phase,
                at=now,
                worker=worker,
                code=receipt.code if receipt else None,
                text=receipt.text[:500] if receipt else None,
            )
        )

    def _claims(self, rows: Sequence[Row[Any]]) -> tuple[Claim, ...]:
        p = persons
        wanted = {row.recipient_id for row in rows}
        query = select(p.c.id, p.c.name, p.c.email).where(p.c.tenant_id == self._tenant, p.c.id.in_(wanted))
        found = self._connection.execute(query) if wanted else ()
        known = {row.id: Person(row.id, row.name, row.email) for row in found}
        return tuple(_claim(row, known[row.recipient_id]) for row in rows)


def _claim(row: Row[Any], recipient: Person) -> Claim:
    return Claim(
        id=row.id,
        digest_id=row.digest_id,
        recipient_id=row.recipient_id,
        recipient_name=recipient.name,
        recipient_email=recipient.email,
        gen=row.gen,
        attempts=row.attempts,
        resends=row.resends,
        queued_at=row.created_at,
        send_until=row.send_until,
        subject=row.subject,
        mime=row.mime,
    )


def _answer(receipt: Receipt) -> dict[str, Any]:
    return {
        "smtp_code": receipt.code,
        "smtp_enhanced": receipt.enhanced,
        "smtp_queue_id": receipt.queue_id,
        "error_kind": None if receipt.outcome == "sent" else receipt.outcome.value,
        "error_text": None if receipt.outcome == "sent" else receipt.text[:500],
    }
