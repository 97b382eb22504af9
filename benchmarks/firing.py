"""Firing one rung of each of many projects, against the bare INSERT … SELECT of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Table

from benchmarks.crowd import gather_crowd
from benchmarks.databases import AnyDriver
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.rows import columns, insert
from benchmarks.world import TENANT, World, new_world
from etappe.adapters.sql.tables import audit_event, delivery, digest, digest_item, follow_up, occurrence
from etappe.service.firing import fire

GOAL = 4.0
RUNGS = 1_000
READY = {
    digest: "SELECT min(i.occ_key) AS rung, {columns} FROM digest t JOIN digest_item i"
    " ON i.tenant_id = t.tenant_id AND i.digest_id = t.id WHERE t.created_at = {now}"
    " GROUP BY {columns}",
    delivery: "SELECT min(i.occ_key) AS rung, {columns} FROM delivery t JOIN digest_item i"
    " ON i.tenant_id = t.tenant_id AND i.digest_id = t.digest_id WHERE t.created_at = {now}"
    " GROUP BY {columns}",
    digest_item: "SELECT t.occ_key AS rung, {columns} FROM digest_item t JOIN digest d"
    " ON d.tenant_id = t.tenant_id AND d.id = t.digest_id WHERE d.created_at = {now}",
    occurrence: "SELECT o.occ_key AS rung, {columns} FROM occurrence t JOIN occurrence o"
    " ON o.tenant_id = t.tenant_id AND o.project_id = t.project_id AND o.task_key = t.task_key"
    " AND o.fired_at = {now} WHERE t.created_at = {now}",
}
"""What etappe wrote when it fired, each row beside the rung that led to it."""
SETTLE = "UPDATE occurrence SET state = 'fired', fired_at = ? WHERE state = 'planned' AND due_at <= ?"
NEXT_LINKS = "UPDATE audit_head SET seq = seq + ?, hash = ? WHERE tenant_id = ? RETURNING seq"


def measure_firing(database: str, pairs: int) -> Iterator[Measured]:
    """CPU time per rung, both ways on the same database, which is put back after each round."""
    with new_world(database) as world:
        now = gather_crowd(world, RUNGS, due=True)
        world.driver.tidy()
        fired = fire(world.office, now)
        assert (fired.rungs, fired.letters) == (RUNGS, RUNGS), fired
        bare = _bare(world, now)
        etappe = Way(lambda: fire(world.office, now), lambda: _put_back(world.driver, now))
        limit_us, etappe_us = take_turns(bare, etappe, pairs, RUNGS, world.backends())
    yield Measured(
        f"fire {RUNGS:,} rungs", database, "rung", "bare INSERT … SELECT", limit_us, etappe_us, GOAL, pairs
    )


def _bare(world: World, now: datetime) -> Way:
    driver, at = world.driver, int(now.timestamp())
    for table, query in READY.items():
        names = ", ".join(f't."{c.name}"' for c in table.columns)
        driver.run(f"CREATE TABLE ready_{table.name} AS {query.format(columns=names, now=at)}")
        driver.run(f"CREATE INDEX ix_ready_{table.name} ON ready_{table.name} (rung)")
    facts = driver.run(f"SELECT {columns(audit_event)} FROM audit_event WHERE at = ?", at)  # noqa: S608
    driver.tidy()
    statements = [_insert_ready(table) for table in READY]

    def run() -> None:
        driver.run(driver.BEGIN)
        for statement in statements:
            driver.run(statement, at)
        driver.run(SETTLE, at, at)
        ((seq,),) = driver.run(NEXT_LINKS, len(facts), facts[-1][-1], TENANT)
        driver.many(insert(audit_event), [(TENANT, seq - n, *fact[2:]) for n, fact in enumerate(facts)])
        driver.run("COMMIT")

    return Way(run, lambda: _put_back(driver, now))


def _insert_ready(table: Table) -> str:
    names = ", ".join(f'r."{c.name}"' for c in table.columns)
    return (
        f"INSERT INTO {table.name} ({columns(table)}) SELECT {names} FROM occurrence o"  # noqa: S608 - our own
        f" JOIN ready_{table.name} r ON r.rung = o.occ_key"
        " WHERE o.state = 'planned' AND o.due_at <= ? ON CONFLICT DO NOTHING"
    )


def _put_back(driver: AnyDriver, now: datetime) -> None:
    at = int(now.timestamp())
    driver.run("DELETE FROM digest_item WHERE digest_id IN (SELECT id FROM digest WHERE created_at = ?)", at)
    for table in (delivery, digest, occurrence):
        driver.run(f"DELETE FROM {table.name} WHERE created_at = ?", at)  # noqa: S608 - our own tables
    driver.run(f"DELETE FROM {follow_up.name} WHERE opened_at = ?", at)  # noqa: S608 - our own tables
    driver.run("UPDATE occurrence SET state = 'planned', fired_at = NULL WHERE fired_at = ?", at)
    driver.tidy()
