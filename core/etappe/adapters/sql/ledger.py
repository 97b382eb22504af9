"""The ledger in the database: rungs armed, fired and settled, in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import delivery as deliveries
from etappe.adapters.sql.tables import digest as digests
from etappe.adapters.sql.tables import digest_item as items
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.adapters.sql.tables import person, project, task
from etappe.model.identity import identity
from etappe.model.ledger import (
    OVERVIEW,
    Due,
    Entry,
    LetterItem,
    NewDigest,
    NewItem,
    NewOccurrence,
    OccurrenceState,
    Settled,
)
from etappe.model.moments import BERLIN
from etappe.model.quiet import OPENS

MAIL = "mail"
TZDATA = version("tzdata")
_IS_OVERVIEW = (occurrences.c.rule_key == OVERVIEW, occurrences.c.project_id.is_(None))
"""Of no project: so the index on projects leads past all rungs of tasks."""


class SqlLedger:
    """The rungs of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def arm(self, new: Sequence[NewOccurrence], now: datetime) -> None:
        """Arm rungs; one that is planned or was cancelled moves, one that has fired stays untouched."""
        _ARM.execute(self._connection, [self._occurrence(n, now) for n in new])

    def cancel(self, project_id: str, task_keys: Sequence[str], reason: str) -> int:
        """Take back the planned rungs of some tasks."""
        t = occurrences
        statement = (
            update(t)
            .where(t.c.tenant_id == self._tenant, t.c.project_id == project_id)
            .where(t.c.task_key.in_(task_keys), t.c.state == "planned")
            .values(state="cancelled", reason=reason)
        )
        return self._connection.execute(statement).rowcount

    def due(self, now: datetime, limit: int) -> tuple[Due, ...]:
        """Rungs whose moment has come, the oldest first; another worker's are left alone."""
        t = occurrences
        query = (
            select(
                t.c.tenant_id,
                t.c.occ_key,
                t.c.project_id,
                t.c.task_key,
                t.c.person_id,
                t.c.rule_key,
                t.c.ordinal,
                t.c.local_date,
                t.c.due_at,
                t.c.send_until,
                project.c.kommune,
                project.c.plan_digest,
                task.c.due,
                task.c.state,
            )
            .select_from(
                t.outerjoin(
                    project, (project.c.tenant_id == t.c.tenant_id) & (project.c.id == t.c.project_id)
                ).outerjoin(
                    task,
                    (task.c.tenant_id == t.c.tenant_id)
                    & (task.c.project_id == t.c.project_id)
                    & (task.c.key == t.c.task_key),
                )
            )
            .where(t.c.state == "planned", t.c.due_at <= now, t.c.tenant_id == self._tenant)
            # ordered by one indexed column: without it PostgreSQL may read the whole table
            .order_by(t.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=t)
        )
        return tuple(Due._make(row) for row in self._connection.execute(query))

    def fired_days(
        self, project_ids: Sequence[str], task_keys: Sequence[str] | None = None
    ) -> Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]]:
        """On which days rungs have fired or ended, by project and task, then by rule key."""
        t = occurrences
        found: dict[tuple[str, str], dict[str, tuple[date, ...]]] = defaultdict(dict)
        query = (
            select(t.c.project_id, t.c.task_key, t.c.rule_key, t.c.local_date)
            .where(t.c.tenant_id == self._tenant, t.c.project_id.in_(set(project_ids)))
            .where(t.c.state.not_in(("planned", "cancelled")))
            .order_by(t.c.ordinal)
        )
        if task_keys is not None:
            query = query.where(t.c.task_key.in_(set(task_keys)))
        for project_id, task_key, rule_key, day in self._connection.execute(query):
            of_task = found[project_id, task_key]
            of_task[rule_key] = (*of_task.get(rule_key, ()), day)
        return found

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

    def settle(self, settled: Sequence[Settled], now: datetime) -> None:
        """Write down what became of planned rungs."""
        _SETTLE.execute(
            self._connection,
            [
                {"tenant": self._tenant, "key": s.occ_key, "new_state": s.state.value, "why": s.reason, "at": now}
                for s in settled
            ],
        )

    def postpone(self, occ_key: str, due_at: datetime, reason: str) -> None:
        """Let a planned rung wait until another moment, with the reason; its day stays what it was."""
        t = occurrences
        self._connection.execute(
            update(t)
            .where(t.c.tenant_id == self._tenant, t.c.occ_key == occ_key, t.c.state == "planned")
            .values(due_at=due_at, reason=reason, rev=t.c.rev + 1)
        )

    def digests(self, person_ids: Sequence[str], days: Sequence[date]) -> Mapping[tuple[str, date], str]:
        """The letters that people have on some days already, with the state of each."""
        query = (
            select(digests.c.recipient_id, digests.c.window_start, deliveries.c.state)
            .join(
                deliveries,
                (deliveries.c.tenant_id == digests.c.tenant_id) & (deliveries.c.digest_id == digests.c.id),
            )
            .where(digests.c.tenant_id == self._tenant, digests.c.recipient_id.in_(set(person_ids)))
            .where(digests.c.window_start.in_(set(days)), digests.c.channel == MAIL)
            # a sender that takes one of these letters meanwhile waits, or is seen to have it
            .with_for_update(of=deliveries)
        )
        return {(person_id, day): state for person_id, day, state in self._connection.execute(query)}

    def put_into_letters(self, new: Sequence[NewDigest], contents: Sequence[NewItem], now: datetime) -> None:
        """Give each person a letter of the day, queued once, and put the rungs into it."""
        _OPEN_LETTERS.execute(self._connection, [self._digest(d, now) for d in new])
        _QUEUE.execute(self._connection, [self._delivery(d, now) for d in new])
        rows = [{"tenant_id": self._tenant, **item._asdict()} for item in contents]
        _PUT_INTO_LETTERS.execute(self._connection, rows)

    def planned_overviews(self, person_ids: Sequence[str]) -> frozenset[str]:
        """Who has an overview armed."""
        t = occurrences
        query = (
            select(t.c.person_id)
            .where(t.c.tenant_id == self._tenant, t.c.person_id.in_(set(person_ids)))
            .where(t.c.state == "planned", *_IS_OVERVIEW)
        )
        return frozenset(self._connection.execute(query).scalars())

    def letters_since(self, project_ids: Sequence[str], since: datetime) -> tuple[tuple[str, str, date], ...]:
        """Tasks of which somebody was told in a letter of their own since a moment, with the day."""
        t = occurrences
        query = (
            select(t.c.project_id, t.c.task_key, t.c.local_date)
            .where(t.c.tenant_id == self._tenant, t.c.project_id.in_(set(project_ids)))
            .where(t.c.state == "fired", t.c.fired_at >= since, t.c.task_key.is_not(None))
            .where(
                select(items.c.occ_key)
                .where(items.c.tenant_id == t.c.tenant_id, items.c.occ_key == t.c.occ_key)
                .where(items.c.purpose == "own")
                .exists()
            )
            .order_by(t.c.local_date, t.c.occ_key)
        )
        return tuple(
            (row.project_id, row.task_key, row.local_date) for row in self._connection.execute(query)
        )

    def overviews_armed(self, person_ids: Sequence[str]) -> Mapping[str, int]:
        """How many overviews each person has had armed so far."""
        t = occurrences
        query = (
            select(t.c.person_id, func.count().label("number"))
            .where(t.c.tenant_id == self._tenant, t.c.person_id.in_(set(person_ids)))
            .where(*_IS_OVERVIEW)
            .group_by(t.c.person_id)
        )
        return {row.person_id: row.number for row in self._connection.execute(query)}

    def entries(self, project_id: str, task_key: str | None = None) -> tuple[Entry, ...]:
        """The ledger of a project or of one of its tasks, in the order of time."""
        query = self._entry_query().where(occurrences.c.project_id == project_id)
        if task_key is not None:
            query = query.where(occurrences.c.task_key == task_key)
        return self._entries(query)

    def entry(self, occ_key: str) -> Entry | None:
        """One line of the ledger."""
        return next(iter(self._entries(self._entry_query().where(occurrences.c.occ_key == occ_key))), None)

    def in_letter(self, digest_id: str) -> tuple[LetterItem, ...]:
        """The rungs of a letter, each with why its reader gets it."""
        t = occurrences
        query = (
            select(t.c.project_id, t.c.task_key, t.c.person_id, t.c.rule_key, t.c.local_date, items.c.purpose)
            .join(items, (items.c.tenant_id == t.c.tenant_id) & (items.c.occ_key == t.c.occ_key))
            .where(t.c.tenant_id == self._tenant, items.c.digest_id == digest_id)
            .order_by(t.c.local_date, t.c.occ_key)
        )
        return tuple(LetterItem._make(row) for row in self._connection.execute(query))

    def next_moment(self) -> datetime | None:
        """When the next rung is due."""
        t = occurrences
        query = select(t.c.due_at).where(t.c.tenant_id == self._tenant, t.c.state == "planned")
        return self._connection.execute(query.order_by(t.c.due_at).limit(1)).scalar()

    def _entry_query(self) -> Select[*tuple[Any, ...]]:
        t = occurrences
        beside = items.alias("beside")
        held = (
            select(func.count())
            .select_from(beside)
            .where(beside.c.tenant_id == digests.c.tenant_id, beside.c.digest_id == digests.c.id)
            .scalar_subquery()
        )
        return (
            select(
                t.c.occ_key,
                t.c.project_id,
                t.c.task_key,
                t.c.person_id,
                t.c.rule_key,
                t.c.local_date,
                t.c.due_at,
                t.c.state,
                t.c.reason,
                person.c.name,
                deliveries.c.state.label("delivery"),
                held.label("companions"),
            )
            .select_from(
                t.outerjoin(items, (items.c.tenant_id == t.c.tenant_id) & (items.c.occ_key == t.c.occ_key))
                .outerjoin(
                    digests, (digests.c.tenant_id == t.c.tenant_id) & (digests.c.id == items.c.digest_id)
                )
                .outerjoin(
                    deliveries,
                    (deliveries.c.tenant_id == t.c.tenant_id) & (deliveries.c.digest_id == digests.c.id),
                )
                .outerjoin(
                    person, (person.c.tenant_id == t.c.tenant_id) & (person.c.id == digests.c.recipient_id)
                )
            )
            .where(t.c.tenant_id == self._tenant)
            .order_by(t.c.due_at, t.c.occ_key, person.c.name)
        )

    def _entries(self, query: Select[*tuple[Any, ...]]) -> tuple[Entry, ...]:
        rows: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._connection.execute(query):
            rows[row.occ_key].append(row)
        return tuple(_entry(same) for same in rows.values())

    def _occurrence(self, new: NewOccurrence, now: datetime) -> dict[str, Any]:
        return {
            "tenant_id": self._tenant,
            "occ_key": new.occ_key,
            "project_id": new.project_id,
            "task_key": new.task_key,
            "person_id": new.person_id,
            "rule_key": new.rule_key,
            "ordinal": new.ordinal,
            "rev": 0,
            "local_date": new.local_date,
            "local_time": OPENS,
            "tz": BERLIN,
            "tzdata_version": TZDATA,
            "due_at": new.due_at,
            "send_until": new.send_until,
            "state": "planned",
            "reason": None,
            "created_at": now,
        }

    def _digest(self, new: NewDigest, now: datetime) -> dict[str, Any]:
        return {
            "tenant_id": self._tenant,
            "id": new.id,
            "recipient_id": new.recipient_id,
            "channel": MAIL,
            "window_start": new.day,
            "overview": new.overview,
            "created_at": now,
        }

    def _delivery(self, new: NewDigest, now: datetime) -> dict[str, Any]:
        dedupe_key = f"digest:{new.id}:{MAIL}"
        return {
            "tenant_id": self._tenant,
            "id": identity(self._tenant, dedupe_key),
            "digest_id": new.id,
            "channel": MAIL,
            "recipient_id": new.recipient_id,
            "dedupe_key": dedupe_key,
            "state": "queued",
            "gen": 0,
            "next_at": now,
            "send_until": new.send_until,
            "attempts": 0,
            "resends": 0,
            "poison": 0,
            "created_at": now,
        }


