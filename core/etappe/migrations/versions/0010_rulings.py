"""What people decide about letters that did not arrive; failed slips are found without reading all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FAILED = sa.text("state = 'failed'")


def upgrade() -> None:
    """Add the table of decisions, and the index of failed slips."""
    op.create_table(
        "letter_ruling",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column("ruled", sa.String(10), nullable=False),
        sa.Column("ruled_by", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "delivery_id", "gen", name=op.f("pk_letter_ruling")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.id"],
            name=op.f("fk_letter_ruling_tenant_id_delivery_id"),
        ),
        sa.CheckConstraint("ruled IN ('again', 'settled')", name=op.f("ck_letter_ruling_ruled")),
    )
    op.create_index(
        "ix_slip_failed",
        "slip",
        ["tenant_id", "created_at"],
        sqlite_where=FAILED,
        postgresql_where=FAILED,
    )
