"""What modules keep outlives their versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, select, update

from etappe.adapters.sql import tables as t
from etappe.adapters.sql.schema import ensure_tenant
from etappe.errors import RecordUnreadable
from etappe.model.records import Body
from etappe.plugin import Record, RecordSpec
from etappe.service.module_desk import ModuleDesk
from etappe.service.records import upgrade_records
from etappe.service.reports import draft_report
from tests.integration.kitchen import MODULE, PROGRAMME, KitchenHooks, keep, office_with
from tests.integration.worlds import World, found


class Order(Record):
    """The orders of a later version, which counts guests by what they eat."""

    vegetarian: int
    others: int


def by_diet(body: Body) -> Body:
    """Version 1 knew the number of meals alone."""
    return {"vegetarian": 0, "others": body["meals"]}


def second_version() -> KitchenHooks:
    """The kitchen after an update."""
    spec = RecordSpec(key="kueche.order", title="Bestellung", model=Order, version=2, upgrades=(by_diet,))
    return KitchenHooks(MODULE.model_copy(update={"version": "2.0.0", "records": (spec,)}))


def untold(_kind: str, _number: int) -> None:
    """Nobody looks."""


@pytest.fixture
def world(engine: Engine, now: datetime) -> Iterator[World]:
    """Three orders of the first version."""
    ensure_tenant(engine, PROGRAMME, PROGRAMME, now)
    world = found(office_with(KitchenHooks(), engine))
    world.start(modules=("kueche",))
    orders = (keep(n, f"tag-{n}") for n in (1, 2, 3))
    ModuleDesk(world.office, "kueche", "test", world.clock.now()).carry_out("aachen", *orders)
    yield world
    assert world.chain_holds()


def stored(engine: Engine) -> list[tuple[str, int, str]]:
    with engine.connect() as connection:
        query = select(t.record.c.key, t.record.c.version, t.record.c.body).order_by(t.record.c.key)
        return [tuple(row) for row in connection.execute(query)]


def test_an_upgrade_brings_every_record_to_the_version_of_its_module(world: World, engine: Engine) -> None:
    office = office_with(second_version(), engine)
    told: list[tuple[str, int]] = []

    number = upgrade_records(office, world.clock.now(), lambda kind, n: told.append((kind, n)))

    assert (number, told) == (3, [("kueche.order", 3)])
    assert stored(engine)[0] == ("tag-1", 2, '{"vegetarian":0,"others":1}')


def test_an_upgrade_that_is_run_again_changes_nothing(world: World, engine: Engine) -> None:
    office = office_with(second_version(), engine)
    upgrade_records(office, world.clock.now(), untold)
    facts = len(world.facts())

    assert upgrade_records(office, world.clock.now(), untold) == 0
    assert len(world.facts()) == facts


def test_an_older_record_is_read_in_the_newest_version_before_any_upgrade(
    world: World, engine: Engine
) -> None:
    office = office_with(second_version(), engine)

    shown = ModuleDesk(office, "kueche", "test", world.clock.now()).project("aachen")

    assert shown.records(Order)["tag-3"] == Order(vegetarian=0, others=3)


def test_a_record_of_a_newer_version_parks_the_older_module(world: World, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(t.record).values(version=7))
    office = office_with(KitchenHooks(), engine)

    report = draft_report(office, "aachen", world.clock.now())

    assert [s.title for s in report.sections] == ["Der Weg"]
    assert not office.modules.react()


def test_a_broken_upgrade_names_the_record_and_changes_nothing(world: World, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(t.record).where(t.record.c.key == "tag-2").values(body='{"meels": 2}'))
    before = stored(engine)
    office = office_with(second_version(), engine)

    with pytest.raises(RecordUnreadable, match=r"'kueche\.order' of the project 'aachen'.*'tag-2': KeyError"):
        upgrade_records(office, world.clock.now(), untold)

    assert stored(engine) == before


def test_a_version_without_the_steps_that_lead_to_it_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"version 3 of 'kueche\.order' needs 2 upgrades, it has 1"):
        RecordSpec(key="kueche.order", title="Bestellung", model=Order, version=3, upgrades=(by_diet,))
