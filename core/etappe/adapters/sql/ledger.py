"""The ledger in the database: rungs armed, fired and settled, in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select, update

from etappe.adapters.sql.dialects import UpsertInsert, upsert
from etappe.adapters.sql.due import DUE
from etappe.adapters.sql.entries import entries, entry_query
from etappe.adapters.sql.sets import InSets
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.model.ledger import (
    CATCH_UP,
    OVERVIEW,
    Armed,
    Due,
    Entry,
    NewOccurrence,
    OccurrenceState,
    Settled,
)
from etappe.model.moments import BERLIN
from etappe.model.quiet import OPENS
from etappe.model.shard import WHOLE, Shard, bucket_of

TZDATA = version("tzdata")
_OVERVIEWS = (
    occurrences.c.tenant_id == bindparam("tenant"),
    occurrences.c.person_id.in_(bindparam("people", expanding=True)),
    occurrences.c.rule_key == OVERVIEW,
)
_PLANNED_OVERVIEWS = select(occurrences.c.person_id).where(*_OVERVIEWS, occurrences.c.state == "planned")
_OVERVIEWS_ARMED = (
    select(occurrences.c.person_id, func.count().label("number"))
    .where(*_OVERVIEWS)
    .group_by(occurrences.c.person_id)
)


class SqlLedger:
    """The rungs of a programme."""

    def __init__(self, connection: Connection, tenant: str, zone: str = BERLIN) -> None:
        self._connection = connection
        self._tenant = tenant
        self._zone = zone

    def arm(self, new: Sequence[NewOccurrence], now: datetime) -> None:
        """Arm rungs; one that is planned or was cancelled moves, one that has fired stays untouched."""
        _ARM.execute(
            self._connection,
            [(*rung, bucket_of(rung.project_id or rung.person_id or "")) for rung in new],
            tenant_id=self._tenant,
            rev=0,
            local_time=OPENS,
            tz=self._zone,
            tzdata_version=TZDATA,
            state="planned",
            reason=None,
            created_at=now,
        )

    def cancel(self, project_id: str, task_keys: Sequence[str], reason: str) -> int:
        """Take back the planned and the held rungs of some tasks."""
        tasks = {"tenant": self._tenant, "project": project_id, "tasks": list(task_keys)}
        return self._connection.execute(_CANCEL, {**tasks, "why": reason}).rowcount

    def cancel_others(
        self, project_id: str, task_keys: Sequence[str], staying: Sequence[str], reason: str
    ) -> None:
        """Take back the planned rungs of some tasks, but for those of the keys that stay."""
        concerned, kept = frozenset(task_keys), frozenset(staying)
        planned = self._connection.execute(
            _PLANNED_KEYS, {"tenant": self._tenant, "project": project_id}
        ).all()
        others = [key for key, task in planned if task in concerned and key not in kept]
        if others:
            said = {"tenant": self._tenant, "others": others, "why": reason}
            self._connection.execute(_CANCEL_OTHERS, said)

    def due(self, now: datetime, limit: int, shard: Shard = WHOLE) -> tuple[Due, ...]:
        """Rungs of a shard whose moment has come, the oldest first; another worker's are left alone."""
        t = occurrences
        query = (
            DUE.where(t.c.tenant_id == self._tenant, t.c.state == "planned", t.c.due_at <= now)
            # ordered by one indexed column: without it PostgreSQL may read the whole table
            .order_by(t.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=t)
        )
        if shard.count > 1:
            query = query.where(t.c.bucket % shard.count == shard.index)
        return tuple(Due._make(row) for row in self._connection.execute(query))

    def due_number(self, now: datetime) -> int:
        """How many rungs there are whose moment has come."""
        t = occurrences
        due = (t.c.tenant_id == self._tenant, t.c.state == "planned", t.c.due_at <= now)
        return self._connection.execute(select(func.count()).select_from(t).where(*due)).scalar_one()

    def fired_days(
        self, project_ids: Sequence[str], task_keys: Sequence[str] | None = None
    ) -> Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]]:
        """On which days rungs have fired or ended, by project and task, then by rule key."""
        found: dict[tuple[str, str], dict[str, tuple[date, ...]]] = defaultdict(dict)
        here: dict[str, object] = {"tenant": self._tenant, "projects": sorted(set(project_ids))}
        query = _FIRED_DAYS
        if task_keys is not None:
            query, here = _FIRED_DAYS_OF_TASKS, {**here, "tasks": sorted(set(task_keys))}
        for project_id, task_key, rule_key, day in self._connection.execute(query, here).all():
            of_task = found[project_id, task_key]
            of_task[rule_key] = (*of_task.get(rule_key, ()), day)
        return found

    def settle(self, settled: Sequence[Settled], now: datetime) -> None:
        """Write down what became of planned and held rungs."""
        alike: dict[tuple[OccurrenceState, str | None], list[str]] = defaultdict(list)
        for s in settled:
            alike[s.state, s.reason].append(s.occ_key)
        for (state, reason), keys in alike.items():
            became = {"new_state": state.value, "why": reason, "now": now}
            self._connection.execute(_SETTLE, {"tenant": self._tenant, "rungs": keys, **became})

    def postpone(self, occ_key: str, due_at: datetime, reason: str) -> None:
        """Let a planned rung wait until another moment, with the reason; its day stays what it was."""
        t = occurrences
        self._connection.execute(
            update(t)
            .where(t.c.tenant_id == self._tenant, t.c.occ_key == occ_key, t.c.state == "planned")
            .values(due_at=due_at, reason=reason, rev=t.c.rev + 1)
        )

    def planned_overviews(self, person_ids: Sequence[str]) -> frozenset[str]:
        """Who has an overview armed."""
        people = {"tenant": self._tenant, "people": list(person_ids)}
        return frozenset(self._connection.execute(_PLANNED_OVERVIEWS, people).scalars())

    def last_overview(self, person_id: str, before: datetime) -> datetime | None:
        """When somebody's last overview before a moment was put together."""
        t = occurrences
        query = (
            select(func.max(t.c.fired_at, type_=t.c.fired_at.type))
            .where(t.c.tenant_id == self._tenant, t.c.person_id == person_id)
            .where(t.c.rule_key.in_((OVERVIEW, CATCH_UP)), t.c.state == "fired", t.c.fired_at < before)
        )
        return self._connection.execute(query).scalar()

    def overviews_armed(self, person_ids: Sequence[str]) -> Mapping[str, int]:
        """How many overviews each person has had armed so far."""
        people = {"tenant": self._tenant, "people": list(person_ids)}
        return {row.person_id: row.number for row in self._connection.execute(_OVERVIEWS_ARMED, people)}

    def entries(self, project_id: str, task_key: str | None = None) -> tuple[Entry, ...]:
        """The ledger of a project or of one of its tasks, in the order of time."""
        query = entry_query(self._tenant).where(occurrences.c.project_id == project_id)
        if task_key is not None:
            query = query.where(occurrences.c.task_key == task_key)
        return entries(self._connection, query)

    def entry(self, occ_key: str) -> Entry | None:
        """One line of the ledger."""
        return next(
            iter(
                entries(self._connection, entry_query(self._tenant).where(occurrences.c.occ_key == occ_key))
            ),
            None,
        )

    def armed(self, project_id: str) -> tuple[Armed, ...]:
        """The rungs of a project's tasks that are planned, by task."""
        found = self._connection.execute(_ARMED, {"tenant": self._tenant, "project": project_id}).all()
        return tuple(Armed._make(row) for row in found)

    def armed_days(self, project_id: str) -> frozenset[tuple[str, str, date]]:
        """The same as task, rule key and day."""
        found = self._connection.execute(_ARMED_DAYS, {"tenant": self._tenant, "project": project_id}).all()
        return frozenset((task, rule, day) for task, rule, day in found)

    def next_moment(self) -> datetime | None:
        """When the next rung is due."""
        t = occurrences
        query = select(t.c.due_at).where(t.c.tenant_id == self._tenant, t.c.state == "planned")
        return self._connection.execute(query.order_by(t.c.due_at).limit(1)).scalar()


