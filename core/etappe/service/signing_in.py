"""Sign in: first address and password, then the second factor; each step begins a session of its own."""

from __future__ import annotations

from datetime import datetime

from etappe.errors import SecondFactorRefused, SessionEnded, SetupExpired, SignInRefused
from etappe.model.accounts import Account, audited
from etappe.model.audit import ENGINE, Fact
from etappe.model.credentials import Credentials, Verified
from etappe.model.passwords import LONGEST, as_meant
from etappe.model.sessions import OpenedSession, Stage, Visit
from etappe.model.throttle import LOGIN, LOGIN_NETWORK, SECOND_FACTOR, SECOND_FACTOR_DAY, network_of
from etappe.service.access import Gatehouse
from etappe.service.entering import plain
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.second_factor import SETUP, takes
from etappe.service.staff_sessions import begin_session, require_visit
from etappe.service.throttling import count, forgive, require_allowed

NOBODY = "account"
"""What the audit says of tries with addresses that have no account: which ones, is nobody's business."""


def sign_in(
    office: Office, gate: Gatehouse, email: str, password: str, came_from: str | None, now: datetime
) -> OpenedSession:
    """Check address and password; the session that begins waits for the second factor, or for setting it up.

    Who has no account, is deactivated or has no password yet is refused in the same words and the same time.
    Raises `TooManyTries`, `SignInRefused`, or `SetupExpired` where the second factor was never set up.
    """
    address = plain(email).lower()
    with office.store.begin() as tx:
        again = (
            count(tx, gate, LOGIN, address, now),
            count(tx, gate, LOGIN_NETWORK, network_of(came_from), now) if came_from else None,
        )
        account, kept = _of_address(tx, address)
    require_allowed(*again)
    verified = _verify(gate, password, kept)  # takes long, and no transaction waits for it
    renewed = gate.hasher.hash(as_meant(password)) if verified.outdated else None
    with office.store.begin() as tx:
        opened = _admitted(tx, gate, account, kept, renewed, now) if verified.fits else None
        if opened is None:
            tx.audit.record([_refused("sign-in refused", account)], now)
    if opened is None:
        raise SignInRefused
    return opened


def second_step(office: Office, gate: Gatehouse, token: str, code: str, now: datetime) -> OpenedSession:
    """Check a code of the app, or a recovery code; a full session takes the place of this one.

    Raises `SessionEnded`, also after five codes, `TooManyTries`, `SecondFactorRefused`.
    """
    with office.store.begin() as tx:
        visit = require_visit(tx, token, now)
        if visit.session.stage is not Stage.PASSWORD:
            raise SessionEnded
        ended = count(tx, gate, SECOND_FACTOR, visit.session.id, now) is not None
        again = count(tx, gate, SECOND_FACTOR_DAY, visit.account.id, now)
        by = None if ended or again else takes(tx, gate, visit.account, code, now)
        opened = _signed_in(tx, gate, visit, by, now) if by else None
        if ended:
            tx.sessions.end(visit.session.id)
        if opened is None:
            tx.audit.record([_refused("second factor refused", visit.account)], now)
    if ended:
        raise SessionEnded
    require_allowed(again)
    if opened is None:
        raise SecondFactorRefused
    return opened


def _of_address(tx: Transaction, address: str) -> tuple[Account | None, Credentials | None]:
    account = tx.accounts.by_email(address)
    if account is None or not account.active:
        return account, None
    return account, tx.credentials.of(account.id)


def _verify(gate: Gatehouse, password: str, kept: Credentials | None) -> Verified:
    if len(password) > LONGEST:
        return gate.hasher.verify(password[:LONGEST], None)
    return gate.hasher.verify(as_meant(password), kept.password_hash if kept else None)


def _admitted(
    tx: Transaction,
    gate: Gatehouse,
    account: Account | None,
    kept: Credentials | None,
    renewed: str | None,
    now: datetime,
) -> OpenedSession | None:
    """A session for whoever is still what they were when the password was checked."""
    if account is None or kept is None or kept.password_hash is None or kept.password_set_at is None:
        return None
    account = tx.accounts.get(account.id)
    if account is None or not account.active or tx.credentials.of(account.id) != kept:
        return None
    if not account.totp_confirmed and now >= kept.password_set_at + SETUP:
        raise SetupExpired
    if renewed:
        tx.credentials.renew_hash(account.id, kept.password_hash, renewed)
    return begin_session(tx, gate, account, Stage.PASSWORD, now)


def _signed_in(tx: Transaction, gate: Gatehouse, visit: Visit, by: str, now: datetime) -> OpenedSession:
    account, actor = visit.account, audited(visit.account.id)
    tx.sessions.end(visit.session.id)
    for limit, subject in ((LOGIN, account.email), (SECOND_FACTOR_DAY, account.id)):
        forgive(tx, gate, limit, subject, now)
    tx.accounts.note_sign_in(account.id, now)
    left = tx.credentials.recovery_codes_left(account.id)
    data = {"by": by, "recovery codes left": left}
    tx.audit.record([Fact(actor, "signed in", actor, data)], now)
    return begin_session(tx, gate, account, Stage.FULL, now)


def _refused(action: str, account: Account | None) -> Fact:
    return Fact(ENGINE, action, audited(account.id) if account else NOBODY, {})
