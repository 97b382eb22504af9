"""The tables of links, of the codes that they ask for, and of slips."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

link = Table(
    "link",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("project_id", String(90)),
    Column("task_key", String(80)),
    Column("minted_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "token_hash"),
    points_to("person", ("person_id",), ("id",)),
    points_to("project", ("project_id",), ("id",)),
    CheckConstraint("purpose IN ('task', 'overview', 'feed')", name="purpose"),
    CheckConstraint(
        "(purpose = 'feed') = (project_id IS NULL) AND (purpose = 'task') = (task_key IS NOT NULL)",
        name="opens_one_thing",
    ),
    CheckConstraint("(purpose = 'feed') = (expires_at IS NULL)", name="ends"),
    Index("ix_link_person", "tenant_id", "person_id"),
    Index("ix_link_project", "tenant_id", "project_id", "task_key"),
)

link_code = Table(
    "link_code",
    metadata,
    tenant_column(),
    Column("link_id", String(36), nullable=False),
    Column("number", Integer, nullable=False),
    Column("browser_hash", String(64), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("tenant_id", "link_id", "number"),
    points_to("link", ("link_id",), ("id",)),
)

slip = Table(
    "slip",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment),
    Column("give_up_at", Moment, nullable=False),
    Column("sealed", LargeBinary),
    Column("error_text", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    PrimaryKeyConstraint("tenant_id", "id"),
    points_to("person", ("person_id",), ("id",)),
    CheckConstraint("kind IN ('code', 'receipt', 'renewed')", name="kind"),
    CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state"),
    CheckConstraint("(state IN ('queued', 'sending')) = (sealed IS NOT NULL)", name="ended_says_nothing"),
    CheckConstraint("(state IN ('queued', 'sending')) = (next_at IS NOT NULL)", name="ended_waits_no_more"),
    Index(
        "ix_slip_waiting",
        "tenant_id",
        "next_at",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index("ix_slip_person", "tenant_id", "person_id"),
    Index(
        "ix_slip_failed",
        "tenant_id",
        "created_at",
        sqlite_where=text("state = 'failed'"),
        postgresql_where=text("state = 'failed'"),
    ),
)
