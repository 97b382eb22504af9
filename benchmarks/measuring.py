"""CPU time of this process and of the database's, of two ways that take turns."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

NANOSECOND = 1e-9


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do a piece of work; preparing it is not measured."""

    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a piece of work costs on both ways, and how much dearer etappe may be."""

    what: str
    database: str
    unit: str
    limit: str
    """What etappe is held against."""
    limit_us: float
    etappe_us: float
    goal: float
    pairs: int

    @property
    def ratio(self) -> float:
        """How many times the limit etappe costs."""
        return self.etappe_us / self.limit_us

    def within(self, margin: float) -> bool:
        """Whether the goal is met, what it grants beyond the limit taken times a margin."""
        return self.ratio <= 1 + (self.goal - 1) * margin


def take_turns(
    limit: Way, etappe: Way, pairs: int, units: int, backends: Sequence[int]
) -> tuple[float, float]:
    """Microseconds per unit on both ways: medians of pairs that begin with the one and the other in turn."""
    spent: dict[Way, list[float]] = {limit: [], etappe: []}
    for pair in range(pairs + 1):
        for way in (limit, etappe) if pair % 2 else (etappe, limit):
            spent[way].append(_cpu_seconds(way, backends))
    first, second = (median(of_way[1:]) for of_way in spent.values())  # the first pair warms up
    return first / units * 1e6, second / units * 1e6


def _cpu_seconds(way: Way, backends: Sequence[int]) -> float:
    way.prepare()
    gc.collect()
    before = _clock(backends)
    way.run()
    return _clock(backends) - before


def _clock(backends: Sequence[int]) -> float:
    return time.process_time() + sum(_cpu_of(pid) for pid in backends)


def _cpu_of(pid: int) -> float:
    """CPU seconds of another process, to the nanosecond where the kernel tells."""
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():
        return int(exact.read_text().split()[0]) * NANOSECOND
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
