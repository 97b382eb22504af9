"""The spine: Kommunen, people, projects, the ledger, the outbox and the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.BigInteger()


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _points_to(table: str, here: list[str], target: str, there: list[str]) -> sa.ForeignKeyConstraint:
    columns = [f"{target}.{column}" for column in there]
    return sa.ForeignKeyConstraint(here, columns, name=op.f(f"fk_{table}_{'_'.join(here)}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    only = None if where is None else sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "tenant",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("programme", sa.String(80), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("tenant", "id"),
    )
    op.create_table(
        "kommune",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("land", sa.String(2), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("legal_status", sa.Text(), nullable=False),
        sa.Column("forum", sa.Text, nullable=False),
        sa.Column("inhabitants", sa.Integer()),
        sa.Column("ags", sa.Text),
        sa.Column("council", sa.Text(), nullable=False),
        _key("kommune", "tenant_id", "slug"),
        _points_to("kommune", ["tenant_id"], "tenant", ["id"]),
    )
    op.create_table(
        "named_day",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("kommune", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _key("named_day", "tenant_id", "kommune", "kind", "day"),
        _points_to("named_day", ["tenant_id", "kommune"], "kommune", ["tenant_id", "slug"]),
        _check("named_day", "kind", "kind IN ('closed', 'election', 'committee')"),
    )
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _key("person", "tenant_id", "id"),
        _unique("person", "tenant_id", "email"),
        _points_to("person", ["tenant_id"], "tenant", ["id"]),
    )
    op.create_table(
        "contact",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("kommune", sa.String(80), nullable=False),
        sa.Column("role", sa.String(4), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("deputy_id", sa.String(36)),
        _key("contact", "tenant_id", "kommune", "role"),
        _points_to("contact", ["tenant_id", "kommune"], "kommune", ["tenant_id", "slug"]),
        _points_to("contact", ["tenant_id", "person_id"], "person", ["tenant_id", "id"]),
        _points_to("contact", ["tenant_id", "deputy_id"], "person", ["tenant_id", "id"]),
    )
    op.create_table(
        "staff",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("role", sa.String(4), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("deputy_id", sa.String(36)),
        _key("staff", "tenant_id", "role"),
        _points_to("staff", ["tenant_id", "person_id"], "person", ["tenant_id", "id"]),
        _points_to("staff", ["tenant_id", "deputy_id"], "person", ["tenant_id", "id"]),
    )
    op.create_table(
        "absence",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _key("absence", "tenant_id", "person_id", "first"),
        _points_to("absence", ["tenant_id", "person_id"], "person", ["tenant_id", "id"]),
        _check("absence", "order", "last >= first"),
    )
    op.create_table(
        "plan",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _key("plan", "tenant_id", "digest"),
        _points_to("plan", ["tenant_id"], "tenant", ["id"]),
    )
    op.create_table(
        "project",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(90), nullable=False),
        sa.Column("kommune", sa.String(80), nullable=False),
        sa.Column("plan_digest", sa.String(64), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("ignored", sa.JSON(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("project", "tenant_id", "id"),
        _unique("project", "tenant_id", "kommune", "start"),
        _points_to("project", ["tenant_id", "kommune"], "kommune", ["tenant_id", "slug"]),
        _points_to("project", ["tenant_id", "plan_digest"], "plan", ["tenant_id", "digest"]),
    )
    op.create_table(
        "anchor",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        _key("anchor", "tenant_id", "project_id", "key"),
        _points_to("anchor", ["tenant_id", "project_id"], "project", ["tenant_id", "id"]),
    )
    op.create_table(
        "task",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by", sa.Text()),
        sa.Column("reason", sa.Text()),
        _key("task", "tenant_id", "project_id", "key"),
        _points_to("task", ["tenant_id", "project_id"], "project", ["tenant_id", "id"]),
        _check("task", "state", "state IN ('open', 'done', 'waived', 'retired')"),
    )
    op.create_table(
        "occurrence",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("occ_key", sa.String(260), nullable=False),
        sa.Column("project_id", sa.String(90)),
        sa.Column("task_key", sa.String(80)),
        sa.Column("person_id", sa.String(36)),
        sa.Column("rule_key", sa.String(120), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("tz", sa.String(40), nullable=False),
        sa.Column("tzdata_version", sa.String(10), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("send_until", MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("fired_at", MOMENT),
        _key("occurrence", "tenant_id", "occ_key"),
        _points_to("occurrence", ["tenant_id", "project_id"], "project", ["tenant_id", "id"]),
        _points_to("occurrence", ["tenant_id", "person_id"], "person", ["tenant_id", "id"]),
        _check(
            "occurrence",
            "state",
            "state IN ('planned', 'fired', 'superseded', 'cancelled', 'expired', 'held')",
        ),
    )
    _index("ix_occurrence_due", "occurrence", ["tenant_id", "due_at"], "state = 'planned'")
    _index("ix_occurrence_person", "occurrence", ["tenant_id", "person_id"], "person_id IS NOT NULL")
    _index("ix_occurrence_task", "occurrence", ["tenant_id", "project_id", "task_key"])
    op.create_table(
        "digest",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("recipient_id", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.Column("overview", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("digest", "tenant_id", "id"),
        _unique("digest", "tenant_id", "recipient_id", "channel", "window_start"),
        _points_to("digest", ["tenant_id", "recipient_id"], "person", ["tenant_id", "id"]),
    )
    op.create_table(
        "digest_item",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("digest_id", sa.String(36), nullable=False),
        sa.Column("occ_key", sa.String(260), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        _key("digest_item", "tenant_id", "digest_id", "occ_key"),
        _points_to("digest_item", ["tenant_id", "digest_id"], "digest", ["tenant_id", "id"]),
        _points_to("digest_item", ["tenant_id", "occ_key"], "occurrence", ["tenant_id", "occ_key"]),
        _check("digest_item", "purpose", "purpose IN ('own', 'deputy', 'absence', 'copy')"),
    )
    _index("ix_digest_item_occurrence", "digest_item", ["tenant_id", "occ_key"])
    op.create_table(
        "delivery",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("digest_id", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("recipient_id", sa.String(36), nullable=False),
        sa.Column("dedupe_key", sa.String(260), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(36)),
        sa.Column("lease_until", MOMENT),
        sa.Column("next_at", MOMENT),
        sa.Column("send_until", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resends", sa.Integer(), nullable=False),
        sa.Column("poison", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("message_id", sa.String(255)),
        sa.Column("date_hdr", MOMENT),
        sa.Column("mime", sa.LargeBinary()),
        sa.Column("mime_sha256", sa.String(64)),
        sa.Column("smtp_code", sa.Integer()),
        sa.Column("smtp_enhanced", sa.String(12)),
        sa.Column("smtp_queue_id", sa.String(80)),
        sa.Column("error_kind", sa.String(20)),
        sa.Column("error_text", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("late_s", sa.Integer()),
        _key("delivery", "tenant_id", "id"),
        _unique("delivery", "tenant_id", "dedupe_key"),
        _points_to("delivery", ["tenant_id", "digest_id"], "digest", ["tenant_id", "id"]),
        _points_to("delivery", ["tenant_id", "recipient_id"], "person", ["tenant_id", "id"]),
        _check(
            "delivery",
            "state",
            "state IN ('queued', 'sending', 'dot', 'sent', 'failed', 'unknown', 'bounced', "
            "'cancelled', 'expired', 'held')",
        ),
        _check("delivery", "final_has_no_owner", "state IN ('sending', 'dot') OR owner IS NULL"),
        _check(
            "delivery",
            "owned_has_lease",
            "state NOT IN ('sending', 'dot') OR (owner IS NOT NULL AND lease_until IS NOT NULL)",
        ),
        _check("delivery", "sent_has_code", "state <> 'sent' OR smtp_code IS NOT NULL"),
    )
    _index("ix_delivery_digest", "delivery", ["tenant_id", "digest_id"])
    _index("ix_delivery_owned", "delivery", ["tenant_id", "lease_until"], "state IN ('sending', 'dot')")
    _index("ix_delivery_queued", "delivery", ["tenant_id", "next_at", "id"], "state = 'queued'")
    op.create_table(
        "attempt",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("worker", sa.String(36), nullable=False),
        sa.Column("code", sa.Integer()),
        sa.Column("text", sa.Text()),
        _key("attempt", "tenant_id", "delivery_id", "gen", "phase"),
        _points_to("attempt", ["tenant_id", "delivery_id"], "delivery", ["tenant_id", "id"]),
    )
    op.create_table(
        "follow_up",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(90), nullable=False),
        sa.Column("task_key", sa.String(80)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(260), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by", sa.Text()),
        sa.Column("outcome", sa.Text()),
        _key("follow_up", "tenant_id", "id"),
        _unique("follow_up", "tenant_id", "cause"),
        _points_to("follow_up", ["tenant_id", "project_id"], "project", ["tenant_id", "id"]),
        _check("follow_up", "state", "state IN ('open', 'closed')"),
    )
    _index("ix_follow_up_open", "follow_up", ["tenant_id", "project_id"], "state = 'open'")
    op.create_table(
        "worker",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("boot_id", sa.String(64), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("lock_key", sa.String(64), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        _key("worker", "id"),
    )
    op.create_table(
        "breaker",
        sa.Column("channel", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("until", MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        _key("breaker", "channel"),
        _check("breaker", "state", "state IN ('closed', 'open', 'config')"),
    )
    op.create_table(
        "suppression",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("address_hmac", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        _key("suppression", "tenant_id", "address_hmac"),
        _check("suppression", "reason", "reason IN ('bounce', 'complaint', 'erased')"),
    )
    op.create_table(
        "instance",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.String(36), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sending", sa.String(10), nullable=False),
        sa.Column("held_reason", sa.Text()),
        sa.Column("high_water", MOMENT),
        _key("instance", "one"),
        _check("instance", "single", "one = 1"),
        _check("instance", "sending", "sending IN ('enabled', 'held')"),
    )
    op.create_table(
        "audit_event",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object", sa.String(260), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        _key("audit_event", "tenant_id", "seq"),
        _points_to("audit_event", ["tenant_id"], "tenant", ["id"]),
    )
    op.create_table(
        "audit_head",
        sa.Column("tenant_id", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        _key("audit_head", "tenant_id"),
        _points_to("audit_head", ["tenant_id"], "tenant", ["id"]),
    )
