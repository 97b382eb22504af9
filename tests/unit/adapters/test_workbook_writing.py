"""Tables in a workbook: days are days, and a text is never a formula."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped] # it has no types

from etappe.adapters.workbook.writing import workbook_of, write_tables
from etappe.errors import BadWorkbookName, FileTaken, FileUnwritable
from etappe.model.cells import Cell, Column, Table
from tests.unit.adapters.workbooks import DAY, SHEET, part_of, table, workbook

GERMAN = "dd.mm.yyyy"


def cell(value: Cell) -> tuple[object, str, str]:
    """A value as Excel finds it: value, type, format."""
    found = load_workbook(BytesIO(workbook((value,))))["Termine"]["A2"]
    return found.value, found.data_type, found.number_format


def test_a_day_is_a_date_in_german_format() -> None:
    value, kind, shown = cell(DAY)

    assert (str(value), kind, shown) == ("2027-05-12 00:00:00", "d", GERMAN)


@pytest.mark.parametrize("text", ["05513000", "Anna", "TRUE", "#N/A", "12.05.2027"])
def test_a_text_is_a_text(text: str) -> None:
    assert cell(text) == (text, "s", "@")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", " =1"])
def test_what_looks_like_a_formula_is_a_text_with_a_mark(text: str) -> None:
    assert cell(text) == (f"'{text.strip()}", "s", "@")


def test_no_formula_is_written() -> None:
    assert "<f" not in part_of(workbook(("=1+1", "=cmd|' /C calc'!A0")), SHEET)


def test_numbers_are_numbers_and_nothing_is_nothing() -> None:
    assert cell(7)[:2] == (7, "n")
    assert cell(None)[0] is None


def test_headings_stay_in_sight_and_filter() -> None:
    sheet = load_workbook(BytesIO(workbook(("x", "y"), ("x", "z"))))["Termine"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet["A1"].font.bold


def test_choices_are_offered_below_the_heading() -> None:
    columns = (Column("Rolle", 30, ("AP", "VS")),)
    content = workbook_of([Table("Kontakte", columns, ())], GERMAN)

    sheet = load_workbook(BytesIO(content))["Kontakte"]

    (validation,) = sheet.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"AP,VS"', "A2:A20000")
    assert sheet.column_dimensions["A"].width == 30


def test_too_many_choices_are_none() -> None:
    column = Column("Rolle", choices=tuple(f"rolle_{n}" for n in range(60)))
    content = workbook_of([Table("Kontakte", (column,), ())], GERMAN)

    sheet = load_workbook(BytesIO(content))["Kontakte"]

    assert sheet.data_validations.dataValidation == []


def test_a_file_that_is_there_is_only_overwritten_by_force(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_text("mine")

    with pytest.raises(FileTaken, match=r"overwrite it with --force"):
        write_tables([table()], file, GERMAN)

    assert file.read_text() == "mine"
    write_tables([table()], file, GERMAN, force=True)
    assert [f.name for f in tmp_path.iterdir()] == ["plan.xlsx"]
    assert file.read_bytes().startswith(b"PK")


def test_a_workbook_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(BadWorkbookName, match=r"name it like plan\.xlsx"):
        write_tables([table()], tmp_path / "plan.xls", GERMAN)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, force: bool) -> None:
    with pytest.raises(FileUnwritable, match="No such file or directory"):
        write_tables([table()], tmp_path / "none" / "plan.xlsx", GERMAN, force=force)
