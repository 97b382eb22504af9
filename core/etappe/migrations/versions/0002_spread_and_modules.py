"""Spread over machines, phases that are noted, and what modules keep."""

from __future__ import annotations

from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.BigInteger()
BUCKETS = 1024


def upgrade() -> None:
    """Add columns to projects and rungs, and the tables of records, announcements and parked modules."""
    op.add_column("project", sa.Column("phase", sa.String(80)))
    op.add_column("project", sa.Column("phase_check_on", sa.Date()))
    op.execute("UPDATE project SET phase_check_on = start")  # the first tick notes where each of them is
    _index("ix_project_phase_check", "project", ["tenant_id", "phase_check_on"], "phase_check_on IS NOT NULL")
    op.add_column(
        "occurrence", sa.Column("bucket", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    _index("ix_occurrence_held", "occurrence", ["tenant_id", "occ_key"], "state = 'held'")
    _spread_what_is_armed()
    op.create_table(
        "record",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "project_id", "key", name=op.f("pk_record")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id"],
            ["project.tenant_id", "project.id"],
            name=op.f("fk_record_tenant_id_project_id"),
        ),
    )
    op.create_table(
        "bulk_order",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("order_id", sa.String(200), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("carried_out_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "project_id", name=op.f("pk_bulk_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id"],
            ["project.tenant_id", "project.id"],
            name=op.f("fk_bulk_order_tenant_id_project_id"),
        ),
    )
    op.create_table(
        "announcement",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("announced_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_announcement")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_announcement_tenant_id")),
    )
    op.create_table(
        "parked_module",
        sa.Column("module", sa.String(120), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("module", name=op.f("pk_parked_module")),
    )


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _spread_what_is_armed() -> None:
    """Put the rungs of before into the bucket of their project, or of their person."""
    connection = op.get_bind()
    rungs = sa.table("occurrence", *map(sa.column, ("project_id", "person_id", "bucket")))
    for owner in (rungs.c.project_id, rungs.c.person_id):
        for name in connection.execute(sa.select(owner).where(owner.is_not(None)).distinct()).scalars():
            moved = sa.update(rungs).where(owner == name).values(bucket=crc32(name.encode()) % BUCKETS)
            connection.execute(moved)
