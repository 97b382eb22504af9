"""Notices of changed dates in the database: who was told of what, and what each notice says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, literal_column, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import delivery as deliveries
from etappe.adapters.sql.tables import digest as digests
from etappe.adapters.sql.tables import digest_item as items
from etappe.adapters.sql.tables import notice_line as lines
from etappe.adapters.sql.tables import occurrence as occurrences
from etappe.model.notice import CHANGE, RESUMPTION, Notice

_KNOWS = ("sending", "dot", "sent", "unknown")
"""Letters that have reached somebody, or may have."""


class SqlNotices:
    """The notices of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def told_of(self, project_id: str, task_keys: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Who has got a letter about each task, or is about to get one that is written already."""
        here = {"tenant": self._tenant, "project": project_id, "tasks": list(task_keys)}
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._connection.execute(_TOLD, here):
            if row.state in _KNOWS or (row.state == "queued" and row.written):
                found[row.task_key].add(row.recipient_id)
        return {task: frozenset(people) for task, people in found.items()}

    def latest(self, project_id: str, person_ids: Sequence[str]) -> Mapping[str, tuple[int, bool]]:
        """The number of the last notice to each person about a project, and whether it waits still."""
        t = occurrences
        query = (
            select(t.c.person_id, t.c.ordinal, t.c.state)
            .where(t.c.tenant_id == self._tenant, t.c.project_id == project_id, t.c.rule_key == CHANGE)
            .where(t.c.task_key.is_(None), t.c.person_id.in_(person_ids))
            .order_by(t.c.ordinal)
        )
        found = self._connection.execute(query)
        return {row.person_id: (row.ordinal, row.state in ("planned", "cancelled")) for row in found}

    def add_lines(self, occ_key: str, before: Mapping[str, date]) -> None:
        """Let a notice tell of tasks; the day that a line begins with stays, whatever follows."""
        rows = [
            {"tenant_id": self._tenant, "occ_key": occ_key, "task_key": key, "before": day}
            for key, day in before.items()
        ]
        self._connection.execute(upsert(self._connection, lines).on_conflict_do_nothing(), rows)

    def lines(self, occ_keys: Sequence[str]) -> Mapping[str, Mapping[str, date]]:
        """What notices tell of: the day before, by notice and task."""
        query = (
            select(lines.c.occ_key, lines.c.task_key, lines.c.before)
            .where(lines.c.tenant_id == self._tenant, lines.c.occ_key.in_(occ_keys))
            .order_by(lines.c.occ_key, lines.c.task_key)
        )
        found: dict[str, dict[str, date]] = defaultdict(dict)
        for occ_key, task_key, before in self._connection.execute(query):
            found[occ_key][task_key] = before
        return found

    def note_told(self, occ_key: str, days: Mapping[str, date]) -> None:
        """Note which days a notice has told."""
        c = lines.c
        for key, day in days.items():
            one = (c.tenant_id == self._tenant, c.occ_key == occ_key, c.task_key == key)
            self._connection.execute(update(lines).where(*one).values(told=day))

    def note_known(self, project_id: str, person_id: str, days: Mapping[str, date]) -> None:
        """Note days that somebody knows without a notice, in those that spoke of the tasks or are to."""
        t, c = occurrences, lines.c
        notices = (
            select(t.c.occ_key)
            .where(t.c.tenant_id == self._tenant, t.c.project_id == project_id, t.c.rule_key == CHANGE)
            .where(t.c.task_key.is_(None), t.c.person_id == person_id)
        )
        theirs = (c.tenant_id == self._tenant, c.occ_key.in_(notices))
        for key, day in days.items():
            self._connection.execute(update(lines).where(*theirs, c.task_key == key).values(told=day))

    def last_told(self, project_id: str, person_id: str) -> Mapping[str, date]:
        """The day of each task that somebody was told last in a notice."""
        t = occurrences
        query = (
            select(lines.c.task_key, lines.c.told)
            .join(t, (t.c.tenant_id == lines.c.tenant_id) & (t.c.occ_key == lines.c.occ_key))
            .where(lines.c.tenant_id == self._tenant, t.c.project_id == project_id)
            .where(t.c.person_id == person_id, lines.c.told.is_not(None))
            .order_by(t.c.ordinal)
        )
        return {row.task_key: row.told for row in self._connection.execute(query)}

    def waiting(self, project_id: str) -> tuple[Notice, ...]:
        """The notices about a project that have not gone yet."""
        return tuple(self._waiting(_WAITING_OF, project=project_id).get(project_id, ()))

    def waiting_for(self, person_ids: Sequence[str]) -> Mapping[str, Sequence[Notice]]:
        """The notices to some people that have not been put into a letter yet, by project."""
        return self._waiting(_WAITING_FOR, people=list(person_ids))

    def drop_lines(self, occ_key: str, task_keys: Sequence[str]) -> None:
        """Let a notice tell of some tasks no more."""
        of_notice = (lines.c.tenant_id == self._tenant, lines.c.occ_key == occ_key)
        self._connection.execute(delete(lines).where(*of_notice, lines.c.task_key.in_(task_keys)))

    def cancel(self, project_id: str, rule_key: str, reason: str) -> None:
        """Take back what is planned of a project by one rule that belongs to no task."""
        t = occurrences
        mine = (t.c.tenant_id == self._tenant, t.c.project_id == project_id, t.c.task_key.is_(None))
        planned = (t.c.rule_key == rule_key, t.c.state == "planned")
        self._connection.execute(update(t).where(*mine, *planned).values(state="cancelled", reason=reason))

    def _waiting(self, query: Select[*tuple[Any, ...]], **which: object) -> Mapping[str, Sequence[Notice]]:
        tasks: dict[tuple[str, str, str | None, date], list[str]] = defaultdict(list)
        rows = self._connection.execute(query, {"tenant": self._tenant, **which})
        for project_id, occ_key, person_id, day, task_key in sorted(map(tuple, rows)):
            tasks[project_id, occ_key, person_id, day] += [task_key] if task_key else []
        found: dict[str, list[Notice]] = defaultdict(list)
        for (project_id, occ_key, person_id, day), keys in tasks.items():
            found[project_id].append(Notice(occ_key, person_id, day, tuple(keys)))
        return found


_OF_PROJECT: tuple[Any, ...] = (
    occurrences.c.tenant_id == bindparam("tenant"),
    occurrences.c.project_id == bindparam("project"),
    occurrences.c.task_key.in_(bindparam("tasks", expanding=True)),
)
_TOLD = (
    select(
        occurrences.c.task_key,
        digests.c.recipient_id,
        deliveries.c.state,
        deliveries.c.mime.is_not(None).label("written"),
    )
    .select_from(
        occurrences.outerjoin(
            items, (items.c.tenant_id == occurrences.c.tenant_id) & (items.c.occ_key == occurrences.c.occ_key)
        )
        .outerjoin(digests, (digests.c.tenant_id == items.c.tenant_id) & (digests.c.id == items.c.digest_id))
        .outerjoin(
            deliveries,
            (deliveries.c.tenant_id == digests.c.tenant_id) & (deliveries.c.digest_id == digests.c.id),
        )
    )
    .where(*_OF_PROJECT, occurrences.c.state == literal_column("'fired'"))
    .distinct()
)
"""Outer joins, although only rungs with a letter count: otherwise SQLite reads all letters."""
_WAITING = (
    select(
        occurrences.c.project_id,
        occurrences.c.occ_key,
        occurrences.c.person_id,
        occurrences.c.local_date,
        lines.c.task_key,
    )
    .outerjoin_from(
        occurrences,
        lines,
        (lines.c.tenant_id == occurrences.c.tenant_id) & (lines.c.occ_key == occurrences.c.occ_key),
    )
    .where(occurrences.c.tenant_id == bindparam("tenant"), occurrences.c.task_key.is_(None))
    .where((occurrences.c.rule_key == CHANGE) | (occurrences.c.rule_key == RESUMPTION))
    .where(occurrences.c.state == bindparam("state", "planned"))
)
"""Unordered, with a state that is no literal and an outer join, although every notice has lines: otherwise
SQLite reads all rungs in order, all that are planned, or all lines of all notices."""
_WAITING_OF = _WAITING.where(occurrences.c.project_id == bindparam("project"))
_WAITING_FOR = _WAITING.where(occurrences.c.person_id.in_(bindparam("people", expanding=True)))
