"""The overview: tiles of all projects, and a page of those that match, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from etappe.adapters.sql.tables import project as projects
from etappe.model.filters import Filters
from etappe.model.kommune import Kommune
from etappe.model.moments import local_day, moment
from etappe.model.place import Land
from etappe.model.progress import PhaseStatus
from etappe.model.project import TaskState
from etappe.model.standing import State
from etappe.service.answers import decline
from etappe.service.filing import open_files
from etappe.service.needs import SOON, needs_me
from etappe.service.office import Office
from etappe.service.overview import Overview, overview
from etappe.service.proposing import facilitator_clashes
from etappe.service.resting import HoldProject
from tests.integration.worlds import START, World, found, settle_in

ALL = Filters()
FIVE = ("Lübeck", "Ludwigshafen", "Zwickau", "Ahaus", "Öhringen")


def started(office: Office, *names: str) -> World:
    """Aachen and other Kommunen with a project each, entered in the order given."""
    world = found(office)
    world.start()
    for name in names:
        enter(world, name)
        world.start(kommune=slug(name))
    return world


def enter(world: World, name: str) -> None:
    """A Kommune in Schleswig-Holstein with its people."""
    settle_in(world, Kommune(slug(name), name, Land.SH, kind="Stadt", forum="Nord"))


def slug(name: str) -> str:
    """The key of a Kommune."""
    return name.lower().replace("ü", "ue").replace("ö", "oe")


def seen(world: World, filters: Filters = ALL, days: int = 0, page: int = 1, size: int = 50) -> Overview:
    """The overview of a day."""
    return overview(world.office, filters, world.clock.now() + timedelta(days=days), page, size)


def names(world: World, filters: Filters = ALL, days: int = 0) -> list[str]:
    """Who is on the page."""
    return [row.kommune for row in seen(world, filters, days).rows]


@contextmanager
def counted(engine: Engine) -> Generator[list[str]]:
    """The statements that are executed meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_without_projects_all_tiles_are_empty(office: Office) -> None:
    world = found(office)

    page = seen(world)

    assert set(page.tiles.values()) == {0}
    assert (page.projects, page.matches, page.page, page.pages, page.rows) == (0, 0, 1, 1, ())


def test_a_row_tells_what_is_next_and_why(office: Office) -> None:
    world = started(office)

    (row,) = seen(world).rows

    assert (row.project, row.kommune, row.land, row.contact) == ("aachen", "Aachen", "NW", "AP")
    assert (row.state, row.phase) == (State.SOON, "Vereinbarung (Letter of Intent)")
    assert row.next_task is not None
    assert (row.next_task.due, row.next_task.why) == (START, "am Tag „Zusage des Projektteams“ (12.01.2026)")
    assert (row.done, row.overdue, row.silent_since) == (0, 0, None)
    assert row.open == len(world.file().schedule.deadlines)


def test_a_row_has_all_phases_and_days_of_the_time_axis(office: Office) -> None:
    world = started(office)

    (row,) = seen(world).rows

    assert [p.status for p in row.phases][:2] == [PhaseStatus.RUNNING, PhaseStatus.PLANNED]
    assert len({p.short for p in row.phases}) == len(row.phases) == len(world.file().schedule.spans)
    assert [d.day for d in row.days] == sorted(a.day for a in world.file().schedule.anchors.values())
    assert {d.title for d in row.days if d.event} >= {"Dialogveranstaltung"}


def test_of_equal_urgency_they_stand_in_the_order_of_a_dictionary(office: Office) -> None:
    world = started(office, *FIVE)

    order = names(world)

    assert order == ["Aachen", "Ahaus", "Lübeck", "Ludwigshafen", "Öhringen", "Zwickau"]


def test_the_most_urgent_come_first_and_what_rests_or_is_done_last(office: Office) -> None:
    world = started(office, *FIVE)
    world.finish(lambda _: True, "ahaus")
    world.change(HoldProject(START + timedelta(days=60), "Haushalt", START), project="luebeck")
    world.finish(lambda task: task.due <= START + timedelta(days=20), "aachen")

    order = names(world)

    assert order == ["Ludwigshafen", "Öhringen", "Zwickau", "Aachen", "Lübeck", "Ahaus"]


def test_each_project_is_in_one_tile_whatever_is_filtered(office: Office) -> None:
    world = started(office, *FIVE)
    world.finish(lambda _: True, "ahaus")
    world.change(HoldProject(START + timedelta(days=60), "Haushalt", START), project="luebeck")
    enter(world, "Bonn")
    world.start(kommune="bonn", start=START + timedelta(days=28))

    page = seen(world, Filters(land="NW"), days=3)

    assert {s: n for s, n in page.tiles.items() if n} == {
        State.DONE: 1,
        State.RESTING: 1,
        State.OVERDUE: 4,
        State.PLANNED: 1,
    }
    assert (page.matches, page.projects) == (1, 7)


