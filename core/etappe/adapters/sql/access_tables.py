"""The tables of staff sign-in: accounts, invitations, recovery codes, sessions, and counts of tries."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

account = Table(
    "account",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", String(254), nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("signed_in_at", Moment),
    Column("password_hash", Text),
    Column("password_set_at", Moment),
    Column("totp_sealed", LargeBinary),
    Column("totp_confirmed_at", Moment),
    Column("totp_step", BigInteger),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "email"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
    CheckConstraint("role IN ('admin', 'management', 'facilitator', 'funder')", name="role"),
    CheckConstraint("(password_hash IS NULL) = (password_set_at IS NULL)", name="password_has_date"),
    CheckConstraint("totp_confirmed_at IS NULL OR totp_sealed IS NOT NULL", name="confirmed_is_offered"),
)

invitation = Table(
    "invitation",
    metadata,
    tenant_column(),
    Column("account_id", String(36), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "account_id"),
    UniqueConstraint("tenant_id", "token_hash"),
    points_to("account", ("account_id",), ("id",)),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    tenant_column(),
    Column("account_id", String(36), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("tenant_id", "account_id", "code_hash"),
    points_to("account", ("account_id",), ("id",)),
)

staff_session = Table(
    "staff_session",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "token_hash"),
    points_to("account", ("account_id",), ("id",)),
    CheckConstraint("stage IN ('password', 'full')", name="stage"),
    Index("ix_staff_session_account", "tenant_id", "account_id"),
)

throttle = Table(
    "throttle",
    metadata,
    tenant_column(),
    Column("bucket", String(64), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("counts_until", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "bucket"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
    CheckConstraint("counts_until > began_at", name="order"),
    Index("ix_throttle_until", "tenant_id", "counts_until"),
)
