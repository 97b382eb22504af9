"""Holds, notices of changed dates, upgrades that can be undone, hand-overs, how often a task has moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.BigInteger()


def upgrade() -> None:
    """Add the sequence of tasks, and the tables of holds, notices, changes of plan and hand-overs."""
    op.add_column("task", sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("task", sa.Column("changed_at", MOMENT))
    op.create_index("ix_anchor_day", "anchor", ["tenant_id", "day"])
    op.add_column("bulk_order", sa.Column("plan_hash", sa.String(16)))
    op.create_table(
        "hold",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("phase", sa.String(80), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shifted", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "project_id", "phase", "first", name=op.f("pk_hold")),
        _of_project("hold"),
        sa.CheckConstraint("until >= first", name=op.f("ck_hold_order")),
    )
    op.create_table(
        "plan_change",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan_before", sa.String(64), nullable=False),
        sa.Column("plan_after", sa.String(64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "project_id", "number", name=op.f("pk_plan_change")),
        _of_project("plan_change"),
        _of_plan("plan_before"),
        _of_plan("plan_after"),
    )
    op.create_table(
        "notice_line",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("occ_key", sa.String(260), nullable=False),
        sa.Column("task_key", sa.String(80), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("told", sa.Date()),
        sa.PrimaryKeyConstraint("tenant_id", "occ_key", "task_key", name=op.f("pk_notice_line")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "occ_key"],
            ["occurrence.tenant_id", "occurrence.occ_key"],
            name=op.f("fk_notice_line_tenant_id_occ_key"),
        ),
    )
    op.create_table(
        "hand_over",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("kommune", sa.String(80), nullable=False),
        sa.Column("role", sa.String(4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.String(36), nullable=False),
        sa.Column("after_id", sa.String(36), nullable=False),
        sa.Column("deputy_id", sa.String(36)),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("called_off_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "kommune", "role", "number", name=op.f("pk_hand_over")),
        _of_person("before_id"),
        _of_person("after_id"),
        _of_person("deputy_id"),
    )


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "project_id"],
        ["project.tenant_id", "project.id"],
        name=op.f(f"fk_{table}_tenant_id_project_id"),
    )


def _of_plan(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        ["plan.tenant_id", "plan.digest"],
        name=op.f(f"fk_plan_change_tenant_id_{column}"),
    )


def _of_person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        ["person.tenant_id", "person.id"],
        name=op.f(f"fk_hand_over_tenant_id_{column}"),
    )
