"""Open follow-ups are found by kind, project, Kommune and person."""

from __future__ import annotations

import pytest

from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUpKind
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.service.answers import decline
from etappe.service.bounces import bounce_address
from etappe.service.follow_ups import answer_follow_up
from etappe.service.lists import follow_ups
from etappe.service.office import Office
from etappe.service.projects import Wish, start_project
from tests.integration.worlds import START, World, found, person, settle_in

TASK = "selbstcheck.abgabe"


@pytest.fixture
def world(office: Office) -> World:
    """Aachen, where somebody is not responsible, and Bonn, where a letter came back."""
    world = found(office)
    settle_in(world, Kommune("bonn", "Bönn", Land.NW))
    for slug in ("aachen", "bonn"):
        start_project(office, slug, Wish(START), "test", world.clock.now())
    decline(office, "aachen", TASK, "ap", "", world.clock.now())
    bounce_address(office, person("AP", "bonn").email, "", "test", world.clock.now())
    return world


def matches(world: World, wanted: Wanted) -> list[tuple[FollowUpKind, str]]:
    """The kinds of those that match, with the names of their Kommunen."""
    page = follow_ups(world.office, wanted)
    assert page.number == len(page.items)
    return [(line.follow_up.kind, line.kommune) for line in page.items]


def test_everything_is_told_with_the_name_of_its_kommune(world: World) -> None:
    assert sorted(matches(world, Wanted())) == [
        (FollowUpKind.CONTACT, "Aachen"),
        (FollowUpKind.DEAD_LETTER, "Bönn"),
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(kind=FollowUpKind.DEAD_LETTER),
        Wanted(project="bonn"),
        Wanted(q="BONN"),
        Wanted(person="ap@bonn.example"),
        Wanted(kind=FollowUpKind.DEAD_LETTER, q="bö", person="ap"),
    ],
)
def test_each_filter_finds_its_own(world: World, wanted: Wanted) -> None:
    assert matches(world, wanted) == [(FollowUpKind.DEAD_LETTER, "Bönn")]


def test_filters_that_contradict_one_another_find_nothing(world: World) -> None:
    assert matches(world, Wanted(project="aachen", q="bonn")) == []
    assert matches(world, Wanted(q="%")) == []


def test_what_is_answered_waits_no_more(world: World) -> None:
    (line,) = follow_ups(world.office, Wanted(project="bonn")).items

    answer_follow_up(world.office, line.follow_up.id, "done", "pm", world.clock.now())

    assert matches(world, Wanted(project="bonn")) == []
