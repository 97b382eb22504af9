"""Personal links in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from etappe.adapters.sql.link_tables import link as links
from etappe.adapters.sql.link_tables import link_code as codes
from etappe.model.link import Hashed, Link, LinkPurpose

AT_ONCE = 500


class SqlLinks:
    """The links of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, new: Sequence[Hashed]) -> None:
        """Keep new links."""
        if new:
            self._connection.execute(insert(links), [self._row(link, hashed) for link, hashed in new])

    def by_hash(self, token_hash: str) -> Link | None:
        """The link of a token, whether it works or not."""
        return next(iter(self._found(links.c.token_hash == token_hash)), None)

    def get(self, link_id: str) -> Link | None:
        """A link by its id or the unambiguous beginning of it."""
        found = self._found(links.c.id.startswith(link_id, autoescape=True), limit=2)
        return found[0] if len(found) == 1 else None

    def of_person(self, person_id: str) -> tuple[Link, ...]:
        """The links of a person, the newest first."""
        return self._found(links.c.person_id == person_id)

    def of_project(self, project_id: str) -> tuple[Link, ...]:
        """The links into a project, the newest first."""
        return self._found(links.c.project_id == project_id)

    def of_task(self, project_id: str, task_key: str) -> tuple[Link, ...]:
        """The links to one task, the newest first."""
        return self._found(links.c.project_id == project_id, links.c.task_key == task_key)

    def revoke(self, link_ids: Collection[str], now: datetime) -> int:
        """Let links open nothing from now on; tells how many had not been revoked before."""
        return self._revoked(links.c.id.in_(link_ids), now) if link_ids else 0

    def revoke_all_of_person(self, person_id: str, now: datetime) -> int:
        """Let no link of a person open anything; tells how many had not been revoked before."""
        return self._revoked(links.c.person_id == person_id, now)

    def drop_ended(self, before: datetime) -> int:
        """Forget links that ended before a moment, with their codes; tells how many."""
        ended = (
            select(links.c.id)
            .where(links.c.tenant_id == self._tenant)
            .where(or_(links.c.expires_at < before, links.c.revoked_at < before))
            .limit(AT_ONCE)
        )
        dropped = 0
        while ids := self._connection.execute(ended).scalars().all():
            for table, column in ((codes, codes.c.link_id), (links, links.c.id)):
                mine = (table.c.tenant_id == self._tenant, column.in_(ids))
                self._connection.execute(delete(table).where(*mine))
            dropped += len(ids)
        return dropped

    def _revoked(self, which: ColumnElement[bool], now: datetime) -> int:
        mine = (links.c.tenant_id == self._tenant, links.c.revoked_at.is_(None), which)
        return self._connection.execute(update(links).where(*mine).values(revoked_at=now)).rowcount

    def _found(self, *which: ColumnElement[bool], limit: int | None = None) -> tuple[Link, ...]:
        query = select(links).where(links.c.tenant_id == self._tenant, *which)
        query = query.order_by(links.c.minted_at.desc(), links.c.id).limit(limit)
        return tuple(map(_link, self._connection.execute(query)))

    def _row(self, link: Link, hashed: str) -> dict[str, object]:
        return {
            "tenant_id": self._tenant,
            "id": link.id,
            "token_hash": hashed,
            "purpose": link.purpose.value,
            "person_id": link.person_id,
            "project_id": link.project_id,
            "task_key": link.task_key,
            "minted_at": link.minted_at,
            "expires_at": link.expires_at,
        }


def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        purpose=LinkPurpose(row.purpose),
        person_id=row.person_id,
        project_id=row.project_id,
        task_key=row.task_key,
        minted_at=row.minted_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
