"""Each outcome of the mail server has its consequence, and none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Engine, update

from etappe.adapters.sql.tables import instance
from etappe.errors import EtappeError
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.follow_up import FollowUpKind
from etappe.model.letter import Letter
from etappe.model.moments import moment
from etappe.model.parcel import Outcome, Receipt
from etappe.model.people import Person
from etappe.model.writing import LetterContent
from etappe.service.firing import fire
from etappe.service.office import Office
from etappe.service.sending import send
from etappe.service.tasks import complete_task
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import SCRIBE, World, found, person

TASK = "selbstcheck.abgabe"
DAY = date(2026, 3, 6)
"""A Friday on which the contact person alone gets a letter."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    world.at(date(2026, 3, 2))
    world.courier = FakeCourier()
    yield world
    assert world.chain_holds()


def meets(world: World, *outcomes: Outcome | Receipt) -> Delivery:
    """Send the letter of the day to a server that answers like this, and see where it stands."""
    world.courier = FakeCourier(outcomes)
    world.at(DAY)
    return letter(world)


def letter(world: World) -> Delivery:
    """The letter of the day."""
    return [d for d in world.deliveries() if d.recipient_id == person("AP").id][-1]


def later(world: World, minutes: float) -> None:
    """Tick again some minutes later."""
    world.clock.moment += timedelta(minutes=minutes)
    send(world.office, world.room(), world.clock)


def test_an_accepted_letter_is_sent(world: World) -> None:
    sent = meets(world, Receipt(Outcome.SENT, code=250, queue_id="4F2A"))

    assert (sent.state, sent.sent_at, sent.attempts) == (DeliveryState.SENT, world.clock.now(), 1)
    assert world.rungs(TASK)["vor_1"] == "sent"
    assert "letter sent" in world.actions()


def test_a_deferred_letter_waits_five_minutes_then_ten(world: World) -> None:
    waiting = meets(world, Outcome.DEFERRED, Outcome.DEFERRED)
    first = minutes_until(world, waiting)

    later(world, 6)

    assert 4 <= first <= 6
    assert 8 <= minutes_until(world, letter(world)) <= 12


def test_a_deferred_letter_goes_with_the_same_bytes(world: World) -> None:
    meets(world, Outcome.DEFERRED)

    later(world, 7)

    first, second = world.courier.offered
    assert (letter(world).state, first.mime == second.mime) == (DeliveryState.SENT, True)


def test_a_refused_letter_fails_and_project_management_is_told(world: World) -> None:
    failed = meets(world, Receipt(Outcome.REFUSED, code=550, text="unknown user"))

    (follow_up,) = world.follow_ups(FollowUpKind.DEAD_LETTER)
    assert (failed.state, "unknown user" in follow_up.request) == (DeliveryState.FAILED, True)
    assert world.rungs(TASK)["vor_1"] == "failed"
    assert "letter not delivered" in world.actions()


def test_an_ambiguous_letter_goes_once_more_with_the_same_bytes(world: World) -> None:
    meets(world, Outcome.AMBIGUOUS)

    later(world, 19)
    assert len(world.courier.offered) == 1
    later(world, 2)

    first, second = world.courier.offered
    assert (first.mime, first.delivery_id) == (second.mime, second.delivery_id)
    assert letter(world).state is DeliveryState.SENT


def test_a_second_ambiguity_is_for_a_person(world: World) -> None:
    meets(world, Outcome.AMBIGUOUS, Outcome.AMBIGUOUS)

    later(world, 21)
    later(world, 600)

    assert (letter(world).state, len(world.courier.offered)) == (DeliveryState.UNKNOWN, 2)
    assert (world.rungs(TASK)["vor_1"], len(world.follow_ups(FollowUpKind.DEAD_LETTER))) == ("unknown", 1)


def test_a_relay_that_is_down_costs_no_attempt_and_is_left_alone(world: World) -> None:
    waiting = meets(world, Receipt(Outcome.RELAY_DOWN, text="no route"))

    later(world, 0.3)

    assert (waiting.state, waiting.attempts, len(world.courier.offered)) == (DeliveryState.QUEUED, 0, 1)
    assert "relay rests" in world.actions()


def test_the_team_is_told_once_that_the_relay_is_down(world: World) -> None:
    meets(world, *[Receipt(Outcome.RELAY_DOWN, text="no route")] * 3)

    later(world, 1)
    later(world, 2)

    assert world.board.seen == ["etappe: Der Mailserver nimmt keine Briefe an: no route"]


def test_a_relay_that_is_back_gets_everything(world: World) -> None:
    meets(world, Outcome.RELAY_DOWN)

    later(world, 1)

    assert letter(world).state is DeliveryState.SENT
    with world.office.store.begin() as tx:
        assert tx.machinery.relay()[0] == "closed"


def test_a_misconfigured_relay_is_not_tried_before_somebody_mends_it(world: World) -> None:
    meets(world, Receipt(Outcome.MISCONFIGURED, text="535 wrong password"))

    later(world, 120)
    tried = len(world.courier.offered)
    with world.office.store.begin() as tx:
        tx.machinery.trip("closed", None, 0, "")
    later(world, 1)

    assert (tried, letter(world).state) == (1, DeliveryState.SENT)


def test_an_abandoned_letter_goes_with_the_next_try(world: World) -> None:
    sent = meets(world, Outcome.ABANDONED)

    assert (sent.state, sent.attempts) == (DeliveryState.SENT, 1)


def test_what_waited_beyond_its_time_is_closed_and_project_management_told(world: World) -> None:
    meets(world, *[Outcome.DEFERRED] * 2)

    later(world, 60 * 24 * 4)

    assert letter(world).state is DeliveryState.EXPIRED
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def test_while_sending_is_held_nothing_leaves(world: World, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(instance).values(sending="held", held_reason="restored from a backup"))

    ticked = world.at(DAY)

    assert (ticked.sent.held_back, world.courier.offered) == ("restored from a backup", [])
    assert letter(world).state is DeliveryState.QUEUED


def test_a_deferred_letter_whose_task_is_done_meanwhile_is_cancelled(world: World) -> None:
    meets(world, Outcome.DEFERRED)
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    later(world, 7)

    assert (len(world.courier.offered), world.rungs(TASK)["vor_1"]) == (1, "skipped")


def test_an_address_that_was_corrected_meanwhile_is_used(world: World) -> None:
    meets(world, Outcome.DEFERRED)
    with world.office.store.begin() as tx:
        tx.people.save(Person(person("AP").id, "AP", "neu@aachen.example"))

    later(world, 7)

    assert [p.recipient for p in world.courier.arrived] == ["neu@aachen.example"]


def test_a_letter_that_cannot_be_written_keeps_no_other_back(world: World) -> None:
    class Stumbling:
        """Writes to everybody but the contact person."""

        def write(self, content: LetterContent) -> Letter:
            """Refuse one reader."""
            if content.recipient == "AP":
                raise EtappeError
            return SCRIBE.write(content)

    world.clock.moment = moment(DAY, time(8))
    fire(world.office, world.clock.now())

    sent = send(world.office, replace(world.room(), scribe=Stumbling()), world.clock)

    assert (sent.failed, letter(world).state) == (1, DeliveryState.FAILED)
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def minutes_until(world: World, delivery: Delivery) -> float:
    """How long a letter waits from now."""
    assert delivery.next_at
    return (delivery.next_at - world.clock.now()).total_seconds() / 60
