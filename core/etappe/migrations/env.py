"""Run the revisions on the connection that the caller hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from etappe.migrations.row_security import owner_sees_all

attributes = context.config.attributes
context.configure(connection=attributes["connection"], target_metadata=attributes["metadata"])
with owner_sees_all(attributes["connection"]):
    context.run_migrations()
