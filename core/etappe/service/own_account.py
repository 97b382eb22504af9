"""What people change about their own account: the password, and the codes for emergencies."""

from __future__ import annotations

from datetime import datetime

from etappe.errors import SecondFactorRefused, SignInRefused
from etappe.model.accounts import audited
from etappe.model.audit import Fact
from etappe.model.passwords import as_meant, names_of, require_good
from etappe.model.sessions import OpenedSession, Stage, Visit
from etappe.model.throttle import LOGIN, SECOND_FACTOR_DAY
from etappe.service.access import Gatehouse
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.second_factor import new_recovery_codes, takes
from etappe.service.staff_sessions import begin_session, require_signed_in
from etappe.service.throttling import count, forgive, require_allowed, try_once


def change_password(
    office: Office, gate: Gatehouse, token: str, before: str, after: str, now: datetime
) -> OpenedSession:
    """Set another password; all sessions end, and a new one takes the place of this one.

    Raises `SessionEnded`, `TooManyTries`, `SignInRefused` where the former password is wrong, or why the new
    one is refused (`require_good`).
    """
    with office.store.begin() as tx:
        visit = require_signed_in(tx, token, now)
        kept = tx.credentials.of(visit.account.id)
    require_good(after, gate.known_passwords, names_of(visit.account, office.programme.spec))
    try_once(office, gate, LOGIN, visit.account.email, now)
    if not gate.hasher.verify(as_meant(before), kept.password_hash).fits:
        raise SignInRefused
    password_hash = gate.hasher.hash(as_meant(after))  # no transaction waits for that
    with office.store.begin() as tx:
        visit = require_signed_in(tx, token, now)
        if tx.credentials.of(visit.account.id) != kept:
            raise SignInRefused
        return _changed(tx, gate, visit, password_hash, now)


def renew_recovery_codes(
    office: Office, gate: Gatehouse, token: str, code: str, now: datetime
) -> tuple[str, ...]:
    """New recovery codes for a code of the app, told this once; those of before are void.

    Raises `SessionEnded`, `TooManyTries`, `SecondFactorRefused`.
    """
    codes: tuple[str, ...] = ()
    with office.store.begin() as tx:
        account = require_signed_in(tx, token, now).account
        again = count(tx, gate, SECOND_FACTOR_DAY, account.id, now)
        if again is None and takes(tx, gate, account, code, now):
            forgive(tx, gate, SECOND_FACTOR_DAY, account.id, now)
            codes = new_recovery_codes(tx, gate, account, audited(account.id), now)
    require_allowed(again)
    if not codes:
        raise SecondFactorRefused
    return codes


def _changed(
    tx: Transaction, gate: Gatehouse, visit: Visit, password_hash: str, now: datetime
) -> OpenedSession:
    account, by = visit.account, audited(visit.account.id)
    tx.credentials.set_password(account.id, password_hash, now)
    forgive(tx, gate, LOGIN, account.email, now)
    ended = tx.sessions.end_all(account.id)
    tx.audit.record([Fact(by, "password changed", by, {"sessions": ended})], now)
    return begin_session(tx, gate, account, Stage.FULL, now)
