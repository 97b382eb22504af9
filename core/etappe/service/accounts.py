"""Look after accounts: add, change, invite anew, deactivate; whoever is last in charge stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from etappe.errors import AccountExists, BadAddress, LastAdministrator, NameMissing, UnknownAccount
from etappe.model.accounts import Account, StaffRole, audited
from etappe.model.audit import Fact
from etappe.model.identity import identity
from etappe.model.people import is_address
from etappe.model.throttle import LOGIN, SECOND_FACTOR_DAY
from etappe.service.access import Gatehouse
from etappe.service.entering import plain
from etappe.service.invitations import invite
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.throttling import forgive


@dataclass(frozen=True, slots=True)
class Invited:
    """An account, and the token of its invitation, which is told this once."""

    account: Account
    token: str = field(repr=False)


def add_account(
    office: Office, gate: Gatehouse, name: str, email: str, role: StaffRole, by: str, now: datetime
) -> Invited:
    """Give somebody an account, to be set up by an invitation.

    Raises `BadAddress`, `NameMissing`, `AccountExists`.
    """
    address, called = plain(email).lower(), plain(name)
    if not is_address(address):
        raise BadAddress(address=email)
    if not called:
        raise NameMissing(subject=address)
    account = Account(identity("account", gate.chance.token()), called, address, role, now)
    with office.store.begin() as tx:
        if not tx.accounts.add(account):
            raise AccountExists(address=address)
        tx.audit.record([Fact(by, "account added", audited(account.id), {"role": role.value})], now)
        return Invited(account, invite(tx, gate, account, now))


def list_accounts(office: Office) -> tuple[Account, ...]:
    """All accounts by name."""
    with office.store.begin() as tx:
        return tx.accounts.all()


def change_account(
    office: Office,
    email: str,
    by: str,
    now: datetime,
    *,
    name: str | None = None,
    role: StaffRole | None = None,
) -> Account:
    """Give somebody another name or role; it holds in sessions that are open.

    Raises `UnknownAccount`, `NameMissing`, `LastAdministrator`.
    """
    with office.store.begin() as tx:
        everybody = tx.accounts.lock_all()
        before = _require(everybody, email)
        called = before.name if name is None else plain(name)
        if not called:
            raise NameMissing(subject=before.email)
        after = replace(before, name=called, role=role or before.role)
        if after == before:
            return before
        _require_administrator(everybody, after)
        tx.accounts.save(after)
        tx.audit.record([_changed(before, after, by)], now)
        return after


def reset_account(office: Office, gate: Gatehouse, email: str, by: str, now: datetime) -> Invited:
    """Invite somebody anew: password, second factor, identity and sessions end; the account is active.

    Raises `UnknownAccount`.
    """
    with office.store.begin() as tx:
        known = _require(tx.accounts.all(), email)
        # counts before accounts, as those who sign in take them: else the two would wait for one another
        for limit, subject in ((LOGIN, known.email), (SECOND_FACTOR_DAY, known.id)):
            forgive(tx, gate, limit, subject, now)
        before = _require(tx.accounts.lock_all(), email)
        account = replace(before, active=True, totp_confirmed=False, linked=False)
        tx.accounts.save(account)
        _shut_out(tx, account)
        data = {"active before": before.active}
        tx.audit.record([Fact(by, "account reset", audited(account.id), data)], now)
        return Invited(account, invite(tx, gate, account, now))


def deactivate_account(office: Office, email: str, by: str, now: datetime) -> Account:
    """Let somebody in no more: sessions and their tokens of the API end at once; password, second factor and
    identity are forgotten.

    Raises `UnknownAccount`, `LastAdministrator`.
    """
    with office.store.begin() as tx:
        everybody = tx.accounts.lock_all()
        before = _require(everybody, email)
        after = replace(before, active=False, totp_confirmed=False, linked=False)
        if not before.active:
            return before
        _require_administrator(everybody, after)
        tx.accounts.save(after)
        _shut_out(tx, after)
        revoked = tx.api_tokens.revoke_all_of(after.id, now)
        data = {"tokens revoked": revoked}
        tx.audit.record([Fact(by, "account deactivated", audited(after.id), data)], now)
        return after


def erase_account(tx: Transaction, account: Account, by: str, now: datetime) -> None:
    """Forget an account with everything that belongs to it; raises `LastAdministrator`."""
    _require_administrator(tx.accounts.lock_all(), replace(account, active=False))
    tx.accounts.erase(account.id)
    tx.audit.record([Fact(by, "account erased", audited(account.id), {})], now)


def _require(accounts: Iterable[Account], email: str) -> Account:
    address = plain(email).lower()
    found = next((account for account in accounts if account.email == address), None)
    if found is None:
        raise UnknownAccount(address=email)
    return found


def _require_administrator(everybody: Iterable[Account], after: Account) -> None:
    """Refuse what would leave nobody in charge of accounts; where nobody was before, nothing changes."""
    before = {account.id for account in everybody if _in_charge(account)}
    if before == {after.id} and not _in_charge(after):
        raise LastAdministrator(name=after.name)


def _in_charge(account: Account) -> bool:
    return account.active and account.role is StaffRole.ADMIN


def _shut_out(tx: Transaction, account: Account) -> None:
    tx.sessions.end_all(account.id)
    tx.credentials.clear(account.id)
    tx.identities.unlink(account.id)
    tx.accounts.withdraw_invitation(account.id)


def _changed(before: Account, after: Account, by: str) -> Fact:
    data = {"role before": before.role.value, "role": after.role.value, "renamed": before.name != after.name}
    return Fact(by, "account changed", audited(after.id), data)
