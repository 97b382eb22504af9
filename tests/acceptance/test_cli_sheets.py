"""Spreadsheets by command: out, changed, in again; bad ones refused by name, and with little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped] # it has no types

from tests.acceptance.cli import Cli, refusal
from tests.unit.adapters.workbooks import bomb, million_rows, stored, workbook

MOST_MEMORY = 300 * 1024
"""KB."""
MEASURED = """
import sys
from etappe.cli.app import main
try:
    main()
except SystemExit as end:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(end.code, peak)
"""
"""Not `ru_maxrss`, in which Linux counts what the parent held when it forked."""


@pytest.fixture(scope="module")
def etappe(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command with a project of Wilhelmshaven."""
    etappe = Cli(tmp_path_factory.mktemp("sheets"))
    etappe.does("kommunen", "add", "Wilhelmshaven", "--land", "NI", "--ags", "03405000")
    etappe.does("contacts", "set", "wilhelmshaven", "AP", "Enno", "enno@wilhelmshaven.example")
    etappe.does("projects", "start", "wilhelmshaven", "--start", "2028-01-10", "--answer", "praesenz=yes")
    return etappe


@pytest.fixture
def file(etappe: Cli) -> Path:
    """All projects, just exported."""
    etappe.does("sheets", "portfolio", "all.xlsx", "--force")
    return etappe.folder / "all.xlsx"


def change(file: Path, sheet: str, key: str, column: int, value: object) -> str:
    """Put a value into the row that holds a key, as somebody does in Excel; tells the cell."""
    book = load_workbook(file)
    row = next(row for row in book[sheet].iter_rows() if key in [cell.value for cell in row])
    row[column].value = value  # pyright: ignore[reportAttributeAccessIssue] - inferred from its default
    book.save(file)
    return f"{sheet}!{row[column].coordinate}"


def test_what_was_exported_is_imported_without_any_change(etappe: Cli, file: Path) -> None:
    told = etappe.does("sheets", "import", file)

    assert told == "Changed: anchors 0, contacts 0, days 0.\n"


def test_a_changed_day_is_tried_then_carried_out(etappe: Cli, file: Path) -> None:
    change(file, "Termine", "workshop", 4, datetime(2028, 5, 3))  # noqa: DTZ001 - as Excel keeps days

    tried = etappe.tells("sheets", "import", file, "--dry-run")
    done = etappe.tells("sheets", "import", file)
    again = etappe.does("sheets", "import", file)

    (anchor,) = done["anchors"]
    assert (anchor["anchor"], anchor["after"]) == ("workshop", "2028-05-03")
    assert (tried["anchors"], tried["dry_run"]) == ([anchor], True)
    assert "workshop" in {d["key"] for d in done["diffs"][0]["dates"]}
    assert again.startswith("Changed: anchors 0")


def test_people_read_what_would_change(etappe: Cli, file: Path) -> None:
    change(file, "Kontakte", "AP", 2, "Emma")

    told = etappe.does("sheets", "import", file, "--dry-run")

    assert "Would be changed: anchors 0, contacts 1, days 0." in told
    assert "Emma" in told


def test_problems_are_told_by_cell_and_nothing_is_saved(etappe: Cli, file: Path) -> None:
    formula = change(file, "Termine", "abschluss", 4, "=E4+7")
    day = change(file, "Termine", "abgabe", 4, "05/12/28")
    change(file, "Kontakte", "AP", 2, "Emma")

    ran = etappe("sheets", "import", file)

    assert ran.code == 1
    assert ran.err.splitlines()[:2] == [
        f"{day}: '05/12/28' is no day; write it as 12.05.2027.",
        f"{formula}: '=E4+7' is a formula, whose value is not trusted; write the value itself.",
    ]
    assert ran.said.endswith(
        "was not imported, faults: 2; correct them and import it again. Nothing was saved."
    )
    assert etappe.tells("contacts", "list", "wilhelmshaven")[0]["name"] == "Enno"


def test_a_plan_is_exported_once(etappe: Cli) -> None:
    told = etappe.does("sheets", "plan", "wilhelmshaven", "plan.xlsx")

    assert told == "The plan of 'wilhelmshaven' was written to 'plan.xlsx'.\n"
    assert "overwrite it with --force" in etappe.refuses("sheets", "plan", "wilhelmshaven", "plan.xlsx")
    etappe.does("sheets", "plan", "wilhelmshaven", "plan.xlsx", "--force")


def test_a_plan_is_no_workbook_to_import(etappe: Cli) -> None:
    etappe.does("sheets", "plan", "wilhelmshaven", "plan.xlsx", "--force")

    refused = etappe.refuses("sheets", "import", "plan.xlsx")

    assert refused == (
        "'plan.xlsx' has none of the sheets 'Termine', 'Kontakte', 'Freie Tage', but 'Anker', 'Aufgaben', "
        "'Phasen'; 'etappe sheets portfolio' writes a workbook that has them."
    )


def test_a_project_that_is_not_there_writes_no_file(etappe: Cli) -> None:
    assert "There is no project 'bonn'" in etappe.refuses("sheets", "plan", "bonn", "bonn.xlsx")
    assert not (etappe.folder / "bonn.xlsx").exists()


def test_a_wrong_name_is_refused_before_anything_is_opened() -> None:
    assert refusal("sheets", "portfolio", "all.csv") == (
        "'all.csv' does not end in .xlsx, so that no program would open it; name it like plan.xlsx."
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (bomb, "it inflates to more than 50 MB"),
        (million_rows, "'xl/worksheets/sheet1.xml' has more than 20,000 rows"),
    ],
)
def test_a_bomb_is_refused_with_little_memory(
    etappe: Cli, tmp_path: Path, content: Callable[[], bytes], found: str
) -> None:
    file = stored(tmp_path, content(), "large.xlsx")

    code, peak, err = measured(etappe, "sheets", "import", str(file))

    assert code == 1
    assert f"'{file}' is too large to be read: {found};" in err
    assert peak < MOST_MEMORY


def test_a_file_that_is_refused_is_otherwise_read(etappe: Cli, tmp_path: Path) -> None:
    file = stored(tmp_path, workbook(("a", "b")), "small.xlsx")

    code, _, err = measured(etappe, "sheets", "import", str(file))

    assert code == 1
    assert "Termine!1: The column 'Projekt' is missing; add it, or export the sheet again." in err


def measured(etappe: Cli, *words: str) -> tuple[int, int, str]:
    """Run a command; its exit code, the most memory that it held in KB, and what it said besides."""
    environment = {**os.environ, "ETAPPE_DATA_DIR": str(etappe.data), "COLUMNS": "400", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], env=environment, capture_output=True, text=True, check=True
    )
    code, peak = done.stdout.splitlines()[-1].split()
    return int(code), int(peak), done.stderr
