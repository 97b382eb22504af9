"""What was changed in a workbook is carried out: all of it or nothing, and never a deletion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.people import Person
from etappe.model.place import Land
from etappe.service.filling import roles_of
from etappe.service.office import Office
from tests.integration.desk import CONTACTS, DATES, DAYS, Desk
from tests.integration.worlds import World, found, settle_in

WORKSHOP, LATER = date(2026, 4, 15), date(2026, 4, 22)
CARNIVAL = date(2026, 2, 16)
TAG = "Tag"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a project; in the end the audit is whole."""
    world = found(office)
    world.start()
    yield world
    assert world.chain_holds()


@pytest.fixture
def desk(world: World) -> Desk:
    """The workbook of Aachen."""
    return Desk(world).export()


def test_a_workbook_that_nobody_changed_changes_nothing(desk: Desk) -> None:
    person = desk.contact("AP")[0]
    with desk.world.office.store.begin() as tx:
        tx.people.save(Person(person.id, "=An\u202ena  '-x", "ap@aachen.example"))
        tx.kommunen.add_day("aachen", NamedDay(DayKind.CLOSED, CARNIVAL, "'=Rosen\tmontag"))
    before = desk.everything()

    report = desk.export().bring()

    assert (report.anchors, report.contacts, dict(report.days)) == ((), (), {})
    assert (report.problems, report.left, report.diffs) == ((), (), ())
    assert desk.everything() == before


def test_a_dry_run_tells_the_same_and_saves_nothing(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.add(CONTACTS, "aachen", "PL", "Lea", "lea@aachen.example")
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL)
    before = desk.everything()

    tried = desk.bring(dry_run=True)

    assert desk.everything() == before
    done = desk.bring()
    assert (tried.diffs, tried.contacts, tried.days) == (done.diffs, done.contacts, done.days)
    assert (tried.dry_run, done.dry_run) == (True, False)


def test_importing_the_same_workbook_again_changes_nothing(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.bring()
    before = desk.everything()

    again = desk.bring()

    assert (again.anchors, again.problems) == ((), ())
    assert desk.everything() == before


def test_all_problems_are_told_by_sheet_and_cell(desk: Desk) -> None:
    desk.only(
        DATES,
        (None, "bonn", "workshop", None, LATER),
        (None, "aachen", "fest", None, LATER),
        (None, "aachen", "workshop", None, "05/12/27"),
    )
    desk.sheets |= {
        s: sheet for s, sheet in Desk(desk.world).export().sheets.items() if s in (CONTACTS, DAYS)
    }
    person = desk.add(CONTACTS, "bonn", "XY", "Lea", "lea@aachen.example")
    closed = desk.add(DAYS, "bonn", "geschlossen", CARNIVAL)

    told = desk.told()

    roles = ", ".join(roles_of(desk.world.office))
    anchors_known = "start, auftakt, abgabe, workshop, dialog, abschluss"
    assert told == [
        f"Freie Tage!A{closed}: There is no Kommune 'bonn'; there are: aachen.",
        f"Kontakte!A{person}: There is no Kommune 'bonn'; there are: aachen.",
        f"Kontakte!B{person}: The programme has no role 'XY'; there are: {roles}.",
        "Termine!B2: There is no project 'bonn'; there are: aachen.",
        f"Termine!C3: The plan has no anchor 'fest'; there are: {anchors_known}.",
        "Termine!E4: '05/12/27' is no day; write it as 12.05.2027.",
    ]


def test_what_is_emptied_is_left_and_told(desk: Desk) -> None:
    cells = [
        desk.change(CONTACTS, "AP", "E-Mail", None),
        desk.change(CONTACTS, "AP", "Stellvertretung", " "),
        desk.change(CONTACTS, "AP", "E-Mail der Stellvertretung", None),
        desk.change(DATES, "workshop", TAG, None),
    ]
    before = desk.everything()

    report = desk.bring()

    assert [f"{p.sheet}!{p.cell}" for p in report.left] == cells
    assert report.problems == ()
    assert desk.everything() == before


def test_rows_and_sheets_that_are_left_out_delete_nothing(desk: Desk) -> None:
    desk.only(CONTACTS)
    before = desk.everything()

    report = desk.bring()

    assert (report.problems, report.left) == ((), ())
    assert desk.everything() == before


def test_a_problem_in_one_project_keeps_the_others_from_being_saved(desk: Desk) -> None:
    settle_in(desk.world, Kommune("bonn", "Bonn", Land.NW))
    desk.world.start(kommune="bonn")
    desk.export()
    desk.change(DATES, "workshop", TAG, LATER)  # Aachen's, the first
    cell = desk.put(DATES, desk.row_of(DATES, "bonn", "dialog"), TAG, date(2026, 2, 3))

    told = desk.told()

    assert [t.partition(": ")[0] for t in told] == [cell]
    assert desk.anchors()["workshop"] == (WORKSHOP, False)
