"""How the effect of a change is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etappe.cli.terminal import german, print_table, say, warn

if TYPE_CHECKING:
    from datetime import date

    from etappe.model.diff import Diff, RungChange


def print_diff(diff: Diff) -> None:
    """Show everything that a change touches, and what is doubtful then."""
    for change in diff.decisions:
        say(f"{change.what}: {_words(change.before)} → {_words(change.after)}")
    _table(f"Dates of '{diff.project}'", ("Before", "After", "What", "Why the new day"), _dates(diff))
    _table("Tasks", ("Change", "Due", "Task"), _tasks(diff))
    _table("Rungs", ("Change", "Day", "Task and rung"), [_rung(r) for r in diff.rungs])
    _table("Calendar entries", ("Before", "After", "Entry"), _entries(diff))
    _table("Who is told", ("Name", "Address", "On", "Of"), _told(diff))
    for doubt in diff.warnings:
        warn(f"{'' if doubt.new else '(as before) '}{doubt.warning.text}")


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if rows:
        print_table(title, columns, rows)


def _dates(diff: Diff) -> list[tuple[str, ...]]:
    return [
        (german(d.before), german(d.after), f"{d.title}\n{d.key}", d.why)
        for d in sorted(diff.dates, key=lambda d: (d.after, d.key))
    ]


def _tasks(diff: Diff) -> list[tuple[str, ...]]:
    added = [("appears", german(t.due), f"{t.title}\n{t.task}") for t in diff.added]
    return [*added, *(("retires", german(t.due), f"{t.title}\n{t.task}") for t in diff.retired)]


def _rung(rung: RungChange) -> tuple[str, ...]:
    return rung.fate.value, german(rung.day), f"{rung.task} {rung.rung}"


def _entries(diff: Diff) -> list[tuple[str, ...]]:
    return [(_day(e.before), _day(e.after), e.title) for e in diff.entries]


def _told(diff: Diff) -> list[tuple[str, ...]]:
    return [(t.name, t.email, german(t.on), ", ".join(t.tasks) or "the resumption") for t in diff.told]


def _day(day: date | None) -> str:
    return german(day) if day else "–"


def _words(text: str) -> str:
    return text or "–"
