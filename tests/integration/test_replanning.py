"""Anchors are moved; open tasks and their rungs follow, what went out stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import PlanImpossible, UnknownAnchor
from etappe.model.diff import DateChange, Diff, Kind
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task
from tests.integration.worlds import World, found

TASK = "selbstcheck.abgabe"
LAST = "abschluss.bericht"
BEFORE, LATER = date(2026, 3, 9), date(2026, 3, 11)
FIRST = date(2026, 3, 2)


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task that matters, and one at the end; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, LAST])
    yield world
    assert world.chain_holds()


def move(world: World, day: date, *, dry_run: bool = False) -> Diff:
    """Fix the day on which the questionnaire is handed in."""
    return world.change(MoveAnchor("abgabe", day), dry_run=dry_run)


def tasks(diff: Diff) -> list[DateChange]:
    """The deadlines that move."""
    return [d for d in diff.dates if d.kind is Kind.TASK]


def test_an_open_task_follows_its_anchor_with_its_rung(world: World) -> None:
    moved = move(world, LATER)

    assert [(m.key, m.before, m.after) for m in tasks(moved)] == [(TASK, BEFORE, LATER)]
    assert world.planned(TASK) == [("vor_5", date(2026, 3, 4))]
    assert "anchor fixed" in world.actions()


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World) -> None:
    moved = move(world, LATER, dry_run=True)

    assert [m.after for m in tasks(moved)] == [LATER]
    assert (world.record(TASK).due, "anchor fixed" in world.actions()) == (BEFORE, False)


def test_a_settled_task_stays(world: World) -> None:
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    assert (tasks(move(world, LATER)), world.record(TASK).due) == ([], BEFORE)


def test_a_deadline_fixed_by_hand_stays(world: World) -> None:
    world.due(TASK, date(2026, 3, 6))

    assert (tasks(move(world, LATER)), world.record(TASK).due) == ([], date(2026, 3, 6))


def test_a_fired_rung_is_untouched_by_a_moved_anchor(world: World) -> None:
    world.at(FIRST)
    fired = [e for e in world.entries(TASK) if e.deliveries]

    move(world, LATER)

    assert [e for e in world.entries(TASK) if e.deliveries] == fired


def test_a_moved_deadline_is_a_new_reminder(world: World) -> None:
    world.at(FIRST)

    move(world, LATER)

    assert world.planned(TASK) == [("vor_5", date(2026, 3, 4))]
    assert f"aachen/{TASK}/standard.vor_5/2" in {e.occ_key for e in world.entries(TASK)}


def test_there_and_back_before_anything_fired_changes_nothing(world: World) -> None:
    keys = [e.occ_key for e in world.entries(TASK)]

    move(world, LATER)
    move(world, BEFORE)

    assert world.planned(TASK) == [("vor_5", FIRST)]
    assert [e.occ_key for e in world.entries(TASK)] == keys


def test_there_and_back_sends_no_twin(world: World) -> None:
    world.at(FIRST)

    move(world, LATER)
    move(world, BEFORE)
    world.days(FIRST, date(2026, 3, 5))

    assert world.planned(TASK) == [("vor_1", date(2026, 3, 6))]
    assert world.days_of("AP") == [FIRST]


def test_an_unknown_anchor_is_refused_with_those_that_there_are(world: World) -> None:
    with pytest.raises(UnknownAnchor, match=r"fest.*abgabe"):
        world.change(MoveAnchor("fest", LATER))


def test_an_impossible_day_saves_nothing(world: World) -> None:
    anchors = _anchors(world)

    with pytest.raises(PlanImpossible):
        world.change(MoveAnchor("dialog", date(2026, 4, 16)))

    assert _anchors(world) == anchors


def _anchors(world: World) -> dict[str, date]:
    with world.office.store.begin() as tx:
        return {a.key: a.day for a in tx.projects.anchors(world.project)}
