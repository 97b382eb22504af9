"""The tokens of the API in the database, by the hashes of their secrets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from etappe.adapters.sql.token_tables import api_token as tokens
from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import ApiToken


class SqlApiTokens:
    """The tokens of a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, token: ApiToken, token_hash: str) -> None:
        """Keep a new token."""
        row = {
            "tenant_id": self._tenant,
            "id": token.id,
            "token_hash": token_hash,
            "name": token.name,
            "role": token.role.value,
            "account_id": token.account_id,
            "made_at": token.made_at,
            "expires_at": token.expires_at,
        }
        self._connection.execute(insert(tokens).values(row))

    def by_hash(self, token_hash: str) -> ApiToken | None:
        """The token of a secret, whether it works or not."""
        found = self._some(tokens.c.token_hash == token_hash)
        return found[0] if found else None

    def get(self, token_id: str) -> ApiToken | None:
        """A token by its id or the unambiguous beginning of it."""
        found = self._some(tokens.c.id.startswith(token_id, autoescape=True)) if token_id else ()
        return found[0] if len(found) == 1 else None

    def all(self) -> tuple[ApiToken, ...]:
        """All tokens, the newest first."""
        return self._some()

    def used(self, token_id: str, day: date) -> None:
        """Note on which day a token was used last."""
        self._connection.execute(update(tokens).where(*self._mine(token_id)).values(last_used_on=day))

    def revoke(self, token_id: str, now: datetime) -> bool:
        """Let a token open nothing from now on; False where somebody has done so before."""
        open_still = (*self._mine(token_id), tokens.c.revoked_at.is_(None))
        return self._connection.execute(update(tokens).where(*open_still).values(revoked_at=now)).rowcount > 0

    def revoke_all_of(self, account_id: str, now: datetime) -> int:
        """Let no token that an account made open anything; tells how many had not been revoked before."""
        t = tokens.c
        mine = t.tenant_id == self._tenant, t.account_id == account_id, t.revoked_at.is_(None)
        return self._connection.execute(update(tokens).where(*mine).values(revoked_at=now)).rowcount

    def drop_ended(self, before: datetime) -> int:
        """Forget tokens that ended before a moment; tells how many."""
        t = tokens.c
        over = t.tenant_id == self._tenant, or_(t.expires_at < before, t.revoked_at < before)
        return self._connection.execute(delete(tokens).where(*over)).rowcount

    def _some(self, *which: ColumnElement[bool]) -> tuple[ApiToken, ...]:
        t = tokens.c
        query = select(tokens).where(t.tenant_id == self._tenant, *which)
        newest = query.order_by(t.made_at.desc(), t.id)
        return tuple(map(_token, self._connection.execute(newest)))

    def _mine(self, token_id: str) -> tuple[ColumnElement[bool], ...]:
        return tokens.c.tenant_id == self._tenant, tokens.c.id == token_id


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.id,
        name=row.name,
        role=StaffRole(row.role),
        account_id=row.account_id,
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_on=row.last_used_on,
        revoked_at=row.revoked_at,
    )
