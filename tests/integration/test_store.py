"""Transactions: all or nothing, and what becomes of two that wait for one another."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from etappe.adapters.sql.store import SqlStore, SqlTransaction
from etappe.errors import Entangled
from etappe.model.kommune import Kommune
from etappe.model.ledger import NewDigest
from etappe.model.moments import moment
from etappe.model.people import Person
from etappe.model.place import Land
from etappe.service.firing import fire
from etappe.service.office import Office
from tests.integration.worlds import found

ON_POSTGRES = [pytest.param("postgres", marks=pytest.mark.postgres)]
SLUGS = ("aachen", "bonn")
SECOND_MONDAY = moment(date(2026, 1, 19), time(8))


@dataclass(slots=True)
class Stumbling:
    """A store whose next transactions give way at their end."""

    store: SqlStore
    times: int
    begun: int = 0

    @contextmanager
    def begin(self) -> Generator[SqlTransaction]:
        """A transaction that may be undone."""
        self.begun += 1
        with self.store.begin() as tx:
            yield tx
            if self.begun <= self.times:
                raise Entangled(database="etappe")


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
def test_of_two_that_wait_for_one_another_one_gives_way_with_a_sentence(
    store: SqlStore, engine: Engine
) -> None:
    with store.begin() as tx:
        for slug in SLUGS:
            tx.kommunen.add(Kommune(slug, slug.title(), Land.NW))
    crossing = Barrier(2)

    def take(slugs: tuple[str, str]) -> str:
        with store.begin() as tx:
            connection = tx.kommunen._connection  # pyright: ignore[reportPrivateUsage]
            connection.execute(text("RESET ROLE"))  # a role without privileges waits for a second
            connection.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
            for slug in slugs:
                connection.execute(text(f"UPDATE kommune SET name = 'x' WHERE slug = '{slug}'"))  # noqa: S608
                if slug == slugs[0]:
                    crossing.wait()
        return "done"

    def tried(slugs: tuple[str, str]) -> str:
        try:
            return take(slugs)
        except Entangled as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        done, gave_way = sorted(pool.map(tried, [SLUGS, SLUGS[::-1]]), key=len)

    assert done == "done"
    assert gave_way.endswith("waited for one another, and this one gave way; run it again.")


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
def test_a_letter_that_somebody_else_has_just_opened_is_given_way_to(store: SqlStore, now: datetime) -> None:
    reader = Person("r", "R", "r@place.de")
    one, twin = (NewDigest(name, reader.id, date(2026, 3, 2), False, now) for name in ("one", "twin"))
    with store.begin() as tx:
        tx.people.save(reader)
        tx.letters.put_into_letters([one], [], now)

    with pytest.raises(Entangled), store.begin() as tx:
        tx.letters.put_into_letters([twin], [], now)


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
def test_any_other_twin_is_no_matter_of_giving_way(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.save(Person("r", "R", "r@place.de"))

    with pytest.raises(IntegrityError, match="uq_person"), store.begin() as tx:
        tx.people.save(Person("s", "S", "r@place.de"))


def test_a_batch_that_gave_way_is_fired_again_and_once(office: Office, store: SqlStore) -> None:
    world = found(office)
    world.start()
    stumbling = Stumbling(store, times=2)

    fired = fire(replace(office, store=stumbling), SECOND_MONDAY)

    assert stumbling.begun == 4  # two that gave way, one that did the work, one that found nothing more
    assert fired.letters == len(world.deliveries()) > 0
    assert fire(office, SECOND_MONDAY).rungs == 0
    assert world.chain_holds()


def test_an_error_that_is_none_of_ours_stays_what_it_is(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.begin():
        raise ZeroDivisionError
