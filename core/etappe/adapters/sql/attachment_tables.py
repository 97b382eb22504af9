"""The table of files that town halls add; their bytes lie elsewhere."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

attachment = Table(
    "attachment",
    metadata,
    tenant_column(),
    Column("id", String(32), nullable=False),
    Column("project_id", String(90), nullable=False),
    Column("task_key", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("uploaded_by", String(36), nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    PrimaryKeyConstraint("tenant_id", "id"),
    points_to("task", ("project_id", "task_key"), ("project_id", "key")),
    points_to("person", ("uploaded_by",), ("id",)),
    CheckConstraint("size > 0", name="size"),
    Index("ix_attachment_project", "tenant_id", "project_id", "task_key"),
    Index("ix_attachment_person", "tenant_id", "uploaded_by"),
)
