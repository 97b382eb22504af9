"""Hand-overs in the database: what went from one person to another, and what is to go on a day to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, or_, select, update

from etappe.adapters.sql.tables import contact as contacts
from etappe.adapters.sql.tables import hand_over as hand_overs
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.adapters.sql.tables import staff
from etappe.model.hand_over import HandOver, Seat
from etappe.model.ledger import CATCH_UP, OVERVIEW


class SqlHandOvers:
    """The hand-overs of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def lock(self, seat: Seat) -> None:
        """Let whoever else wants to change who fills a role wait until the end."""
        c = staff.c if seat.kommune is None else contacts.c
        where = [c.tenant_id == self._tenant, c.role == seat.role]
        if seat.kommune is not None:
            where.append(contacts.c.kommune == seat.kommune)
        self._connection.execute(select(c.person_id).where(*where).with_for_update())

    def add(self, new: HandOver, now: datetime) -> None:
        """Note a hand-over."""
        self._connection.execute(
            insert(hand_overs).values(
                tenant_id=self._tenant,
                kommune=new.seat.kommune or "",
                role=new.seat.role,
                number=new.number,
                before_id=new.before_id,
                after_id=new.after_id,
                deputy_id=new.deputy_id,
                day=new.day,
                entered_by=new.by,
                created_at=now,
                done_at=now if new.done else None,
            )
        )

    def last(self, seat: Seat) -> HandOver | None:
        """The newest hand-over of a role, called off or not."""
        return self._newest(seat)

    def last_done(self, seat: Seat) -> HandOver | None:
        """The newest hand-over of a role that was carried out."""
        return self._newest(seat, hand_overs.c.done_at.is_not(None))

    def to_come(self, kommune: str | None = None, *, until: date = date.max) -> tuple[HandOver, ...]:
        """What is to be handed over up to a day, of one Kommune or of all, the earliest first."""
        t = hand_overs
        query = self._query().where(t.c.done_at.is_(None), t.c.called_off_at.is_(None), t.c.day <= until)
        if kommune is not None:
            query = query.where(t.c.kommune == kommune)
        found = self._connection.execute(query.order_by(t.c.day, t.c.kommune, t.c.role, t.c.number))
        return tuple(_hand_over(row) for row in found)

    def done(self, hand_over: HandOver, now: datetime) -> bool:
        """Note that it is carried out; False where somebody has done so before, or has called it off."""
        t = hand_overs
        waits = (*self._of(hand_over.seat), t.c.done_at.is_(None), t.c.called_off_at.is_(None))
        statement = update(t).where(*waits, t.c.number == hand_over.number).values(done_at=now)
        return self._connection.execute(statement).rowcount == 1

    def call_off(self, seat: Seat, now: datetime) -> bool:
        """Call off what was to come for a role; whether there was anything."""
        t = hand_overs
        waits = (*self._of(seat), t.c.done_at.is_(None), t.c.called_off_at.is_(None))
        return self._connection.execute(update(t).where(*waits).values(called_off_at=now)).rowcount > 0

    def told_by(self, occ_keys: Sequence[str]) -> Mapping[str, HandOver]:
        """The hand-overs that rungs of the ledger tell of."""
        wanted = {occ_key: occ_key.split("/")[1:] for occ_key in occ_keys}
        if not wanted:
            return {}
        c = hand_overs.c
        which = (
            and_(c.kommune == kommune.strip("*"), c.role == role, c.number == int(number))
            for kommune, role, number in wanted.values()
        )
        found = {
            h.key: h for h in map(_hand_over, self._connection.execute(self._query().where(or_(*which))))
        }
        keys = {occ_key: "/".join(parts) for occ_key, parts in wanted.items()}
        return {occ_key: found[key] for occ_key, key in keys.items() if key in found}

    def armed_for(self, person_id: str) -> tuple[str, ...]:
        """The overviews that are planned for somebody, weekly or after an absence."""
        t = occurrences
        query = (
            select(t.c.occ_key)
            .where(t.c.tenant_id == self._tenant, t.c.person_id == person_id, t.c.state == "planned")
            .where(t.c.rule_key.in_((OVERVIEW, CATCH_UP)))
        )
        return tuple(self._connection.execute(query).scalars())

    def _newest(self, seat: Seat, *which: ColumnElement[bool]) -> HandOver | None:
        query = self._query().where(*self._of(seat), *which).order_by(hand_overs.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else _hand_over(row)

    def _query(self) -> Select[*tuple[Any, ...]]:
        return select(hand_overs).where(hand_overs.c.tenant_id == self._tenant)

    def _of(self, seat: Seat) -> tuple[ColumnElement[bool], ...]:
        t = hand_overs
        kommune = seat.kommune or ""
        return (t.c.tenant_id == self._tenant, t.c.kommune == kommune, t.c.role == seat.role)


def _hand_over(row: Row[*tuple[Any, ...]]) -> HandOver:
    return HandOver(
        seat=Seat(row.kommune or None, row.role),
        number=row.number,
        before_id=row.before_id,
        after_id=row.after_id,
        deputy_id=row.deputy_id,
        day=row.day,
        by=row.entered_by,
        done=row.done_at is not None,
    )
