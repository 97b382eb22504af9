"""A role goes from one person to another, and everything that was meant for the first follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.service.office import Office
from tests.integration.worlds import START, World, found

TASK = "workshop.massnahmen"
SIGNED = "selbstcheck.freigabe"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with two open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, SIGNED])
    yield world
    assert world.chain_holds()


def test_the_new_person_gets_one_overview_and_the_old_one_thanks(world: World) -> None:
    world.at(date(2026, 1, 14))
    world.hand_over("AP", "Nora Neu", "nora@aachen.example")

    world.at(date(2026, 1, 14), 9)

    print([(m.to, m.subject, m.text) for m in world.mails()])
    assert 0
