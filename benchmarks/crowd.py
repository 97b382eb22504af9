"""Many projects in the middle of the programme: copies of one that etappe has carried there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from benchmarks.rows import PATTERN, loading, multiply
from benchmarks.world import BEGAN, STARTS, World, add_kommunen, wish
from etappe.adapters.sql.tables import (
    anchor,
    contact,
    delivery,
    digest,
    digest_item,
    kommune,
    occurrence,
    person,
    project,
    task,
)
from etappe.model.moments import moment
from etappe.model.quiet import OPENS
from etappe.service.firing import fire
from etappe.service.phases import advance_phases
from etappe.service.projects import start_project

DAYS = 60
"""So long each project has been under way."""
NOW = moment(STARTS + timedelta(days=DAYS), OPENS) + timedelta(minutes=1)
KEYS = {
    kommune: ("slug", "sort_name"),
    person: ("id", "email"),
    contact: ("kommune", "person_id", "deputy_id"),
    project: ("id", "kommune"),
    anchor: ("project_id",),
    task: ("project_id",),
    occurrence: ("occ_key", "project_id", "person_id"),
    digest: ("id", "recipient_id"),
    digest_item: ("digest_id", "occ_key"),
    delivery: ("id", "digest_id", "recipient_id", "dedupe_key"),
}
"""The tables that grow with the number of projects, and where the slug stands in them."""
NEW_IDS = (
    "UPDATE delivery SET state = 'sent', smtp_code = 250, next_at = NULL",
    "DELETE FROM digest_item WHERE digest_id IN"
    " (SELECT id FROM digest WHERE recipient_id NOT LIKE 'muster-%')",
    "UPDATE digest_item SET digest_id ="
    " (SELECT recipient_id || window_start FROM digest WHERE id = digest_id)",
    "UPDATE delivery SET digest_id = (SELECT recipient_id || window_start FROM digest WHERE id = digest_id)",
    "UPDATE digest SET id = recipient_id || window_start",
    "UPDATE delivery SET id = digest_id, dedupe_key = digest_id",
)
"""Letters are sent; their ids, which are hashes, get the slug into them."""


def gather_crowd(world: World, number: int, *, due: bool = False) -> datetime:
    """As many projects as asked for, and the moment at which nothing, or one rung of each, is due."""
    add_kommunen(world.office, [PATTERN])
    start_project(world.office, PATTERN, wish(world.office), "benchmark", BEGAN)
    for day in range(DAYS + 1):
        fire(world.office, moment(STARTS + timedelta(days=day), OPENS))
    advance_phases(world.office, NOW)
    with loading(world.driver):
        for statement in NEW_IDS:
            world.driver.run(statement)
    now = _next_letter(world) if due else NOW
    multiply(world.driver, KEYS, number - 1)
    return now


def _next_letter(world: World) -> datetime:
    """The moment of the next letter to the contact person; what else would be due by then is taken away."""
    driver = world.driver
    wanted = _tasks_of_contact_person(world)
    planned = (
        "SELECT occ_key, due_at, task_key FROM occurrence"
        " WHERE state = 'planned' AND project_id = ? AND rule_key LIKE ? ORDER BY due_at, occ_key"
    )
    rung, at, _ = next(row for row in driver.run(planned, PATTERN, "%.vor_%") if row[2] in wanted)
    driver.run("DELETE FROM occurrence WHERE state = 'planned' AND due_at <= ? AND occ_key <> ?", at, rung)
    return datetime.fromtimestamp(at, UTC)


def _tasks_of_contact_person(world: World) -> frozenset[str]:
    with world.office.store.begin() as tx:
        project = tx.projects.get(PATTERN)
        assert project is not None
        plan = tx.projects.plan(project.plan_digest)
        return frozenset(t.key for t in plan.tasks if t.role == plan.programme.contact)
