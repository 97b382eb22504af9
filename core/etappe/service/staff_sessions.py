"""Sessions of staff: begun, read, touched and ended; reading changes nothing."""

from __future__ import annotations

from datetime import datetime

from etappe.errors import SessionEnded
from etappe.model.accounts import Account, audited
from etappe.model.audit import Fact
from etappe.model.identity import identity
from etappe.model.sessions import OpenedSession, Session, Stage, Visit, is_over, is_to_note
from etappe.model.tokens import hashed
from etappe.service.access import Gatehouse
from etappe.service.office import Office
from etappe.service.ports import Transaction


def begin_session(
    tx: Transaction, gate: Gatehouse, account: Account, stage: Stage, now: datetime
) -> OpenedSession:
    """Begin a session; its token is told this once, and kept as its hash alone."""
    token = gate.chance.token()
    session = Session(identity("session", hashed(token)), account.id, stage, now, now)
    tx.sessions.begin(session, hashed(token))
    return OpenedSession(token, Visit(account, session))


def session_of(tx: Transaction, token: str, now: datetime) -> Visit | None:
    """Whose session a token opens, where it is not over and its account is active; changes nothing."""
    session = tx.sessions.of_token(hashed(token))
    if session is None or is_over(session, now):
        return None
    account = tx.accounts.get(session.account_id)
    return Visit(account, session) if account and account.active else None


def require_visit(tx: Transaction, token: str, now: datetime) -> Visit:
    """Whose session a token opens, at whatever stage; raises `SessionEnded`."""
    visit = session_of(tx, token, now)
    if visit is None:
        raise SessionEnded
    return visit


def require_signed_in(tx: Transaction, token: str, now: datetime) -> Visit:
    """Who has signed in with both factors; raises `SessionEnded`."""
    visit = require_visit(tx, token, now)
    if visit.session.stage is not Stage.FULL:
        raise SessionEnded
    return visit


def touch(office: Office, visit: Visit, now: datetime) -> bool:
    """Note that somebody was seen, at most once a minute; tells whether anything was written."""
    if not is_to_note(visit.session, now):
        return False
    with office.store.begin() as tx:
        tx.sessions.seen(visit.session.id, now)
    return True


def sessions_of(tx: Transaction, account_id: str, now: datetime) -> tuple[Session, ...]:
    """The sessions of an account that are not over, the newest first."""
    return tuple(s for s in tx.sessions.of_account(account_id) if not is_over(s, now))


def sign_out(office: Office, token: str, now: datetime) -> None:
    """End the session of a token; one that has ended already is no mistake."""
    with office.store.begin() as tx:
        session = tx.sessions.of_token(hashed(token))
        if session is not None and tx.sessions.end(session.id):
            tx.audit.record([_ended("signed out", session.account_id, 1)], now)


def end_own_session(office: Office, visit: Visit, session_id: str, now: datetime) -> bool:
    """End one of the own sessions; False where there is none of that id."""
    with office.store.begin() as tx:
        own = {session.id for session in tx.sessions.of_account(visit.account.id)}
        ended = session_id in own and tx.sessions.end(session_id)
        if ended:
            tx.audit.record([_ended("session ended", visit.account.id, 1)], now)
        return ended


def end_own_sessions(office: Office, visit: Visit, now: datetime) -> int:
    """End all of the own sessions, this one too; tells how many."""
    with office.store.begin() as tx:
        ended = tx.sessions.end_all(visit.account.id)
        tx.audit.record([_ended("sessions ended", visit.account.id, ended)], now)
        return ended


def _ended(action: str, account_id: str, number: int) -> Fact:
    return Fact(audited(account_id), action, audited(account_id), {"sessions": number})
