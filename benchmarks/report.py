"""What was measured, as a table for people and as a dated record."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Measured

RESULTS = Path(__file__).parent / "results"
COLUMNS = ("work", "database", "against", "limit", "etappe", "ratio", "goal", "")


def show(console: Console, measured: Iterable[Measured], margin: float) -> None:
    """Print a table; CPU times are medians."""
    table = Table(*COLUMNS, title="CPU time, etappe and its limit in turns")
    for m in measured:
        per = f"µs/{m.unit}"
        verdict = "[green]met[/]" if m.within(margin) else "[red]missed[/]"
        limit, etappe = f"{m.limit_us:,.0f} {per}", f"{m.etappe_us:,.0f} {per}"
        table.add_row(m.what, m.database, m.limit, limit, etappe, f"{m.ratio:.2f}", f"≤ {m.goal:g}", verdict)
    console.print(table)


def record(measured: Sequence[Measured], today: date) -> dict[str, Any]:
    """The figures with the versions that they belong to, and nothing that names the machine."""
    return {
        "date": today.isoformat(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "measured": [{**asdict(m), "ratio": round(m.ratio, 3)} for m in measured],
    }


def keep(figures: dict[str, Any]) -> None:
    """Write the dated record; a later run of the day replaces it."""
    text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    (RESULTS / f"{figures['date']}.json").write_text(text, encoding="utf-8")
