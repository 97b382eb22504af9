"""Workers die, freeze and come back; no letter is lost, and none is sent by two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest

from etappe.model.delivery import Claim, Delivery, DeliveryState
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import moment
from etappe.model.parcel import Outcome, Parcel, Receipt
from etappe.service.firing import fire
from etappe.service.office import Office
from etappe.service.sending import send
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import World, found, person

TASK = "selbstcheck.abgabe"
DAY = date(2026, 3, 6)
LEASE = timedelta(minutes=15)


class Killed(BaseException):
    """The process ends here."""


class Interrupted:
    """Carries nothing: at the dot something else happens."""

    def __init__(self, before: Callable[[], None], after: Callable[[], None]) -> None:
        self._before, self._after = before, after

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Let things happen around the permission to write the dot."""
        self._before()
        if not before_dot():
            return Receipt(Outcome.ABANDONED)
        self._after()
        return Receipt(Outcome.SENT, code=250)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a letter in the queue; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    world.at(date(2026, 3, 2))
    world.courier = FakeCourier()
    world.clock.moment = moment(DAY, time(8))
    fire(world.office, world.clock.now())
    yield world
    assert world.chain_holds()


def claim(world: World, worker: str = "w1") -> Claim:
    """Take the letter as a worker does."""
    with world.office.store.begin() as tx:
        (taken,) = tx.outbox.claim(worker, world.clock.now(), 5)
    return taken


def letter(world: World) -> Delivery:
    """The letter."""
    return [d for d in world.deliveries() if d.recipient_id == person("AP").id][-1]


def die() -> None:
    """End the process."""
    raise Killed


def nothing() -> None:
    """Go on."""


def wait(world: World, span: timedelta) -> datetime:
    """Let time pass."""
    world.clock.moment += span
    return world.clock.now()


def test_nobody_else_gets_a_claimed_letter_while_the_lease_runs(world: World) -> None:
    claim(world)

    wait(world, LEASE)
    send(world.office, world.room("w2"), world.clock)

    assert (world.courier.offered, letter(world).state) == ([], DeliveryState.SENDING)


def test_after_the_lease_another_worker_takes_over(world: World) -> None:
    claim(world)

    wait(world, LEASE + timedelta(seconds=1))
    sent = send(world.office, world.room("w2"), world.clock)

    assert (sent.sent, letter(world).state, letter(world).attempts) == (1, DeliveryState.SENT, 1)


def test_the_dot_of_the_first_worker_is_refused_then(world: World) -> None:
    def another_worker_takes_over() -> None:
        wait(world, LEASE + timedelta(seconds=1))
        send(world.office, world.room("w2"), world.clock)

    frozen = Interrupted(another_worker_takes_over, nothing)

    sent = send(world.office, world.room("w1", frozen), world.clock)

    assert (sent.sent, len(world.courier.arrived)) == (0, 1)
    assert letter(world).state is DeliveryState.SENT


def test_a_worker_that_was_overtaken_opens_no_question(world: World) -> None:
    stale = claim(world)
    wait(world, LEASE + timedelta(seconds=1))
    send(world.office, world.room("w2"), world.clock)

    with world.office.store.begin() as tx:
        refused = Receipt(Outcome.REFUSED, 550)
        closed = tx.outbox.close(stale, "w1", DeliveryState.FAILED, refused, world.clock.now())

    assert (closed, letter(world).state) == (False, DeliveryState.SENT)
    assert world.follow_ups(FollowUpKind.DEAD_LETTER) == []


def test_a_worker_that_dies_before_the_dot_loses_nothing(world: World) -> None:
    with pytest.raises(Killed):
        send(world.office, world.room("w1", Interrupted(die, nothing)), world.clock)

    wait(world, LEASE + timedelta(seconds=1))
    send(world.office, world.room("w2"), world.clock)

    assert (len(world.courier.arrived), letter(world).state) == (1, DeliveryState.SENT)


def test_a_worker_that_dies_after_the_dot_leaves_an_ambiguity(world: World) -> None:
    with pytest.raises(Killed):
        send(world.office, world.room("w1", Interrupted(nothing, die)), world.clock)

    wait(world, LEASE + timedelta(seconds=1))
    waiting = send(world.office, world.room("w2"), world.clock).waiting
    wait(world, timedelta(minutes=21))
    send(world.office, world.room("w2"), world.clock)

    assert (waiting, len(world.courier.arrived), letter(world).state) == (1, 1, DeliveryState.SENT)


def test_two_deaths_after_the_dot_are_for_a_person(world: World) -> None:
    for _ in range(2):
        with pytest.raises(Killed):
            send(world.office, world.room("w1", Interrupted(nothing, die)), world.clock)
        wait(world, LEASE + timedelta(seconds=1))
        send(world.office, world.room("w2"), world.clock)
        wait(world, timedelta(minutes=21))

    assert (letter(world).state, world.courier.offered) == (DeliveryState.UNKNOWN, [])
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def test_a_letter_in_whose_hands_three_workers_died_is_set_aside(world: World) -> None:
    for _ in range(3):
        with pytest.raises(Killed):
            send(world.office, world.room("w1", Interrupted(die, nothing)), world.clock)
        wait(world, LEASE + timedelta(seconds=1))

    send(world.office, world.room("w2"), world.clock)

    assert (letter(world).state, world.courier.offered) == (DeliveryState.FAILED, [])
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def test_a_clock_that_is_ahead_takes_no_letter_from_a_living_worker(world: World) -> None:
    wait(world, timedelta(seconds=2))
    claim(world)

    wait(world, timedelta(seconds=-2))
    send(world.office, world.room("w2"), world.clock)

    assert (letter(world).state, world.courier.offered) == (DeliveryState.SENDING, [])


def test_a_lease_set_by_a_clock_far_ahead_is_cut(world: World) -> None:
    wait(world, timedelta(days=300))
    claim(world)
    wait(world, timedelta(days=-300))
    send(world.office, world.room("w2"), world.clock)

    wait(world, LEASE + timedelta(seconds=1))
    send(world.office, world.room("w2"), world.clock)

    assert letter(world).state is DeliveryState.SENT


def test_letters_that_were_not_tried_go_back_when_the_relay_fails(world: World) -> None:
    world.courier = FakeCourier([Outcome.RELAY_DOWN])

    send(world.office, world.room(), world.clock)

    assert {d.state for d in world.deliveries() if d.next_at} == {DeliveryState.QUEUED}
