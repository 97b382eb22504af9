"""What was changed in a workbook is carried out: all of it or nothing, and never a deletion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.moments import moment
from etappe.model.people import Person
from etappe.model.place import Land
from etappe.model.project import AnchorRecord
from etappe.service.day_entry import enter_days
from etappe.service.office import Office
from etappe.service.people import list_contacts, roles_of
from etappe.service.replanning import Moved, fix_anchor
from tests.integration.desk import CONTACTS, DATES, DAYS, Desk
from tests.integration.worlds import World, found, settle_in

TASK = "selbstcheck.abgabe"
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


def anchors(world: World, project: str = "aachen") -> dict[str, tuple[date, bool]]:
    """The anchors as they are stored."""
    with world.office.store.begin() as tx:
        return {a.key: (a.day, a.by_hand) for a in tx.projects.anchors(project)}


def contact(world: World, role: str) -> tuple[Person, Person | None]:
    """Who fills a role of Aachen, and who steps in."""
    return next((c.person, c.deputy) for c in list_contacts(world.office, "aachen") if c.role == role)


def days(world: World) -> tuple[NamedDay, ...]:
    """The calendar of Aachen."""
    with world.office.store.begin() as tx:
        return tx.kommunen.days(["aachen"]).get("aachen", ())


def everything(world: World) -> object:
    """What an import could change, and the audit."""
    return anchors(world), list_contacts(world.office, "aachen"), days(world), len(world.facts())


def test_a_workbook_that_nobody_changed_changes_nothing(desk: Desk) -> None:
    person = contact(desk.world, "AP")[0]
    with desk.world.office.store.begin() as tx:
        tx.people.save(Person(person.id, "=An\u202ena  '-x", "ap@aachen.example"))
        tx.kommunen.add_day("aachen", NamedDay(DayKind.CLOSED, CARNIVAL, "'=Rosen\tmontag"))
    before = everything(desk.world)

    report = desk.export().bring()

    assert (report.anchors, report.contacts, dict(report.days)) == ((), (), {})
    assert (report.problems, report.left, dict(report.moved)) == ((), (), {})
    assert everything(desk.world) == before


def test_a_changed_day_fixes_the_anchor_and_tasks_follow(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    due = desk.world.record("workshop.raum").due

    report = desk.bring()

    assert anchors(desk.world)["workshop"] == (LATER, True)
    assert Moved("workshop", WORKSHOP, LATER) in report.moved["aachen"].anchors
    assert desk.world.record("workshop.raum").due > due
    assert not anchors(desk.world)["abgabe"][1]


def test_the_audit_says_which_cell_wanted_it(desk: Desk) -> None:
    cell = desk.change(DATES, "workshop", TAG, LATER)

    desk.bring()

    fact = next(f for f in desk.world.facts() if f.action == "anchor fixed")
    assert (fact.actor, fact.about, fact.data["why"]) == ("pm", "aachen/workshop", cell)


def test_a_dry_run_tells_the_same_and_saves_nothing(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.add(CONTACTS, "aachen", "PL", "Lea", "lea@aachen.example")
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL)
    before = everything(desk.world)

    tried = desk.bring(dry_run=True)

    assert everything(desk.world) == before
    done = desk.bring()
    assert (tried.moved, tried.contacts, tried.days) == (done.moved, done.contacts, done.days)
    assert (tried.dry_run, done.dry_run) == (True, False)


def test_importing_the_same_workbook_again_changes_nothing(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.bring()
    before = everything(desk.world)

    again = desk.bring()

    assert (again.anchors, again.problems) == ((), ())
    assert everything(desk.world) == before


def test_dates_that_follow_within_one_import_are_not_put_back(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    for row in desk.sheets[DATES].rows[1:]:
        desk.change(DATES, str(row.cells[2]), "Bisher", None)  # nothing but the days of the export

    report = desk.bring()

    assert report.problems == ()
    assert [a.anchor for a in report.anchors] == ["workshop"]
    assert not anchors(desk.world)["dialog"][1]


def test_somebody_elses_move_is_not_undone_by_an_older_export(desk: Desk) -> None:
    fix_anchor(desk.world.office, "aachen", "workshop", LATER, "vs", desk.world.clock.now())

    assert desk.bring().anchors == ()
    assert anchors(desk.world)["workshop"] == (LATER, True)


def test_two_who_move_the_same_anchor_are_told_of_each_other(desk: Desk) -> None:
    fix_anchor(desk.world.office, "aachen", "workshop", LATER, "vs", desk.world.clock.now())
    cell = desk.change(DATES, "workshop", TAG, date(2026, 4, 29))

    assert desk.told() == [
        f"{cell}: It was 15.04.2026 when the sheet was exported and is 22.04.2026 now: "
        "somebody has moved it meanwhile; export the sheet again."
    ]
    assert anchors(desk.world)["workshop"] == (LATER, True)


def test_anchors_that_make_room_for_one_another_are_moved_together(desk: Desk) -> None:
    fixed = {"workshop": WORKSHOP, "dialog": anchors(desk.world)["dialog"][0]}
    for key, day in fixed.items():
        fix_anchor(desk.world.office, "aachen", key, day, "pm", desk.world.clock.now())
    desk.export()
    desk.change(DATES, "workshop", TAG, date(2026, 6, 24))
    alone = desk.told()
    desk.change(DATES, "dialog", TAG, date(2026, 9, 15))

    report = desk.bring()

    assert "dialog" in alone[0]
    assert report.problems == ()
    assert {k: anchors(desk.world)[k][0] for k in fixed} == {
        "workshop": date(2026, 6, 24),
        "dialog": date(2026, 9, 15),
    }


def test_what_planning_refuses_stands_at_the_cell_and_nothing_is_saved(desk: Desk) -> None:
    cell = desk.change(DATES, "dialog", TAG, date(2026, 2, 3))
    desk.add(CONTACTS, "aachen", "PL", "Lea", "lea@aachen.example")
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL)
    before = everything(desk.world)

    told = desk.told()

    assert len(told) == 1
    assert told[0].startswith(f"{cell}: 'dialog' on 03.02.2026 ")
    assert "the earliest possible date is" in told[0]
    assert everything(desk.world) == before


def test_days_that_a_plan_cannot_be_held_with_stand_at_their_cell(desk: Desk) -> None:
    fix_anchor(desk.world.office, "aachen", "workshop", WORKSHOP, "pm", desk.world.clock.now())
    desk.export()
    rows = [
        ("aachen", "geschlossen", date(2026, month, day), "Umzug") for month in (2, 3) for day in range(1, 29)
    ]
    desk.only(DAYS, *rows)
    before = everything(desk.world)

    told = desk.told()

    assert [t.partition(": ")[0] for t in told] == ["Freie Tage!C2"]
    assert everything(desk.world) == before


def test_nobody_moves_what_has_happened_nor_into_the_past(desk: Desk) -> None:
    desk.world.clock.moment = moment(date(2026, 3, 2), time(9))
    passed = desk.change(DATES, "auftakt", TAG, date(2026, 5, 4))
    back = desk.change(DATES, "workshop", TAG, date(2026, 2, 24))

    told = desk.told()

    assert [t.partition(" ")[0] for t in told] == [f"{passed}:", f"{back}:"]
    assert "what has happened is not moved" in told[0]
    assert (
        told[1] == f"{back}: 24.02.2026 lies in the past, today is 02.03.2026; propose a day from today on."
    )


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


def test_a_new_contact_is_entered_and_gets_an_overview(desk: Desk) -> None:
    desk.add(CONTACTS, "aachen", "PL", "Lea", "Lea@aachen.example", "Jo", "jo@aachen.example")

    report = desk.bring()

    person, deputy = contact(desk.world, "PL")
    assert (person.name, person.email) == ("Lea", "lea@aachen.example")
    assert (deputy.name if deputy else None) == "Jo"
    assert [(c.kommune, c.role, c.name) for c in report.contacts] == [("aachen", "PL", "Lea")]


def test_another_contact_person_gets_the_overviews_from_now_on(desk: Desk) -> None:
    desk.change(CONTACTS, "AP", "Name", "Kim")
    desk.change(CONTACTS, "AP", "E-Mail", "kim@aachen.example")

    desk.bring()

    person, deputy = contact(desk.world, "AP")
    with desk.world.office.store.begin() as tx:
        assert tx.ledger.planned_overviews([person.id]) == {person.id}
    assert (person.name, deputy.name if deputy else None) == ("Kim", "D AP")


def test_what_is_emptied_is_left_and_told(desk: Desk) -> None:
    cells = [
        desk.change(CONTACTS, "AP", "E-Mail", None),
        desk.change(CONTACTS, "AP", "Stellvertretung", " "),
        desk.change(CONTACTS, "AP", "E-Mail der Stellvertretung", None),
        desk.change(DATES, "workshop", TAG, None),
    ]
    before = everything(desk.world)

    report = desk.bring()

    assert [f"{p.sheet}!{p.cell}" for p in report.left] == cells
    assert report.problems == ()
    assert everything(desk.world) == before


def test_rows_and_sheets_that_are_left_out_delete_nothing(desk: Desk) -> None:
    desk.only(CONTACTS)
    before = everything(desk.world)

    report = desk.bring()

    assert (report.problems, report.left) == ((), ())
    assert everything(desk.world) == before


def test_a_new_contact_needs_name_and_address(desk: Desk) -> None:
    row = desk.add(CONTACTS, "aachen", "PL", None, "lea@aachen.example", "Jo")

    told = desk.told()

    missing = "The cell is empty; fill it in, or delete the row."
    assert told == [f"Kontakte!C{row}: {missing}", f"Kontakte!F{row}: {missing}"]


def test_new_days_are_entered_and_dates_follow(desk: Desk) -> None:
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL, "Rosenmontag")
    desk.add(DAYS, "aachen", "Gremium", date(2026, 3, 11))

    report = desk.bring()

    assert days(desk.world) == (
        NamedDay(DayKind.CLOSED, CARNIVAL, "Rosenmontag"),
        NamedDay(DayKind.COMMITTEE, date(2026, 3, 11), "Gremiensitzung"),
    )
    assert Moved(TASK, date(2026, 3, 9), date(2026, 3, 10)) in report.moved["aachen"].tasks


def test_a_day_gets_another_name_and_keeps_its_own_where_the_cell_is_emptied(desk: Desk) -> None:
    new = [NamedDay(DayKind.CLOSED, date(2026, 12, n), "Umzug") for n in (28, 29)]
    enter_days(desk.world.office, "aachen", new, "pm", desk.world.clock.now())
    desk.export()
    desk.change(DAYS, "Umzug", "Name", "Inventur")
    cell = desk.change(DAYS, "Umzug", "Name", None)

    report = desk.bring()

    assert [day.name for day in days(desk.world)] == ["Inventur", "Umzug"]
    assert [f"{p.sheet}!{p.cell}" for p in report.left] == [cell]


def test_one_move_and_one_day_are_told_together(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL, "Rosenmontag")

    report = desk.bring()

    moved = {
        m.key: (m.before, m.after) for m in (*report.moved["aachen"].anchors, *report.moved["aachen"].tasks)
    }
    assert moved["workshop"] == (WORKSHOP, LATER)
    assert moved[TASK] == (date(2026, 3, 9), date(2026, 3, 10))


def test_a_problem_in_one_project_keeps_the_others_from_being_saved(desk: Desk) -> None:
    settle_in(desk.world, Kommune("bonn", "Bonn", Land.NW))
    desk.world.start(kommune="bonn")
    desk.export()
    desk.change(DATES, "workshop", TAG, LATER)  # Aachen's, the first
    bonn = next(r.number for r in desk.sheets[DATES].rows if "bonn" in r.cells and "dialog" in r.cells)
    rows = [
        r if r.number != bonn else type(r)(r.number, (*r.cells[:4], date(2026, 2, 3), *r.cells[5:]))
        for r in desk.sheets[DATES].rows
    ]
    desk.sheets[DATES] = type(desk.sheets[DATES])(DATES, tuple(rows))

    told = desk.told()

    assert [t.partition(": ")[0] for t in told] == [f"Termine!E{bonn}"]
    assert anchors(desk.world)["workshop"] == (WORKSHOP, False)


def test_a_key_that_nobody_knows_is_told_even_where_no_day_was_changed(desk: Desk) -> None:
    anchor = desk.change(DATES, "workshop", "Schlüssel", "werkstatt")
    project = desk.change(DATES, "dialog", "Projekt", "bonn")

    told = desk.told()

    assert [t.partition(": ")[0] for t in told] == [anchor, project]


def test_a_project_that_cannot_be_computed_is_told_by_name(desk: Desk) -> None:
    with desk.world.office.store.begin() as tx:
        for month in (2, 3):
            for day in range(1, 29):
                tx.kommunen.add_day("aachen", NamedDay(DayKind.CLOSED, date(2026, month, day), "Umzug"))
        tx.projects.save_anchors("aachen", [AnchorRecord("workshop", WORKSHOP, True)])
    cell = desk.change(DATES, "abschluss", TAG, date(2026, 12, 1))

    told = desk.told()

    assert [t.partition(" ")[0] for t in told] == [f"Termine!B{cell.partition('E')[2]}:"]
