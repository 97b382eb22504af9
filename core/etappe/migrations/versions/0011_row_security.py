"""PostgreSQL shows a connection the rows of the tenant that it has named, and no others."""

from __future__ import annotations

from alembic import op

from etappe.migrations.row_security import protect

revision = "0011"
down_revision = "0010"

TABLES = (
    "absence",
    "account",
    "anchor",
    "announcement",
    "api_token",
    "attachment",
    "attempt",
    "audit_event",
    "audit_head",
    "bulk_order",
    "contact",
    "delivery",
    "digest",
    "digest_item",
    "external_identity",
    "follow_up",
    "hand_over",
    "hold",
    "invitation",
    "kommune",
    "letter_ruling",
    "link",
    "link_code",
    "named_day",
    "notice_line",
    "occurrence",
    "person",
    "plan",
    "plan_change",
    "project",
    "record",
    "recovery_code",
    "slip",
    "staff",
    "staff_session",
    "suppression",
    "task",
    "throttle",
)


def upgrade() -> None:
    """Give every table of a tenant its policy."""
    protect(op, *TABLES)
