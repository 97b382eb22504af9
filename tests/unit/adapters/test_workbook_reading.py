"""Sheets of a workbook, cell by cell, as they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etappe.adapters.workbook.reading import read_sheets
from etappe.adapters.workbook.writing import workbook_of
from etappe.errors import EtappeError, SheetsMissing, WorkbookUnsound
from etappe.model.cells import CellError, Formula, Raw, RawRow
from tests.unit.adapters.workbooks import (
    DAY,
    SHEET,
    STRINGS,
    part_of,
    stored,
    table,
    with_parts,
    with_sheet,
    workbook,
)

GOOD = workbook(("Anna", DAY), ("=1", 7))


def rows(folder: Path, content: bytes) -> tuple[RawRow, ...]:
    """The rows of the sheet called Termine."""
    (sheet,) = read_sheets(stored(folder, content), ["Termine"])
    return sheet.rows


def cell(folder: Path, xml: str) -> Raw:
    """One cell as it is read."""
    ((row),) = rows(folder, with_sheet(f'<row r="1">{xml}</row>'.encode()))
    return row.cells[0]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    found = rows(tmp_path, workbook(("Anna", DAY), (None, None), ("=1", 7)))

    assert found == (
        RawRow(1, ("A", "B")),
        RawRow(2, ("Anna", datetime(2027, 5, 12))),  # noqa: DTZ001 - as Excel keeps days
        RawRow(4, ("'=1", 7)),
    )


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<c><f>1+1</f><v>2</v></c>", Formula("=1+1")),
        ('<c t="str"><f>A2</f><v>x</v></c>', Formula("=A2")),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>', Formula("=B1:B2")),
        ('<c r="A1"><f t="shared" si="0"/><v>1</v></c>', Formula("=")),
        ('<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>1</v></c>', Formula("=")),
        ('<c t="e"><v>#REF!</v></c>', CellError("#REF!")),
        ('<c t="b"><v>1</v></c>', True),
        ("<c><v>46519.5</v></c>", 46519.5),
        ('<c t="d"><v>2027-05-12</v></c>', DAY),
        ('<c t="inlineStr"><is><r><t>An</t></r><r><t>na</t></r></is></c>', "Anna"),
    ],
)
def test_a_cell_is_what_it_is(tmp_path: Path, xml: str, value: Raw) -> None:
    assert cell(tmp_path, xml) == value


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end(tmp_path: Path) -> None:
    lying = part_of(GOOD, SHEET).replace('ref="A1:B3"', 'ref="A1:A1"')
    assert lying != part_of(GOOD, SHEET)

    found = rows(tmp_path, with_parts({SHEET: lying.encode()}, GOOD))

    assert len(found) == 3


def test_rows_that_are_left_out_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    found = rows(tmp_path, with_sheet(b'<row r="5"><c><v>1</v></c></row><row r="1048576"/>'))

    assert found == (RawRow(5, (1,)),)


def test_sheets_that_nobody_wants_are_passed_over(tmp_path: Path) -> None:
    tables = [table(title="Notizen"), table(title="KONTAKTE"), table(title="Termine")]

    found = read_sheets(stored(tmp_path, workbook_of(tables, "dd.mm.yyyy")), ["Termine", "Kontakte"])

    assert [sheet.title for sheet in found] == ["KONTAKTE", "Termine"]


def test_a_workbook_without_any_of_the_sheets_names_its_own(tmp_path: Path) -> None:
    content = workbook_of([table(title=f"Tabelle{n}") for n in range(12)], "dd.mm.yyyy")

    with pytest.raises(SheetsMissing) as refused:
        read_sheets(stored(tmp_path, content), ["Termine", "Kontakte"])

    assert "none of the sheets 'Termine', 'Kontakte', but 'Tabelle0', 'Tabelle1'," in str(refused.value)
    assert "'Tabelle9', …" in str(refused.value)


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    content = workbook_of([table(title="Termine"), table(title="X")], "dd.mm.yyyy")
    book = part_of(content, "xl/workbook.xml").replace('name="X"', 'name="termine"')

    with pytest.raises(WorkbookUnsound, match="two sheets of the same name"):
        rows(tmp_path, with_parts({"xl/workbook.xml": book.encode()}, content))


@pytest.mark.parametrize(
    "cells",
    ['<c t="s"><v>99</v></c>', '<c r="§"><v>1</v></c>', "<c><v>x</v></c>", '<c t="d"><v>nie</v></c>', "<c"],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, cells: str) -> None:
    with pytest.raises(WorkbookUnsound, match=r"save it as \.xlsx"):
        cell(tmp_path, cells)


ANYTHING = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(folder: Path, content: bytes) -> None:
    """Read a workbook: there is a result, or one of our errors."""
    try:
        found = read_sheets(stored(folder, content), ["Termine"])
    except EtappeError as error:
        named, titles = "book.xlsx" in str(error), set[str]()
    else:
        named, titles = True, {sheet.title for sheet in found} - {"Termine"}
    assert (named, titles) == (True, set())


@ANYTHING
@given(content=st.binary(max_size=400))
@example(content=b"PK\x03\x04")
@example(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    attempt(tmp_path, content)


@ANYTHING
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(GOOD) - 1))] = data.draw(st.integers(0, 255))

    attempt(tmp_path, bytes(content[: data.draw(st.integers(1, len(GOOD)))]))


@ANYTHING
@given(
    part=st.sampled_from([SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]),
    cut=st.tuples(st.floats(0, 1), st.integers(0, 60)),
    put=st.sampled_from(["", "<", ">", '"', "<c/>", "</row>", "-1", "9" * 30, "\x00", "ä", "&amp;", "&lt;"])
    | st.text(max_size=8),
)
def test_a_workbook_with_any_text_changed_is_read_or_refused(
    tmp_path: Path, part: str, cut: tuple[float, int], put: str
) -> None:
    text = part_of(GOOD, part) if part != STRINGS else "<sst/>"
    begin = int(cut[0] * len(text))
    changed = text[:begin] + put + text[begin + cut[1] :]

    attempt(tmp_path, with_parts({part: changed.encode("utf-8", "replace")}, GOOD))


def test_what_is_attempted_is_otherwise_read(tmp_path: Path) -> None:
    attempt(tmp_path, GOOD)

    assert len(rows(tmp_path, GOOD)) == 3
