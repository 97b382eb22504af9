"""Accounts of staff, their invitations, recovery codes and sessions, and how often something was tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.BigInteger()


def upgrade() -> None:
    """Add the tables of staff sign-in."""
    _accounts()
    op.create_table(
        "invitation",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_invitation_tenant_id_token_hash")),
        _of_account("invitation"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", "code_hash", name=op.f("pk_recovery_code")),
        _of_account("recovery_code"),
    )
    _sessions()
    op.create_table(
        "throttle",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("counts_until", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "bucket", name=op.f("pk_throttle")),
        _of_tenant("throttle"),
        sa.CheckConstraint("counts_until > began_at", name=op.f("ck_throttle_order")),
    )
    op.create_index("ix_throttle_until", "throttle", ["tenant_id", "counts_until"])


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("signed_in_at", MOMENT),
        sa.Column("password_hash", sa.Text()),
        sa.Column("password_set_at", MOMENT),
        sa.Column("totp_sealed", sa.LargeBinary()),
        sa.Column("totp_confirmed_at", MOMENT),
        sa.Column("totp_step", sa.BigInteger()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("tenant_id", "email", name=op.f("uq_account_tenant_id_email")),
        _of_tenant("account"),
        sa.CheckConstraint(
            "role IN ('admin', 'management', 'facilitator', 'funder')", name=op.f("ck_account_role")
        ),
        sa.CheckConstraint(
            "(password_hash IS NULL) = (password_set_at IS NULL)", name=op.f("ck_account_password_has_date")
        ),
        sa.CheckConstraint(
            "totp_confirmed_at IS NULL OR totp_sealed IS NOT NULL",
            name=op.f("ck_account_confirmed_is_offered"),
        ),
    )


def _sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_staff_session_tenant_id_token_hash")),
        _of_account("staff_session"),
        sa.CheckConstraint("stage IN ('password', 'full')", name=op.f("ck_staff_session_stage")),
    )
    op.create_index("ix_staff_session_account", "staff_session", ["tenant_id", "account_id"])


def _of_tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{table}_tenant_id"))


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "account_id"],
        ["account.tenant_id", "account.id"],
        name=op.f(f"fk_{table}_tenant_id_account_id"),
    )
