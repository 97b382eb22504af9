"""Read sheets of an Excel workbook as they are, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta
from pathlib import Path

from etappe.adapters.workbook.library import ReadBook, ReadCell, ReadSheet, load
from etappe.adapters.workbook.opening import content_of, opened, sound
from etappe.errors import SheetsMissing, WorkbookUnsound
from etappe.model.cells import CellError, Formula, Raw, RawRow, RawSheet

MOST_COLUMNS = 100
"""Nobody's headings reach further."""
LISTED = 10
"""Sheets that a refusal names."""


def read_sheets(file: Path, wanted: Collection[str]) -> tuple[RawSheet, ...]:
    """The sheets of some titles, without empty rows; others are passed over.

    Raises `FileUnreadable`, and what `sheets_in` raises.
    """
    return sheets_in(file, content_of(file), wanted)


def sheets_in(file: Path, content: bytes, wanted: Collection[str]) -> tuple[RawSheet, ...]:
    """The same of what a file of a name holds.

    Raises `SheetsMissing` where none of them is there, and what `opened` raises.
    """
    parts = opened(file, content)
    with sound(file):
        book = load(parts)
        sheets = _wanted(file, book, {title.casefold() for title in wanted})
        if not sheets:
            raise SheetsMissing(file=file, expected=_listed(wanted), found=_listed(_titles(book)))
        found = tuple(RawSheet(sheet.title, tuple(_rows(sheet))) for sheet in sheets)
        book.close()
        return found


def _wanted(file: Path, book: ReadBook, titles: set[str]) -> list[ReadSheet]:
    sheets = [s for s in book.worksheets if s.title.strip().casefold() in titles]
    if len({s.title.strip().casefold() for s in sheets}) < len(sheets):
        raise WorkbookUnsound(file=file, cause="it has two sheets of the same name")
    return sheets


def _titles(book: ReadBook) -> list[str]:
    return [sheet.title for sheet in book.worksheets]


def _listed(titles: Collection[str]) -> str:
    shown = [f"'{title[:40]}'" for title in titles][:LISTED]
    return ", ".join([*shown, "…"] if len(titles) > LISTED else shown) or "none"


def _rows(sheet: ReadSheet) -> Iterable[RawRow]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_value(cell) for cell in row[:MOST_COLUMNS]]
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if cells:
            yield RawRow(number, tuple(cells))


def _value(cell: ReadCell) -> Raw:
    value = cell.value
    if cell.data_type == "f":
        return Formula(value if isinstance(value, str) else str(getattr(value, "text", None) or "="))
    if cell.data_type == "e":
        return CellError(str(value))
    if value is None or isinstance(value, str | int | float | date | time | timedelta):
        return value
    return str(value)
