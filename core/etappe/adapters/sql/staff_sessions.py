"""The sessions of staff in the database, by the hashes of their tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from etappe.adapters.sql.access_tables import staff_session as sessions
from etappe.model.sessions import BETWEEN_FACTORS, IDLE, LONGEST, Session, Stage


class SqlSessions:
    """The sessions of a programme's staff."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def begin(self, session: Session, token_hash: str) -> None:
        """Store a new session."""
        row = {
            "tenant_id": self._tenant,
            "id": session.id,
            "token_hash": token_hash,
            "account_id": session.account_id,
            "stage": session.stage.value,
            "created_at": session.created_at,
            "last_seen_at": session.last_seen_at,
        }
        self._connection.execute(insert(sessions).values(row))

    def of_token(self, token_hash: str) -> Session | None:
        """The session of a token, over or not."""
        query = select(sessions).where(*self._mine(sessions.c.token_hash == token_hash))
        row = self._connection.execute(query).first()
        return None if row is None else _session(row)

    def of_account(self, account_id: str) -> tuple[Session, ...]:
        """The sessions of an account, the newest first, over or not."""
        query = select(sessions).where(*self._mine(sessions.c.account_id == account_id))
        newest = query.order_by(sessions.c.created_at.desc(), sessions.c.id)
        return tuple(map(_session, self._connection.execute(newest)))

    def seen(self, session_id: str, now: datetime) -> None:
        """Note when somebody was last seen."""
        earlier = (*self._mine(sessions.c.id == session_id), sessions.c.last_seen_at < now)
        self._connection.execute(update(sessions).where(*earlier).values(last_seen_at=now))

    def end(self, session_id: str) -> bool:
        """End a session; False where somebody has done so before."""
        gone = delete(sessions).where(*self._mine(sessions.c.id == session_id))
        return self._connection.execute(gone).rowcount > 0

    def end_all(self, account_id: str) -> int:
        """End all sessions of an account; tells how many."""
        gone = delete(sessions).where(*self._mine(sessions.c.account_id == account_id))
        return self._connection.execute(gone).rowcount

    def tidy(self, now: datetime) -> int:
        """Forget sessions that are over; tells how many."""
        s = sessions.c
        half = and_(s.stage == Stage.PASSWORD.value, s.created_at <= now - BETWEEN_FACTORS)
        over = or_(half, s.last_seen_at <= now - IDLE, s.created_at <= now - LONGEST)
        return self._connection.execute(delete(sessions).where(*self._mine(over))).rowcount

    def _mine(self, which: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        return sessions.c.tenant_id == self._tenant, which


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.account_id, Stage(row.stage), row.created_at, row.last_seen_at)
