"""The first page of the overview, with few and with many Kommunen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.crowd import NOW, gather_crowd
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.world import World, new_world
from etappe.model.filters import Filters
from etappe.service.needs import needs_me
from etappe.service.overview import overview

GOAL = 2.0
FEW = 35
"""As many Kommunen as the programme has."""
SHOWN = 35
"""On a page, so that both show as many."""
AT_ONCE = 5
"""Pages per measurement."""


def measure_overview(database: str, pairs: int, crowds: tuple[int, ...]) -> Iterator[Measured]:
    """CPU time of a page with what waits above it, of which the larger world shows as much as the smaller."""
    with ExitStack() as stack:
        few = stack.enter_context(new_world(database))
        gather_crowd(few, FEW)
        few.driver.tidy()
        for number in crowds:
            with new_world(database) as many:
                gather_crowd(many, number)
                many.driver.tidy()
                backends = (*few.backends(), *many.backends())
                few_us, many_us = take_turns(_pages(few), _pages(many), pairs, AT_ONCE, backends)
            what = f"overview, {number:,} projects"
            yield Measured(what, database, "page", f"{FEW} projects", few_us, many_us, GOAL, pairs)


def _pages(world: World) -> Way:
    def run() -> None:
        for _ in range(AT_ONCE):
            overview(world.office, Filters(), NOW, size=SHOWN)
            needs_me(world.office, NOW)

    return Way(run)
