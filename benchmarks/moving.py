"""Moving the workshop of one project, its diff included, against updating the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from sqlalchemy import Table

from benchmarks.databases import AnyDriver, Rows
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.planning import NEXT_LINK
from benchmarks.rows import PATTERN, columns, insert, renamed
from benchmarks.world import BEGAN, TENANT, World, add_kommunen, new_world, wish
from etappe.adapters.sql.tables import anchor, audit_event, occurrence, project, task
from etappe.service.changing import apply_change, preview_change
from etappe.service.office import open_file
from etappe.service.projects import start_project
from etappe.service.replanning import MoveAnchor

GOAL = 5.0
AT_ONCE = 20
"""Projects per measured round, each in a transaction of its own."""
MOVED = "workshop"
LATER = timedelta(days=14)
CHANGED = (project, anchor, task, occurrence)


def measure_moving(database: str, pairs: int) -> Iterator[Measured]:
    """CPU time per project, both ways on the same database; every round moves there or back."""
    with new_world(database) as world:
        ours = [f"ours-{n}" for n in range(AT_ONCE)]
        theirs = [f"bare-{n}" for n in range(AT_ONCE)]
        add_kommunen(world.office, [PATTERN, *ours, *theirs])
        for slug in (PATTERN, *ours, *theirs):
            start_project(world.office, slug, wish(world.office), "benchmark", BEGAN)
        limit_us, etappe_us = take_turns(
            _bare(world, theirs), _etappe(world, ours), pairs, AT_ONCE, world.backends()
        )
    yield Measured("diff and move", database, "project", "bare update", limit_us, etappe_us, GOAL, pairs)


def _etappe(world: World, slugs: list[str]) -> Way:
    days = cycle(_days(world))
    seen: list[tuple[str, MoveAnchor, str]] = []

    def look() -> None:
        change = MoveAnchor(MOVED, next(days))
        seen.clear()
        for slug in slugs:
            diff = preview_change(world.office, slug, change, "benchmark", BEGAN)
            seen.append((slug, change, diff.fingerprint))
        world.driver.tidy()

    def run() -> None:
        for slug, change, fingerprint in seen:
            apply_change(world.office, slug, change, fingerprint, "benchmark", BEGAN)

    return Way(run, look)


def _days(world: World) -> tuple[date, date]:
    """The day to which the workshop moves, and the one from which it comes."""
    with world.office.store.begin() as tx:
        before = open_file(world.office, tx, PATTERN).schedule.anchors[MOVED].day
    return before + LATER, before


@dataclass(slots=True)
class _Turn:
    """The updates of one move, for every project in their turn."""

    updates: dict[str, Rows] = field(default_factory=dict[str, Rows])


def _bare(world: World, slugs: list[str]) -> Way:
    there, back = (_move_pattern(world, day) for day in _days(world))
    ways = cycle([there, back])
    turn: list[_Turn] = []

    def prepare() -> None:
        changes, said = next(ways)
        turn[:] = [_turn(changes, said, slug) for slug in slugs]
        world.driver.tidy()

    def run() -> None:
        for one in turn:
            _update_project(world.driver, one.updates)

    return Way(run, prepare)


def _move_pattern(world: World, day: date) -> tuple[Mapping[Table, Rows], Rows]:
    """Move the pattern; the rows that are other ones now, and what the audit says."""
    before = {table: _rows(world.driver, table) for table in (*CHANGED, audit_event)}
    change = MoveAnchor(MOVED, day)
    seen = preview_change(world.office, PATTERN, change, "benchmark", BEGAN)
    apply_change(world.office, PATTERN, change, seen.fingerprint, "benchmark", BEGAN)
    after = {table: _rows(world.driver, table) for table in before}
    others = {table: [row for row in after[table] if row not in set(before[table])] for table in before}
    return {table: others[table] for table in CHANGED}, others[audit_event]


def _rows(driver: AnyDriver, table: Table) -> Rows:
    rows = driver.run(f"SELECT {columns(table)} FROM {table.name}")  # noqa: S608 - our own tables
    return [tuple(row) for row in rows if any(isinstance(v, str) and PATTERN in v for v in row)]


def _turn(changes: Mapping[Table, Rows], said: Rows, slug: str) -> _Turn:
    updates = {_update(table): _values(table, renamed(rows, slug)) for table, rows in changes.items()}
    return _Turn({**updates, insert(audit_event): renamed(said, slug)})


def _update(table: Table) -> str:
    """A statement that writes every column of one row anew that is not part of its key."""
    keys = {c.name for c in table.primary_key}
    values = ", ".join(f'"{c.name}" = ?' for c in table.columns if c.name not in keys)
    one = " AND ".join(f'"{c.name}" = ?' for c in table.columns if c.name in keys)
    return f"UPDATE {table.name} SET {values} WHERE {one}"  # noqa: S608 - our own tables


def _values(table: Table, rows: Rows) -> Rows:
    keys = {c.name for c in table.primary_key}
    names = [c.name for c in table.columns]
    order = [i for i, n in enumerate(names) if n not in keys] + [i for i, n in enumerate(names) if n in keys]
    return [tuple(row[i] for i in order) for row in rows]


def _update_project(driver: AnyDriver, updates: Mapping[str, Rows]) -> None:
    driver.run(driver.BEGIN)
    for statement, rows in updates.items():
        if statement == insert(audit_event):
            for tenant, _, *said, digest in rows:
                ((seq,),) = driver.run(NEXT_LINK, digest, TENANT)
                driver.run(statement, tenant, seq, *said, digest)
        elif rows:
            driver.many(statement, rows)
    driver.run("COMMIT")
