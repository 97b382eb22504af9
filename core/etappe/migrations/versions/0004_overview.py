"""What is kept beside each project so that all can be asked for it at once, and the order of names."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PAST = "state <> 'planned'"
STRANDED = "state IN ('failed', 'unknown', 'bounced', 'expired', 'held')"
DERIVED = ("last_heard", "silent_from", "next_due", "rests_from", "rests_until")


def upgrade() -> None:
    """Add the columns and fill them, and the indexes that pages are read by."""
    for name in DERIVED:
        op.add_column("project", sa.Column(name, sa.Date()))
    op.add_column("kommune", sa.Column("sort_name", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.execute(
        "UPDATE project SET next_due = (SELECT MIN(t.due) FROM task t WHERE t.tenant_id = project.tenant_id"
        " AND t.project_id = project.id AND t.state = 'open')"
    )
    for column, day in (("rests_from", "first"), ("rests_until", "until")):
        op.execute(
            f'UPDATE project SET {column} = (SELECT MAX(h."{day}") FROM hold h'  # noqa: S608 - our own names
            " WHERE h.tenant_id = project.tenant_id AND h.project_id = project.id AND h.phase = '')"
        )
    # when a Kommune was heard of follows from calendars: the first ticks look at each project once
    op.execute("UPDATE project SET phase_check_on = start")
    _note_order()
    op.create_index(
        "ix_project_standing",
        "project",
        ["tenant_id", "next_due", "rests_from", "rests_until", "start", "silent_from"],
    )
    op.create_index(
        "ix_delivery_stranded",
        "delivery",
        ["tenant_id", "state"],
        sqlite_where=sa.text(STRANDED),
        postgresql_where=sa.text(STRANDED),
    )
    op.create_index(
        "ix_occurrence_past",
        "occurrence",
        ["tenant_id", "due_at", "occ_key"],
        sqlite_where=sa.text(PAST),
        postgresql_where=sa.text(PAST),
    )
    op.drop_index("ix_digest_item_occurrence", "digest_item")
    op.create_index("ix_digest_item_occurrence", "digest_item", ["tenant_id", "occ_key", "digest_id"])
    op.create_index(
        "ix_audit_event_object",
        "audit_event",
        ["tenant_id", "object"],
        postgresql_ops={"object": "text_pattern_ops"},
    )


def _note_order() -> None:
    names = ("tenant_id", "slug", "name", "sort_name")
    table = sa.table("kommune", *(sa.column(name, sa.Text()) for name in names))
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.tenant_id, table.c.slug, table.c.name)).all()
    ordered = [{"tenant": row.tenant_id, "of": row.slug, "order": _order(row.name)} for row in rows]
    if ordered:
        this = (table.c.tenant_id == sa.bindparam("tenant"), table.c.slug == sa.bindparam("of"))
        connection.execute(sa.update(table).where(*this).values(sort_name=sa.bindparam("order")), ordered)


def _order(name: str) -> str:
    # as it was when this was written: a migration does not follow the code
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
