"""An anchor shifted in many projects by one order: what each costs with many, and with few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count, cycle

from benchmarks.crowd import KEYS
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.rows import PATTERN, multiply
from benchmarks.world import BEGAN, World, add_kommunen, new_world, wish
from etappe.service.bulk import BulkStep, apply_many, preview_many
from etappe.service.projects import start_project
from etappe.service.replanning import ShiftAnchor

GOAL = 1.2
FEW = 100
SHIFTED = "workshop"
DAYS = 5


@dataclass(frozen=True, slots=True)
class _Standing:
    def now(self) -> datetime:
        return BEGAN


def measure_shifting(database: str, pairs: int, many: int) -> Iterator[Measured]:
    """CPU time per project of look and order together; every round shifts there or back."""
    with ExitStack() as stack:
        worlds = [stack.enter_context(new_world(database)) for _ in range(2)]
        few, crowd = worlds
        _fill(few, FEW)
        _fill(crowd, many)
        backends = (*few.backends(), *crowd.backends())
        # the units differ, so each way is divided by its own
        few_us, many_us = take_turns(_orders(few), _orders(crowd), pairs, 1, backends)
    what = f"bulk shift, {many:,} projects"
    yield Measured(what, database, "project", f"{FEW} projects", few_us / FEW, many_us / many, GOAL, pairs)


def _fill(world: World, number: int) -> None:
    add_kommunen(world.office, [PATTERN])
    start_project(world.office, PATTERN, wish(world.office), "benchmark", BEGAN)
    multiply(world.driver, KEYS, number - 1)
    world.driver.tidy()


def _orders(world: World) -> Way:
    with world.office.store.begin() as tx:
        names = [p.id for p in tx.projects.all()]
    days, numbers, clock = cycle([DAYS, -DAYS]), count(), _Standing()

    def run() -> None:
        change, order = ShiftAnchor(SHIFTED, next(days)), f"round {next(numbers)}"
        seen = preview_many(world.office, names, change, "benchmark", clock, _unheard, order=order)
        assert not seen.refused, seen.refused[0]
        apply_many(world.office, names, change, seen.fingerprint, "benchmark", clock, _unheard, order=order)

    return Way(run)


def _unheard(_: BulkStep) -> None:
    """Nobody watches."""