def _arming(connection: Connection) -> UpsertInsert:
    t = occurrences
    insert = upsert(connection, t)
    moved = {c: insert.excluded[c] for c in ("local_date", "due_at", "send_until", "tzdata_version")}
    return insert.on_conflict_do_update(
        index_elements=("tenant_id", "occ_key"),
        set_={**moved, "state": "planned", "reason": None, "rev": t.c.rev + 1},
        where=(t.c.state == "planned") | (t.c.state == "cancelled"),  # IN cannot be sent in sets
    )


_ARM = InSets((*NewOccurrence._fields, "bucket"), _arming)
_FIRED_DAYS = (
    select(occurrences.c.project_id, occurrences.c.task_key, occurrences.c.rule_key, occurrences.c.local_date)
    .where(occurrences.c.tenant_id == bindparam("tenant"))
    .where(occurrences.c.project_id.in_(bindparam("projects", expanding=True)))
    .where(occurrences.c.task_key.is_not(None), occurrences.c.state.not_in(("planned", "cancelled")))
    .order_by(occurrences.c.ordinal)
)
_FIRED_DAYS_OF_TASKS = _FIRED_DAYS.where(occurrences.c.task_key.in_(bindparam("tasks", expanding=True)))
_CANCEL = (
    update(occurrences)
    .where(occurrences.c.tenant_id == bindparam("tenant"), occurrences.c.project_id == bindparam("project"))
    .where(occurrences.c.task_key.in_(bindparam("tasks", expanding=True)))
    .where(occurrences.c.state.in_(("planned", "held")))
    .values(state="cancelled", reason=bindparam("why"))
)
_PLANNED = (
    occurrences.c.tenant_id == bindparam("tenant"),
    occurrences.c.project_id == bindparam("project"),
    occurrences.c.task_key.is_not(None),
    occurrences.c.state == "planned",
)
_ARMED = (
    select(*(occurrences.c[name] for name in Armed._fields))
    .where(*_PLANNED)
    .order_by(occurrences.c.task_key, occurrences.c.due_at, occurrences.c.occ_key)
)
_PLANNED_KEYS = select(occurrences.c.occ_key, occurrences.c.task_key).where(*_PLANNED)
_CANCEL_OTHERS = (
    update(occurrences)
    .where(occurrences.c.tenant_id == bindparam("tenant"), occurrences.c.state == "planned")
    .where(occurrences.c.occ_key.in_(bindparam("others", expanding=True)))
    .values(state="cancelled", reason=bindparam("why"))
)
_ARMED_DAYS = select(occurrences.c.task_key, occurrences.c.rule_key, occurrences.c.local_date).where(
    *_PLANNED
)
_OPEN: BindParameter[Any] = bindparam("open", ("planned", "held"), expanding=True, literal_execute=True)
_SETTLE = (
    update(occurrences)
    .where(occurrences.c.tenant_id == bindparam("tenant"), occurrences.c.state.in_(_OPEN))
    .where(occurrences.c.occ_key.in_(bindparam("rungs", expanding=True)))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        fired_at=bindparam("now", type_=occurrences.c.fired_at.type),
    )
)
