"""All tables, whichever file they stand in: each belongs to the same metadata as soon as its file is read."""

from __future__ import annotations

from etappe.adapters.sql import (
    access_tables,
    attachment_tables,
    identity_tables,
    link_tables,
    ruling_tables,
    tables,
    token_tables,
)
from etappe.adapters.sql.tables import metadata

__all__ = [
    "access_tables",
    "attachment_tables",
    "identity_tables",
    "link_tables",
    "metadata",
    "ruling_tables",
    "tables",
    "token_tables",
]
