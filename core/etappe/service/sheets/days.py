"""Enter the days that a spreadsheet adds to the calendars of Kommunen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etappe.errors import EtappeError
from etappe.model.cells import plain
from etappe.model.kommune import NamedDay
from etappe.model.sheets import DayRow
from etappe.service.day_entry import enter_within
from etappe.service.ports import Transaction
from etappe.service.sheets.run import Run

NewDays = Mapping[str, Sequence[tuple[DayRow, NamedDay]]]
"""Days that are not stored so, by Kommune, each with its row."""


def new_days(run: Run, tx: Transaction, rows: Sequence[DayRow]) -> NewDays:
    """What the rows add to what is stored; a day without a name keeps its own, or gets that of its kind."""
    slugs = [k.slug for k in tx.kommunen.all()] if rows else []
    stored = {
        (slug, day.kind, day.day): day.name for slug, days in tx.kommunen.days(slugs).items() for day in days
    }
    found: dict[str, list[tuple[DayRow, NamedDay]]] = {}
    for row in rows:
        known = stored.get((row.kommune, row.kind, row.day))
        if row.kommune not in slugs:
            text = run.unknown(run.words.no_kommune, row.kommune, slugs)
            run.problems.append(row.place.problem("kommune", text))
        elif known and not row.name:
            run.left += [row.place.problem("name", run.words.left)] if "name" in row.place.columns else []
        elif known is None or plain(known) != row.name:
            name = row.name or run.office.speech.remarks.day_names[row.kind]
            found.setdefault(row.kommune, []).append((row, NamedDay(row.kind, row.day, name)))
    return found


def enter_days(run: Run, tx: Transaction, days: NewDays) -> None:
    """Enter days; the dates of running projects follow."""
    for slug, rows in days.items():
        new = tuple(day for _, day in rows)
        try:
            enter_within(run.office, tx, slug, new, run.by, run.now)
        except EtappeError as error:
            run.problems.append(rows[0][0].place.problem("day", run.why(error)))
            continue
        run.days[slug] = new
