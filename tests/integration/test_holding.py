"""The letters of a module that is away are held, and sent when it is back; everybody else's are on time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.model.follow_up import FollowUpKind
from etappe.model.parked import Parked
from etappe.service.holding import tell_others
from etappe.service.office import Office
from etappe.service.releasing import release_held
from etappe.service.tasks import complete_task
from etappe.service.why import why
from etappe.testing.letterbox import Mail
from tests.fakes.roster import FakeRoster
from tests.integration.test_firing import INVITATION, MONDAY, TASK
from tests.integration.worlds import START, World, found

AWAY = {"selbstcheck": "ist geparkt (RuntimeError: no questions)"}
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def roster() -> FakeRoster:
    """The Selbstcheck is parked, everything else is at work."""
    return FakeRoster(dict(AWAY))


@pytest.fixture
def world(office: Office, roster: FakeRoster) -> Iterator[World]:
    """Aachen with a task of the parked module and one of another; in the end the audit is whole."""
    world = found(replace(office, roster=roster))
    world.start(only=[TASK, INVITATION])
    yield world
    assert world.chain_holds()


def letters(world: World) -> list[tuple[date, str]]:
    """To whom letters went, and on which days."""
    return sorted((mail.day, mail.to) for mail in world.mails())


def single(world: World) -> list[Mail]:
    """The letters that are no overview, which is the core's own and names every open task."""
    found = [m for m in world.mails() if not m.subject.startswith("Wochenübersicht")]
    return sorted(found, key=lambda m: (m.day, m.to))


def test_a_rung_of_a_parked_module_is_held_with_the_reason(world: World) -> None:
    ticked = world.at(FRIDAY)

    assert (ticked.fired.held, world.rungs(TASK)["vor_1"]) == (1, "held")
    assert world.reason(TASK, "vor_1") == (
        "das Modul „Selbstcheck“ ist geparkt (RuntimeError: no questions); "
        "das Schreiben folgt, sobald es wieder arbeitet"
    )


def test_the_letter_of_the_other_module_goes_on_time(world: World) -> None:
    world.at(FRIDAY)

    (mail,) = world.mails("AP")
    assert "Selbstcheck abgeben" not in mail.text
    assert world.rungs(INVITATION)["vor_1"] == "sent"


def test_the_rungs_that_follow_are_armed_as_usual(world: World) -> None:
    world.at(FRIDAY)

    assert world.planned(TASK) == [("nach_1", date(2026, 3, 10))]


def test_after_the_repair_it_goes_and_says_since_when_it_is_late(world: World, roster: FakeRoster) -> None:
    world.at(FRIDAY)
    roster.away.clear()

    world.at(FRIDAY, 9)
    world.at(date(2026, 3, 9))

    first, second = world.mails("AP")
    assert (first.day, second.day) == (FRIDAY, date(2026, 3, 9))
    assert "Selbstcheck abgeben" in second.text
    assert "06.03.2026" in second.text


def test_somebody_without_a_letter_of_the_day_gets_it_at_once(world: World, roster: FakeRoster) -> None:
    complete_task(world.office, world.project, INVITATION, "ap", world.clock.now())
    world.at(FRIDAY)
    roster.away.clear()

    ticked = world.at(FRIDAY, 11)

    assert (ticked.fired.rungs, world.rungs(TASK)["vor_1"]) == (1, "sent")


def test_at_night_it_waits_for_the_morning(world: World, roster: FakeRoster) -> None:
    complete_task(world.office, world.project, INVITATION, "ap", world.clock.now())
    world.at(FRIDAY)
    roster.away.clear()

    world.at(FRIDAY, 22)

    assert world.rungs(TASK)["vor_1"] == "held"


def test_of_several_that_were_held_the_newest_goes(world: World, roster: FakeRoster) -> None:
    world.days(MONDAY, FRIDAY)
    roster.away.clear()

    world.at(date(2026, 3, 9))

    assert (world.rungs(TASK)["vor_5"], world.rungs(TASK)["vor_1"]) == ("skipped", "merged")
    assert world.reason(TASK, "vor_5").startswith("ersetzt durch die spätere Stufe ")


def test_nothing_is_too_late_because_it_was_held(world: World, roster: FakeRoster) -> None:
    world.at(FRIDAY)
    roster.away.clear()

    world.at(FRIDAY + timedelta(days=19))

    assert world.rungs(TASK)["vor_1"] in {"sent", "merged"}


def test_a_second_tick_doubles_nothing(world: World, roster: FakeRoster) -> None:
    world.at(FRIDAY)
    roster.away.clear()
    world.at(date(2026, 3, 9))
    mails = world.mails()

    ticked = world.at(date(2026, 3, 9))

    assert (ticked.fired.rungs, world.mails()) == (0, mails)


def test_two_who_release_at_once_send_it_once(world: World, roster: FakeRoster) -> None:
    complete_task(world.office, world.project, INVITATION, "ap", world.clock.now())
    world.at(FRIDAY)
    roster.away.clear()

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(release_held, world.office, world.clock.now()) for _ in range(2)]
        done = [each.result() for each in tries]

    assert sum(fired.rungs for fired in done) == 1


def test_a_task_that_is_done_meanwhile_takes_its_held_rungs_with_it(world: World) -> None:
    world.at(FRIDAY)

    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    assert (world.rungs(TASK)["vor_1"], world.reason(TASK, "vor_1")) == ("skipped", "erledigt")


def test_a_rung_whose_deadline_moved_away_comes_on_its_new_day(world: World, roster: FakeRoster) -> None:
    world.at(FRIDAY)
    world.due(TASK, date(2026, 3, 27))
    roster.away.clear()

    world.at(date(2026, 3, 9))

    assert "diese Stufe kommt zu ihrem neuen Tag" in world.reason(TASK, "vor_1")
    assert world.planned(TASK) != []


def test_what_is_asked_of_project_management_is_asked_on_time(world: World) -> None:
    world.days(date(2026, 3, 10), date(2026, 3, 27))

    asked = [f for f in world.follow_ups(FollowUpKind.RELEASE) if f.task_key == TASK]
    assert asked != []
    assert not [e for e in world.entries(TASK) if e.deliveries]


def test_everybody_elses_letters_are_those_of_a_project_without_the_module(
    world: World, engine: Engine, office: Office
) -> None:
    ensure_tenant(engine, "beside", "beside", world.clock.now())
    beside = found(replace(office, store=SqlStore(engine, "beside")))
    beside.start(only=[INVITATION])

    for each in (world, beside):
        each.days(date(2026, 2, 23), date(2026, 3, 20))

    assert letters(world) == letters(beside)
    assert single(world) == single(beside) != []


def test_why_and_ledger_name_what_is_held(world: World) -> None:
    world.at(FRIDAY)
    (held,) = [e for e in world.entries(TASK) if e.outcome == "held"]

    answer = why(world.office, held.occ_key, world.clock.now())

    assert "zurückgehalten: das Modul „Selbstcheck“ ist geparkt" in answer.sentences[0]


def test_what_failed_is_written_down_once(world: World, roster: FakeRoster) -> None:
    roster.failed.append(Parked("zelt", "2.0", "RuntimeError: no canvas"))

    world.at(START)
    tell_others(world.office, world.clock.now())

    with world.office.store.begin() as tx:
        (parked,) = tx.parking.all()
    assert (parked.module, parked.version, parked.cause, parked.lasting) == (
        "zelt",
        "2.0",
        "RuntimeError: no canvas",
        True,
    )
    assert parked.since == world.clock.now()
    assert parked.remedy == "repair or update it, then run 'etappe modules retry zelt'"
