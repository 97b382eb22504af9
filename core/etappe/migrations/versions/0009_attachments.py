"""Files that town halls add to tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.BigInteger()


def upgrade() -> None:
    """Add the table of files."""
    op.create_table(
        "attachment",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("task_key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("uploaded_by", sa.String(36), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attachment")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id", "task_key"],
            ["task.tenant_id", "task.project_id", "task.key"],
            name=op.f("fk_attachment_tenant_id_project_id_task_key"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uploaded_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_attachment_tenant_id_uploaded_by"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
    )
    op.create_index("ix_attachment_project", "attachment", ["tenant_id", "project_id", "task_key"])
    op.create_index("ix_attachment_person", "attachment", ["tenant_id", "uploaded_by"])
