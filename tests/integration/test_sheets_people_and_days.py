"""Contacts and days that were changed or added in a workbook are entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.model.kommune import DayKind, NamedDay
from etappe.service.changing import make_change
from etappe.service.day_entry import enter_days
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from tests.integration.desk import CONTACTS, DATES, DAYS, Desk
from tests.integration.worlds import World, found

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


def test_days_that_a_plan_cannot_be_held_with_stand_at_their_cell(desk: Desk) -> None:
    make_change(desk.world.office, "aachen", MoveAnchor("workshop", WORKSHOP), "pm", desk.world.clock.now())
    desk.export()
    rows = [
        ("aachen", "geschlossen", date(2026, month, day), "Umzug") for month in (2, 3) for day in range(1, 29)
    ]
    desk.only(DAYS, *rows)
    before = desk.everything()

    told = desk.told()

    assert [t.partition(": ")[0] for t in told] == ["Freie Tage!C2"]
    assert desk.everything() == before


def test_a_new_contact_is_entered_and_gets_an_overview(desk: Desk) -> None:
    desk.add(CONTACTS, "aachen", "PL", "Lea", "Lea@aachen.example", "Jo", "jo@aachen.example")

    report = desk.bring()

    person, deputy = desk.contact("PL")
    assert (person.name, person.email) == ("Lea", "lea@aachen.example")
    assert (deputy.name if deputy else None) == "Jo"
    assert [(c.kommune, c.role, c.name) for c in report.contacts] == [("aachen", "PL", "Lea")]


def test_another_contact_person_gets_the_overviews_from_now_on(desk: Desk) -> None:
    desk.change(CONTACTS, "AP", "Name", "Kim")
    desk.change(CONTACTS, "AP", "E-Mail", "kim@aachen.example")

    desk.bring()

    person, deputy = desk.contact("AP")
    with desk.world.office.store.begin() as tx:
        assert tx.ledger.planned_overviews([person.id]) == {person.id}
    assert (person.name, deputy.name if deputy else None) == ("Kim", "D AP")


def test_a_new_contact_needs_name_and_address(desk: Desk) -> None:
    row = desk.add(CONTACTS, "aachen", "PL", None, "lea@aachen.example", "Jo")

    told = desk.told()

    missing = "The cell is empty; fill it in, or delete the row."
    assert told == [f"Kontakte!C{row}: {missing}", f"Kontakte!F{row}: {missing}"]


def test_new_days_are_entered_and_dates_follow(desk: Desk) -> None:
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL, "Rosenmontag")
    desk.add(DAYS, "aachen", "Gremium", date(2026, 3, 11))

    report = desk.bring()

    assert desk.days() == (
        NamedDay(DayKind.CLOSED, CARNIVAL, "Rosenmontag"),
        NamedDay(DayKind.COMMITTEE, date(2026, 3, 11), "Gremiensitzung"),
    )
    dates = {d.key: (d.before, d.after) for d in report.diffs[0].dates}
    assert dates[TASK] == (date(2026, 3, 9), date(2026, 3, 10))


def test_a_day_gets_another_name_and_keeps_its_own_where_the_cell_is_emptied(desk: Desk) -> None:
    new = [NamedDay(DayKind.CLOSED, date(2026, 12, n), "Umzug") for n in (28, 29)]
    enter_days(desk.world.office, "aachen", new, "pm", desk.world.clock.now())
    desk.export()
    desk.change(DAYS, "Umzug", "Name", "Inventur")
    cell = desk.change(DAYS, "Umzug", "Name", None)

    report = desk.bring()

    assert [day.name for day in desk.days()] == ["Inventur", "Umzug"]
    assert [f"{p.sheet}!{p.cell}" for p in report.left] == [cell]


def test_one_move_and_one_day_are_told_together(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL, "Rosenmontag")

    report = desk.bring()

    moved = {d.key: (d.before, d.after) for d in report.diffs[0].dates}
    assert moved["workshop"] == (WORKSHOP, LATER)
    assert moved[TASK] == (date(2026, 3, 9), date(2026, 3, 10))
