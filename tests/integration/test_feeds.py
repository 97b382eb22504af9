"""The calendar of a Kommune and of a person: whose tasks stand in it, and how its entries go along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from etappe.adapters.feeds import render
from etappe.errors import UnknownKommune, UnknownPerson
from etappe.model.feed import EntryStatus, Feed, FeedEntry
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.place import Land
from etappe.model.programme import Programme
from etappe.model.spec import TaskSpec
from etappe.service.conditions import answer_condition
from etappe.service.day_entry import enter_days
from etappe.service.feeds import kommune_feed, person_feed
from etappe.service.office import Office, open_file
from etappe.service.people import set_contact
from etappe.service.replanning import fix_anchor
from etappe.service.tasks import complete_task, reopen_task, waive_task
from etappe.service.upgrading import upgrade_plan
from tests.integration.worlds import START, World, found, person, settle_in

LEER = Kommune("leer", "Leer", Land.NI)
DIALOGUE = "Dialogveranstaltung durchführen"
WORKSHOP = "workshop.durchfuehrung"
ROOM = "workshop.raum"
"""The contact person's, only where the workshop is held in person."""
TALK = "Bedarfsgespräch mit der Verwaltungsspitze"
"""Project management's, and confidential."""
BOOKLET = "Kontaktblatt Anlaufstellen bei Anfeindung übergeben"
"""A milestone, and confidential."""
CANCELLED, CONFIRMED = EntryStatus.CANCELLED, EntryStatus.CONFIRMED


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a project; in the end the audit is whole."""
    world = found(office)
    world.start()
    yield world
    assert world.chain_holds()


@pytest.fixture
def both(world: World) -> World:
    """Aachen and Leer, each with a project, and the same project team."""
    settle_in(world, LEER)
    world.start(kommune=LEER.slug)
    return world


def of_kommune(world: World, slug: str = "aachen") -> Feed:
    return kommune_feed(world.office, slug, world.clock.now())


def of_person(world: World, role: str, place: str | None = None) -> Feed:
    return person_feed(world.office, person(role, place).email, world.clock.now())


def titles(feed: Feed) -> set[str]:
    return {entry.title for entry in feed.entries}


def tasks(world: World, wanted: Callable[[TaskSpec], bool], place: str = "Aachen") -> set[str]:
    """The titles of the project's tasks that a test picks."""
    with world.office.store.begin() as tx:
        file = open_file(world.office, tx, place.lower())
    return {f"{s.title} ({place})" for s in file.plan.tasks if s.key in file.tasks and wanted(s)}


def one(feed: Feed, title: str) -> FeedEntry:
    """The entry whose title begins like this."""
    (found,) = [e for e in feed.entries if e.title.removeprefix("✓ ").startswith(title)]
    return found


def say(world: World, *, in_person: bool) -> None:
    answer_condition(world.office, "aachen", "praesenz", in_person, "pm", world.clock.now())


def later(world: World, days: int) -> None:
    world.clock.moment += timedelta(days=days)


def test_a_kommune_sees_milestones_and_meetings_whoever_is_responsible(world: World) -> None:
    feed = of_kommune(world)

    assert feed.name == "Weltoffene Kommune: Aachen"
    assert titles(feed) == tasks(world, lambda s: (s.milestone or s.meeting) and not s.confidential)
    assert {e.kommune for e in feed.entries} == {"aachen"}
    assert all(f"{word} (Aachen)" not in titles(feed) for word in (TALK, BOOKLET))


@pytest.mark.parametrize("role", ["AP", "VS", "PM", "MO"])
def test_a_person_sees_all_tasks_of_the_own_role_and_no_other(world: World, role: str) -> None:
    feed = of_person(world, role)

    assert titles(feed) == tasks(world, lambda s: s.role == role)
    assert titles(feed)


def test_what_is_confidential_stands_with_the_responsible_person_alone(world: World) -> None:
    shown = [role for role in ("AP", "VS", "PM", "MO", "VZ", "PL") if TALK in repr(of_person(world, role))]

    assert (shown, one(of_person(world, "PM"), TALK).confidential) == (["PM"], True)


