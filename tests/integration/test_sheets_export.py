"""What project management takes along: one plan, or all projects, by name and without any result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etappe.errors import UnknownProject
from etappe.model.cells import Cell, Table
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.place import Land
from etappe.service.changing import make_change
from etappe.service.filling import roles_of
from etappe.service.office import Office
from etappe.service.people import set_contact, set_staff
from etappe.service.portfolio import portfolio
from etappe.service.replanning import MoveAnchor
from etappe.service.sheets.exporting import plan_tables, portfolio_tables
from etappe.service.tasks import complete_task, waive_task
from tests.integration.worlds import AACHEN, START, World, found, settle_in

TASK, WAIVED = "selbstcheck.abgabe", "workshop.raum"
WORKSHOP = date(2026, 4, 21)


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with a project."""
    world = found(office, kommune=replace(AACHEN, ags="05334002"))
    world.start()
    return world


def rows(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table, by heading."""
    return [dict(zip([c.heading for c in table.columns], row, strict=True)) for row in table.rows]


def plan(world: World) -> tuple[Table, ...]:
    """The workbook of one plan."""
    return plan_tables(world.office, "aachen", world.clock.now())


def everything(world: World) -> tuple[Table, ...]:
    """The workbook of all projects."""
    return portfolio_tables(world.office, world.clock.now())


def test_a_plan_has_its_anchors_with_days_and_reasons(world: World) -> None:
    make_change(world.office, "aachen", MoveAnchor("workshop", WORKSHOP), "pm", world.clock.now())

    anchors = {row["Schlüssel"]: row for row in rows(plan(world)[0])}

    assert anchors["workshop"]["Tag"] == WORKSHOP
    assert anchors["workshop"]["Von Hand"] == "ja"
    assert "von Hand" in str(anchors["workshop"]["Warum dieser Tag"])
    assert anchors["auftakt"]["Von Hand"] == "nein"


def test_a_plan_has_its_tasks_with_role_day_and_state(world: World) -> None:
    complete_task(world.office, "aachen", TASK, "ap", world.clock.now())
    waive_task(world.office, "aachen", WAIVED, "=gibt es schon", "pm", world.clock.now())

    tasks = {row["Schlüssel"]: row for row in rows(plan(world)[1])}

    assert tasks[TASK]["Fällig"] == world.record(TASK).due
    assert (tasks[TASK]["Stand"], tasks[TASK]["Rolle"]) == ("erledigt", "AP")
    assert tasks[WAIVED]["Stand"] == "entfallen: =gibt es schon"
    assert tasks["workshop.termin"]["Stand"] == "offen"


def test_an_open_task_after_its_day_is_overdue(world: World) -> None:
    world.clock.moment = world.clock.moment.replace(month=12)

    states = {row["Stand"] for row in rows(plan(world)[1])}

    assert "überfällig" in states


def test_a_plan_has_its_phases_in_their_order(world: World) -> None:
    phases = rows(plan(world)[2])

    begins = [row["Beginn"] for row in phases if isinstance(row["Beginn"], date)]
    assert begins == sorted(begins)
    assert len(begins) == len(phases) > 3


def test_a_project_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(UnknownProject):
        plan_tables(world.office, "bonn", world.clock.now())


def test_all_projects_say_what_the_list_of_projects_says(world: World) -> None:
    (listed,) = portfolio(world.office, world.clock.now())

    (row,) = rows(everything(world)[0])

    assert (row["Kommune"], row["Land"], row["AGS"]) == ("Aachen", "NW", "05334002")
    assert (row["Phase"], row["Grund"], row["Ampel"]) == (listed.phase, listed.reason, "grün")
    assert (row["Nächste Frist"], row["Nächste Aufgabe"]) == (listed.next_due, listed.next_task)
    assert (row["Erledigt"], row["Aufgaben"], row["Überfällig"]) == (0, listed.tasks, 0)


def test_projects_are_in_the_order_of_names(world: World) -> None:
    for slug, name in (("zwickau", "Zwickau"), ("aalen", "Aalen"), ("oestrich", "Östrich")):
        settle_in(world, Kommune(slug, name, Land.NW))
        world.start(kommune=slug, start=START)

    projects, dates, contacts, _ = everything(world)

    order = ["Aachen", "Aalen", "Östrich", "Zwickau"]
    assert [row["Kommune"] for row in rows(projects)] == order
    assert list(dict.fromkeys(row["Kommune"] for row in rows(dates))) == order
    assert list(dict.fromkeys(row["Kommune"] for row in rows(contacts))) == [
        "aachen",
        "aalen",
        "oestrich",
        "zwickau",
    ]


def test_dates_come_with_the_day_of_the_export(world: World) -> None:
    dates = rows(everything(world)[1])

    assert [row["Tag"] for row in dates] == [row["Bisher"] for row in dates]
    assert {row["Projekt"] for row in dates} == {"aachen"}


def test_contacts_are_those_of_the_kommunen_and_not_the_team_that_stands_in(world: World) -> None:
    contacts = rows(everything(world)[2])

    assert [row["Rolle"] for row in contacts] == ["AP", "VS", "VZ"]
    assert contacts[0]["Stellvertretung"] == "D AP"
    assert contacts[1]["E-Mail der Stellvertretung"] is None


def test_somebody_of_the_kommune_in_a_role_of_the_team_is_a_contact(world: World) -> None:
    set_staff(world.office, "PM", "Jule", "jule@team.example", None, "pm", world.clock.now())
    set_contact(world.office, "aachen", "PM", "Emre", "e@aachen.example", None, "pm", world.clock.now())

    contacts = rows(everything(world)[2])

    assert [row["Name"] for row in contacts if row["Rolle"] == "PM"] == ["Emre"]


def test_days_come_with_the_word_for_their_kind(world: World) -> None:
    with world.office.store.begin() as tx:
        tx.kommunen.add_day("aachen", NamedDay(DayKind.ELECTION, date(2026, 9, 13), "Kommunalwahl"))

    days = everything(world)[3]

    assert days.rows == (("aachen", "Wahl", date(2026, 9, 13), "Kommunalwahl"),)
    assert days.columns[1].choices == ("geschlossen", "Wahl", "Gremium")


def test_roles_are_offered_to_choose(world: World) -> None:
    contacts = everything(world)[2]

    assert contacts.columns[1].choices == tuple(roles_of(world.office))


def test_no_sheet_tells_a_result_of_the_self_check(world: World) -> None:
    headings = {c.heading for table in everything(world) for c in table.columns}

    assert not [h for h in headings if "Punkt" in h or "Ergebnis" in h or "Rang" in h]


def test_an_empty_programme_is_exported_too(office: Office) -> None:
    tables = portfolio_tables(office, found(office).clock.now())

    assert tables[0].rows == ()
