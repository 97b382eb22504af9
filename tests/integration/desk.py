"""Project management at its desk: it exports a workbook, changes cells in it, and imports it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from etappe.model.cells import Cell, Raw, RawRow, RawSheet, Table, harmless, letters_of
from etappe.model.kommune import NamedDay
from etappe.model.people import Person
from etappe.model.sheets import read_entries
from etappe.service.people import list_contacts
from etappe.service.sheets.exporting import portfolio_tables
from etappe.service.sheets.importing import import_sheets
from etappe.service.sheets.run import SheetReport
from tests.integration.worlds import World

DATES, CONTACTS, DAYS = "Termine", "Kontakte", "Freie Tage"


@dataclass(slots=True)
class Desk:
    """A workbook that was exported, and what is changed in it."""

    world: World
    sheets: dict[str, RawSheet] = field(default_factory=dict[str, RawSheet])

    def export(self) -> Desk:
        """Export all projects; what was changed before is gone."""
        tables = portfolio_tables(self.world.office, self.world.clock.now())
        self.sheets = {table.title: as_read(table) for table in tables}
        return self

    def change(self, sheet: str, key: str, heading: str, value: Raw) -> str:
        """Put a value into the first row that holds a key; tells its cell."""
        return self.put(sheet, self.row_of(sheet, key), heading, value)

    def row_of(self, sheet: str, *keys: str) -> int:
        """The number of the first row that holds some keys."""
        return next(row.number for row in self.sheets[sheet].rows if set(keys) <= set(row.cells))

    def put(self, sheet: str, number: int, heading: str, value: Raw) -> str:
        """Put a value into a row; tells its cell."""
        rows = self.sheets[sheet].rows
        column = rows[0].cells.index(heading)
        changed = tuple(
            RawRow(row.number, (*row.cells[:column], value, *row.cells[column + 1 :]))
            if row.number == number
            else row
            for row in rows
        )
        self.sheets[sheet] = RawSheet(sheet, changed)
        return f"{sheet}!{letters_of(column + 1)}{number}"

    def add(self, sheet: str, *cells: Raw) -> str:
        """Write a row below the others; tells its number."""
        rows = self.sheets[sheet].rows
        number = rows[-1].number + 1
        self.sheets[sheet] = RawSheet(sheet, (*rows, RawRow(number, cells)))
        return str(number)

    def only(self, sheet: str, *rows: Sequence[Raw]) -> None:
        """Keep nothing but the headings of one sheet and some rows."""
        heading = self.sheets[sheet].rows[0]
        below = (RawRow(n, tuple(row)) for n, row in enumerate(rows, 2))
        self.sheets = {sheet: RawSheet(sheet, (heading, *below))}

    def bring(self, *, dry_run: bool = False) -> SheetReport:
        """Import the workbook."""
        office = self.world.office
        entries = read_entries(self.sheets.values(), office.speech.captions)
        return import_sheets(office, entries, "pm", self.world.clock.now(), dry_run=dry_run)

    def anchors(self) -> dict[str, tuple[date, bool]]:
        """The anchors of Aachen as they are stored, and whether somebody has fixed them."""
        with self.world.office.store.begin() as tx:
            return {a.key: (a.day, a.by_hand) for a in tx.projects.anchors("aachen")}

    def contact(self, role: str) -> tuple[Person, Person | None]:
        """Who fills a role of Aachen, and who steps in."""
        found = list_contacts(self.world.office, "aachen")
        return next((c.person, c.deputy) for c in found if c.role == role)

    def days(self) -> tuple[NamedDay, ...]:
        """The calendar of Aachen."""
        with self.world.office.store.begin() as tx:
            return tx.kommunen.days(["aachen"]).get("aachen", ())

    def everything(self) -> object:
        """What an import could change, and the length of the audit."""
        people = list_contacts(self.world.office, "aachen")
        return self.anchors(), people, self.days(), len(self.world.facts())

    def told(self) -> list[str]:
        """What is wrong with the workbook."""
        return [str(problem) for problem in self.bring().problems]


def as_read(table: Table) -> RawSheet:
    """A table as it is read from the workbook that it is written into."""
    rows = (tuple(column.heading for column in table.columns), *table.rows)
    return RawSheet(table.title, tuple(RawRow(n, tuple(map(_kept, row))) for n, row in enumerate(rows, 1)))


def _kept(value: Cell) -> Raw:
    if isinstance(value, str):
        return harmless(value) or None
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value  # noqa: DTZ001
