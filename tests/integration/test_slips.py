"""Slips go at once, each try is written down before, and what they said is forgotten in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from sqlalchemy import Engine, update

from etappe.adapters.sql.tables import instance
from etappe.model.moments import moment
from etappe.model.parcel import Outcome, Parcel, Receipt
from etappe.model.slip import TRIES
from etappe.service.answering import report_done
from etappe.service.codes import request_code
from etappe.service.office import Office
from etappe.service.slips import Posted, post_slips
from etappe.service.ticking import tick
from tests.fakes.courier import FakeCourier
from tests.integration.databases import everything_in
from tests.integration.portal import DAY, Portal, portal_of
from tests.integration.worlds import person


@pytest.fixture
def portal(office: Office) -> Portal:
    """Aachen, whose contact person has just said that the task is done."""
    portal = portal_of(office)
    report_done(office, portal.door, portal.link(), None, portal.world.clock.now())
    portal.world.courier = FakeCourier()
    return portal


def meets(portal: Portal, *outcomes: Outcome | Receipt) -> Posted:
    """Post the receipt to a server that answers like this."""
    portal.world.courier = FakeCourier(outcomes)
    return portal.post()


def states(portal: Portal) -> list[str]:
    """Where the slips of the contact person stand."""
    with portal.office.store.begin() as tx:
        return [state for _, state, _, _ in tx.slips.of_person(person("AP").id)]


def test_a_slip_goes_at_any_hour(portal: Portal) -> None:
    portal.world.clock.moment = moment(DAY, time(23, 30))

    assert portal.post() == Posted(sent=1)
    assert portal.post() == Posted()


def test_a_slip_goes_with_the_tick_too(portal: Portal) -> None:
    ticked = tick(portal.office, portal.world.room(), portal.world.clock)

    assert ticked.posted == Posted(sent=1)


def test_what_a_slip_said_is_forgotten_once_it_is_sent(portal: Portal, engine: Engine) -> None:
    waiting = everything_in(engine)
    portal.post()

    assert ("sealed:" in waiting, "sealed:" in everything_in(engine)) == (True, False)
    assert "Vielen Dank" not in waiting


def test_every_try_carries_the_same_bytes(portal: Portal) -> None:
    meets(portal, Outcome.DEFERRED, Outcome.AMBIGUOUS)

    portal.later(minutes=1)
    portal.post()
    portal.later(minutes=2)
    portal.post()

    assert len({p.mime for p in portal.world.courier.offered}) == 1
    assert (len(portal.world.courier.offered), states(portal)) == (3, ["sent"])


def test_a_refused_slip_is_not_tried_again(portal: Portal) -> None:
    done = meets(portal, Receipt(Outcome.REFUSED, code=550, text="unknown"))

    portal.later(days=1)

    assert (done, portal.post(), states(portal)) == (Posted(failed=1), Posted(), ["failed"])
    assert "slip not delivered" in portal.world.actions()


def test_a_slip_is_given_up_after_some_tries(portal: Portal) -> None:
    portal.world.courier = FakeCourier([Outcome.DEFERRED] * 20)

    for _ in range(20):
        portal.post()
        portal.later(minutes=61)

    assert (len(portal.world.courier.offered), states(portal)) == (TRIES, ["failed"])


def test_a_code_is_not_worth_a_try_once_it_is_too_old(portal: Portal) -> None:
    portal.post()
    now = portal.world.clock.now()
    request_code(portal.office, portal.door, portal.links()[0].id, "b", now)

    portal.later(minutes=10)

    assert portal.post() == Posted(failed=1)


def test_while_the_relay_is_down_a_slip_waits_and_no_try_is_counted(portal: Portal) -> None:
    first = meets(portal, Receipt(Outcome.RELAY_DOWN, text="no route"))
    resting = portal.post()

    portal.later(minutes=2)

    assert (first, resting, portal.post()) == (Posted(waiting=1), Posted(), Posted(sent=1))
    assert portal.world.board.seen == ["etappe: Der Mailserver nimmt keine Briefe an: no route"]
    with portal.office.store.begin() as tx:
        assert tx.machinery.relay()[0] == "closed"


def test_while_sending_is_held_no_slip_leaves(portal: Portal, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(instance).values(sending="held", held_reason="restored"))

    assert (portal.post(), states(portal)) == (Posted(), ["queued"])


class DeadInTheMiddle:
    """A courier in whose hands the process dies."""

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Die."""
        raise KeyboardInterrupt


def test_a_slip_in_whose_hands_a_process_died_goes_after_its_lease(portal: Portal) -> None:
    working = portal.world.courier
    room = portal.world.room(courier=DeadInTheMiddle())
    with pytest.raises(KeyboardInterrupt):
        post_slips(portal.office, room, portal.world.clock)
    portal.later(minutes=14)
    too_early = portal.post()
    portal.later(minutes=2)

    assert (too_early, portal.post(), len(working.offered)) == (Posted(), Posted(sent=1), 1)


def test_whoever_has_lost_a_slip_to_another_writes_no_dot(portal: Portal) -> None:
    with portal.office.store.begin() as tx:
        (mine,) = tx.slips.claim(portal.world.clock.now(), 5)
    portal.later(minutes=16)
    portal.post()

    with portal.office.store.begin() as tx:
        assert not tx.slips.hold(mine, portal.world.clock.now())
        assert not tx.slips.fail(mine, "late")


def test_slips_are_forgotten_after_a_while(portal: Portal) -> None:
    portal.post()
    portal.later(days=31)

    with portal.office.store.begin() as tx:
        dropped = tx.slips.drop_ended(portal.world.clock.now())

    assert (dropped, states(portal)) == (1, [])
