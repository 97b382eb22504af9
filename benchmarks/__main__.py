"""Measure etappe against its limits; the exit code says whether every goal is met."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console

from benchmarks.databases import DATABASES
from benchmarks.firing import measure_firing
from benchmarks.idling import measure_idling
from benchmarks.measuring import Measured
from benchmarks.moving import measure_moving
from benchmarks.overview import measure_overview
from benchmarks.planning import measure_planning
from benchmarks.report import keep, record, show
from benchmarks.shifting import measure_shifting


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to measure."""

    pairs: int
    crowds: tuple[int, ...]
    shifted: int
    """Projects of one order."""
    shown: tuple[int, ...]
    """Kommunen of an overview."""
    margin: float


FULL = Effort(pairs=7, crowds=(1_000, 10_000), shifted=1_000, shown=(1_000, 11_000), margin=1)
QUICK = Effort(pairs=5, crowds=(1_000,), shifted=300, shown=(1_000,), margin=2)
"""For CI, whose machines are noisy: fewer rounds, fewer projects, and twice the margin."""

WIDE = 140


def main() -> int:
    """Measure everything, print it, and keep the record of a full run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the record instead of a table")
    as_json: bool = parser.parse_args().json
    quick = bool(os.environ.get("ETAPPE_BENCH_QUICK"))
    effort = QUICK if quick else FULL
    console = Console(stderr=as_json, width=None if sys.stdout.isatty() else WIDE)
    measured: list[Measured] = []
    for m in _measure(effort):
        console.print(f"{m.what} on {m.database}: {m.ratio:.2f} times {m.limit}", highlight=False)
        measured.append(m)
    figures = record(measured, datetime.now(UTC).date())
    if not quick:
        keep(figures)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        show(console, measured, effort.margin)
    return 0 if all(m.within(effort.margin) for m in measured) else 1


def _measure(effort: Effort) -> Iterator[Measured]:
    for database in DATABASES:
        yield from measure_planning(database, effort.pairs)
        yield from measure_firing(database, effort.pairs)
        yield from measure_moving(database, effort.pairs)
        yield from measure_shifting(database, effort.pairs, effort.shifted)
        yield from measure_overview(database, effort.pairs, effort.shown)
        yield from measure_idling(database, effort.pairs, effort.crowds)


if __name__ == "__main__":
    sys.exit(main())
