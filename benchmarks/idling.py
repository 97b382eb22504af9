"""A round that finds nothing to do, with few and with many projects stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from pydantic import SecretStr

from benchmarks.crowd import NOW, gather_crowd
from benchmarks.databases import POSTGRESQL, SQLITE
from benchmarks.measuring import Measured, Way, take_turns
from benchmarks.world import World, new_world
from etappe.adapters.safe import new_key
from etappe.bootstrap import post_room
from etappe.service.firing import fire
from etappe.service.sending import PostRoom
from etappe.service.ticking import tick
from etappe.settings import Settings

GOAL = 1.3
FEW = 100
AT_ONCE = 20
"""Rounds per measurement: one alone is too short for the clock."""
NO_SERVER = "mailto://127.0.0.1:9?from=etappe@etappe.example&mode=insecure"
"""Nobody answers there: a round without letters does not ask."""
STATISTICS = {SQLITE: ("",), POSTGRESQL: ("old", "fresh")}
"""PostgreSQL plans by statistics: old ones are from the time before the projects came."""

Work = Callable[[World], object]


@dataclass(frozen=True, slots=True)
class _Standing:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def measure_idling(database: str, pairs: int, crowds: tuple[int, ...]) -> Iterator[Measured]:
    """CPU time of idle rounds with few projects and with each larger number of them."""
    with ExitStack() as stack:
        worlds = {n: stack.enter_context(new_world(database)) for n in (FEW, *crowds)}
        room = stack.enter_context(
            post_room(
                Settings(
                    data_dir=Path(gettempdir()),
                    mail=SecretStr(NO_SERVER),
                    secret_keys=(SecretStr(new_key()),),
                )
            )
        )
        for number, world in worlds.items():
            world.driver.leave_statistics_old()
            gather_crowd(world, number)
        for statistics in STATISTICS[database]:
            if statistics == "fresh":
                for world in worlds.values():
                    world.driver.tidy()
            for number in crowds:
                yield from _compared(worlds[FEW], worlds[number], number, database, statistics, pairs, room)


def _compared(
    few: World, many: World, number: int, database: str, statistics: str, pairs: int, room: PostRoom
) -> Iterator[Measured]:
    works: dict[str, Work] = {
        "idle fire": lambda world: fire(world.office, NOW),
        "idle tick": lambda world: tick(world.office, room, _Standing(NOW)),
    }
    backends = (*few.backends(), *many.backends())
    for name, work in works.items():
        few_us, many_us = take_turns(_rounds(work, few), _rounds(work, many), pairs, AT_ONCE, backends)
        what = f"{name}, {number:,} projects" + (f", {statistics} statistics" if statistics else "")
        yield Measured(what, database, "round", f"{FEW} projects", few_us, many_us, GOAL, pairs)


def _rounds(work: Work, world: World) -> Way:
    def run() -> None:
        for _ in range(AT_ONCE):
            work(world)

    return Way(run)
