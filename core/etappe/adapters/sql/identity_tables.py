"""The table of identities by which accounts are opened from elsewhere."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, Table, UniqueConstraint

from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

external_identity = Table(
    "external_identity",
    metadata,
    Column("tenant_id", String(80), nullable=False),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("linked_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "issuer", "subject"),
    UniqueConstraint("tenant_id", "account_id", "issuer"),
    ForeignKeyConstraint(["tenant_id", "account_id"], ["account.tenant_id", "account.id"]),
)
