"""Accounts and their invitations in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, select, update

from etappe.adapters.sql.access_tables import account as accounts
from etappe.adapters.sql.access_tables import invitation as invitations
from etappe.adapters.sql.access_tables import recovery_code, staff_session
from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.identity_tables import external_identity
from etappe.adapters.sql.token_tables import api_token
from etappe.model.accounts import Account, StaffRole

_LINKED = exists().where(
    external_identity.c.tenant_id == accounts.c.tenant_id, external_identity.c.account_id == accounts.c.id
)
_COLUMNS = (
    accounts.c.id,
    accounts.c.name,
    accounts.c.email,
    accounts.c.role,
    accounts.c.created_at,
    accounts.c.active,
    accounts.c.totp_confirmed_at,
    accounts.c.signed_in_at,
    _LINKED.label("linked"),
)
_BELONGING = (invitations, recovery_code, staff_session, external_identity, api_token)


class SqlAccounts:
    """The accounts of a programme, and the invitations by which they are set up."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, account: Account) -> bool:
        """Store a new account; False where its address has one already."""
        new = upsert(self._connection, accounts).values(
            tenant_id=self._tenant,
            id=account.id,
            name=account.name,
            email=account.email,
            role=account.role.value,
            active=account.active,
            created_at=account.created_at,
        )
        added = new.on_conflict_do_nothing(index_elements=("tenant_id", "email")).returning(accounts.c.id)
        return self._connection.execute(added).first() is not None

    def get(self, account_id: str) -> Account | None:
        """The account of an id."""
        return self._one(accounts.c.id == account_id)

    def by_email(self, email: str) -> Account | None:
        """The account of an address."""
        return self._one(accounts.c.email == email)

    def all(self) -> tuple[Account, ...]:
        """All accounts by name."""
        query = select(*_COLUMNS).where(accounts.c.tenant_id == self._tenant)
        rows = self._connection.execute(query.order_by(accounts.c.name, accounts.c.id))
        return tuple(map(_account, rows))

    def lock_all(self) -> tuple[Account, ...]:
        """All accounts as they are now; whoever else wants to lock them waits until the end."""
        query = select(*_COLUMNS).where(accounts.c.tenant_id == self._tenant)
        rows = self._connection.execute(query.order_by(accounts.c.id).with_for_update())
        return tuple(map(_account, rows))

    def save(self, account: Account) -> None:
        """Change name, role, and whether it is active."""
        values = {"name": account.name, "role": account.role.value, "active": account.active}
        self._connection.execute(update(accounts).where(*self._mine(account.id)).values(values))

    def note_sign_in(self, account_id: str, now: datetime) -> None:
        """Note that somebody has signed in."""
        self._connection.execute(update(accounts).where(*self._mine(account_id)).values(signed_in_at=now))

    def invite(self, account_id: str, token_hash: str, until: datetime) -> None:
        """Keep an invitation; one of before is void."""
        values = {"token_hash": token_hash, "expires_at": until}
        new = upsert(self._connection, invitations).values(
            tenant_id=self._tenant, account_id=account_id, **values
        )
        again = new.on_conflict_do_update(index_elements=("tenant_id", "account_id"), set_=values)
        self._connection.execute(again)

    def invited(self, token_hash: str, now: datetime) -> Account | None:
        """Whom an invitation is for, where it still holds."""
        wanted = select(invitations.c.account_id).where(*self._holding(token_hash, now))
        return self._one(accounts.c.id == wanted.scalar_subquery())

    def take_invitation(self, token_hash: str, now: datetime) -> bool:
        """Use an invitation up; False where it does not hold, or somebody was faster."""
        return (
            self._connection.execute(delete(invitations).where(*self._holding(token_hash, now))).rowcount > 0
        )

    def take_invitation_of(self, account_id: str, now: datetime) -> bool:
        """Use the invitation of an account up; False where none holds, or somebody was faster."""
        i = invitations.c
        holding = i.tenant_id == self._tenant, i.account_id == account_id, i.expires_at > now
        return self._connection.execute(delete(invitations).where(*holding)).rowcount > 0

    def withdraw_invitation(self, account_id: str) -> None:
        """Let no invitation of an account hold any more."""
        of_account = invitations.c.tenant_id == self._tenant, invitations.c.account_id == account_id
        self._connection.execute(delete(invitations).where(*of_account))

    def tidy(self, now: datetime) -> int:
        """Forget invitations that have expired; tells how many."""
        over = invitations.c.tenant_id == self._tenant, invitations.c.expires_at <= now
        return self._connection.execute(delete(invitations).where(*over)).rowcount

    def erase(self, account_id: str) -> None:
        """Forget an account with everything that belongs to it."""
        for table in _BELONGING:
            of_account = table.c.tenant_id == self._tenant, table.c.account_id == account_id
            self._connection.execute(delete(table).where(*of_account))
        self._connection.execute(delete(accounts).where(*self._mine(account_id)))

    def _one(self, which: ColumnElement[bool]) -> Account | None:
        query = select(*_COLUMNS).where(accounts.c.tenant_id == self._tenant, which)
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def _mine(self, account_id: str) -> tuple[ColumnElement[bool], ...]:
        return accounts.c.tenant_id == self._tenant, accounts.c.id == account_id

    def _holding(self, token_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
        i = invitations.c
        return i.tenant_id == self._tenant, i.token_hash == token_hash, i.expires_at > now


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        role=StaffRole(row.role),
        created_at=row.created_at,
        active=row.active,
        totp_confirmed=row.totp_confirmed_at is not None,
        linked=row.linked,
        signed_in_at=row.signed_in_at,
    )
