"""Identities of providers in the database, and the accounts that they open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.identity_tables import external_identity as identities
from etappe.model.external import ExternalIdentity, LinkedIdentity


class SqlIdentities:
    """How providers name those who sign in to a programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def link(self, linked: LinkedIdentity) -> bool:
        """Let an identity open an account; False where one of the two has another counterpart already."""
        new = upsert(self._connection, identities).values(
            tenant_id=self._tenant,
            issuer=linked.identity.issuer,
            subject=linked.identity.subject,
            account_id=linked.account_id,
            linked_at=linked.linked_at,
        )
        added = new.on_conflict_do_nothing().returning(identities.c.account_id)
        return self._connection.execute(added).first() is not None

    def account_of(self, identity: ExternalIdentity) -> str | None:
        """The id of the account that an identity opens."""
        i = identities.c
        mine = i.tenant_id == self._tenant, i.issuer == identity.issuer, i.subject == identity.subject
        found: str | None = self._connection.execute(select(i.account_id).where(*mine)).scalar()
        return found

    def of_account(self, account_id: str) -> tuple[LinkedIdentity, ...]:
        """The identities that open an account, by issuer."""
        return self._all(identities.c.account_id == account_id)

    def all(self) -> tuple[LinkedIdentity, ...]:
        """All identities, by account and issuer."""
        return self._all()

    def unlink(self, account_id: str) -> int:
        """Let no identity open an account any more; tells how many did."""
        i = identities.c
        gone = delete(identities).where(i.tenant_id == self._tenant, i.account_id == account_id)
        return self._connection.execute(gone).rowcount

    def _all(self, *which: ColumnElement[bool]) -> tuple[LinkedIdentity, ...]:
        i = identities.c
        query = select(identities).where(i.tenant_id == self._tenant, *which)
        return tuple(map(_linked, self._connection.execute(query.order_by(i.account_id, i.issuer))))


def _linked(row: Row[Any]) -> LinkedIdentity:
    return LinkedIdentity(row.account_id, ExternalIdentity(row.issuer, row.subject), row.linked_at)
