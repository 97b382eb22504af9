"""The calendar of a Kommune and of a person: whose tasks stand in it, and how its entries go along."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from etappe.adapters.feeds import render
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import UnknownKommune, UnknownPerson
from etappe.model.feed import Feed
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.model.project import TaskRecord
from etappe.model.spec import TaskSpec
from etappe.service.feeds import kommune_feed, person_feed
from etappe.service.office import Office, open_file
from etappe.service.people import set_contact
from tests.integration.feeds import DIALOGUE, ROOM, of_kommune, of_person, one
from tests.integration.worlds import START, World, found, person, settle_in

LEER = Kommune("leer", "Leer", Land.NI)
TALK = "Bedarfsgespräch mit der Verwaltungsspitze"
"""Project management's, and confidential."""
BOOKLET = "Kontaktblatt Anlaufstellen bei Anfeindung übergeben"
"""A milestone, and confidential."""


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


def titles(feed: Feed) -> set[str]:
    return {entry.title for entry in feed.entries}


def tasks(world: World, wanted: Callable[[TaskSpec], bool], place: str = "Aachen") -> set[str]:
    """The titles of the project's tasks that a test picks."""
    with world.office.store.begin() as tx:
        file = open_file(world.office, tx, place.lower())
    return {f"{s.title} ({place})" for s in file.plan.tasks if s.key in file.tasks and wanted(s)}


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


def test_a_person_without_a_role_has_an_empty_feed(world: World) -> None:
    with world.office.store.begin() as tx:
        tx.people.save(replace(person("AP"), id="x", email="x@aachen.example"))

    assert person_feed(world.office, "x@aachen.example", world.clock.now()).entries == ()


def test_an_unknown_kommune_or_person_is_refused(world: World) -> None:
    with pytest.raises(UnknownKommune, match="'nirgendwo'"):
        kommune_feed(world.office, "nirgendwo", world.clock.now())
    with pytest.raises(UnknownPerson, match=r"'who@nowhere\.example'"):
        person_feed(world.office, "who@nowhere.example", world.clock.now())


def test_the_tasks_of_another_tenant_are_neither_read_nor_touched(world: World, engine: Engine) -> None:
    ensure_tenant(engine, "twin", "twin", world.clock.now())
    twin = found(replace(world.office, store=SqlStore(engine, "twin")))
    twin.start()
    before = of_person(twin, "AP")

    with world.office.store.begin() as tx:
        tx.projects.touch_tasks("aachen", [ROOM], world.clock.now())
        read = tx.projects.tasks_of(["aachen"])

    assert {t.key: t for t in read["aachen"]} == {t.key: t for t in world_tasks(world)}
    assert len(read["aachen"]) == len(world_tasks(world))
    assert (world.record(ROOM).sequence, of_person(twin, "AP")) == (1, before)


def world_tasks(world: World) -> Collection[TaskRecord]:
    with world.office.store.begin() as tx:
        return tx.projects.tasks("aachen").values()
