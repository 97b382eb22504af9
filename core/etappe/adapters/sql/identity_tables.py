"""The table of identities by which accounts are opened from elsewhere."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, String, Table, UniqueConstraint

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

external_identity = Table(
    "external_identity",
    metadata,
    tenant_column(),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("linked_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "issuer", "subject"),
    UniqueConstraint("tenant_id", "account_id", "issuer"),
    points_to("account", ("account_id",), ("id",)),
)