def test_a_facilitator_sees_the_own_dates_of_all_kommunen(both: World) -> None:
    feed = of_person(both, "MO")

    mine = [tasks(both, lambda s: s.role == "MO", place) for place in ("Aachen", "Leer")]
    assert titles(feed) == mine[0] | mine[1]


def test_nobody_sees_the_tasks_of_another_kommune(both: World) -> None:
    feeds = [of_kommune(both, "leer"), of_person(both, "AP", "leer"), of_person(both, "VS", "leer")]

    assert [{e.kommune for e in feed.entries} for feed in feeds] == [{"leer"}] * 3
    assert all("Aachen" not in render(feed).body.decode() for feed in feeds)


def test_two_kommunen_have_no_uid_in_common(both: World) -> None:
    aachen, leer = ({e.uid for e in of_kommune(both, slug).entries} for slug in ("aachen", "leer"))

    assert (len(aachen), aachen & leer) == (len(of_kommune(both).entries), set())


def test_the_same_task_has_the_same_entry_in_every_feed(world: World) -> None:
    assert one(of_kommune(world), DIALOGUE) == one(of_person(world, "MO"), DIALOGUE)


def test_whoever_a_kommune_names_takes_the_place_of_the_project_team(both: World) -> None:
    now = both.clock.now()
    set_contact(both.office, "leer", "MO", "Mo", "mo@leer.example", None, "pm", now)

    own = person_feed(both.office, "mo@leer.example", now)

    assert {e.kommune for e in own.entries} == {"leer"}
    assert {e.kommune for e in of_person(both, "MO").entries} == {"aachen"}


def test_a_deputy_has_no_feed_of_those_they_stand_in_for(world: World) -> None:
    world.away("AP", START, START + timedelta(days=30))

    assert of_person(world, "D-AP").entries == ()
    assert of_person(world, "AP").entries


def test_what_is_handed_over_stands_with_the_new_person(world: World) -> None:
    before = of_person(world, "AP")

    world.hand_over("AP", "Neu", "neu@aachen.example")

    assert person_feed(world.office, "Neu@aachen.example ", world.clock.now()).entries == before.entries
    assert of_person(world, "AP").entries == ()


def test_a_moved_anchor_moves_what_counts_from_it_and_nothing_else(world: World) -> None:
    before = {e.uid: e for e in of_kommune(world).entries}
    later(world, 1)

    replanned = fix_anchor(world.office, "aachen", "dialog", date(2026, 7, 7), "pm", world.clock.now())

    after = {e.uid: e for e in of_kommune(world).entries}
    moved = {uid for uid in before if before[uid] != after[uid]}
    assert one(of_kommune(world), DIALOGUE).day == date(2026, 7, 7)
    assert {after[uid].sequence - before[uid].sequence for uid in moved} == {1}
    assert {after[uid].last_modified for uid in moved} == {world.clock.now()}
    assert {(after[uid].title, after[uid].day) for uid in moved} <= {
        (f"{world_title(world, m.key)} (Aachen)", m.after) for m in replanned.tasks
    }


def world_title(world: World, key: str) -> str:
    with world.office.store.begin() as tx:
        return open_file(world.office, tx, "aachen").plan.task[key].title


def test_there_and_back_is_the_same_entry_two_changes_further(world: World) -> None:
    before = one(of_kommune(world), DIALOGUE)

    for day in (date(2026, 7, 7), before.day):
        fix_anchor(world.office, "aachen", "dialog", day, "pm", world.clock.now())

    after = one(of_kommune(world), DIALOGUE)
    assert (after.day, after.sequence) == (before.day, before.sequence + 2)


