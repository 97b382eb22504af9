"""Nobody gets letters at night, at weekends, on holidays of the place, or about New Year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import local_time
from etappe.model.parcel import Outcome
from etappe.service.office import Office
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import AACHEN, World, found

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026, with letters on Monday the 2nd and Friday the 6th."""
FREE = "workshop.massnahmen"
"""Nothing waits for it, so that its deadline can be put anywhere."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, FREE])
    yield world
    assert world.chain_holds()


@pytest.mark.parametrize(("hour", "minute"), [(17, 0), (22, 30)])
def test_in_the_evening_a_letter_waits_for_the_morning(world: World, hour: int, minute: int) -> None:
    ticked = world.at(date(2026, 3, 5), hour, minute)
    world.at(date(2026, 3, 6), 7, 59)
    assert (ticked.sent.sent, world.mails("AP")) == (0, [])

    world.at(date(2026, 3, 6))

    assert world.days_of("AP") == [date(2026, 3, 6)]


def test_what_comes_due_in_the_quiet_hours_is_postponed_with_the_reason(world: World) -> None:
    world.at(date(2026, 3, 2), 18)

    assert world.reason(TASK, "vor_5") == "in der Ruhezeit fällig geworden"
    assert "rungs postponed" in world.actions()


@pytest.mark.parametrize(
    ("due", "vor_5"),
    [
        (date(2026, 5, 11), date(2026, 5, 4)),
        (date(2026, 4, 13), date(2026, 4, 2)),  # Karfreitag and Ostermontag lie between
        (date(2027, 1, 8), date(2026, 12, 23)),  # the fifth day before is a quiet one: earlier
    ],
)
def test_a_letter_before_a_deadline_moves_earlier(world: World, due: date, vor_5: date) -> None:
    world.due(FREE, due)

    assert world.planned(FREE) == [("vor_5", vor_5)]


def test_a_letter_after_a_deadline_moves_later(world: World) -> None:
    world.clock.moment = world.clock.moment.replace(month=12, day=23, hour=12)

    world.due(FREE, date(2026, 12, 23))

    assert world.planned(FREE) == [("nach_1", date(2027, 1, 4))]


def test_a_closing_day_of_the_town_hall_is_quiet(office: Office) -> None:
    world = found(office)
    with office.store.begin() as tx:
        tx.kommunen.add_day(AACHEN.slug, NamedDay(DayKind.CLOSED, date(2026, 3, 6), "Betriebsruhe"))
    started = world.start(only=[TASK])
    due = started.schedule.deadlines[TASK].day

    world.days(date(2026, 3, 2), due)

    assert date(2026, 3, 6) not in world.days_of("AP")


def test_an_escalation_does_not_come_on_friday_afternoon(world: World) -> None:
    world.due(TASK, date(2026, 3, 6))
    world.days(date(2026, 2, 26), date(2026, 3, 10))

    world.at(date(2026, 3, 13), 12, 30)
    on_friday = world.follow_ups()
    world.at(date(2026, 3, 16))

    assert (on_friday, [f.data["rung"].split("/")[2] for f in world.follow_ups()]) == (
        [],
        ["eskalation_voll.anrufen"],
    )


def test_a_reminder_may_come_on_friday_afternoon(world: World) -> None:
    world.at(date(2026, 3, 6), 15)

    assert world.days_of("AP") == [date(2026, 3, 6)]


def test_a_letter_that_waits_for_the_relay_does_not_go_at_night(world: World) -> None:
    world.courier = FakeCourier([Outcome.DEFERRED])
    world.at(date(2026, 3, 6), 16, 59)

    world.at(date(2026, 3, 6), 23)

    assert world.mails("AP") == []


def test_it_goes_on_the_next_working_morning(world: World) -> None:
    world.courier = FakeCourier([Outcome.RELAY_DOWN])
    world.at(date(2026, 3, 2), 16, 59)
    world.at(date(2026, 3, 2), 20)

    (waiting,) = [d for d in world.deliveries() if d.next_at]

    assert waiting.next_at
    assert local_time(waiting.next_at).isoformat() == "2026-03-03T08:00:00+01:00"
