"""Who shows projects elsewhere learns what has become of them lately, whatever brought it about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.service.developments import LATELY, Reached, developments
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import World, found, settle_in


@pytest.fixture
def world(office: Office) -> World:
    """Aachen, which has just begun."""
    world = found(office)
    world.start()
    return world


def test_a_project_that_starts_has_reached_its_first_phase(world: World) -> None:
    [development] = developments(world.office, world.clock.now())

    assert (development.project, development.phase, development.rev) == ("aachen", "vereinbarung", 1)
    assert development.reached == (Reached(None, "vereinbarung", world.clock.now()),)


def test_a_phase_that_is_reached_by_tasks_is_told_as_one_that_is_reached_by_the_day(world: World) -> None:
    world.clock.moment += timedelta(days=30)

    world.finish(lambda task: task.key.startswith(("vereinbarung.", "auftakt.")))

    [development] = developments(world.office, world.clock.now())
    assert development.phase == "selbstcheck"
    assert development.reached[-1].after == "selbstcheck"


def test_a_project_that_is_planned_anew_is_told_with_its_new_revision(world: World) -> None:
    world.clock.moment += timedelta(days=1)

    world.change(MoveAnchor("auftakt", date(2026, 2, 3)))

    [development] = developments(world.office, world.clock.now())
    assert (development.rev, development.reached) == (2, ())


def test_what_happened_longer_ago_is_told_no_more(world: World) -> None:
    assert developments(world.office, world.clock.now() + LATELY) == ()


def test_each_project_is_told_once(world: World) -> None:
    settle_in(world, Kommune("kiel", "Kiel", Land.SH))
    world.start(kommune="kiel")

    assert [d.project for d in developments(world.office, world.clock.now())] == ["aachen", "kiel"]
