"""Projects are started whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, func, select

from etappe.adapters.sql.tables import metadata
from etappe.errors import (
    ConditionUnanswered,
    ContactMissing,
    EtappeError,
    ProjectExists,
    SchoolHolidaysUnknown,
    StartInThePast,
    UnknownKommune,
    UnknownModule,
)
from etappe.model.kommune import Kommune
from etappe.model.place import Land, Place
from etappe.model.programme import Programme
from etappe.model.spec import ConditionSpec
from etappe.service.kommunen import add_kommune
from etappe.service.office import Office
from etappe.service.people import set_contact, set_staff
from etappe.service.projects import Wish, preview, start_project
from tests.integration.worlds import AACHEN, MODULES, START, World, found, settle_in


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with its people and no project; in the end the audit is whole."""
    world = found(office)
    yield world
    assert world.chain_holds()


def rows(engine: Engine) -> Mapping[str, int]:
    """How many rows each table holds."""
    with engine.connect() as connection:
        tables = metadata.sorted_tables
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def start(world: World, kommune: str, wish: Wish) -> None:
    """Start a project at the world's hour."""
    start_project(world.office, kommune, wish, "pm", world.clock.now())


def test_a_started_project_has_its_tasks_and_one_armed_rung_each(world: World) -> None:
    started = world.start()

    planned = [e.task_key for e in world.entries()]
    assert (started.project.id, len(planned)) == ("aachen", len(set(planned)))
    assert {t.key for t in started.schedule.plan.tasks} >= set(planned)
    assert "project started" in world.actions()


def test_equal_plans_are_stored_once(world: World, engine: Engine) -> None:
    settle_in(world, replace(AACHEN, slug="bonn", name="Bonn"))

    start(world, "aachen", Wish(START, MODULES))
    start(world, "bonn", Wish(START, tuple(reversed(MODULES))))

    assert rows(engine)["plan"] == 1


def test_a_second_project_of_a_kommune_gets_a_number(world: World) -> None:
    world.start()

    assert world.start(start=date(2026, 9, 1)).project.id == "aachen-2"


def test_a_preview_stores_nothing(world: World, engine: Engine) -> None:
    before = rows(engine)

    seen = preview(world.office, Place(Land.NW), Wish(START, MODULES))

    assert (seen.schedule.anchors["dialog"].day, rows(engine)) == (date(2026, 6, 16), before)


@pytest.mark.parametrize(
    ("kommune", "wish", "error"),
    [
        ("aachen", Wish(date(2026, 1, 9)), StartInThePast),
        ("atlantis", Wish(START), UnknownKommune),
        ("bonn", Wish(START), ContactMissing),
        ("aachen", Wish(START, ("feuerwerk",)), UnknownModule),
        ("aachen", Wish(date(2029, 1, 15)), SchoolHolidaysUnknown),
    ],
)
def test_what_cannot_be_started_leaves_no_trace(
    world: World, engine: Engine, kommune: str, wish: Wish, error: type[EtappeError]
) -> None:
    settle_in(world, replace(AACHEN, slug="bonn", name="Bonn"), without=["AP"])
    before = rows(engine)

    with pytest.raises(error):
        start(world, kommune, wish)

    assert rows(engine) == before


def test_the_same_start_twice_leaves_no_trace(world: World, engine: Engine) -> None:
    world.start()
    before = rows(engine)

    with pytest.raises(ProjectExists, match="aachen"):
        world.start()

    assert rows(engine) == before


def test_a_question_without_an_answer_leaves_no_trace(world: World, engine: Engine) -> None:
    asking = replace(
        world, office=replace(world.office, programme=_that_asks(world.office.programme), plans={})
    )
    before = rows(engine)

    with pytest.raises(ConditionUnanswered, match="Gibt es Kuchen"):
        start(asking, "aachen", Wish(START, MODULES))

    assert rows(engine) == before


def _that_asks(programme: Programme) -> Programme:
    module = programme.modules["dialog"]
    question = ConditionSpec(key="dialog.kuchen", question="Gibt es Kuchen?")
    asking = module.model_copy(update={"conditions": (*module.conditions, question)})
    return replace(programme, modules={**programme.modules, "dialog": asking})


def test_a_role_with_tasks_and_nobody_in_it_is_pointed_out(office: Office, now: datetime) -> None:
    add_kommune(office, Kommune("gera", "Gera", Land.TH), "pm", now)
    set_contact(office, "gera", "AP", "Ida Moos", "ida@gera.example", None, "pm", now)
    set_staff(office, "PM", "Eva Tal", "eva@team.example", None, "pm", now)

    started = start_project(office, "gera", Wish(date(2026, 4, 1)), "pm", now)

    assert [w.subject for w in started.warnings if w.code == "role_open"] == ["VS", "MO"]
