"""A rung with what deciding about it needs, as a query that others narrow down."""

from __future__ import annotations

from sqlalchemy import select

from etappe.adapters.sql.tables import occurrence, project, task

DUE = select(
    occurrence.c.tenant_id,
    occurrence.c.occ_key,
    occurrence.c.project_id,
    occurrence.c.task_key,
    occurrence.c.person_id,
    occurrence.c.rule_key,
    occurrence.c.ordinal,
    occurrence.c.local_date,
    occurrence.c.due_at,
    occurrence.c.send_until,
    project.c.kommune,
    project.c.plan_digest,
    task.c.due,
    task.c.state,
    task.c.by_hand,
).select_from(
    occurrence.outerjoin(
        project, (project.c.tenant_id == occurrence.c.tenant_id) & (project.c.id == occurrence.c.project_id)
    ).outerjoin(
        task,
        (task.c.tenant_id == occurrence.c.tenant_id)
        & (task.c.project_id == occurrence.c.project_id)
        & (task.c.key == occurrence.c.task_key),
    )
)
"""In the order of `Due`."""
