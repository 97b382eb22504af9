"""Passwords, second factors and recovery codes in the database: as hashes, and sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from etappe.adapters.sql.access_tables import account as accounts
from etappe.adapters.sql.access_tables import recovery_code as codes
from etappe.model.credentials import Credentials

_NOTHING: dict[str, object] = {
    "password_hash": None,
    "password_set_at": None,
    "totp_sealed": None,
    "totp_confirmed_at": None,
    "totp_step": None,
}


class SqlCredentials:
    """Passwords and second factors of a programme's accounts."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def of(self, account_id: str) -> Credentials:
        """What an account is checked with."""
        a = accounts.c
        query = select(a.password_hash, a.password_set_at, a.totp_sealed).where(*self._mine(account_id))
        row = self._connection.execute(query).one()
        return Credentials(row.password_hash, row.password_set_at, row.totp_sealed)

    def set_password(self, account_id: str, password_hash: str, now: datetime) -> None:
        """Store a new password."""
        self._change(account_id, {"password_hash": password_hash, "password_set_at": now})

    def renew_hash(self, account_id: str, before: str, after: str) -> None:
        """Store another hash of the same password, unless the password was changed meanwhile."""
        same = update(accounts).where(*self._mine(account_id), accounts.c.password_hash == before)
        self._connection.execute(same.values(password_hash=after))

    def offer_totp(self, account_id: str, sealed: bytes) -> None:
        """Store the secret of a second factor that is to be set up."""
        self._change(account_id, {"totp_sealed": sealed, "totp_confirmed_at": None, "totp_step": None})

    def confirm_totp(self, account_id: str, now: datetime) -> None:
        """Note that the second factor is set up."""
        self._change(account_id, {"totp_confirmed_at": now})

    def take_step(self, account_id: str, step: int) -> bool:
        """Note that the code of a time step was used; False where it, or a later one, was used before."""
        a = accounts.c
        newer = or_(a.totp_step.is_(None), a.totp_step < step)
        taken = update(accounts).where(*self._mine(account_id), newer).values(totp_step=step)
        return self._connection.execute(taken).rowcount > 0

    def set_recovery_codes(self, account_id: str, hashes: Sequence[str]) -> None:
        """Store recovery codes; those of before are void."""
        self._connection.execute(delete(codes).where(*self._codes(account_id)))
        key = {"tenant_id": self._tenant, "account_id": account_id}
        self._connection.execute(insert(codes), [{**key, "code_hash": code} for code in hashes])

    def take_recovery_code(self, account_id: str, code_hash: str, now: datetime) -> bool:
        """Use a recovery code up; False where there is none of it, or it was used before."""
        unused = (*self._codes(account_id), codes.c.code_hash == code_hash, codes.c.used_at.is_(None))
        return self._connection.execute(update(codes).where(*unused).values(used_at=now)).rowcount > 0

    def recovery_codes_left(self, account_id: str) -> int:
        """How many recovery codes were not used."""
        unused = (*self._codes(account_id), codes.c.used_at.is_(None))
        return self._connection.execute(select(func.count()).where(*unused)).scalar_one()

    def clear(self, account_id: str) -> None:
        """Forget password, second factor and recovery codes."""
        self._change(account_id, _NOTHING)
        self._connection.execute(delete(codes).where(*self._codes(account_id)))

    def _change(self, account_id: str, values: dict[str, object]) -> None:
        self._connection.execute(update(accounts).where(*self._mine(account_id)).values(values))

    def _mine(self, account_id: str) -> tuple[ColumnElement[bool], ...]:
        return accounts.c.tenant_id == self._tenant, accounts.c.id == account_id

    def _codes(self, account_id: str) -> tuple[ColumnElement[bool], ...]:
        return codes.c.tenant_id == self._tenant, codes.c.account_id == account_id