def _arming(connection: Connection) -> UpsertInsert:
    t = occurrences
    insert = upsert(connection, t)
    moved = {c: insert.excluded[c] for c in ("local_date", "due_at", "send_until", "tzdata_version")}
    return insert.on_conflict_do_update(
        index_elements=("tenant_id", "occ_key"),
        set_={**moved, "state": "planned", "reason": None, "rev": t.c.rev + 1},
        where=(t.c.state == "planned") | (t.c.state == "cancelled"),  # IN cannot be sent in sets
    )


def _settling(_: Connection) -> Update:
    t = occurrences
    return (
        update(t)
        .where(t.c.tenant_id == bindparam("tenant"), t.c.occ_key == bindparam("key"), t.c.state == "planned")
        .values(
            state=bindparam("new_state"),
            reason=bindparam("why"),
            fired_at=bindparam("at", type_=t.c.fired_at.type),
        )
    )


def _opening_letters(connection: Connection) -> UpsertInsert:
    insert = upsert(connection, digests)
    return insert.on_conflict_do_update(
        index_elements=("tenant_id", "recipient_id", "channel", "window_start"),
        set_={"overview": digests.c.overview | insert.excluded.overview},
    )


_ARM = InSets(_arming, occurrences.c.keys()[:-1])
_SETTLE = InSets(_settling, ("state", "reason", "fired_at"))
_OPEN_LETTERS = InSets(_opening_letters, digests.c.keys())
_QUEUE = InSets(lambda c: upsert(c, deliveries).on_conflict_do_nothing(), QUEUED)
_PUT_INTO_LETTERS = InSets(lambda c: upsert(c, items).on_conflict_do_nothing(), items.c.keys())


def _entry(rows: list[Row[Any]]) -> Entry:
    first = rows[0]
    return Entry(
        occ_key=first.occ_key,
        project_id=first.project_id,
        task_key=first.task_key,
        person_id=first.person_id,
        rule_key=first.rule_key,
        local_date=first.local_date,
        due_at=first.due_at,
        state=OccurrenceState(first.state),
        reason=first.reason,
        recipients=tuple(row.name for row in rows if row.name),
        deliveries=tuple(row.delivery for row in rows if row.delivery),
        companions=max(row.companions for row in rows),
    )
