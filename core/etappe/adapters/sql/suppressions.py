"""Addresses to which nothing is sent, in the database: as keyed hashes, so that nobody can read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest

from sqlalchemy import Connection, delete, select

from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.tables import instance
from etappe.adapters.sql.tables import suppression as suppressions
from etappe.model.suppression import Stopped, Suppression

PURPOSE = b"etappe suppression"
"""What the key is for: another use of the same instance's identity gives another key."""


class SqlSuppressions:
    """The addresses of a programme to which nothing is sent."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def add(self, email: str, reason: Stopped, now: datetime) -> bool:
        """Stop letters to an address; False where they have stopped already."""
        new = upsert(self._connection, suppressions).values(
            tenant_id=self._tenant, address_hmac=self._hashed([email])[email], reason=reason.value, since=now
        )
        added = new.on_conflict_do_nothing().returning(suppressions.c.address_hmac)
        return self._connection.execute(added).first() is not None

    def lift(self, email: str) -> bool:
        """Let letters go to an address again; False where they had not stopped."""
        s = suppressions.c
        mine = (s.tenant_id == self._tenant, s.address_hmac == self._hashed([email])[email])
        return self._connection.execute(delete(suppressions).where(*mine)).rowcount > 0

    def among(self, emails: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of some addresses to which letters have stopped."""
        # few addresses do not work, many are asked about: all are read, and nothing is hashed as a rule
        query = select(suppressions).where(suppressions.c.tenant_id == self._tenant)
        stopped = {
            row.address_hmac: Suppression(Stopped(row.reason), row.since)
            for row in self._connection.execute(query)
        }
        if not stopped:
            return {}
        hashed = self._hashed(emails)
        return {email: stopped[hashed[email]] for email in emails if hashed[email] in stopped}

    def _hashed(self, emails: Sequence[str]) -> Mapping[str, str]:
        identity: str = self._connection.execute(select(instance.c.instance_id)).scalar_one()
        key = digest(identity.encode(), PURPOSE, sha256)
        return {email: digest(key, email.lower().encode(), sha256).hex() for email in emails}
