"""A tick comes late, or too late, or when today's letter is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from etappe.model.delivery import DeliveryState
from etappe.model.follow_up import FollowUpKind
from etappe.model.kommune import Kommune
from etappe.model.parcel import Outcome
from etappe.service.office import Office
from etappe.service.tasks import complete_task
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import AACHEN, World, found

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026: letters on 2, 6, 10 and 12 March."""
INTERN = "auftakt.protokoll"
"""A task of the team, due on Thursday, 29 January 2026."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a task of the town hall and one of the team; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, INTERN])
    world.finish(lambda t: t.key == INTERN)
    yield world
    assert world.chain_holds()


def test_a_day_late_the_letter_goes_and_says_so(world: World) -> None:
    world.at(date(2026, 3, 3))

    (mail,) = world.mails("AP")
    assert mail.subject.startswith("Bis Mo, 09.03.2026") or "Wochenübersicht" in mail.subject
    assert "Er hätte am 02.03.2026 kommen" in " ".join(mail.text.split())


def test_a_week_late_the_newest_goes_and_the_older_are_replaced(world: World) -> None:
    world.at(date(2026, 3, 12), 9)

    assert world.rungs(TASK)["nach_3"] in {"sent", "merged"}
    outcomes = {r: world.rungs(TASK)[r] for r in ("vor_5", "vor_1", "nach_1")}
    assert set(outcomes.values()) == {"skipped"}
    assert "ersetzt durch die spätere Stufe" in world.reason(TASK, "vor_5")
    assert (world.days_of("AP"), world.follow_ups()) == ([date(2026, 3, 12)], [])


def test_a_letter_that_came_late_is_not_closed_for_being_late(world: World) -> None:
    """Its time counts from its own rung, not from the one that was armed."""
    world.at(date(2026, 3, 12), 9)

    assert world.deliveries(DeliveryState.EXPIRED) == ()


def test_beyond_its_time_a_rung_expires_and_project_management_is_told(world: World) -> None:
    world.at(date(2026, 3, 20))

    assert "zu spät" in world.reason(TASK, "nach_3")
    assert FollowUpKind.NOTE in {f.kind for f in world.follow_ups()}
    assert [m for m in world.mails("AP") if "Übersicht" not in m.subject] == world.mails("AP")
    assert "follow-up opened" in world.actions()


def test_an_overview_that_is_days_late_is_left_to_the_next(world: World) -> None:
    world.at(date(2026, 2, 24), 9)
    world.at(date(2026, 3, 2))
    world.at(date(2026, 3, 5))

    assert [m.day for m in world.mails("AP") if "Wochenübersicht" in m.subject] == [date(2026, 3, 2)]
    assert (world.deliveries(DeliveryState.EXPIRED), world.follow_ups()) == ((), [])


def test_weeks_late_on_a_monday_the_overview_of_this_monday_goes(world: World) -> None:
    world.at(date(2026, 3, 2))

    (mail,) = world.mails("AP")
    assert mail.subject.startswith("Wochenübersicht vom 02.03.2026")


def test_a_late_letter_to_another_reader_replaces_nothing(office: Office) -> None:
    world = found(office, kommune=_bonn())
    world.project = "bonn"
    world.start(only=[INTERN], kommune="bonn")

    world.at(date(2026, 2, 2), 9)

    assert {r: o for r, o in world.rungs(INTERN).items() if o in {"sent", "merged"}}.keys() == {
        "nach_1",
        "nach_2_stellvertretung",
    }


def test_a_rung_waits_for_the_next_day_when_todays_letter_is_gone(world: World) -> None:
    world.at(date(2026, 3, 2), 8)
    world.due(TASK, date(2026, 3, 4))
    world.at(date(2026, 3, 3), 8)
    world.due(TASK, date(2026, 3, 9))

    world.at(date(2026, 3, 6))

    assert max(Counter((m.to, m.day) for m in world.mails()).values()) == 1


def test_a_sealed_letter_takes_no_further_rung(world: World) -> None:
    """Its bytes are fixed: a rung put into it would never be told."""
    world.courier = FakeCourier([Outcome.DEFERRED])
    world.at(date(2026, 3, 6))
    (letter,) = [d for d in world.deliveries() if d.next_at]

    with world.office.store.begin() as tx:
        states = tx.letters.digests([letter.recipient_id], [date(2026, 3, 6)])

    assert set(states.values()) == {"sending"}


def test_a_task_settled_between_firing_and_sending_cancels_the_letter(world: World) -> None:
    world.courier = FakeCourier([Outcome.RELAY_DOWN])
    world.at(date(2026, 3, 6))
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    ticked = world.at(date(2026, 3, 6), 9)

    assert (ticked.sent.cancelled, world.mails("AP")) == (1, [])
    assert world.rungs(TASK)["vor_1"] == "skipped"


def _bonn() -> Kommune:
    return replace(AACHEN, slug="bonn", name="Bonn")
