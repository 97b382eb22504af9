"""What is kept beside each project so that all can be asked for it at once, and how it is kept in step.

Whoever writes tasks or holds into the database executes these in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update

from etappe.adapters.sql.tables import hold as holds
from etappe.adapters.sql.tables import project as projects
from etappe.adapters.sql.tables import task as tasks

_THIS = (projects.c.tenant_id == bindparam("tenant"), projects.c.id == bindparam("project"))
_OF_THIS = (tasks.c.tenant_id == bindparam("tenant"), tasks.c.project_id == bindparam("project"))
_WHOLE = (
    holds.c.tenant_id == bindparam("tenant"),
    holds.c.project_id == bindparam("project"),
    holds.c.phase == "",
)
KEEP_NEXT_DUE = (
    update(projects)
    .where(*_THIS)
    .values(
        next_due=select(func.min(tasks.c.due)).where(*_OF_THIS, tasks.c.state == "open").scalar_subquery()
    )
)
"""The day of the earliest open task."""
KEEP_RESTS = (
    update(projects)
    .where(*_THIS)
    .values(
        # holds of a project follow one another, so that the last to begin is the last to end
        rests_from=select(func.max(holds.c.first)).where(*_WHOLE).scalar_subquery(),
        rests_until=select(func.max(holds.c.until)).where(*_WHOLE).scalar_subquery(),
    )
)
"""The last hold of the whole project: that which runs or is to come, if any does."""
