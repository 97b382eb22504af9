"""What a tick or a move looks for is found by its index, however many rows there are."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, event, insert

from etappe.adapters.sql.held import SqlHeld
from etappe.adapters.sql.ledger import SqlLedger
from etappe.adapters.sql.notices import SqlNotices
from etappe.adapters.sql.projects import SqlProjects
from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tables import occurrence, person
from etappe.testing.database import opened
from tests.integration.conftest import TENANT

NOW = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
RUNGS = 5_000


def test_what_is_due_is_found_by_its_index(engine: Engine, store: SqlStore) -> None:
    with statistics_of_empty_tables(engine), engine.begin() as connection:
        fill(connection)

        plan = plan_of_due(connection)

    assert "ix_occurrence_due" in plan


def test_the_next_moment_is_found_by_its_index(engine: Engine, store: SqlStore) -> None:
    with statistics_of_empty_tables(engine), engine.begin() as connection:
        fill(connection)

        plan = explained(connection, lambda: SqlLedger(connection, TENANT).next_moment())

    assert "ix_occurrence_due" in plan


def test_projects_whose_phase_may_have_changed_are_found_by_their_index(
    engine: Engine, store: SqlStore
) -> None:
    with statistics_of_empty_tables(engine), engine.begin() as connection:
        projects = SqlProjects(connection, TENANT, {})

        plan = explained(connection, lambda: projects.phases_to_check(date(2026, 6, 15), 500))

    assert "ix_project_phase_check" in plan


def test_what_is_held_is_found_by_its_index(engine: Engine, store: SqlStore) -> None:
    with statistics_of_empty_tables(engine), engine.begin() as connection:
        fill(connection)

        plan = explained(connection, lambda: SqlHeld(connection, TENANT).tasks())

    assert "ix_occurrence_held" in plan


def test_the_notices_that_wait_are_found_by_their_project(engine: Engine, store: SqlStore) -> None:
    with engine.begin() as connection:
        fill(connection)
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("ANALYZE occurrence")

        plan = explained(connection, lambda: SqlNotices(connection, TENANT).waiting("aachen"))

    assert "ix_occurrence_task" in plan


def test_sqlite_finds_the_anchors_of_a_project_by_their_project(sqlite_url: str) -> None:
    with opened(sqlite_url) as engine, engine.begin() as connection:
        projects = SqlProjects(connection, TENANT, {})

        plan = explained(connection, lambda: projects.anchors("aachen"))

    assert "ix_anchor_day" not in plan


def test_who_was_told_of_tasks_is_found_by_the_rungs_of_their_project(
    engine: Engine, store: SqlStore
) -> None:
    with engine.begin() as connection:
        fill(connection)
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("ANALYZE occurrence")

        plan = explained(connection, lambda: SqlNotices(connection, TENANT).told_of("aachen", ["a", "b"]))

    assert "ix_occurrence_task" in plan


@contextmanager
def statistics_of_empty_tables(engine: Engine) -> Generator[None]:
    """Statistics from before the rungs came, as after a bulk import."""
    if engine.dialect.name == "sqlite":
        yield
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE occurrence SET (autovacuum_enabled = false)")
        connection.exec_driver_sql("ANALYZE occurrence")
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE occurrence RESET (autovacuum_enabled)")


def fill(connection: Connection) -> None:
    """Rungs of the past that have fired, and rungs that are still to come."""
    reader = {"tenant_id": TENANT, "id": "reader", "name": "R", "email": "r@example.org", "active": True}
    connection.execute(insert(person), reader)
    connection.execute(insert(occurrence), [row(n) for n in range(RUNGS)])


def row(number: int) -> dict[str, Any]:
    at = NOW + timedelta(hours=number - RUNGS // 2 + 1)
    return {
        "tenant_id": TENANT,
        "occ_key": f"overview/reader/{number}",
        "person_id": "reader",
        "rule_key": "overview",
        "ordinal": number,
        "rev": 0,
        "local_date": date(2026, 6, 15),
        "local_time": time(8),
        "tz": "Europe/Berlin",
        "tzdata_version": "2026.1",
        "due_at": at,
        "send_until": at,
        "state": "planned" if at > NOW else "fired",
        "created_at": NOW,
    }


def plan_of_due(connection: Connection) -> str:
    return explained(connection, lambda: SqlLedger(connection, TENANT).due(NOW, 500))


def explained(connection: Connection, query: Any) -> str:
    """How the database says it carries out the query, values and all."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        seen.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    query()
    event.remove(connection, "before_cursor_execute", note)
    statement, values = seen[0]
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(line) for line in connection.exec_driver_sql(explain + statement, values))
