"""Several machines fire one programme: each takes its shard, and all write into the letters of one team."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, datetime, time
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select

from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.schema import ensure_tenant, upgrade
from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tables import digest, digest_item, occurrence
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.model.programme import Programme
from etappe.model.shard import WHOLE, Shard, bucket_of
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.firing import Fired, backlog, fire
from etappe.service.office import Office
from etappe.testing.database import opened
from tests.integration.conftest import TENANT
from tests.integration.databases import new_postgres_database
from tests.integration.worlds import World, found, person, settle_in

FOUR = tuple(Shard(index, 4) for index in range(4))
CROWD = 200
SECOND_MONDAY = moment(date(2026, 1, 19), time(8))
"""The first overviews go, and the first reminders, with copies and duties for project management."""
NOTHING = Fired(0, 0, 0, 0)


@pytest.fixture
def crowds_url() -> Iterator[str]:
    """A database that is dropped in the end: emptying it row by row would take minutes."""
    with new_postgres_database() as url:
        with opened(url) as engine:
            upgrade(engine)
        yield url


def crowded(office: Office, number: int) -> World:
    """A number of Kommunen that started a week ago; nobody has ticked so far."""
    world = found(office)
    for slug in (f"kommune-{i}" for i in range(number)):
        settle_in(world, Kommune(slug, slug.title(), Land.NW), deputies=("PM",))
        world.start(kommune=slug)
    world.clock.moment = SECOND_MONDAY
    return world


def test_a_rung_lies_in_the_bucket_of_its_project_or_of_its_reader(office: Office, engine: Engine) -> None:
    crowded(office, 3)

    query = select(occurrence.c.project_id, occurrence.c.person_id, occurrence.c.bucket)
    with engine.connect() as connection:
        rows = connection.execute(query).all()

    assert {row.bucket == bucket_of(row.project_id or row.person_id) for row in rows} == {True}
    assert {row.project_id is None for row in rows} == {True, False}


def test_the_shards_share_out_what_is_due(office: Office) -> None:
    crowded(office, 12)

    with office.store.begin() as tx:
        shares = [{due.occ_key for due in tx.ledger.due(SECOND_MONDAY, 10_000, shard)} for shard in FOUR]
        whole = {due.occ_key for due in tx.ledger.due(SECOND_MONDAY, 10_000, WHOLE)}

    assert set[str]().union(*shares) == whole
    assert sum(map(len, shares)) == len(whole) == backlog(office, SECOND_MONDAY)
    assert all(shares)


def test_shards_one_after_the_other_do_the_work_once(office: Office, engine: Engine) -> None:
    crowded(office, 12)

    done = [fire(office, SECOND_MONDAY, shard) for shard in FOUR]

    assert (backlog(office, SECOND_MONDAY), fire(office, SECOND_MONDAY)) == (0, NOTHING)
    assert sum(fired.rungs for fired in done) == rungs_that_fired(engine) > 0


def test_a_shard_leaves_the_others_alone(office: Office) -> None:
    crowded(office, 12)
    before = backlog(office, SECOND_MONDAY)

    fired = fire(office, SECOND_MONDAY, FOUR[0])

    assert 0 < backlog(office, SECOND_MONDAY) < before
    assert (fired.rungs > 0, fire(office, SECOND_MONDAY, FOUR[0])) == (True, NOTHING)


@pytest.mark.postgres
def test_four_machines_at_once_share_the_letter_of_one_manager(
    programme: Programme, registry: Registry, crowds_url: str, now: datetime
) -> None:
    with ExitStack() as machines:
        engines = [machines.enter_context(opened(crowds_url)) for _ in FOUR]
        ensure_tenant(engines[0], TENANT, TENANT, now)
        team, modules = Place(Land.BE), Questions(registry)
        offices = [Office(programme, SqlStore(e, TENANT), calendar_of, team, modules) for e in engines]
        world = crowded(offices[0], CROWD)

        done = fired_at_once(offices)

        assert_fired_once(world, engines[0], done)


def assert_fired_once(world: World, engine: Engine, done: list[Fired]) -> None:
    office = world.office
    assert backlog(office, SECOND_MONDAY) == 0
    assert sum(fired.rungs for fired in done) == rungs_that_fired(engine)
    assert all(fired.rungs > 0 for fired in done)
    assert letters_of(engine, person("PM").id) == (1, CROWD)
    assert world.chain_holds()


def fired_at_once(offices: list[Office]) -> list[Fired]:
    """Fire each shard on a machine of its own, all of them from one moment on."""
    start = Barrier(len(offices))

    def run(number: int) -> Fired:
        start.wait()
        return fire(offices[number], SECOND_MONDAY, Shard(number, len(offices)))

    with ThreadPoolExecutor(len(offices)) as pool:
        return list(pool.map(run, range(len(offices))))


def rungs_that_fired(engine: Engine) -> int:
    query = select(func.count()).select_from(occurrence).where(occurrence.c.state == "fired")
    with engine.connect() as connection:
        return connection.execute(query).scalar_one()


def letters_of(engine: Engine, reader: str) -> tuple[int, int]:
    """How many letters somebody has, and about how many projects they speak in all."""
    query = (
        select(func.count(digest.c.id.distinct()), func.count(occurrence.c.project_id.distinct()))
        .join(digest_item, digest_item.c.digest_id == digest.c.id)
        .join(occurrence, occurrence.c.occ_key == digest_item.c.occ_key)
        .where(digest.c.recipient_id == reader)
    )
    with engine.connect() as connection:
        number, projects = connection.execute(query).one()
    return number, projects
