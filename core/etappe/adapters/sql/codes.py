"""The codes that links ask for, in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from etappe.adapters.sql.link_tables import link as links
from etappe.adapters.sql.link_tables import link_code as codes
from etappe.model.code import LinkCode


class SqlCodes:
    """The codes of a programme's links; the newest of a link is the only one that counts."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, code: LinkCode) -> None:
        """Keep a code; no other of its link is good any more."""
        new = insert(codes).values(
            tenant_id=self._tenant,
            link_id=code.link_id,
            number=code.number,
            browser_hash=code.browser_hash,
            code_hash=code.code_hash,
            asked_at=code.asked_at,
            expires_at=code.expires_at,
            tries=0,
        )
        self._connection.execute(new)

    def last_number(self, link_id: str) -> int:
        """The number of the newest code of a link, 0 where there is none; the link's row is held, so that two
        that ask at once come one after the other.
        """
        row = select(links.c.id).where(links.c.tenant_id == self._tenant, links.c.id == link_id)
        self._connection.execute(row.with_for_update())
        query = select(func.max(codes.c.number)).where(*self._of(link_id))
        return self._connection.execute(query).scalar() or 0

    def asked_since(self, link_id: str, since: datetime) -> int:
        """How many codes a link has asked for since a moment."""
        query = select(func.count()).where(*self._of(link_id), codes.c.asked_at > since)
        return self._connection.execute(query).scalar_one()

    def try_newest(self, link_id: str, browser_hash: str, now: datetime, most: int) -> LinkCode | None:
        """The newest code of a link, where it is this browser's and still good, with one try less."""
        newest = select(func.max(codes.c.number)).where(*self._of(link_id)).scalar_subquery()
        good = (
            codes.c.number == newest,
            codes.c.browser_hash == browser_hash,
            codes.c.expires_at > now,
            codes.c.used_at.is_(None),
            codes.c.tries < most,
        )
        tried = update(codes).where(*self._of(link_id), *good).values(tries=codes.c.tries + 1)
        row = self._connection.execute(tried.returning(codes)).one_or_none()
        if row is None:
            return None
        return LinkCode(link_id, row.number, browser_hash, row.code_hash, row.asked_at, row.expires_at)

    def use_up(self, code: LinkCode, now: datetime) -> bool:
        """Use a code up; False where somebody has done so before."""
        mine = (*self._of(code.link_id), codes.c.number == code.number, codes.c.used_at.is_(None))
        return self._connection.execute(update(codes).where(*mine).values(used_at=now)).rowcount == 1

    def drop_ended(self, before: datetime) -> int:
        """Forget codes that ended before a moment; tells how many."""
        ended = (codes.c.tenant_id == self._tenant, codes.c.expires_at < before)
        return self._connection.execute(delete(codes).where(*ended)).rowcount

    def _of(self, link_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return codes.c.tenant_id == self._tenant, codes.c.link_id == link_id
