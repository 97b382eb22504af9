"""What is known of a Kommune is corrected; where its holidays change, its projects follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.errors import NameMissing, SelectionChanged, UnknownKommune, UnknownLand
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.service.effects import effect_of
from etappe.service.kommune_data import change_kommune
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import AACHEN, World, found

THERE = replace(AACHEN, land=Land.TH)
"""Aachen with other holidays."""


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with a project."""
    world = found(office)
    world.start()
    return world


def stored(world: World) -> Kommune | None:
    with world.office.store.begin() as tx:
        return tx.kommunen.get("aachen")


def test_a_name_is_another_and_no_date_moves(world: World) -> None:
    renamed = replace(AACHEN, name="Aachen (Stadt)", forum="West")

    diffs = change_kommune(world.office, renamed, "pm", world.clock.now())

    assert diffs == {}
    assert stored(world) == renamed
    with world.office.store.begin() as tx:
        (_, fact), *_ = tx.audit.facts("aachen", 1)
    assert (fact.action, fact.data["name"]) == (
        "kommune changed",
        {"before": "Aachen", "after": "Aachen (Stadt)"},
    )
    assert world.chain_holds()


def test_what_is_the_same_leaves_no_trace(world: World) -> None:
    with world.office.store.begin() as tx:
        before = tx.audit.head()

    change_kommune(world.office, AACHEN, "pm", world.clock.now())

    with world.office.store.begin() as tx:
        assert tx.audit.head() == before


def test_other_holidays_move_open_dates(world: World) -> None:
    looked_at = change_kommune(world.office, THERE, "pm", world.clock.now(), dry_run=True)
    before = stored(world)

    done = change_kommune(world.office, THERE, "pm", world.clock.now(), seen=effect_of(looked_at))

    assert before == AACHEN
    assert stored(world) == THERE
    assert [d.after for d in done["aachen"].dates] == [d.after for d in looked_at["aachen"].dates]


def test_what_would_be_otherwise_than_it_was_seen_is_refused(world: World) -> None:
    looked_at = change_kommune(world.office, THERE, "pm", world.clock.now(), dry_run=True)
    world.change(MoveAnchor("workshop", world.file().schedule.anchors["abschluss"].day))

    with pytest.raises(SelectionChanged):
        change_kommune(world.office, THERE, "pm", world.clock.now(), seen=effect_of(looked_at))

    assert stored(world) == AACHEN


@pytest.mark.parametrize(
    ("kommune", "error"),
    [
        (replace(AACHEN, name=" "), NameMissing),
        (replace(AACHEN, land="XX"), UnknownLand),
        (replace(AACHEN, slug="nowhere"), UnknownKommune),
    ],
)
def test_what_cannot_be_is_refused(world: World, kommune: Kommune, error: type[Exception]) -> None:
    with pytest.raises(error):
        change_kommune(world.office, kommune, "pm", world.clock.now())

    assert stored(world) == AACHEN
