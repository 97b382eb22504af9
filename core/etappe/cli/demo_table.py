"""The table at the end of the demo: where each Kommune stands."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from etappe.service.portfolio import ProjectRow

COLOURS = {"green": "green", "amber": "yellow", "red": "bold red"}
WIDE = 110
"""From this many columns on, what goes below each other otherwise stands side by side."""
DEADLINE = "Next deadline and why that day"
WIDTHS: dict[bool, dict[str, int | None]] = {
    True: {"Kommune": 19, "Land": 4, "Phase": 20, "State": 10, DEADLINE: None, "Last letter": 20},
    False: {"Kommune": 17, "Phase and state": 20, DEADLINE: None, "Last letter": 6},
}
"""The columns of the table on a wide and on a narrow terminal; the one without a width gets the rest."""


def table_of(title: str, rows: Iterable[ProjectRow], *, wide: bool) -> Table:
    """The projects, side by side or, where there is little room, below each other."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.expand, table.header_style = True, "bold underline"
    for name, width in WIDTHS[wide].items():
        table.add_column(name, overflow="fold", width=width, ratio=None if width else 1)
    for row in rows:
        table.add_row(*(_wide(row) if wide else _narrow(row)))
    return table


def _wide(row: ProjectRow) -> tuple[Text, ...]:
    place = Text(row.kommune), Text(row.land)
    return *place, Text(_phase(row)), _state(row), _deadline(row), _last_letter(row)


def _narrow(row: ProjectRow) -> tuple[Text, ...]:
    stage = Text.assemble(_phase(row), "\n", _state(row))
    return Text(f"{row.kommune}, {row.land}"), stage, _deadline(row), Text(_short(row.last_letter_on))


def _phase(row: ProjectRow) -> str:
    return row.phase.partition(" (")[0]


def _state(row: ProjectRow) -> Text:
    """The light as a word and a colour, and what is behind it."""
    late = f"\n{row.overdue} overdue" if row.overdue else ""
    return Text.assemble((f"● {row.light.value}", COLOURS[row.light.value]), late)


def _deadline(row: ProjectRow) -> Text:
    """What is due next, and how its day is counted; 'etappe why' adds the holidays that were passed over."""
    title = textwrap.shorten(row.next_task, 60, placeholder=" …")
    return Text(f"{_short(row.next_due)} {title}: {row.why.partition(';')[0]}" if row.next_due else "")


def _last_letter(row: ProjectRow) -> Text:
    return Text(f"{_short(row.last_letter_on)} {textwrap.shorten(row.last_letter, 40, placeholder=' …')}")


def _short(day: date | None) -> str:
    """A day without its year, which the title of the table tells."""
    return f"{day:%d.%m.}" if day else ""
