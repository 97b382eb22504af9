"""The table of the tokens of the API."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

api_token = Table(
    "api_token",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("account_id", String(36)),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_used_on", Date),
    Column("revoked_at", Moment),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "token_hash"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
    points_to("account", ("account_id",), ("id",)),
    CheckConstraint("role IN ('admin', 'management', 'funder')", name="role"),
    CheckConstraint("expires_at > made_at", name="order"),
    Index("ix_api_token_account", "tenant_id", "account_id"),
)
