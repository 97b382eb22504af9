"""The letters of a day in the database: who has one, what is in it, where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select, update

from etappe.adapters.sql.dialects import UpsertInsert, upsert
from etappe.adapters.sql.rulings import decided
from etappe.adapters.sql.sets import InSets
from etappe.adapters.sql.tables import contact as contacts
from etappe.adapters.sql.tables import delivery as deliveries
from etappe.adapters.sql.tables import digest as digests
from etappe.adapters.sql.tables import digest_item as items
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.adapters.sql.tables import project as projects
from etappe.model.delivery import MAIL, Delivery, DeliveryState
from etappe.model.identity import identity
from etappe.model.ledger import LetterItem, NewDigest, NewItem

_STANDS = case(
    (deliveries.c.state == "held", "queued"),
    (deliveries.c.mime.is_(None), deliveries.c.state),
    else_="sending",
)
"""Where a letter stands; a sealed one counts as under way, since nothing can be put into it any more, and one
that is held as queued, since it is empty."""


class SqlLetters:
    """The letters of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def letters_about(
        self, tasks: Sequence[tuple[str, str]], purposes: Sequence[str]
    ) -> Mapping[tuple[str, str], int]:
        """How many rungs of each project and task have gone into letters for these purposes."""
        if not tasks:
            return {}
        t = occurrences
        query = (
            select(t.c.project_id, t.c.task_key, func.count())
            .join(items, (items.c.tenant_id == t.c.tenant_id) & (items.c.occ_key == t.c.occ_key))
            .where(t.c.tenant_id == self._tenant, items.c.purpose.in_(purposes))
            .where(t.c.project_id.in_({p for p, _ in tasks}), t.c.task_key.in_({k for _, k in tasks}))
            .group_by(t.c.project_id, t.c.task_key)
        )
        return {(project_id, key): number for project_id, key, number in self._connection.execute(query)}

    def letters_since(
        self, project_ids: Sequence[str], since: datetime | None, reader_id: str
    ) -> tuple[tuple[str, str, date], ...]:
        """Tasks of which somebody was told in a letter of their own after a moment, with the day; without
        those of which this reader got a copy then."""
        t = occurrences
        mine = (
            select(items.c.occ_key)
            .join(digests, (digests.c.tenant_id == items.c.tenant_id) & (digests.c.id == items.c.digest_id))
            .where(items.c.tenant_id == t.c.tenant_id, items.c.occ_key == t.c.occ_key)
            .where(digests.c.recipient_id == reader_id)
        )
        query = (
            select(t.c.project_id, t.c.task_key, t.c.local_date)
            .where(t.c.tenant_id == self._tenant, t.c.project_id.in_(set(project_ids)))
            .where(t.c.state == "fired", t.c.task_key.is_not(None), ~mine.exists())
            .where(
                select(items.c.occ_key)
                .where(items.c.tenant_id == t.c.tenant_id, items.c.occ_key == t.c.occ_key)
                .where(items.c.purpose.in_(("own", "absence")))
                .exists()
            )
            .order_by(t.c.local_date, t.c.occ_key)
        )
        if since is not None:
            query = query.where(t.c.fired_at > since)
        return tuple(
            (row.project_id, row.task_key, row.local_date) for row in self._connection.execute(query)
        )

    def digests(
        self, person_ids: Sequence[str], days: Sequence[date], *, hold: bool = True
    ) -> Mapping[tuple[str, date], str]:
        """The letters that people have on some days already, with the state of each; one that is sealed
        and waits for another try counts as under way. What is held stays as it is until the end."""
        g, d = digests, deliveries
        letters = (
            select(g.c.id, g.c.recipient_id, g.c.window_start)
            .where(g.c.tenant_id == self._tenant, g.c.recipient_id.in_(set(person_ids)))
            .where(g.c.window_start.in_(set(days)), g.c.channel == MAIL)
        )
        # not joined: SQLite would begin with all deliveries there are
        found = {row.id: (row.recipient_id, row.window_start) for row in self._connection.execute(letters)}
        if not found:
            return {}
        states = select(d.c.digest_id, _STANDS).where(d.c.tenant_id == self._tenant, d.c.digest_id.in_(found))
        if hold:
            # a sender that takes one of these letters meanwhile waits, or is seen to have it; in one order
            # for all, so that two who fire at once never wait for each other
            states = states.order_by(d.c.id).with_for_update()
        return {found[digest_id]: state for digest_id, state in self._connection.execute(states)}

    def put_into_letters(self, new: Sequence[NewDigest], contents: Sequence[NewItem], now: datetime) -> None:
        """Give each person a letter of the day, queued once, and put the rungs into it."""
        in_order = sorted(new)  # the same for all, so that two who fire at once never wait for each other
        rows = [(d.id, d.recipient_id, d.day, d.overview) for d in in_order]
        _OPEN_LETTERS.execute(self._connection, rows, tenant_id=self._tenant, channel=MAIL, created_at=now)
        _QUEUE.execute(
            self._connection,
            [self._queued(d) for d in in_order],
            tenant_id=self._tenant,
            channel=MAIL,
            state="queued",
            gen=0,
            next_at=now,
            attempts=0,
            resends=0,
            poison=0,
            created_at=now,
        )
        _PUT_INTO_LETTERS.execute(self._connection, contents, tenant_id=self._tenant)

    def in_letter(self, digest_id: str) -> tuple[LetterItem, ...]:
        """The rungs of a letter, each with why its reader gets it."""
        t = occurrences
        query = (
            select(
                t.c.project_id,
                t.c.task_key,
                t.c.person_id,
                t.c.rule_key,
                t.c.local_date,
                items.c.purpose,
                t.c.occ_key,
            )
            .join(items, (items.c.tenant_id == t.c.tenant_id) & (items.c.occ_key == t.c.occ_key))
            .where(t.c.tenant_id == self._tenant, items.c.digest_id == digest_id)
            .order_by(t.c.local_date, t.c.occ_key)
        )
        return tuple(LetterItem._make(row) for row in self._connection.execute(query))

    def project_of(self, digest_id: str) -> str | None:
        """A project that a letter is about: of its first rung, or of a Kommune of its reader."""
        o, i = occurrences, items
        query = (
            select(o.c.project_id)
            .join(i, (i.c.tenant_id == o.c.tenant_id) & (i.c.occ_key == o.c.occ_key))
            .where(o.c.tenant_id == self._tenant, i.c.digest_id == digest_id, o.c.project_id.is_not(None))
        )
        named = self._connection.scalar(query.order_by(o.c.occ_key).limit(1))
        if named is None:
            named = self._connection.scalar(self._project_of_reader(digest_id))
        return None if named is None else str(named)

    def with_state(self, *states: DeliveryState) -> tuple[Delivery, ...]:
        """The deliveries in some states."""
        d = deliveries
        wanted = [s.value for s in states]
        query = (
            select(d)
            .where(d.c.tenant_id == self._tenant, d.c.state.in_(wanted))
            .order_by(d.c.created_at, d.c.id)
        )
        return tuple(delivery_of(row) for row in self._connection.execute(query))

    def lost(self) -> tuple[Delivery, ...]:
        """The letters that did not arrive, or may not have, about which nobody has decided."""
        d = deliveries
        lost = (d.c.state.in_(("failed", "unknown", "expired")), ~decided())
        query = select(d).where(d.c.tenant_id == self._tenant, *lost).order_by(d.c.created_at, d.c.id)
        return tuple(delivery_of(row) for row in self._connection.execute(query))

    def get(self, delivery_id: str) -> Delivery | None:
        """One delivery."""
        d = deliveries
        row = self._connection.execute(
            select(d).where(d.c.tenant_id == self._tenant, d.c.id == delivery_id)
        ).first()
        return None if row is None else delivery_of(row)

    def of_recipient(self, person_id: str) -> tuple[Delivery, ...]:
        """The letters to one person, the oldest first."""
        d = deliveries
        query = select(d).where(d.c.tenant_id == self._tenant, d.c.recipient_id == person_id)
        found = self._connection.execute(query.order_by(d.c.created_at, d.c.id))
        return tuple(delivery_of(row) for row in found)

    def bounced(self, delivery_id: str, why: str) -> bool:
        """Note that a letter that was sent came back; False where it was not sent, or that is known."""
        d = deliveries
        gone = (d.c.tenant_id == self._tenant, d.c.id == delivery_id, d.c.state.in_(("sent", "unknown")))
        values = {"state": "bounced", "error_text": why[:500], "mime": None}
        return self._connection.execute(update(d).where(*gone).values(values)).rowcount == 1

    def last_letters(self) -> Mapping[str, Delivery]:
        """The last letter that went to each person."""
        d = deliveries
        newest = (
            select(d.c.recipient_id, func.max(d.c.sent_at).label("sent_at"))
            .where(d.c.tenant_id == self._tenant, d.c.state == "sent")
            .group_by(d.c.recipient_id)
            .subquery()
        )
        query = (
            select(d)
            .join(newest, (newest.c.recipient_id == d.c.recipient_id) & (newest.c.sent_at == d.c.sent_at))
            .where(d.c.tenant_id == self._tenant)
        )
        return {row.recipient_id: delivery_of(row) for row in self._connection.execute(query)}

    def counts(self) -> Mapping[str, int]:
        """How many letters are in which state."""
        d = deliveries
        query = (
            select(d.c.state, func.count().label("number"))
            .where(d.c.tenant_id == self._tenant)
            .group_by(d.c.state)
        )
        return {row.state: row.number for row in self._connection.execute(query)}

    def _project_of_reader(self, digest_id: str) -> Select[tuple[str]]:
        g, c, p = digests, contacts, projects
        reader = (c.c.person_id == g.c.recipient_id) | (c.c.deputy_id == g.c.recipient_id)
        return (
            select(p.c.id)
            .join(c, (c.c.tenant_id == p.c.tenant_id) & (c.c.kommune == p.c.kommune))
            .join(g, (g.c.tenant_id == c.c.tenant_id) & reader)
            .where(p.c.tenant_id == self._tenant, g.c.id == digest_id)
            .order_by(p.c.id)
            .limit(1)
        )

    def _queued(self, new: NewDigest) -> tuple[str, str, str, str, datetime]:
        key = f"digest:{new.id}:{MAIL}"
        return identity(self._tenant, key), new.id, new.recipient_id, key, new.send_until


