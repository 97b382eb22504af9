"""The tables: every row belongs to a tenant, every uniqueness is a key."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from etappe.adapters.sql.columns import points_to, tenant_column
from etappe.adapters.sql.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
PAST = "state <> 'planned'"
"""Rungs of which something has become."""
STRANDED = "state IN ('failed', 'unknown', 'bounced', 'expired', 'held')"
"""Letters that somebody should look at: few among many."""


tenant = Table(
    "tenant",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("programme", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
)

kommune = Table(
    "kommune",
    metadata,
    tenant_column(),
    Column("slug", String(80), nullable=False),
    Column("name", Text, nullable=False),
    Column("land", String(2), nullable=False),
    Column("category", String(20), nullable=False),
    Column("kind", Text, nullable=False),
    Column("legal_status", Text, nullable=False),
    Column("forum", Text, nullable=False),
    Column("inhabitants", Integer),
    Column("ags", Text),
    Column("council", Text, nullable=False),
    Column("sort_name", Text, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("tenant_id", "slug"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
)

named_day = Table(
    "named_day",
    metadata,
    tenant_column(),
    Column("kommune", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kommune", "kind", "day"),
    points_to("kommune", ("kommune",), ("slug",)),
    CheckConstraint("kind IN ('closed', 'election', 'committee')", name="kind"),
)

person = Table(
    "person",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", String(254), nullable=False),
    Column("active", Boolean, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "email"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
)

contact = Table(
    "contact",
    metadata,
    tenant_column(),
    Column("kommune", String(80), nullable=False),
    Column("role", String(4), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("deputy_id", String(36)),
    PrimaryKeyConstraint("tenant_id", "kommune", "role"),
    points_to("kommune", ("kommune",), ("slug",)),
    points_to("person", ("person_id",), ("id",)),
    points_to("person", ("deputy_id",), ("id",)),
)

staff = Table(
    "staff",
    metadata,
    tenant_column(),
    Column("role", String(4), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("deputy_id", String(36)),
    PrimaryKeyConstraint("tenant_id", "role"),
    points_to("person", ("person_id",), ("id",)),
    points_to("person", ("deputy_id",), ("id",)),
)

absence = Table(
    "absence",
    metadata,
    tenant_column(),
    Column("person_id", String(36), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person_id", "first"),
    points_to("person", ("person_id",), ("id",)),
    CheckConstraint("last >= first", name="order"),
)

plan = Table(
    "plan",
    metadata,
    tenant_column(),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "digest"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
)

project = Table(
    "project",
    metadata,
    tenant_column(),
    Column("id", String(90), nullable=False),
    Column("kommune", String(80), nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("start", Date, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("ignored", JSON, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("phase", String(80)),
    Column("phase_check_on", Date),
    Column("last_heard", Date),
    Column("silent_from", Date),
    Column("next_due", Date),
    Column("rests_from", Date),
    Column("rests_until", Date),
    PrimaryKeyConstraint("tenant_id", "id"),
    points_to("kommune", ("kommune",), ("slug",)),
    points_to("plan", ("plan_digest",), ("digest",)),
    UniqueConstraint("tenant_id", "kommune", "start"),
    Index(
        "ix_project_phase_check",
        "tenant_id",
        "phase_check_on",
        sqlite_where=text("phase_check_on IS NOT NULL"),
        postgresql_where=text("phase_check_on IS NOT NULL"),
    ),
    Index(
        "ix_project_standing",
        "tenant_id",
        "next_due",
        "rests_from",
        "rests_until",
        "start",
        "silent_from",
    ),
)

anchor = Table(
    "anchor",
    metadata,
    tenant_column(),
    Column("project_id", String(90), nullable=False),
    Column("key", String(80), nullable=False),
    Column("day", Date, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    PrimaryKeyConstraint("tenant_id", "project_id", "key"),
    points_to("project", ("project_id",), ("id",)),
    Index("ix_anchor_day", "tenant_id", "day"),
)

task = Table(
    "task",
    metadata,
    tenant_column(),
    Column("project_id", String(90), nullable=False),
    Column("key", String(80), nullable=False),
    Column("due", Date, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("settled_at", Moment),
    Column("settled_by", Text),
    Column("reason", Text),
    Column("sequence", Integer, nullable=False, server_default=text("0")),
    Column("changed_at", Moment),
    PrimaryKeyConstraint("tenant_id", "project_id", "key"),
    points_to("project", ("project_id",), ("id",)),
    CheckConstraint("state IN ('open', 'done', 'waived', 'retired')", name="state"),
)

hold = Table(
    "hold",
    metadata,
    tenant_column(),
    Column("project_id", String(90), nullable=False),
    Column("phase", String(80), nullable=False),
    Column("first", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("shifted", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "project_id", "phase", "first"),
    points_to("project", ("project_id",), ("id",)),
    CheckConstraint("until >= first", name="order"),
)

plan_change = Table(
    "plan_change",
    metadata,
    tenant_column(),
    Column("project_id", String(90), nullable=False),
    Column("number", Integer, nullable=False),
    Column("plan_before", String(64), nullable=False),
    Column("plan_after", String(64), nullable=False),
    Column("before", JSON, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("undone_at", Moment),
    PrimaryKeyConstraint("tenant_id", "project_id", "number"),
    points_to("project", ("project_id",), ("id",)),
    points_to("plan", ("plan_before",), ("digest",)),
    points_to("plan", ("plan_after",), ("digest",)),
)

occurrence = Table(
    "occurrence",
    metadata,
    tenant_column(),
    Column("occ_key", String(260), nullable=False),
    Column("project_id", String(90)),
    Column("task_key", String(80)),
    Column("person_id", String(36)),
    Column("rule_key", String(120), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("tz", String(40), nullable=False),
    Column("tzdata_version", String(10), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("send_until", Moment, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    Column("fired_at", Moment),
    Column("bucket", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("tenant_id", "occ_key"),
    points_to("project", ("project_id",), ("id",)),
    points_to("person", ("person_id",), ("id",)),
    CheckConstraint(
        "state IN ('planned', 'fired', 'superseded', 'cancelled', 'expired', 'held')", name="state"
    ),
    Index(
        "ix_occurrence_due",
        "tenant_id",
        "due_at",
        sqlite_where=text("state = 'planned'"),
        postgresql_where=text("state = 'planned'"),
    ),
    Index(
        "ix_occurrence_person",
        "tenant_id",
        "person_id",
        sqlite_where=text("person_id IS NOT NULL"),
        postgresql_where=text("person_id IS NOT NULL"),
    ),
    Index("ix_occurrence_task", "tenant_id", "project_id", "task_key"),
    Index(
        "ix_occurrence_past",
        "tenant_id",
        "due_at",
        "occ_key",
        sqlite_where=text(PAST),
        postgresql_where=text(PAST),
    ),
    Index(
        "ix_occurrence_held",
        "tenant_id",
        "occ_key",
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
)

notice_line = Table(
    "notice_line",
    metadata,
    tenant_column(),
    Column("occ_key", String(260), nullable=False),
    Column("task_key", String(80), nullable=False),
    Column("before", Date, nullable=False),
    Column("told", Date),
    PrimaryKeyConstraint("tenant_id", "occ_key", "task_key"),
    points_to("occurrence", ("occ_key",), ("occ_key",)),
)

hand_over = Table(
    "hand_over",
    metadata,
    tenant_column(),
    Column("kommune", String(80), nullable=False),  # empty in the project team
    Column("role", String(4), nullable=False),
    Column("number", Integer, nullable=False),
    Column("before_id", String(36), nullable=False),
    Column("after_id", String(36), nullable=False),
    Column("deputy_id", String(36)),
    Column("day", Date, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("called_off_at", Moment),
    PrimaryKeyConstraint("tenant_id", "kommune", "role", "number"),
    points_to("person", ("before_id",), ("id",)),
    points_to("person", ("after_id",), ("id",)),
    points_to("person", ("deputy_id",), ("id",)),
)

digest = Table(
    "digest",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("recipient_id", String(36), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("window_start", Date, nullable=False),
    Column("overview", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "recipient_id", "channel", "window_start"),
    points_to("person", ("recipient_id",), ("id",)),
)

digest_item = Table(
    "digest_item",
    metadata,
    tenant_column(),
    Column("digest_id", String(36), nullable=False),
    Column("occ_key", String(260), nullable=False),
    Column("purpose", String(20), nullable=False),
    PrimaryKeyConstraint("tenant_id", "digest_id", "occ_key"),
    points_to("digest", ("digest_id",), ("id",)),
    points_to("occurrence", ("occ_key",), ("occ_key",)),
    # with the letter in it, or SQLite would rather read those of all rungs
    Index("ix_digest_item_occurrence", "tenant_id", "occ_key", "digest_id"),
    CheckConstraint("purpose IN ('own', 'deputy', 'absence', 'copy')", name="purpose"),
)

delivery = Table(
    "delivery",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("digest_id", String(36), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("recipient_id", String(36), nullable=False),
    Column("dedupe_key", String(260), nullable=False),
    Column("state", String(10), nullable=False),
    Column("gen", Integer, nullable=False),
    Column("owner", String(36)),
    Column("lease_until", Moment),
    Column("next_at", Moment),
    Column("send_until", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("resends", Integer, nullable=False),
    Column("poison", Integer, nullable=False),
    Column("subject", Text),
    Column("message_id", String(255)),
    Column("date_hdr", Moment),
    Column("mime", LargeBinary),
    Column("mime_sha256", String(64)),
    Column("smtp_code", Integer),
    Column("smtp_enhanced", String(12)),
    Column("smtp_queue_id", String(80)),
    Column("error_kind", String(20)),
    Column("error_text", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("late_s", Integer),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "dedupe_key"),
    points_to("digest", ("digest_id",), ("id",)),
    points_to("person", ("recipient_id",), ("id",)),
    CheckConstraint(
        "state IN ('queued', 'sending', 'dot', 'sent', 'failed', 'unknown', 'bounced', 'cancelled',"
        " 'expired', 'held')",
        name="state",
    ),
    CheckConstraint("state IN ('sending', 'dot') OR owner IS NULL", name="final_has_no_owner"),
    CheckConstraint(
        "state NOT IN ('sending', 'dot') OR (owner IS NOT NULL AND lease_until IS NOT NULL)",
        name="owned_has_lease",
    ),
    CheckConstraint("state <> 'sent' OR smtp_code IS NOT NULL", name="sent_has_code"),
    Index(
        "ix_delivery_queued",
        "tenant_id",
        "next_at",
        "id",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
    Index(
        "ix_delivery_owned",
        "tenant_id",
        "lease_until",
        sqlite_where=text("state IN ('sending', 'dot')"),
        postgresql_where=text("state IN ('sending', 'dot')"),
    ),
    Index("ix_delivery_digest", "tenant_id", "digest_id"),
    Index(
        "ix_delivery_stranded",
        "tenant_id",
        "state",
        sqlite_where=text(STRANDED),
        postgresql_where=text(STRANDED),
    ),
)

attempt = Table(
    "attempt",
    metadata,
    tenant_column(),
    Column("delivery_id", String(36), nullable=False),
    Column("gen", Integer, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("worker", String(36), nullable=False),
    Column("code", Integer),
    Column("text", Text),
    PrimaryKeyConstraint("tenant_id", "delivery_id", "gen", "phase"),
    points_to("delivery", ("delivery_id",), ("id",)),
)

follow_up = Table(
    "follow_up",
    metadata,
    tenant_column(),
    Column("id", String(36), nullable=False),
    Column("project_id", String(90), nullable=False),
    Column("task_key", String(80)),
    Column("kind", String(20), nullable=False),
    Column("cause", String(260), nullable=False),
    Column("request", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("outcome", Text),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "cause"),
    points_to("project", ("project_id",), ("id",)),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
    Index(
        "ix_follow_up_open",
        "tenant_id",
        "project_id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

record = Table(
    "record",
    metadata,
    tenant_column(),
    Column("kind", String(80), nullable=False),
    Column("project_id", String(90), nullable=False),
    Column("key", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kind", "project_id", "key"),
    points_to("project", ("project_id",), ("id",)),
)

bulk_order = Table(
    "bulk_order",
    metadata,
    tenant_column(),
    Column("order_id", String(200), nullable=False),
    Column("project_id", String(90), nullable=False),
    Column("carried_out_at", Moment, nullable=False),
    Column("plan_hash", String(16)),
    PrimaryKeyConstraint("tenant_id", "order_id", "project_id"),
    points_to("project", ("project_id",), ("id",)),
)

announcement = Table(
    "announcement",
    metadata,
    tenant_column(),
    Column("key", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("announced_at", Moment),
    PrimaryKeyConstraint("tenant_id", "key"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
)

parked_module = Table(
    "parked_module",
    metadata,
    Column("module", String(120), primary_key=True),
    Column("version", String(40), nullable=False),
    Column("cause", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

worker = Table(
    "worker",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("boot_id", String(64), nullable=False),
    Column("version", String(20), nullable=False),
    Column("lock_key", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

breaker = Table(
    "breaker",
    metadata,
    Column("channel", String(120), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("until", Moment),
    Column("failures", Integer, nullable=False),
    Column("reason", Text),
    CheckConstraint("state IN ('closed', 'open', 'config')", name="state"),
)

suppression = Table(
    "suppression",
    metadata,
    tenant_column(),
    Column("address_hmac", String(64), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("since", Moment, nullable=False),
    PrimaryKeyConstraint("tenant_id", "address_hmac"),
    CheckConstraint("reason IN ('bounce', 'complaint', 'erased')", name="reason"),
)

instance = Table(
    "instance",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("instance_id", String(36), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sending", String(10), nullable=False),
    Column("held_reason", Text),
    Column("high_water", Moment),
    CheckConstraint("one = 1", name="single"),
    CheckConstraint("sending IN ('enabled', 'held')", name="sending"),
)

audit_event = Table(
    "audit_event",
    metadata,
    tenant_column(),
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", String(260), nullable=False),
    Column("data", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("tenant_id", "seq"),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
    Index("ix_audit_event_object", "tenant_id", "object", postgresql_ops={"object": "text_pattern_ops"}),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("tenant_id", String(80), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
)
