"""Running projects are found by the filters of an overview, or by their ids."""

from __future__ import annotations

import pytest

from etappe.model.filters import Filters
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.model.standing import State
from etappe.service.office import Office
from etappe.service.projects import Wish, start_project
from etappe.service.selecting import among, matching
from tests.integration.worlds import START, World, found, settle_in


@pytest.fixture
def world(office: Office) -> World:
    """Three Kommunen with a project; in Bonn all is done."""
    world = found(office)
    world.start()
    settle_in(world, Kommune("gera", "Gera", Land.TH, forum="Ost"))
    start_project(office, "gera", Wish(START), "test", world.clock.now())
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start(only=(), kommune="bonn")
    return world


def ids(world: World, filters: Filters, most: int = 10) -> list[str]:
    found = matching(world.office, filters, world.clock.now(), most)
    return [candidate.project for candidate in found.candidates]


def test_what_is_done_is_no_candidate(world: World) -> None:
    assert sorted(ids(world, Filters())) == ["aachen", "gera"]


def test_the_filters_of_the_overview_choose(world: World) -> None:
    assert ids(world, Filters(land="TH")) == ["gera"]
    assert ids(world, Filters(forum="Ost", state=State.SOON)) == ["gera"]
    assert ids(world, Filters(q="aach", land="TH")) == []


def test_no_more_are_read_than_are_asked_for_and_all_are_counted(world: World) -> None:
    found = matching(world.office, Filters(), world.clock.now(), 1)

    assert (found.number, len(found.candidates)) == (2, 1)


def test_some_are_told_by_name_in_the_order_in_which_they_are_asked_for(world: World) -> None:
    found = among(world.office, ["gera", "nowhere", "aachen", "gera"], world.clock.now())

    assert [(c.project, c.kommune, c.forum) for c in found.candidates] == [
        ("gera", "Gera", "Ost"),
        ("aachen", "Aachen", ""),
    ]
