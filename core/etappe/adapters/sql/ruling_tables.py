"""The table of what people decided about letters that did not arrive."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.types import Moment

letter_ruling = Table(
    "letter_ruling",
    metadata,
    tenant_column(),
    Column("delivery_id", String(36), nullable=False),
    Column("gen", Integer, nullable=False),
    Column("ruled", String(10), nullable=False),
    Column("ruled_by", Text, nullable=False),
    Column("ruled_at", Moment, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "delivery_id", "gen"),
    points_to("delivery", ("delivery_id",), ("id",)),
    CheckConstraint("ruled IN ('again', 'settled')", name="ruled"),
)
