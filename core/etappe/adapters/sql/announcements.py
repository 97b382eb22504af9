"""Announcements in the database: written down before they are made, so that none is made twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import announcement as announcements
from etappe.model.announcement import Announcement


class SqlAnnouncements:
    """The announcements of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def begin(self, new: Announcement) -> bool:
        """Write an announcement down before it is made; False where there is one of its key already."""
        row = {"key": new.key, "title": new.title, "body": new.body, "created_at": new.created_at}
        statement = upsert(self._connection, announcements).values(tenant_id=self._tenant, **row)
        begun = statement.on_conflict_do_nothing().returning(announcements.c.key)
        return self._connection.execute(begun).first() is not None

    def made(self, key: str, now: datetime) -> None:
        """Note that an announcement was taken by all of the team's channels."""
        t = announcements
        where = (t.c.tenant_id == self._tenant, t.c.key == key)
        self._connection.execute(update(t).where(*where).values(announced_at=now))

    def get(self, key: str) -> Announcement | None:
        """The announcement of a key."""
        t = announcements
        row = self._connection.execute(select(t).where(t.c.tenant_id == self._tenant, t.c.key == key)).first()
        if row is None:
            return None
        return Announcement(row.key, row.title, row.body, row.created_at, row.announced_at)