def _opening_letters(connection: Connection) -> UpsertInsert:
    insert = upsert(connection, digests)
    return insert.on_conflict_do_update(
        index_elements=("tenant_id", "id"),
        set_={"overview": digests.c.overview | insert.excluded.overview},
    )


def _queueing(connection: Connection) -> UpsertInsert:
    d = deliveries
    insert = upsert(connection, d)
    return insert.on_conflict_do_update(
        index_elements=("tenant_id", "id"),
        set_={
            "send_until": case(
                (insert.excluded.send_until > d.c.send_until, insert.excluded.send_until),
                else_=d.c.send_until,
            ),
            "state": case((d.c.state == "held", "queued"), else_=d.c.state),
            "next_at": case((d.c.state == "held", insert.excluded.next_at), else_=d.c.next_at),
        },
        where=(insert.excluded.send_until > d.c.send_until) | (d.c.state == "held"),
    )


def _putting_into_letters(connection: Connection) -> UpsertInsert:
    return upsert(connection, items).on_conflict_do_nothing()


_OPEN_LETTERS = InSets(("id", "recipient_id", "window_start", "overview"), _opening_letters)


_QUEUE = InSets(("id", "digest_id", "recipient_id", "dedupe_key", "send_until"), _queueing)


_PUT_INTO_LETTERS = InSets(NewItem._fields, _putting_into_letters)


def delivery_of(row: Row[Any]) -> Delivery:
    """A delivery from a row that may hold more."""
    return Delivery(
        id=row.id,
        digest_id=row.digest_id,
        recipient_id=row.recipient_id,
        state=DeliveryState(row.state),
        subject=row.subject,
        attempts=row.attempts,
        sent_at=row.sent_at,
        next_at=row.next_at if row.state == "queued" else None,
        error_text=row.error_text,
        gen=row.gen,
        perhaps_before=row.resends > 0,
        kept=row.mime is not None,
    )