def test_done_and_taken_back_are_a_change_each(world: World) -> None:
    key, now = ROOM, world.clock.now()
    title = world_title(world, key)

    complete_task(world.office, "aachen", key, "ap", now)
    done = one(of_person(world, "AP"), title)
    reopen_task(world.office, "aachen", key, "ap", now)

    assert (done.title, done.status, done.sequence) == (f"✓ {title} (Aachen)", CONFIRMED, 1)
    assert one(of_person(world, "AP"), title).sequence == 2


def test_a_waived_task_is_cancelled(world: World) -> None:
    waive_task(world.office, "aachen", ROOM, "pm", "Raum ist da", world.clock.now())

    waived = one(of_person(world, "AP"), world_title(world, ROOM))
    assert (waived.status, waived.sequence) == (CANCELLED, 1)
    assert "Raum ist da" not in repr(waived)


def test_a_retired_task_is_cancelled_for_sixty_days_and_then_gone(world: World) -> None:
    title = world_title(world, ROOM)
    say(world, in_person=False)

    retired = one(of_person(world, "AP"), title)
    later(world, 60)
    kept = one(of_person(world, "AP"), title)
    later(world, 1)

    assert (retired.status, retired.sequence, kept) == (CANCELLED, 1, retired)
    assert title not in repr(of_person(world, "AP"))


def test_a_task_that_comes_back_is_confirmed_with_a_higher_sequence(world: World) -> None:
    title = world_title(world, ROOM)
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


def test_a_person_without_a_role_has_an_empty_feed(world: World) -> None:
    with world.office.store.begin() as tx:
        tx.people.save(replace(person("AP"), id="x", email="x@aachen.example"))

    assert person_feed(world.office, "x@aachen.example", world.clock.now()).entries == ()


def test_an_unknown_kommune_or_person_is_refused(world: World) -> None:
    with pytest.raises(UnknownKommune, match="'nirgendwo'"):
        kommune_feed(world.office, "nirgendwo", world.clock.now())
    with pytest.raises(UnknownPerson, match=r"'who@nowhere\.example'"):
        person_feed(world.office, "who@nowhere.example", world.clock.now())


def upgraded(world: World, change: Callable[[TaskSpec], TaskSpec | None]) -> World:
    """The same world after its project has followed a newer module of the workshop."""
    modules = dict(world.office.programme.modules)
    changed = tuple(new for t in modules["workshop"].tasks if (new := change(t)))
    modules["workshop"] = modules["workshop"].model_copy(update={"version": "99.0", "tasks": changed})
    office = replace(world.office, programme=Programme(world.office.programme.spec, modules), plans={})
    upgrade_plan(office, "aachen", "pm", world.clock.now())
    return replace(world, office=office)


def test_a_new_title_in_a_newer_module_is_a_change_of_that_entry_alone(world: World) -> None:
    before = {e.uid: e.sequence for e in of_person(world, "AP").entries}
    later(world, 1)

    world = upgraded(
        world, lambda t: t.model_copy(update={"title": "Raum mieten"}) if t.key == ROOM else t
    )

    room = one(of_person(world, "AP"), "Raum mieten")
    assert (room.sequence, room.last_modified) == (1, world.clock.now())
    assert {e.uid for e in of_person(world, "AP").entries if e.sequence != before[e.uid]} == {room.uid}


def test_what_a_newer_module_does_not_have_any_more_is_cancelled_under_its_old_title(world: World) -> None:
    title = world_title(world, ROOM)
    before = one(of_person(world, "AP"), title)

    world = upgraded(world, lambda t: None if t.key == ROOM else t)

    after = one(of_person(world, "AP"), title)
    assert (after.uid, after.status, after.sequence) == (before.uid, CANCELLED, before.sequence + 1)


def test_what_was_done_stays_although_a_newer_module_does_not_have_it(world: World) -> None:
    complete_task(world.office, "aachen", ROOM, "ap", world.clock.now())
    before = one(of_person(world, "AP"), world_title(world, ROOM))

    world = upgraded(world, lambda t: None if t.key == ROOM else t)
    world = upgraded(world, lambda t: t.model_copy(update={"advice": "Bald."}))

    assert before in of_person(world, "AP").entries
