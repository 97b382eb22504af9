"""Many projects with one rung due in each, made in seconds, and how often each of them was fired."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.crowd import KEYS, gather_crowd
from benchmarks.databases import POSTGRESQL
from benchmarks.rows import PATTERN, loading, multiply
from benchmarks.world import World, new_world
from etappe.model.shard import bucket_of

ONLY_WHAT_IS_DUE = (
    "DELETE FROM delivery",
    "DELETE FROM digest_item",
    "DELETE FROM digest",
    "DELETE FROM occurrence WHERE state <> 'planned' OR due_at > ?",
    "DELETE FROM task WHERE key NOT IN (SELECT task_key FROM occurrence WHERE project_id IS NOT NULL)",
    "UPDATE project SET phase_check_on = '2099-01-01'",
)
"""What a copy needs to have a rung fired: a tenth of its rows."""
IN_BUCKETS = (
    "UPDATE occurrence SET bucket = o.bucket FROM unnest(?::text[], ?::int[]) AS o(id, bucket)"
    " WHERE project_id = o.id"
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The projects, and the moment at which one rung of each is due."""

    world: World
    number: int
    now: datetime

    @property
    def url(self) -> str:
        """The database in which they are."""
        return self.world.engine.url.render_as_string(hide_password=False)

    def due(self) -> int:
        """How many rungs are not fired so far."""
        ((number,),) = self.world.driver.run(
            "SELECT count(*) FROM occurrence WHERE state = 'planned' AND due_at <= ?",
            int(self.now.timestamp()),
        )
        return int(number)

    def in_shard(self, count: int) -> Counter[int]:
        """How many of the rungs lie in each shard."""
        rows = self.world.driver.run(
            "SELECT bucket % ?, count(*) FROM occurrence WHERE due_at <= ? GROUP BY 1",
            count,
            int(self.now.timestamp()),
        )
        return Counter({int(shard): int(number) for shard, number in rows})

    def fired(self) -> Counter[str]:
        """How often the audit says of each rung that it was settled."""
        found: Counter[str] = Counter()
        for (data,) in self.world.driver.run("SELECT data FROM audit_event WHERE action = 'rungs settled'"):
            by_state: dict[str, list[str]] = json.loads(data) if isinstance(data, str) else data
            found.update(key for keys in by_state.values() for key in keys)
        return found

    def in_letters(self) -> Counter[str]:
        """In how many letters of its own reader each rung is."""
        rows = self.world.driver.run("SELECT occ_key FROM digest_item WHERE purpose = 'own'")
        return Counter(str(key) for (key,) in rows)


@contextmanager
def new_crowd(number: int) -> Generator[Crowd]:
    """A new PostgreSQL database with as many projects as asked for."""
    with new_world(POSTGRESQL) as world:
        now = gather_crowd(world, 1, due=True).astimezone(UTC)
        with loading(world.driver):
            for statement in ONLY_WHAT_IS_DUE:
                world.driver.run(statement, *([int(now.timestamp())] if "?" in statement else []))
        multiply(world.driver, KEYS, number - 1)
        projects = [PATTERN, *(f"k{n}" for n in range(1, number))]
        world.driver.run(IN_BUCKETS, projects, [bucket_of(project) for project in projects])
        world.driver.tidy()
        yield Crowd(world, number, now)
