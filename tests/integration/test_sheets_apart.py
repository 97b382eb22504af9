"""A stranger's workbook is read in a process that may take so much and no more, and that knows no secret."""

from __future__ import annotations

import pytest

from etappe.adapters.workbook import apart
from etappe.adapters.workbook.apart import entries_apart
from etappe.adapters.workbook.writing import workbook_of
from etappe.errors import EtappeError, NotAWorkbook, SheetsMissing, WorkbookTooLarge, WorkbookUnsound
from etappe.model.captions import GERMAN as CAPTIONS
from etappe.model.cell_words import CELL_WORDS
from etappe.model.cells import Cell, Column, Table
from etappe.model.sheets import Entries, read_entries
from tests.integration.desk import as_read
from tests.unit.adapters.workbooks import bomb, million_rows, with_parts, workbook

HEADINGS = tuple(CAPTIONS.dates.headings.values())


def dates(*rows: tuple[Cell, ...]) -> Table:
    """The sheet of dates with some rows: project, key and day."""
    filled = tuple(("Aachen", project, key, "", day, None, "") for project, key, day in rows)
    return Table(CAPTIONS.dates.title, tuple(Column(heading) for heading in HEADINGS), filled)


def read(content: bytes, name: str = "mappe.xlsx", reader: str = "de") -> Entries:
    """What a workbook asks for."""
    return entries_apart(name, content, "de", reader)


def test_what_comes_from_the_other_process_is_what_would_be_read_here() -> None:
    table = dates(("aachen", "workshop", "28.04.2026"), ("aachen", "dialog", "bald"), ("", "", ""))

    found = read(workbook_of([table], CAPTIONS.day_format))

    assert found == read_entries([as_read(table)], CAPTIONS, CELL_WORDS["de"])
    assert len(found.anchors) == 1
    assert "ist kein Tag" in str(found.problems[0])


def test_faults_are_told_in_the_language_of_the_reader() -> None:
    content = workbook_of([dates(("aachen", "dialog", "bald"))], CAPTIONS.day_format)

    assert "is no day" in str(read(content, reader="en").problems[0])


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("leer.xlsx", b"", NotAWorkbook),
        ("brief.pdf", b"%PDF-1.7 ...", NotAWorkbook),
        ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotAWorkbook),
        ("makros.xlsm", workbook(("a", "b")), NotAWorkbook),
        ("fremd.xlsx", workbook_of([Table("Urlaub", (Column("A"),), ())], "dd.mm.yyyy"), SheetsMissing),
        ("halb.xlsx", workbook(("a", "b"))[:-80], WorkbookUnsound),
        ("bombe.xlsx", bomb(), WorkbookTooLarge),
        ("million.xlsx", million_rows(), WorkbookTooLarge),
        ("gross.xlsx", b"PK\x03\x04" + bytes(5 * 1024 * 1024), WorkbookTooLarge),
        ("doppelt.xlsx", with_parts({"xl/vbaProject.bin": b"x"}), NotAWorkbook),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_by_its_name(name: str, content: bytes, refusal: type[EtappeError]) -> None:
    with pytest.raises(refusal, match=name):
        read(content, name)


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE_S", 0.01)

    with pytest.raises(WorkbookTooLarge, match="seconds"):
        read(workbook_of([dates()], CAPTIONS.day_format))


def test_a_reader_that_breaks_down_is_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "__name__", "etappe.no_such_module")

    with pytest.raises(WorkbookTooLarge, match="512 MB"):
        read(workbook_of([dates()], CAPTIONS.day_format))
