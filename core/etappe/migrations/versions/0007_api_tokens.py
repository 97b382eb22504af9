"""Tokens by which programs use the API."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.BigInteger()


def upgrade() -> None:
    """Add the table of tokens."""
    op.create_table(
        "api_token",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_on", sa.Date()),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_api_token_tenant_id_token_hash")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_api_token_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_api_token_tenant_id_account_id"),
        ),
        sa.CheckConstraint("role IN ('admin', 'management', 'funder')", name=op.f("ck_api_token_role")),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_api_token_order")),
    )
    op.create_index("ix_api_token_account", "api_token", ["tenant_id", "account_id"])
