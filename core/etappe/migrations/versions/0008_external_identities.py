"""How providers name those who sign in there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table of identities."""
    op.create_table(
        "external_identity",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "issuer", "subject", name=op.f("pk_external_identity")),
        sa.UniqueConstraint(
            "tenant_id", "account_id", "issuer", name=op.f("uq_external_identity_tenant_id_account_id_issuer")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_external_identity_tenant_id_account_id"),
        ),
    )
