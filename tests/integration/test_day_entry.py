"""A Kommune's calendar changes; open dates and their rungs follow, what people decided or did stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

import pytest

from etappe.errors import PlanImpossible, UnknownKommune
from etappe.model.diff import Diff, Kind
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.day_entry import enter_days
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task
from tests.integration.worlds import World, found, settle_in

TASK = "selbstcheck.abgabe"
BEFORE, LATER = date(2026, 3, 9), date(2026, 3, 10)
COMMITTEE = "workshop.gremium"
WORKSHOP = date(2026, 4, 15)
CARNIVAL = NamedDay(DayKind.CLOSED, date(2026, 2, 16), "Rosenmontag")
"""A closing day between the opening meeting and the day on which the questionnaire is handed in."""
ELECTION = NamedDay(DayKind.ELECTION, date(2026, 5, 10), "Landtagswahl")
"""Its six weeks of silence begin on 29 March."""
FEBRUARY = [NamedDay(DayKind.CLOSED, date(2026, 2, 1) + timedelta(n), "Umzug") for n in range(28)]


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with two open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, COMMITTEE])
    yield world
    assert world.chain_holds()


def enter(world: World, *days: NamedDay, dry_run: bool = False) -> Mapping[str, Diff]:
    """Enter days into the calendar of Aachen."""
    return enter_days(world.office, "aachen", days, "pm", world.clock.now(), dry_run=dry_run)


def fix(world: World, anchor: str, day: date) -> None:
    """Fix an anchor by hand."""
    world.change(MoveAnchor(anchor, day))


def anchors(world: World) -> dict[str, date]:
    """The anchors of the project as they are stored."""
    with world.office.store.begin() as tx:
        return {a.key: a.day for a in tx.projects.anchors(world.project)}


def moves(diff: Diff, kind: Kind) -> list[tuple[str, date, date]]:
    """What moves, from which day to which."""
    return [(d.key, d.before, d.after) for d in diff.dates if d.kind is kind]


def entered(world: World) -> tuple[NamedDay, ...]:
    """The days that Aachen has entered."""
    with world.office.store.begin() as tx:
        return tx.kommunen.days(["aachen"]).get("aachen", ())


def test_a_closing_day_moves_an_open_deadline_with_its_rung(world: World) -> None:
    enter(world, CARNIVAL)

    assert world.record(TASK).due == LATER
    assert world.planned(TASK) == [("vor_5", date(2026, 3, 3))]


def test_the_report_names_what_moved(world: World) -> None:
    moved = enter(world, CARNIVAL)

    assert list(moved) == ["aachen"]
    assert ("abgabe", BEFORE, LATER) in moves(moved["aachen"], Kind.ANCHOR)
    assert (TASK, BEFORE, LATER) in moves(moved["aachen"], Kind.TASK)


def test_a_settled_task_stays(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    moved = enter(world, CARNIVAL)

    assert TASK not in {d.key for d in moved["aachen"].dates}
    assert (world.record(TASK).due, world.planned(TASK)) == (BEFORE, [])


def test_a_deadline_fixed_by_hand_stays(world: World) -> None:
    world.due(TASK, date(2026, 3, 6))

    enter(world, CARNIVAL)

    assert world.record(TASK).due == date(2026, 3, 6)


def test_an_anchor_fixed_by_hand_stays(world: World) -> None:
    fix(world, "abgabe", BEFORE)

    moved = enter(world, CARNIVAL)

    assert "abgabe" not in {d.key for d in moved["aachen"].dates}
    assert (anchors(world)["abgabe"], world.record(TASK).due) == (BEFORE, BEFORE)


def test_a_rung_follows_though_its_deadline_is_fixed_by_hand(world: World) -> None:
    world.due(TASK, BEFORE)

    enter(world, NamedDay(DayKind.CLOSED, date(2026, 3, 4), "Personalversammlung"))

    assert world.record(TASK).due == BEFORE
    assert world.planned(TASK) == [("vor_5", date(2026, 2, 27))]


def test_a_rung_whose_new_day_is_over_keeps_its_own(world: World) -> None:
    world.due(TASK, BEFORE)
    world.clock.moment = moment(date(2026, 3, 1), time(12))

    enter(world, NamedDay(DayKind.CLOSED, date(2026, 3, 4), "Personalversammlung"))

    assert world.planned(TASK) == [("vor_5", date(2026, 3, 2))]


def test_a_rung_that_went_out_is_untouched(world: World) -> None:
    world.at(date(2026, 3, 2))
    fired = [e for e in world.entries(TASK) if e.deliveries]

    enter(world, NamedDay(DayKind.CLOSED, date(2026, 3, 5), "Personalversammlung"))

    assert [e for e in world.entries(TASK) if e.deliveries] == fired != []
    assert world.record(TASK).due == LATER


def test_an_election_moves_a_computed_workshop_behind_it(world: World) -> None:
    moved = enter(world, ELECTION)

    assert ("workshop", WORKSHOP, date(2026, 5, 12)) in moves(moved["aachen"], Kind.ANCHOR)
    assert anchors(world)["workshop"] == date(2026, 5, 12)


def test_an_election_leaves_a_workshop_that_was_fixed_by_hand(world: World) -> None:
    fix(world, "workshop", WORKSHOP)

    enter(world, ELECTION)

    assert anchors(world)["workshop"] == WORKSHOP


def test_a_committee_date_attracts_the_task_for_the_committee(world: World) -> None:
    sitting = date(2026, 6, 2)

    moved = enter(world, NamedDay(DayKind.COMMITTEE, sitting, "Integrationsausschuss"))

    assert moves(moved["aachen"], Kind.TASK) == [(COMMITTEE, date(2026, 5, 22), sitting)]
    assert moves(moved["aachen"], Kind.ANCHOR) == []
    assert world.record(COMMITTEE).due == sitting


def test_a_day_that_concerns_nothing_moves_nothing(world: World) -> None:
    moved = enter(world, NamedDay(DayKind.CLOSED, date(2025, 5, 2), "Brückentag"))

    assert moved == {}
    assert "calendar changed" not in world.actions()


def test_a_dry_run_tells_the_same_and_leaves_no_trace(world: World) -> None:
    facts, entries, days = world.facts(), world.entries(), anchors(world)

    told = enter(world, CARNIVAL, dry_run=True)

    assert (entered(world), world.facts(), world.entries(), anchors(world)) == ((), facts, entries, days)
    assert world.record(TASK).due == BEFORE
    assert enter(world, CARNIVAL) == told


def test_entering_twice_changes_nothing(world: World) -> None:
    enter(world, CARNIVAL)
    facts, entries = world.facts(), world.entries()

    moved = enter(world, CARNIVAL)

    assert moved == {}
    assert (entered(world), world.facts(), world.entries()) == ((CARNIVAL,), facts, entries)


def test_the_projects_of_other_kommunen_stay(world: World) -> None:
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start(only=[TASK], kommune="bonn")

    assert list(enter(world, CARNIVAL)) == ["aachen"]


def test_an_unknown_kommune_is_refused(world: World) -> None:
    with pytest.raises(UnknownKommune, match="There is no Kommune 'entenhausen'"):
        enter_days(world.office, "entenhausen", [CARNIVAL], "pm", world.clock.now())


def test_a_calendar_with_which_a_project_cannot_be_held_saves_nothing(world: World) -> None:
    fix(world, "workshop", WORKSHOP)
    facts, entries, days = world.facts(), world.entries(), anchors(world)

    with pytest.raises(PlanImpossible, match="workshop"):
        enter(world, *FEBRUARY)

    assert (entered(world), world.facts(), world.entries(), anchors(world)) == ((), facts, entries, days)


def test_the_audit_tells_of_the_day_and_of_the_project_that_moved(world: World) -> None:
    enter(world, CARNIVAL)

    project, day = world.facts()[:2]
    assert (day.actor, day.action, day.about) == ("pm", "day entered", "aachen")
    assert day.data == {"kind": "closed", "day": "2026-02-16", "before": None, "after": "Rosenmontag"}
    assert (project.actor, project.action, project.about) == ("pm", "calendar changed", "aachen")
    moved = project.data["moved"]
    assert isinstance(moved, dict)
    assert moved[TASK] == ["2026-03-09", "2026-03-10"]


def test_an_event_that_has_happened_stays_where_it_was(world: World) -> None:
    world.clock.moment = moment(date(2026, 5, 4), time(9))

    moved = enter(world, NamedDay(DayKind.ELECTION, date(2026, 5, 24), "Landtagswahl"))

    assert anchors(world)["workshop"] == WORKSHOP
    assert "workshop" not in {d.key for diff in moved.values() for d in diff.dates}


def test_a_rung_of_this_morning_is_not_lost_between_a_change_and_the_tick(world: World) -> None:
    world.clock.moment = moment(date(2026, 3, 2), time(8))

    fix(world, "abgabe", date(2026, 3, 10))
    fix(world, "abgabe", BEFORE)

    assert world.planned(TASK) == [("vor_5", date(2026, 3, 2))]
