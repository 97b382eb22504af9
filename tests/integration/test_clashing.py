"""A diff warns of events to which nobody could come, because they are wanted somewhere else."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.diff import Diff
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.service.changing import make_change, preview_change
from etappe.service.office import Office
from etappe.service.people import set_contact
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import World, found, settle_in

DAY = date(2026, 4, 22)
"""A Wednesday on which the workshop of Bonn is."""


@pytest.fixture
def world(office: Office) -> World:
    """Aachen, and Bonn without a dialogue, with the same facilitator; the workshop of Bonn is fixed."""
    world = found(office)
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start()
    world.start(kommune="bonn", modules=())
    make_change(world.office, "bonn", MoveAnchor("workshop", DAY), "pm", world.clock.now())
    return world


def look(world: World, anchor: str, day: date) -> Diff:
    """What moving an event of Aachen would do."""
    return preview_change(world.office, "aachen", MoveAnchor(anchor, day), "pm", world.clock.now())


def clashes(diff: Diff) -> list[str]:
    """What it warns of."""
    return [d.warning.text for d in diff.warnings if d.new and d.warning.code == "clash"]


def test_an_event_on_a_day_of_the_facilitator_elsewhere_is_warned_of(world: World) -> None:
    found = clashes(look(world, "workshop", DAY))

    assert found == ["Selbstcheck-Workshop am 22.04.2026: Moderation ist an diesem Tag schon in Bonn."]


def test_another_event_of_the_same_role_counts_too(world: World) -> None:
    make_change(world.office, "bonn", MoveAnchor("workshop", date(2026, 7, 7)), "pm", world.clock.now())

    assert clashes(look(world, "dialog", date(2026, 7, 7)))


def test_a_day_on_which_the_facilitator_is_free_is_not(world: World) -> None:
    assert clashes(look(world, "workshop", date(2026, 4, 21))) == []


def test_a_facilitator_of_its_own_is_in_nobodys_way(world: World) -> None:
    now = world.clock.now()
    set_contact(world.office, "aachen", "MO", "Mia", "mia@moderation.example", None, "pm", now)

    assert clashes(look(world, "workshop", DAY)) == []


def test_an_anchor_without_an_event_clashes_with_nothing(world: World) -> None:
    assert clashes(look(world, "abgabe", date(2026, 3, 11))) == []
