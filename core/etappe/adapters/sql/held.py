"""Rungs that are held back, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, literal_column, select, update

from etappe.adapters.sql.due import DUE
from etappe.adapters.sql.tables import delivery, digest, digest_item, occurrence, project
from etappe.model.ledger import Due, HeldTask


class SqlHeld:
    """What waits in a programme until a module can say it."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def tasks(self) -> tuple[HeldTask, ...]:
        """The tasks that have rungs held back, with their plans."""
        held = {tuple(row) for row in self._connection.execute(_HELD, {"tenant": self._tenant})}
        if not held:  # as in nearly every tick
            return ()
        plans = self._plans({project_id for project_id, _ in held})
        return tuple(sorted(HeldTask(project_id, key, plans[project_id]) for project_id, key in held))

    def _plans(self, project_ids: Collection[str]) -> Mapping[str, str]:
        p = project
        query = select(p.c.id, p.c.plan_digest).where(p.c.tenant_id == self._tenant, p.c.id.in_(project_ids))
        return {row.id: row.plan_digest for row in self._connection.execute(query)}

    def rungs(self, project_ids: Sequence[str], task_keys: Sequence[str]) -> tuple[Due, ...]:
        """The rungs of some tasks that are held back, the oldest first; another worker's are left alone."""
        t = occurrence
        query = (
            DUE.where(t.c.tenant_id == self._tenant, t.c.state == "held")
            .where(t.c.project_id.in_(set(project_ids)), t.c.task_key.in_(set(task_keys)))
            .order_by(t.c.local_date, t.c.due_at, t.c.occ_key)
            .with_for_update(skip_locked=True, of=t)
        )
        return tuple(Due._make(row) for row in self._connection.execute(query))

    def take_out(self, digest_id: str, occ_keys: Sequence[str], reason: str) -> None:
        """Take rungs out of a letter that is not written yet, and hold them back."""
        t = occurrence
        self.drop(digest_id, occ_keys)
        self._connection.execute(
            update(t)
            .where(t.c.tenant_id == self._tenant, t.c.occ_key.in_(occ_keys), t.c.state == "fired")
            .values(state="held", reason=reason)
        )

    def readers_of(self, occ_keys: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Who has got each rung in a letter already, or is about to."""
        i, g = digest_item, digest
        query = (
            select(i.c.occ_key, g.c.recipient_id)
            .join(g, (g.c.tenant_id == i.c.tenant_id) & (g.c.id == i.c.digest_id))
            .where(i.c.tenant_id == self._tenant, i.c.occ_key.in_(occ_keys))
        )
        found: dict[str, set[str]] = defaultdict(set)
        for occ_key, person_id in self._connection.execute(query):
            found[occ_key].add(person_id)
        return {occ_key: frozenset(people) for occ_key, people in found.items()}

    def plan_again(self, digest_id: str, occ_keys: Sequence[str], reason: str, now: datetime) -> None:
        """Take what has one reader alone out of a letter that is not written yet, and plan it anew."""
        t = occurrence
        self.drop(digest_id, occ_keys)
        fired = (t.c.tenant_id == self._tenant, t.c.occ_key.in_(occ_keys), t.c.state == "fired")
        self._connection.execute(
            update(t).where(*fired).values(state="planned", due_at=now, fired_at=None, reason=reason)
        )

    def unwritten(self, person_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Letters to some people that wait and are not written yet, each with its reader; held until the end,
        so that no sender takes them meanwhile."""
        d = delivery
        query = (
            select(d.c.digest_id, d.c.recipient_id)
            .where(d.c.tenant_id == self._tenant, d.c.recipient_id.in_(person_ids))
            .where(d.c.state == "queued", d.c.mime.is_(None))
            .order_by(d.c.id)  # the same for all, so that two who hold letters never wait for each other
            .with_for_update()
        )
        return tuple((row.digest_id, row.recipient_id) for row in self._connection.execute(query))

    def drop(self, digest_id: str, occ_keys: Sequence[str]) -> None:
        """Take out of a letter what its reader need not have; what was fired stays so."""
        i = digest_item
        of_letter = (i.c.tenant_id == self._tenant, i.c.digest_id == digest_id, i.c.occ_key.in_(occ_keys))
        self._connection.execute(delete(i).where(*of_letter))


_HELD = (
    select(occurrence.c.project_id, occurrence.c.task_key)
    # the state is written out, or a prepared statement of PostgreSQL could not use the index of what is held
    .where(occurrence.c.tenant_id == bindparam("tenant"), occurrence.c.state == literal_column("'held'"))
    # ordered as that index: in any other order SQLite looks at every rung there is
    .order_by(occurrence.c.occ_key)
)
