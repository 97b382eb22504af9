"""How the entries of a feed go along with their tasks: moved, done, gone, back, called otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from etappe.adapters.feeds import render
from etappe.model.feed import EntryStatus
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.programme import Programme
from etappe.model.spec import TaskSpec
from etappe.service.changing import make_change
from etappe.service.conditions import AnswerCondition
from etappe.service.day_entry import enter_days
from etappe.service.feeds import kommune_feed
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task, reopen_task, waive_task
from etappe.service.upgrading import UpgradePlan
from tests.integration.feeds import DIALOGUE, ROOM, of_kommune, of_person, one, title_of
from tests.integration.worlds import World, found

CANCELLED, CONFIRMED = EntryStatus.CANCELLED, EntryStatus.CONFIRMED


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a project; in the end the audit is whole."""
    world = found(office)
    world.start()
    yield world
    assert world.chain_holds()


def say(world: World, *, in_person: bool) -> None:
    make_change(world.office, "aachen", AnswerCondition("praesenz", in_person), "pm", world.clock.now())


def later(world: World, days: int) -> None:
    world.clock.moment += timedelta(days=days)


def test_a_moved_anchor_moves_what_counts_from_it_and_nothing_else(world: World) -> None:
    before = {e.uid: e for e in of_kommune(world).entries}
    later(world, 1)

    replanned = make_change(
        world.office, "aachen", MoveAnchor("dialog", date(2026, 7, 7)), "pm", world.clock.now()
    )

    after = {e.uid: e for e in of_kommune(world).entries}
    moved = {uid for uid in before if before[uid] != after[uid]}
    assert one(of_kommune(world), DIALOGUE).day == date(2026, 7, 7)
    assert {after[uid].sequence - before[uid].sequence for uid in moved} == {1}
    assert {after[uid].last_modified for uid in moved} == {world.clock.now()}
    assert {(after[uid].title, after[uid].day) for uid in moved} <= {
        (f"{title_of(world, m.key)} (Aachen)", m.after) for m in replanned.dates if m.kind == "task"
    }


def test_there_and_back_is_the_same_entry_two_changes_further(world: World) -> None:
    before = one(of_kommune(world), DIALOGUE)

    for day in (date(2026, 7, 7), before.day):
        make_change(world.office, "aachen", MoveAnchor("dialog", day), "pm", world.clock.now())

    after = one(of_kommune(world), DIALOGUE)
    assert (after.day, after.sequence) == (before.day, before.sequence + 2)


def test_done_and_taken_back_are_a_change_each(world: World) -> None:
    key, now = ROOM, world.clock.now()
    title = title_of(world, key)

    complete_task(world.office, "aachen", key, "ap", now)
    done = one(of_person(world, "AP"), title)
    reopen_task(world.office, "aachen", key, "ap", now)

    assert (done.title, done.status, done.sequence) == (f"✓ {title} (Aachen)", CONFIRMED, 1)
    assert one(of_person(world, "AP"), title).sequence == 2


def test_a_waived_task_is_cancelled(world: World) -> None:
    waive_task(world.office, "aachen", ROOM, "pm", "Raum ist da", world.clock.now())

    waived = one(of_person(world, "AP"), title_of(world, ROOM))
    assert (waived.status, waived.sequence) == (CANCELLED, 1)
    assert "Raum ist da" not in repr(waived)


def test_a_retired_task_is_cancelled_for_sixty_days_and_then_gone(world: World) -> None:
    title = title_of(world, ROOM)
    say(world, in_person=False)

    retired = one(of_person(world, "AP"), title)
    later(world, 60)
    kept = one(of_person(world, "AP"), title)
    later(world, 1)

    assert (retired.status, retired.sequence, kept) == (CANCELLED, 1, retired)
    assert title not in repr(of_person(world, "AP"))


def test_a_task_that_comes_back_is_confirmed_with_a_higher_sequence(world: World) -> None:
    title = title_of(world, ROOM)
    before = one(of_person(world, "AP"), title)
    say(world, in_person=False)
    later(world, 100)

    say(world, in_person=True)

    after = one(of_person(world, "AP"), title)
    assert (after.uid, after.status, after.sequence) == (before.uid, CONFIRMED, 2)


def test_the_same_feed_is_the_same_bytes_at_any_time(world: World) -> None:
    before = render(of_person(world, "PM"))

    later(world, 7)

    assert render(of_person(world, "PM")) == before


def test_a_holiday_entered_late_is_a_change_of_what_it_moves(world: World) -> None:
    before = {e.uid: e for e in of_person(world, "AP").entries}
    day = NamedDay(DayKind.CLOSED, date(2026, 1, 20), "Betriebsausflug")

    enter_days(world.office, "aachen", [day], "pm", world.clock.now())

    after = {e.uid: e for e in of_person(world, "AP").entries}
    moved = {uid for uid in before if before[uid].day != after[uid].day}
    assert moved
    assert {uid for uid in before if before[uid].sequence != after[uid].sequence} == moved


def test_dates_that_cannot_be_computed_any_more_break_no_feed(world: World, office: Office) -> None:
    before = of_kommune(world)

    def no_calendar(_: object) -> None:
        raise AssertionError("a feed needs no calendar")

    blind = replace(office, calendars=no_calendar)  # type: ignore[arg-type]  # it is never to be called

    assert kommune_feed(blind, "aachen", world.clock.now()) == before


def upgraded(world: World, change: Callable[[TaskSpec], TaskSpec | None]) -> World:
    """The same world after its project has followed a newer module of the workshop."""
    modules = dict(world.office.programme.modules)
    changed = tuple(new for t in modules["workshop"].tasks if (new := change(t)))
    modules["workshop"] = modules["workshop"].model_copy(update={"version": "99.0", "tasks": changed})
    office = replace(world.office, programme=Programme(world.office.programme.spec, modules), plans={})
    make_change(office, "aachen", UpgradePlan(), "pm", world.clock.now())
    return replace(world, office=office)


def test_a_new_title_in_a_newer_module_is_a_change_of_that_entry_alone(world: World) -> None:
    before = {e.uid: e.sequence for e in of_person(world, "AP").entries}
    later(world, 1)

    world = upgraded(world, lambda t: t.model_copy(update={"title": "Raum mieten"}) if t.key == ROOM else t)

    room = one(of_person(world, "AP"), "Raum mieten")
    assert (room.sequence, room.last_modified) == (1, world.clock.now())
    assert {e.uid for e in of_person(world, "AP").entries if e.sequence != before[e.uid]} == {room.uid}


def test_what_a_newer_module_does_not_have_any_more_is_cancelled_under_its_old_title(world: World) -> None:
    title = title_of(world, ROOM)
    before = one(of_person(world, "AP"), title)

    world = upgraded(world, lambda t: None if t.key == ROOM else t)

    after = one(of_person(world, "AP"), title)
    assert (after.uid, after.status, after.sequence) == (before.uid, CANCELLED, before.sequence + 1)


def test_what_was_done_stays_although_a_newer_module_does_not_have_it(world: World) -> None:
    complete_task(world.office, "aachen", ROOM, "ap", world.clock.now())
    before = one(of_person(world, "AP"), title_of(world, ROOM))

    world = upgraded(world, lambda t: None if t.key == ROOM else t)
    world = upgraded(world, lambda t: t.model_copy(update={"advice": "Bald."}))

    assert before in of_person(world, "AP").entries
