"""What is due is fired: once, in one letter per person and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from threading import Barrier

import pytest

from etappe.model.delivery import DeliveryState
from etappe.model.moments import moment
from etappe.service.firing import fire
from etappe.service.office import Office
from etappe.service.ticking import tick
from etappe.testing.letterbox import mail_of
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import AACHEN, START, World, found, person, settle_in

TASK = "selbstcheck.abgabe"
INVITATION = "workshop.einladung"
"""Due on the same day as the questionnaire: Monday, 9 March 2026."""
MONDAY = date(2026, 3, 2)
"""Both have a letter on this day, and it is the day of the overview."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with two open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, INVITATION])
    yield world
    assert world.chain_holds()


def test_a_rung_that_is_due_goes_out_as_a_letter(world: World) -> None:
    ticked = world.at(date(2026, 3, 6))

    assert (ticked.sent.sent, world.days_of("AP")) == (1, [date(2026, 3, 6)])
    assert {"rungs settled", "letter sent"} <= world.actions()


def test_nothing_goes_out_before_its_moment(world: World) -> None:
    world.at(START)
    before = len(world.mails())

    world.at(date(2026, 1, 13), 7, 59)

    assert len(world.mails()) == before


def test_overview_and_single_rungs_of_a_day_are_one_letter(world: World) -> None:
    world.at(MONDAY)

    (mail,) = world.mails("AP")
    assert mail.subject.startswith("Wochenübersicht")
    assert {"Selbstcheck abgeben", "Einladungen versenden"} <= set(mail.text.splitlines())
    assert (world.rungs(TASK)["vor_5"], world.rungs(INVITATION)["vor_5"]) == ("merged", "merged")


def test_a_task_with_a_block_is_no_line_of_the_same_overview(world: World) -> None:
    world.at(MONDAY)

    (mail,) = world.mails("AP")
    assert mail.text.count("Selbstcheck abgeben") == 1


def test_several_rungs_of_one_task_appear_once(world: World) -> None:
    world.at(date(2026, 3, 12))

    (mail,) = world.mails("AP")
    assert mail.text.count("\nSelbstcheck abgeben\n") == 1
    assert {r for r, o in world.rungs(TASK).items() if o == "merged"} >= {"nach_3", "nach_3_stellvertretung"}


def test_a_second_tick_finds_nothing_to_do(world: World) -> None:
    world.at(MONDAY)
    mails, entries = world.mails(), world.entries()

    ticked = world.at(MONDAY)

    assert (ticked.fired.rungs, ticked.sent.sent) == (0, 0)
    assert (world.mails(), world.entries()) == (mails, entries)


def test_nothing_is_planned_in_the_past_after_a_tick(world: World) -> None:
    world.days(date(2026, 2, 27), date(2026, 3, 30))

    now = world.clock.now()
    assert [e for e in world.entries() if e.state.value == "planned" and e.due_at <= now] == []


def test_a_contact_of_two_kommunen_gets_one_letter_of_the_day(world: World) -> None:
    settle_in(world, replace(AACHEN, slug="bonn", name="Bonn"), without=["PM", "MO", "PL"])
    world.start(only=["auftakt.protokoll"], kommune="bonn")
    world.finish(lambda t: t.key == TASK)

    world.days(date(2026, 1, 27), date(2026, 1, 30))

    days = Counter((m.to, m.day) for m in world.mails())
    assert max(days.values()) == 1


@pytest.mark.parametrize("number", [2, 4])
def test_side_by_side_every_rung_fires_once_and_every_letter_goes_once(world: World, number: int) -> None:
    for slug in ("bonn", "celle", "dorsten"):
        settle_in(world, replace(AACHEN, slug=slug, name=slug.title()))
        world.start(only=[TASK, INVITATION, "workshop.konzept"], kommune=slug)
    world.clock.moment = moment(MONDAY, time(8))
    couriers, start = [FakeCourier() for _ in range(number)], Barrier(number)

    def run(worker: int) -> int:
        start.wait()
        room = world.room(f"w{worker}", couriers[worker])
        return tick(world.office, room, world.clock).fired.rungs

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(run, range(number)))

    arrived = Counter(p.delivery_id for c in couriers for p in c.arrived)
    readers = Counter(mail_of(p).to for c in couriers for p in c.arrived)
    assert (set(arrived.values()), set(readers.values())) == ({1}, {1})
    assert readers[person("AP").email] == 1
    assert {"queued", "sending"}.isdisjoint({d.state for d in world.deliveries()})


def test_side_by_side_no_rung_is_in_a_letter_that_does_not_say_it(world: World) -> None:
    start = Barrier(2)

    def run(worker: int) -> None:
        start.wait()
        fire(world.office, moment(MONDAY, time(8)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))

    world.at(MONDAY)
    (mail,) = world.mails("AP")
    assert {"Selbstcheck abgeben", "Einladungen versenden"} <= set(mail.text.splitlines())


def test_an_empty_overview_is_not_sent(world: World) -> None:
    world.at(date(2026, 1, 19))

    assert world.mails("AP") == []
    assert {d.state for d in world.deliveries()} == {DeliveryState.CANCELLED}