def test_the_state_of_each_row_is_that_of_its_tile(office: Office) -> None:
    world = started(office, *FIVE)
    world.finish(lambda task: task.due <= START + timedelta(days=9), "zwickau")

    for days in (0, 1, 8, 40, 400):
        page = seen(world, days=days)

        assert {s: n for s, n in page.tiles.items() if n} == {
            state: sum(row.state is state for row in page.rows) for state in {row.state for row in page.rows}
        }


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(q="lub"), ["Lübeck"]),
        (Filters(q="ÖHR"), ["Öhringen"]),
        (Filters(q="%"), []),
        (Filters(state=State.DONE), ["Ahaus"]),
        (Filters(land="NW"), ["Aachen"]),
        (Filters(forum="Nord", q="z"), ["Zwickau"]),
        (Filters(phase="vereinbarung", land="NW"), ["Aachen"]),
        (Filters(phase="dialog"), []),
        (Filters(person="VS@ZWICKAU"), ["Zwickau"]),
        (Filters(person="d-ap@lue"), ["Lübeck"]),
        (Filters(person="nobody"), []),
    ],
)
def test_filters_find_those_that_match(office: Office, filters: Filters, wanted: list[str]) -> None:
    world = started(office, *FIVE)
    world.finish(lambda _: True, "ahaus")

    page = seen(world, filters)

    assert [row.kommune for row in page.rows] == wanted
    assert page.matches == len(wanted)


def test_a_person_is_found_by_a_capital_umlaut(office: Office) -> None:
    world = started(office)
    world.hand_over("AP", "Özlem Ünal", "oe@aachen.example")

    assert names(world, Filters(person="özlem")) == ["Aachen"]


def test_pages_follow_one_another_without_gap_or_twin(office: Office) -> None:
    world = started(office, *FIVE)

    pages = [seen(world, page=number, size=4) for number in (1, 2, 9)]

    assert [(p.page, p.pages, p.matches) for p in pages] == [(1, 2, 6), (2, 2, 6), (2, 2, 6)]
    assert [row.kommune for p in pages[:2] for row in p.rows] == names(world)


def test_a_kommune_is_silent_after_fifteen_working_days_with_an_overdue_task(office: Office) -> None:
    world = started(office)

    found_silent = [days for days in range(30) if seen(world, Filters(silent=True), days=days).matches]

    assert world.file().calendar.count(START, START + timedelta(days=found_silent[0])) == 15
    assert found_silent == list(range(21, 30))
    assert seen(world, days=21).rows[0].silent_since == START
    assert (seen(world, days=21).silent, seen(world, days=20).silent) == (1, 0)


def test_who_answers_a_letter_is_not_silent(office: Office) -> None:
    world = started(office)
    world.clock.moment += timedelta(days=8)
    decline(office, "aachen", "vereinbarung.zusage", "AP", "Bauamt", world.clock.now())

    rows = {days: seen(world, days=days).rows[0] for days in (20, 21)}

    assert rows[20].silent_since is None
    assert rows[21].silent_since == START + timedelta(days=8)


def test_who_settles_a_task_is_not_silent(office: Office) -> None:
    world = started(office)
    world.clock.moment += timedelta(days=20)
    world.finish(lambda task: task.due == START)

    assert (seen(world, days=2).silent, seen(world, days=28).silent) == (0, 1)


def test_a_page_of_forty_takes_as_many_statements_as_one_of_five(office: Office, engine: Engine) -> None:
    world = started(office, *(f"Ort {n}" for n in range(40)))
    seen(world, size=1)

    taken: list[int] = []
    for size in (5, 40):
        with counted(engine) as statements:
            page = seen(world, Filters(land="SH"), size=size)
        taken.append(len(statements))
        assert len(page.rows) == size

    assert taken[0] == taken[1]


def test_several_files_are_the_same_as_each_opened_alone(office: Office) -> None:
    world = started(office, *FIVE)
    world.change(HoldProject(START + timedelta(days=60), "Haushalt", START), project="luebeck")

    with office.store.begin() as tx:
        files = open_files(office, tx, ["luebeck", "nowhere", "aachen"])

    assert files == [world.file("luebeck"), world.file("aachen")]


def test_a_project_whose_dates_cannot_be_computed_keeps_nobody_from_the_others(
    office: Office, engine: Engine
) -> None:
    world = started(office, "Zwickau")
    with engine.begin() as connection:
        connection.execute(projects.update().where(projects.c.id == "zwickau").values(start=date(1, 1, 1)))

    page = seen(world)

    assert [row.kommune for row in page.rows] == ["Aachen"]
    assert page.unreadable == ("zwickau",)


def test_management_sees_what_needs_it(office: Office) -> None:
    world = started(office, "Zwickau")
    world.days(START, START + timedelta(days=42))

    needs = needs_me(office, world.clock.now(), shown=2)

    assert needs.follow_ups == len(world.follow_ups()) > 2
    assert list(needs.oldest) == world.follow_ups()[:2]
    assert needs.silent == seen(world).silent == 2
    soon = local_day(world.clock.now()) + SOON
    clashes = facilitator_clashes(office, world.clock.now())
    assert needs.clashes == len([clash for clash in clashes if clash.day <= soon]) == 1
    assert len(clashes) == 2
    assert (needs.letters, needs.parked, needs.anything) == ({}, (), True)


def test_what_is_kept_beside_a_project_stays_in_step_for_months(office: Office) -> None:
    world = started(office, "Zwickau")

    def check(now: datetime) -> None:
        for project in ("aachen", "zwickau"):
            file = world.file(project)
            days = [t.due for t in file.tasks.values() if t.state is TaskState.OPEN]
            assert file.project.next_due == min(days, default=None)
        world.finish(lambda task: task.due <= now.date() and task.due.day % 3 > 0, "aachen")

    world.travel(START + timedelta(days=120), check, lambda _: None)

    assert world.file().project.last_heard is not None
    assert world.clock.now() > moment(START + timedelta(days=119), world.clock.now().time())
