"""The chain of facts on real databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Delete, Engine, Update, delete, update

from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tables import audit_event, audit_head
from etappe.model.audit import Fact
from etappe.testing.database import opened

TENANT = "weltoffene_kommune"


def fact(about: str = "m-2026", **data: object) -> Fact:
    """Somebody did something to an object."""
    return Fact("eva@place.de", "task.confirmed", about, data)


@pytest.fixture
def chain(store: SqlStore, now: datetime) -> SqlStore:
    """A store with a chain of five facts, recorded in two blocks."""
    with store.begin() as tx:
        tx.audit.record([fact(number=1), fact(number=2, text="Größe „Ä“", day=date(2026, 3, 2))], now)
    with store.begin() as tx:
        tx.audit.record([fact(number=n) for n in (3, 4, 5)], now + timedelta(seconds=1))
    return store


def tamper(engine: Engine, statement: Update | Delete) -> None:
    """Change the tables behind the store's back."""
    with engine.begin() as connection:
        connection.execute(statement)


def broken_at(store: SqlStore) -> int | None:
    """The first link that does not fit."""
    with store.begin() as tx:
        return tx.audit.verify()


def test_an_untouched_chain_holds(chain: SqlStore) -> None:
    assert broken_at(chain) is None


def test_a_chain_without_links_holds(store: SqlStore) -> None:
    assert broken_at(store) is None


@pytest.mark.parametrize(
    "change",
    [
        {"data": '{"number": 9}'},
        {"actor": "paul@place.de"},
        {"action": "task.waived"},
        {"object": "m-2027"},
        {"at": datetime(2026, 3, 2, 9, 0, tzinfo=UTC)},
        {"seq": 33},
    ],
)
def test_a_changed_row_is_found(chain: SqlStore, engine: Engine, change: dict[str, object]) -> None:
    tamper(engine, update(audit_event).where(audit_event.c.seq == 3).values(change))

    assert broken_at(chain) == 3


def test_a_deleted_row_in_the_middle_is_found(chain: SqlStore, engine: Engine) -> None:
    tamper(engine, delete(audit_event).where(audit_event.c.seq == 2))

    assert broken_at(chain) == 2


@pytest.mark.parametrize(("left", "found"), [(4, 5), (1, 2), (0, 1)])
def test_a_cut_tail_is_found(chain: SqlStore, engine: Engine, left: int, found: int) -> None:
    tamper(engine, delete(audit_event).where(audit_event.c.seq > left))

    assert broken_at(chain) == found


def test_a_lost_head_is_found(chain: SqlStore, engine: Engine) -> None:
    tamper(engine, delete(audit_head))

    assert broken_at(chain) == 6


def test_facts_come_back_as_they_were_recorded_the_newest_first(chain: SqlStore, now: datetime) -> None:
    with chain.begin() as tx:
        facts = tx.audit.facts(limit=4)

    assert facts[0] == (now + timedelta(seconds=1), fact(number=5))
    assert facts[3] == (now, fact(number=2, text="Größe „Ä“", day="2026-03-02"))


def test_facts_about_an_object_are_those_of_it_and_what_lies_within(store: SqlStore, now: datetime) -> None:
    within, other = ["m_2026", "m_2026/brief"], ["m_2026b", "mx2026/brief", "m-2026"]
    with store.begin() as tx:
        tx.audit.record([fact(about) for about in (*within, *other)], now)

    with store.begin() as tx:
        found = [f.about for _, f in tx.audit.facts("m_2026")]

    assert found == within[::-1]


def test_a_block_that_fails_adds_no_link(chain: SqlStore, now: datetime) -> None:
    def record_and_fail() -> None:
        with chain.begin() as tx:
            tx.audit.record([fact()], now)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        record_and_fail()

    assert broken_at(chain) is None


def test_writers_at_the_same_time_keep_one_chain(store: SqlStore, database_url: str, now: datetime) -> None:
    writers, rounds, start = 3, 10, Barrier(3)

    def record(writer: int) -> None:
        with opened(database_url) as engine:
            own = SqlStore(engine, TENANT)
            start.wait(5)
            for number in range(rounds):
                with own.begin() as tx:
                    tx.audit.record([fact(writer=writer, number=number), fact()], now)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(record, range(writers)))

    with store.begin() as tx:
        assert tx.audit.verify() is None
        assert len(tx.audit.facts(limit=1000)) == writers * rounds * 2
