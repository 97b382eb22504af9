"""A passage that cannot be written keeps nobody waiting: its rungs are held, the rest of the letter goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time

import pytest

from etappe.errors import NotParked, PassageBroken
from etappe.model.delivery import DeliveryState
from etappe.model.letter import Letter
from etappe.model.moments import moment
from etappe.model.parked import Parked
from etappe.model.writing import LetterContent
from etappe.service.holding import try_again
from etappe.service.office import Office
from etappe.service.tasks import complete_task
from etappe.service.ticking import Ticked, tick
from tests.fakes.roster import FakeRoster
from tests.integration.test_firing import INVITATION, TASK
from tests.integration.worlds import SCRIBE, World, found

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
PASSAGE = "etappe_selbstcheck/abgabe.txt"


@dataclass
class Stumbling:
    """Writes everything but some passages, and remembers what it was asked."""

    broken: set[str] = field(default_factory=set[str])
    asked: list[str] = field(default_factory=list[str])

    def write(self, content: LetterContent) -> Letter:
        """Write, or stumble over the first broken passage."""
        for task in content.tasks:
            name = f"{task.package}/{task.template}"
            self.asked.append(name)
            if name in self.broken:
                raise PassageBroken(package=task.package, template=task.template, cause="no ink")
        return SCRIBE.write(content)


@pytest.fixture
def roster() -> FakeRoster:
    """Every module is at work."""
    return FakeRoster()


@pytest.fixture
def world(office: Office, roster: FakeRoster) -> Iterator[World]:
    """Aachen with two tasks; in the end the audit is whole."""
    world = found(replace(office, roster=roster))
    world.start(only=[TASK, INVITATION])
    yield world
    assert world.chain_holds()


@pytest.fixture
def scribe() -> Stumbling:
    """The passage about the one task cannot be written."""
    return Stumbling({PASSAGE})


def at(world: World, scribe: Stumbling, day: date, hour: int = 8) -> Ticked:
    """Tick once with this scribe."""
    world.clock.moment = moment(day, time(hour))
    return tick(world.office, replace(world.room(), scribe=scribe), world.clock)


def alone(world: World) -> None:
    """Leave the task with the broken passage alone in its letter."""
    complete_task(world.office, world.project, INVITATION, "ap", world.clock.now())


def test_the_rest_of_the_letter_goes_on_its_day(world: World, scribe: Stumbling) -> None:
    at(world, scribe, FRIDAY)

    (mail,) = world.mails("AP")
    assert "Selbstcheck abgeben" not in mail.text
    assert (world.rungs(INVITATION)["vor_1"], world.rungs(TASK)["vor_1"]) == ("sent", "held")


def test_the_reason_names_passage_and_cause(world: World, scribe: Stumbling) -> None:
    at(world, scribe, FRIDAY)

    assert world.reason(TASK, "vor_1") == (
        f"der Textbaustein {PASSAGE} ließ sich nicht schreiben (no ink); "
        "das Schreiben folgt nach der Reparatur"
    )
    with world.office.store.begin() as tx:
        (noted,) = tx.parking.all()
    assert (noted.module, noted.version, noted.cause, noted.is_passage) == (PASSAGE, "1.0.0", "no ink", True)


def test_a_letter_of_which_nothing_is_left_is_held(world: World, scribe: Stumbling) -> None:
    alone(world)

    ticked = at(world, scribe, FRIDAY)

    assert (ticked.sent.sent, ticked.sent.waiting, world.mails("AP")) == (0, 1, [])
    assert len(world.deliveries(DeliveryState.HELD)) == 1


def test_it_is_tried_once_a_day(world: World, scribe: Stumbling) -> None:
    alone(world)
    at(world, scribe, FRIDAY)
    tried = scribe.asked.count(PASSAGE)

    at(world, scribe, FRIDAY, 9)
    at(world, scribe, MONDAY)
    at(world, scribe, MONDAY, 9)

    assert (tried, scribe.asked.count(PASSAGE)) == (1, 2)


def test_a_passage_that_failed_today_is_not_tried_for_another_letter(world: World, scribe: Stumbling) -> None:
    with world.office.store.begin() as tx:
        world.clock.moment = moment(FRIDAY, time(7))
        tx.parking.write_down([_noted("1.0.0")], world.clock.now())

    ticked = at(world, scribe, FRIDAY)

    assert (ticked.fired.held, scribe.asked.count(PASSAGE)) == (1, 0)


def test_the_next_day_it_goes_if_it_was_repaired(world: World, scribe: Stumbling) -> None:
    at(world, scribe, FRIDAY)
    scribe.broken.clear()

    at(world, scribe, MONDAY)

    _, second = world.mails("AP")
    assert (second.day, "Selbstcheck abgeben" in second.text) == (MONDAY, True)
    with world.office.store.begin() as tx:
        assert tx.parking.all() == ()


def test_after_a_retry_it_goes_the_same_day(world: World, scribe: Stumbling) -> None:
    alone(world)
    at(world, scribe, FRIDAY)
    scribe.broken.clear()
    try_again(world.office.store, PASSAGE, "ida", world.clock.now())

    at(world, scribe, FRIDAY, 10)

    assert [mail.day for mail in world.mails("AP")] == [FRIDAY]
    assert (world.rungs(TASK)["vor_1"], world.deliveries(DeliveryState.HELD)) == ("sent", ())
    assert "module tried again" in world.actions()


def test_after_a_retry_whoever_has_a_letter_of_today_waits_for_the_next(
    world: World, scribe: Stumbling
) -> None:
    at(world, scribe, FRIDAY)
    scribe.broken.clear()
    try_again(world.office.store, PASSAGE, "ida", world.clock.now())

    at(world, scribe, FRIDAY, 10)
    at(world, scribe, MONDAY)

    assert [mail.day for mail in world.mails("AP")] == [FRIDAY, MONDAY]


def test_a_new_version_of_the_module_is_tried_at_once(
    world: World, scribe: Stumbling, roster: FakeRoster
) -> None:
    alone(world)
    at(world, scribe, FRIDAY)
    scribe.broken.clear()
    roster.version = "1.0.1"

    at(world, scribe, FRIDAY, 10)

    assert world.rungs(TASK)["vor_1"] == "sent"


def test_whoever_got_it_before_it_failed_does_not_get_it_twice(world: World, scribe: Stumbling) -> None:
    alone(world)
    at(world, Stumbling(), FRIDAY)
    (sent,) = [e for e in world.entries(TASK) if e.outcome == "sent"]
    with world.office.store.begin() as tx:
        tx.held.take_out("another letter", [sent.occ_key], "no ink")

    at(world, scribe, MONDAY)

    assert [mail.day for mail in world.mails("AP") if "Wofür: " in mail.text] == [FRIDAY]


def test_what_is_not_parked_cannot_be_tried_again(world: World) -> None:
    with pytest.raises(NotParked, match="Nothing is written down about 'zelt'"):
        try_again(world.office.store, "zelt", "ida", world.clock.now())


def _noted(version: str) -> Parked:
    return Parked(PASSAGE, version, "no ink")
