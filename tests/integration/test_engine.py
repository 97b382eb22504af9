"""The settings of connections, and what transactions promise."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Timer
from time import sleep

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from etappe.adapters.sql.engine import check_durability, open_engine, require_reachable
from etappe.adapters.sql.store import SqlStore
from etappe.errors import BadDatabaseAddress, DatabaseUnreachable
from etappe.model.people import Person
from etappe.testing.database import opened

EVA = Person("p", "Eva Muster", "eva@place.de")
PAUL = Person("q", "Paul Muster", "paul@place.de")
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "busy_timeout": 10000,
    "foreign_keys": 1,
    "trusted_schema": 0,
}


def write(engine: Engine, person: str, then: Callable[[], object] = lambda: None) -> None:
    """Add a breaker of that name, and do something before it is committed."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO breaker VALUES (:p, 'closed', NULL, 0, NULL)"), {"p": person})
        then()


def read(engine: Engine, question: str) -> object:
    """The one answer to a question."""
    with engine.connect() as connection:
        answer: object = connection.exec_driver_sql(question).scalar()
    return answer


@pytest.mark.parametrize(("name", "value"), PRAGMAS.items())
def test_sqlite_is_set_to_keep_what_it_has_taken(sqlite_url: str, name: str, value: object) -> None:
    with opened(sqlite_url) as engine:
        assert read(engine, f"PRAGMA {name}") == value


def impatient(engine: Engine) -> None:
    """Give up at once where somebody else is writing."""

    @event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA busy_timeout=0")


def test_the_first_connection_waits_for_whoever_writes_into_a_new_file(tmp_path: Path) -> None:
    maker = sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)
    maker.execute("BEGIN IMMEDIATE")
    Timer(0.1, maker.close).start()

    with opened(f"sqlite:///{tmp_path / 'new.db'}") as engine:
        assert read(engine, "PRAGMA journal_mode") == "wal"


def test_a_second_writer_waits_for_the_first(sqlite_url: str) -> None:
    order: list[str] = []
    began, asked = Event(), Event()

    def hold_the_pen() -> None:
        began.set()
        assert asked.wait(5)
        sleep(0.05)
        order.append("first")

    def first() -> None:
        with opened(sqlite_url) as engine:
            write(engine, "first", hold_the_pen)

    def second() -> None:
        with opened(sqlite_url) as engine:
            assert began.wait(5)
            asked.set()
            write(engine, "second", lambda: order.append("second"))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result()

    assert order == ["first", "second"]


def test_a_transaction_takes_the_pen_before_it_reads(sqlite_url: str) -> None:
    with opened(sqlite_url) as one, opened(sqlite_url) as other, one.begin():
        impatient(other)

        with pytest.raises(OperationalError, match="locked"):
            read(other, "SELECT 1")


def test_a_writer_that_waited_in_vain_can_try_again(sqlite_url: str) -> None:
    with opened(sqlite_url) as one, opened(sqlite_url) as other:
        impatient(other)
        with one.begin(), pytest.raises(OperationalError, match="locked"):
            write(other, "again")

        write(other, "again")

        assert read(one, "SELECT count(*) FROM breaker") == 1


def test_a_block_that_fails_leaves_no_trace(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        write(engine, "lost", lambda: 1 // 0)

    assert read(engine, "SELECT count(*) FROM breaker") == 0


def test_a_statement_that_fails_takes_its_block_with_it(store: SqlStore) -> None:
    def save_twins() -> None:
        with store.begin() as tx:
            tx.people.save(EVA)
            tx.people.save(Person("twin", "Eva Zwilling", EVA.email))

    with pytest.raises(IntegrityError):
        save_twins()

    with store.begin() as tx:
        assert tx.people.by_email(EVA.email) is None


def test_a_block_that_ends_well_is_seen_by_others(engine: Engine, database_url: str, store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.save(PAUL)

    with opened(database_url) as other:
        assert read(other, "SELECT name FROM person") == PAUL.name


@pytest.mark.postgres
def test_postgresql_never_compiles_its_queries(postgres_url: str) -> None:
    with opened(postgres_url) as engine:
        assert read(engine, "SHOW jit") == "off"


@pytest.mark.postgres
def test_a_postgresql_that_keeps_its_word_is_not_complained_about(postgres_url: str) -> None:
    with opened(postgres_url) as engine:
        assert check_durability(engine) == ()


@pytest.mark.postgres
def test_a_postgresql_that_confirms_too_early_is_named(postgres_url: str) -> None:
    with opened(f"{postgres_url}?options=-c%20synchronous_commit%3Doff") as engine:
        (danger,) = check_durability(engine)

    assert "synchronous_commit=off" in danger


def test_a_sqlite_that_may_damage_its_file_is_named(sqlite_url: str) -> None:
    with opened(sqlite_url) as engine:
        with engine.connect():
            pass
        engine.dialect.server_version_info = (3, 51, 2)
        (danger,) = check_durability(engine)
        engine.dialect.server_version_info = (3, 51, 3)
        assert check_durability(engine) == ()

    assert "SQLite 3.51.2 may damage its file" in danger


@pytest.mark.parametrize(
    "url",
    [
        "",
        "etappe.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "mysql://etappe:geheim@db.place.de/etappe",
        "postgresql://etappe:geheim@db.place.de:port/etappe",
    ],
)
def test_an_unusable_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadDatabaseAddress) as caught:
        open_engine(url)

    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_an_engine_does_not_show_its_password() -> None:
    assert "geheim" not in repr(open_engine("postgresql://etappe:geheim@db.place.de/etappe"))


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    engine = open_engine("postgres://etappe:geheim@127.0.0.1:1/etappe")

    with pytest.raises(DatabaseUnreachable, match=r"'etappe' on 127\.0\.0\.1") as caught:
        require_reachable(engine)

    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_a_file_without_its_folder_is_named() -> None:
    engine = open_engine("sqlite:////nowhere/etappe.db")

    with pytest.raises(DatabaseUnreachable, match=r"'/nowhere/etappe\.db' on this machine"):
        require_reachable(engine)


def test_a_database_that_answers_is_reachable(engine: Engine) -> None:
    require_reachable(engine)
