"""A day that was changed in a workbook fixes its anchor, unless something stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import moment
from etappe.model.project import AnchorRecord
from etappe.service.changing import make_change
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from tests.integration.desk import CONTACTS, DATES, DAYS, Desk
from tests.integration.worlds import World, found

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


def test_a_changed_day_fixes_the_anchor_and_tasks_follow(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    due = desk.world.record("workshop.raum").due

    report = desk.bring()

    assert desk.anchors()["workshop"] == (LATER, True)
    assert ("workshop", WORKSHOP, LATER) in {(d.key, d.before, d.after) for d in report.diffs[0].dates}
    assert desk.world.record("workshop.raum").due > due
    assert not desk.anchors()["abgabe"][1]


def test_the_audit_says_which_cell_wanted_it(desk: Desk) -> None:
    cell = desk.change(DATES, "workshop", TAG, LATER)

    desk.bring()

    fact = next(f for f in desk.world.facts() if f.action == "anchor fixed")
    assert (fact.actor, fact.about, fact.data["why"]) == ("pm", "aachen/workshop", cell)


def test_dates_that_follow_within_one_import_are_not_put_back(desk: Desk) -> None:
    desk.change(DATES, "workshop", TAG, LATER)
    for row in desk.sheets[DATES].rows[1:]:
        desk.change(DATES, str(row.cells[2]), "Bisher", None)  # nothing but the days of the export

    report = desk.bring()

    assert report.problems == ()
    assert [a.anchor for a in report.anchors] == ["workshop"]
    assert not desk.anchors()["dialog"][1]


def test_somebody_elses_move_is_not_undone_by_an_older_export(desk: Desk) -> None:
    make_change(desk.world.office, "aachen", MoveAnchor("workshop", LATER), "vs", desk.world.clock.now())

    assert desk.bring().anchors == ()
    assert desk.anchors()["workshop"] == (LATER, True)


def test_two_who_move_the_same_anchor_are_told_of_each_other(desk: Desk) -> None:
    make_change(desk.world.office, "aachen", MoveAnchor("workshop", LATER), "vs", desk.world.clock.now())
    cell = desk.change(DATES, "workshop", TAG, date(2026, 4, 29))

    assert desk.told() == [
        f"{cell}: It was 15.04.2026 when the sheet was exported and is 22.04.2026 now: "
        "somebody has moved it meanwhile; export the sheet again."
    ]
    assert desk.anchors()["workshop"] == (LATER, True)


def test_anchors_that_make_room_for_one_another_are_moved_together(desk: Desk) -> None:
    fixed = {"workshop": WORKSHOP, "dialog": desk.anchors()["dialog"][0]}
    for key, day in fixed.items():
        make_change(desk.world.office, "aachen", MoveAnchor(key, day), "pm", desk.world.clock.now())
    desk.export()
    desk.change(DATES, "workshop", TAG, date(2026, 6, 24))
    alone = desk.told()
    desk.change(DATES, "dialog", TAG, date(2026, 9, 15))

    report = desk.bring()

    assert "dialog" in alone[0]
    assert report.problems == ()
    assert {k: desk.anchors()[k][0] for k in fixed} == {
        "workshop": date(2026, 6, 24),
        "dialog": date(2026, 9, 15),
    }


def test_what_planning_refuses_stands_at_the_cell_and_nothing_is_saved(desk: Desk) -> None:
    cell = desk.change(DATES, "dialog", TAG, date(2026, 2, 3))
    desk.add(CONTACTS, "aachen", "PL", "Lea", "lea@aachen.example")
    desk.add(DAYS, "aachen", "geschlossen", CARNIVAL)
    before = desk.everything()

    told = desk.told()

    assert len(told) == 1
    assert told[0].startswith(f"{cell}: 'dialog' on 03.02.2026 ")
    assert "the earliest possible date is" in told[0]
    assert desk.everything() == before


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
