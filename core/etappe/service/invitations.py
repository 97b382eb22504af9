"""Invitations: a link that is good for one password, and the way to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from etappe.errors import InvitationInvalid
from etappe.model.accounts import Account, audited
from etappe.model.audit import Fact
from etappe.model.passwords import as_meant, names_of, require_good
from etappe.model.sessions import OpenedSession, Stage
from etappe.model.tokens import hashed
from etappe.service.access import Gatehouse
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.second_factor import offer
from etappe.service.staff_sessions import begin_session

HOLDS = timedelta(hours=48)
PATH = "/einrichten/"
"""Where the portal takes invitations; the token follows."""


def invite(tx: Transaction, gate: Gatehouse, account: Account, now: datetime) -> str:
    """Make an invitation, and let one of before hold no more; its token is told this once."""
    token = gate.chance.token()
    tx.accounts.invite(account.id, hashed(token), now + HOLDS)
    return token


def look_at_invitation(tx: Transaction, token: str, now: datetime) -> Account:
    """Whom an invitation is for; looking changes nothing. Raises `InvitationInvalid`."""
    account = tx.accounts.invited(hashed(token), now)
    if account is None or not account.active:
        raise InvitationInvalid
    return account


def accept_invitation(
    office: Office, gate: Gatehouse, token: str, password: str, now: datetime
) -> OpenedSession:
    """Set the password; what is left is the second factor, for which a session begins.

    Raises `InvitationInvalid`, or why the password is refused (`require_good`); the invitation holds then.
    """
    with office.store.begin() as tx:
        account = look_at_invitation(tx, token, now)
    require_good(password, gate.known_passwords, names_of(account, office.programme.spec))
    password_hash = gate.hasher.hash(as_meant(password))  # no transaction waits for that
    with office.store.begin() as tx:
        account = look_at_invitation(tx, token, now)
        if not tx.accounts.take_invitation(hashed(token), now):
            raise InvitationInvalid
        tx.credentials.set_password(account.id, password_hash, now)
        offer(tx, gate, account)
        about = audited(account.id)
        tx.audit.record([Fact(about, "password set", about, {})], now)
        return begin_session(tx, gate, account, Stage.PASSWORD, now)
