"""Personal links from letters, the codes that they ask for, and slips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.BigInteger()
WAITING = "state IN ('queued', 'sending')"


def upgrade() -> None:
    """Add the tables of links, codes and slips."""
    _links()
    _codes()
    _slips()


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(90)),
        sa.Column("task_key", sa.String(80)),
        sa.Column("minted_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_link")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_link_tenant_id_token_hash")),
        _points_to("link", "person", "person_id"),
        _points_to("link", "project", "project_id"),
        sa.CheckConstraint("purpose IN ('task', 'overview', 'feed')", name=op.f("ck_link_purpose")),
        sa.CheckConstraint(
            "(purpose = 'feed') = (project_id IS NULL) AND (purpose = 'task') = (task_key IS NOT NULL)",
            name=op.f("ck_link_opens_one_thing"),
        ),
        sa.CheckConstraint("(purpose = 'feed') = (expires_at IS NULL)", name=op.f("ck_link_ends")),
    )
    op.create_index("ix_link_person", "link", ["tenant_id", "person_id"])
    op.create_index("ix_link_project", "link", ["tenant_id", "project_id", "task_key"])


def _codes() -> None:
    op.create_table(
        "link_code",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("link_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "link_id", "number", name=op.f("pk_link_code")),
        _points_to("link_code", "link", "link_id"),
    )


def _slips() -> None:
    op.create_table(
        "slip",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("give_up_at", MOMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("error_text", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_slip")),
        _points_to("slip", "person", "person_id"),
        sa.CheckConstraint("kind IN ('code', 'receipt', 'renewed')", name=op.f("ck_slip_kind")),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_slip_state")),
        sa.CheckConstraint(f"({WAITING}) = (sealed IS NOT NULL)", name=op.f("ck_slip_ended_says_nothing")),
        sa.CheckConstraint(f"({WAITING}) = (next_at IS NOT NULL)", name=op.f("ck_slip_ended_waits_no_more")),
    )
    op.create_index(
        "ix_slip_waiting",
        "slip",
        ["tenant_id", "next_at"],
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )
    op.create_index("ix_slip_person", "slip", ["tenant_id", "person_id"])


def _points_to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
    )
