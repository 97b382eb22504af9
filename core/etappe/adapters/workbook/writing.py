"""Write tables into an Excel workbook; a text stays a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

from etappe.adapters.workbook.library import WrittenCell, WrittenSheet, bold, choices_of, new_book
from etappe.errors import BadWorkbookName, FileTaken, FileUnwritable
from etappe.model.cells import Cell, Column, Table, harmless, letters_of

TEXT = "@"
"""The format in which 05513000 keeps its zero."""
LAST_ROW = 20_000
"""Down to where a choice is offered."""
LONGEST_LIST = 250
"""Characters of all choices of a cell together; Excel takes 255 with the quotation marks."""


def require_writable(file: Path, *, force: bool) -> None:
    """Refuse a file before any work is done for it; raises `BadWorkbookName` or `FileTaken`."""
    if file.suffix.lower() != ".xlsx":
        raise BadWorkbookName(file=file)
    if file.exists() and not force:
        raise FileTaken(file=file)


def write_tables(tables: Iterable[Table], file: Path, day_format: str, *, force: bool = False) -> None:
    """Write a workbook with one sheet per table.

    Raises `BadWorkbookName`, `FileTaken` where there is one already and ``force`` is off, `FileUnwritable`.
    """
    require_writable(file, force=force)
    content = workbook_of(tables, day_format)
    with _writing(file):
        if force:
            _replace(file, content)
        else:
            with file.open("xb") as opened:
                opened.write(content)


def workbook_of(tables: Iterable[Table], day_format: str) -> bytes:
    """A workbook with one sheet per table."""
    book = new_book()
    book.properties.creator = "etappe"
    for table in tables:
        _fill(book.create_sheet(table.title), table, day_format)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: WrittenSheet, table: Table, day_format: str) -> None:
    heading = bold()
    for number, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, number)
        _put(cell, column.heading, day_format)
        cell.font = heading
        sheet.column_dimensions[letters_of(number)].width = column.width
        _offer_choices(sheet, letters_of(number), column)
    for row_number, row in enumerate(table.rows, 2):
        for number, value in enumerate(row, 1):
            _put(sheet.cell(row_number, number), value, day_format)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters_of(len(table.columns))}{len(table.rows) + 1}"


def _put(cell: WrittenCell, value: Cell, day_format: str) -> None:
    if value is None:
        return
    if isinstance(value, str):
        cell.value = harmless(value)
        # openpyxl takes =1 for a formula and #N/A for an error of one
        cell.data_type, cell.number_format = "s", TEXT
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = day_format


def _offer_choices(sheet: WrittenSheet, letters: str, column: Column) -> None:
    if not column.choices or len(",".join(column.choices)) > LONGEST_LIST:
        return
    choices = choices_of(column.choices)
    choices.add(f"{letters}2:{letters}{LAST_ROW}")
    sheet.add_data_validation(choices)


@contextmanager
def _writing(file: Path) -> Generator[None]:
    try:
        yield
    except FileExistsError:
        raise FileTaken(file=file) from None
    except OSError as error:
        raise FileUnwritable(file=file, cause=error.strerror or type(error).__name__) from None


def _replace(file: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, which stays whole where that fails."""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
