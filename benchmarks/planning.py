"""Planning and storing one project, against inserting the same rows with all dates known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from benchmarks.databases import AnyDriver, Rows
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.rows import PATTERN, insert, renamed, rows_of_pattern
from benchmarks.world import BEGAN, TENANT, World, add_kommunen, new_world, wish
from etappe.adapters.sql.tables import anchor, audit_event, occurrence, project, task
from etappe.service.projects import start_project

GOAL = 3.0
AT_ONCE = 20
"""Projects per measured round, each in a transaction of its own."""
WRITTEN = (project, anchor, task, occurrence)
NEXT_LINK = "UPDATE audit_head SET seq = seq + 1, hash = ? WHERE tenant_id = ? RETURNING seq"


def measure_planning(database: str, pairs: int) -> Iterator[Measured]:
    """CPU time per project, both ways on the same database."""
    with new_world(database) as world:
        slugs = (f"kommune-{n}" for n in count())
        add_kommunen(world.office, ["first", PATTERN])
        for slug in ("first", PATTERN):  # the first arms the overviews of the staff, too
            _start(world, [slug])
        limit_us, etappe_us = take_turns(
            _bare(world, slugs), _etappe(world, slugs), pairs, AT_ONCE, world.backends()
        )
    yield Measured("plan and store", database, "project", "bare insert", limit_us, etappe_us, GOAL, pairs)


def _etappe(world: World, slugs: Iterator[str]) -> Way:
    chosen: list[str] = []
    return Way(lambda: _start(world, chosen), lambda: _new_kommunen(world, slugs, chosen))


def _start(world: World, slugs: list[str]) -> None:
    wanted = wish(world.office)
    for slug in slugs:
        start_project(world.office, slug, wanted, "benchmark", BEGAN)


def _new_kommunen(world: World, slugs: Iterator[str], chosen: list[str]) -> None:
    chosen[:] = [next(slugs) for _ in range(AT_ONCE)]
    add_kommunen(world.office, chosen)
    world.driver.tidy()


def _bare(world: World, slugs: Iterator[str]) -> Way:
    pattern = {table: rows_of_pattern(world.driver, table) for table in (*WRITTEN, audit_event)}
    statements = {table: insert(table) for table in pattern}
    chosen: list[str] = []
    ready: list[dict[str, Rows]] = []

    def prepare() -> None:
        _new_kommunen(world, slugs, chosen)
        ready[:] = [{statements[t]: renamed(rows, slug) for t, rows in pattern.items()} for slug in chosen]

    def run() -> None:
        for rows in ready:
            _insert_project(world.driver, rows, statements[audit_event])

    return Way(run, prepare)


def _insert_project(driver: AnyDriver, rows: dict[str, Rows], audit: str) -> None:
    driver.run(driver.BEGIN)
    for statement, of_table in rows.items():
        if statement != audit:
            driver.many(statement, of_table)
    tenant, _, *said, digest = rows[audit][0]
    ((seq,),) = driver.run(NEXT_LINK, digest, TENANT)
    driver.run(audit, tenant, seq, *said, digest)
    driver.run("COMMIT")
