"""Spreadsheets of strangers: CSV, cells and workbooks are read, or refused with the place of the fault."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.workbook.reading import read_sheets
from etappe.adapters.workbook.writing import workbook_of
from etappe.errors import EtappeError
from etappe.model.cell_reading import LONGEST_TEXT, Place, RowReader
from etappe.model.cell_words import ENGLISH
from etappe.model.cells import (
    CellError,
    CellProblem,
    Column,
    Formula,
    Raw,
    RawRow,
    Table,
    in_reading_order,
    plain,
)
from etappe.model.file_kinds import require_kind
from etappe.model.file_names import shown_name
from etappe.model.kommune_csv import COLUMNS, SheetRow, read_sheet
from etappe_portal.disposition import attachment
from tests.files import EVERY_KIND
from tests.fuzz.nasty import fuzz, nasty, nasty_bytes, refusal
from tests.unit.adapters.workbooks import stored, with_sheet

GOOD = {"name": "Aachen", "land": "NW"}
cells: st.SearchStrategy[Raw] = st.one_of(
    st.none(),
    nasty,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    nasty.map(Formula),
    nasty.map(CellError),
)
written_cells = st.one_of(nasty, st.integers(-(2**53), 2**53), st.dates(date(1900, 3, 1)))
grids = st.lists(st.lists(nasty, max_size=6), max_size=6)
rows = st.fixed_dictionaries({c: st.one_of(st.just(GOOD.get(c, "")), nasty) for c in COLUMNS})


@given(st.one_of(nasty, grids.map(lambda grid: _csv(grid, ";")), grids.map(lambda grid: _csv(grid, ","))))
@fuzz(120)
def test_any_text_is_read_as_a_table_of_kommunen_or_its_faults_are_named(text: str) -> None:
    sheet = read_sheet(text)

    assert sheet.rows or sheet.problems
    assert all(str(problem) and problem.line >= 1 for problem in (*sheet.problems, *sheet.warnings))


@given(st.lists(rows, min_size=1, max_size=4), st.sampled_from(",;"))
@fuzz(120)
def test_a_kommune_that_was_read_is_read_again_as_it_is(found: list[dict[str, str]], sign: str) -> None:
    text = _csv([list(COLUMNS), *([row[c] for c in COLUMNS] for row in found)], sign)
    sheet = read_sheet(text)
    again = read_sheet(_csv([list(COLUMNS), *(_cells(row) for row in sheet.rows)], ","))

    assert [row.kommune for row in again.rows] == [row.kommune for row in sheet.rows]
    for row in sheet.rows:
        assert all(value.isprintable() for value in _cells(row))


@given(st.lists(cells, max_size=5), st.integers(0, 7))
@fuzz(250)
def test_a_cell_is_read_or_its_fault_is_named(row: list[Raw], column: int) -> None:
    problems: list[CellProblem] = []
    reader = RowReader(Place("Termine", 7, {"field": column}), RawRow(7, tuple(row)), problems, ENGLISH)

    text, day, required = reader.text("field"), reader.day("field"), reader.required("field")

    assert text.isprintable()
    assert len(text) <= LONGEST_TEXT
    assert day is None or type(day) is date
    assert required or problems
    assert all(len(str(problem)) < 400 for problem in sorted(problems, key=in_reading_order))


@given(st.lists(st.tuples(nasty, written_cells), max_size=4))
@fuzz(40)
def test_what_was_written_into_a_workbook_is_read_and_is_no_formula(
    tmp_path: Path, written: list[tuple[str, str | int | date]]
) -> None:
    table = Table("Termine", (Column("A"), Column("B")), (("Kopf", "Kopf"), *written))

    (sheet,) = read_sheets(stored(tmp_path, workbook_of([table], "dd.mm.yyyy")), ["Termine"])

    for row in sheet.rows:
        assert not any(isinstance(cell, Formula | CellError) for cell in row.cells)
        texts = [cell for cell in row.cells if isinstance(cell, str)]
        assert all(plain(text) == text for text in texts)


PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml", "xl/media/a.png")
CELLS = (
    b'<c t="s"><v>%s</v></c>',
    b"<c><f>%s</f><v>1</v></c>",
    b'<c t="inlineStr"><is><t>%s</t></is></c>',
    b"<c><v>%s</v></c>",
    b'<c t="d"><v>%s</v></c>',
    b'<c r="%s"><v>1</v></c>',
    b'<c t="%s"><v>1</v></c>',
    b"%s",
)


@given(st.sampled_from(CELLS), nasty_bytes)
@fuzz(120)
def test_the_xml_of_a_stranger_is_read_or_refused(tmp_path: Path, cell: bytes, text: bytes) -> None:
    content = with_sheet(b'<row r="1">' + cell.replace(b"%s", text) + b"</row>")
    file = stored(tmp_path, content)
    said = refusal(partial(read_sheets, file, ["Termine"]))
    if said:
        assert len(said) < 1000
        return

    sheets = read_sheets(file, ["Termine"])
    for cell_read in (c for sheet in sheets for row in sheet.rows for c in row.cells):
        assert isinstance(cell_read, str | int | float | date | time | timedelta | Formula | CellError | None)
        assert not isinstance(cell_read, datetime) or cell_read.tzinfo is None


@pytest.mark.parametrize("size", [60, 200])
@pytest.mark.parametrize("part", PARTS)
def test_a_bomb_of_some_kilobytes_is_refused_before_it_unfolds(tmp_path: Path, size: int, part: str) -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w") as target:
            for _ in range(size):
                target.write(b" " * 1024 * 1024)

    with pytest.raises(EtappeError):
        read_sheets(stored(tmp_path, made.getvalue()), ["Termine"])


@given(st.sampled_from(sorted(EVERY_KIND)), st.integers(0, 2**16), nasty_bytes, st.booleans())
@fuzz(250)
def test_a_file_that_was_tampered_with_is_of_its_kind_or_refused(
    name: str, at: int, piece: bytes, cut: bool
) -> None:
    content = EVERY_KIND[name]
    place = at % (len(content) + 1)
    tampered = content[:place] + piece + content[place + len(piece) if cut else place :]
    for ending in ("xlsx", "csv", "pdf", "png", "jpg"):
        said = refusal(partial(require_kind, f"datei.{ending}", tampered))
        assert not said or f"datei.{ending}" in said


@given(nasty)
@fuzz(250)
def test_a_name_of_a_file_ends_no_header(text: str) -> None:
    for name in (text, shown_name(text)):
        disposition = attachment(name.encode(errors="replace").decode())["Content-Disposition"]
        assert disposition.isascii()
        assert disposition.isprintable()
        assert disposition.count('"') == 2


def _csv(grid: list[list[str]], sign: str) -> str:
    written = StringIO(newline="")
    csv.writer(written, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(grid)
    return written.getvalue()


def _cells(row: SheetRow) -> list[str]:
    """A row as its own file would say it, without its people."""
    k = row.kommune
    known = {
        "name": k.name,
        "land": k.land,
        "art": k.kind,
        "rechtsstellung": k.legal_status,
        "forum": k.forum,
        "einwohner": "" if k.inhabitants is None else str(k.inhabitants),
        "ags": k.ags or "",
        "feiertage": k.category.value,
        "vertretung": k.council,
        "slug": k.slug,
    }
    return [known.get(column, "") for column in COLUMNS]
