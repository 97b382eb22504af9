"""The worker ticks until it is asked to stop, and what it did not get to stays queued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

import pytest

from etappe.model.delivery import DeliveryState
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.office import Office
from etappe.service.sending import CLAIMED_AT_ONCE, Sent
from etappe.service.ticking import Ticked, tick, work
from tests.integration.worlds import TEAM, World, found, settle_in

TASK = "selbstcheck.abgabe"
DAY = date(2026, 3, 2)
"""A Monday on which every contact person gets a letter."""
NEIGHBOURS = ("bonn", "essen", "hagen", "herne", "krefeld", "neuss")


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Seven Kommunen with one open task each, at eight o'clock; in the end the audit is whole."""
    world = found(office, without=TEAM)
    world.start(only=[TASK])
    for slug in NEIGHBOURS:
        settle_in(world, Kommune(slug, slug.title(), Land.NW), without=TEAM)
        world.start(only=[TASK], kommune=slug)
    world.clock.moment = moment(DAY, time(8))
    yield world
    assert world.chain_holds()


def after(questions: int) -> Callable[[], bool]:
    """Somebody who says no so many times before asking to stop."""
    answers = iter([False] * questions)
    return lambda: next(answers, True)


def run(world: World, stopping: Callable[[], bool]) -> list[Ticked]:
    """Work until the end, a minute between two ticks."""
    told: list[Ticked] = []

    def rest() -> None:
        world.clock.moment += timedelta(minutes=1)

    work(world.office, world.room(), world.clock, rest, stopping, told.append)
    return told


def test_a_worker_asked_to_stop_at_once_does_nothing(world: World) -> None:
    assert run(world, after(0)) == []
    assert world.deliveries() == ()


def test_a_worker_ticks_until_it_is_asked_to_stop(world: World) -> None:
    told: list[Ticked] = []
    rested: list[int] = []

    work(
        world.office,
        world.room(),
        world.clock,
        lambda: rested.append(len(told)),
        lambda: len(told) == 3,
        told.append,
    )

    assert rested == [1, 2, 3]
    assert [t.sent for t in told[1:]] == [Sent(), Sent()]


def test_a_worker_asked_to_stop_brings_the_letters_in_hand_to_their_end(world: World) -> None:
    (told,) = run(world, after(2))

    queued = world.deliveries(DeliveryState.QUEUED)
    assert told.sent.sent == len(world.mails()) == CLAIMED_AT_ONCE
    assert len(queued) == len(world.deliveries()) - CLAIMED_AT_ONCE > 0


def test_what_stayed_queued_goes_with_the_next_worker(world: World) -> None:
    run(world, after(2))

    tick(world.office, world.room("w2"), world.clock)

    recipients = [mail.to for mail in world.mails()]
    assert {d.state for d in world.deliveries()} == {DeliveryState.SENT}
    assert len(recipients) == len(set(recipients)) == len(world.deliveries())


def test_a_worker_asked_to_stop_while_it_fires_sends_nothing(world: World) -> None:
    (told,) = run(world, after(1))

    assert (told.fired.rungs > 0, told.sent, world.mails()) == (True, Sent(), [])
    assert {d.state for d in world.deliveries()} == {DeliveryState.QUEUED}


def test_a_tick_done_twice_sends_nothing_twice(world: World) -> None:
    first = tick(world.office, world.room(), world.clock)
    letters = [parcel.delivery_id for parcel in world.courier.arrived]

    second = tick(world.office, world.room(), world.clock)

    assert first.sent.sent == len(letters) > CLAIMED_AT_ONCE
    assert (second.fired.rungs, second.sent) == (0, Sent())
    assert [parcel.delivery_id for parcel in world.courier.arrived] == letters


def test_two_workers_side_by_side_send_nothing_twice(world: World) -> None:
    run(world, after(4))
    letters = len(world.mails())

    tick(world.office, world.room("w2"), world.clock)

    assert (len(world.mails()), len(world.deliveries())) == (letters, letters)
