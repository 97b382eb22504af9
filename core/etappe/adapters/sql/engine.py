"""Engines with the settings that the promise of delivery rests on."""

from __future__ import annotations

import sqlite3
from time import monotonic, sleep

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from etappe.adapters.sql.tenancy import guard
from etappe.errors import BadDatabaseAddress, DatabaseUnreachable

PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA synchronous=FULL",  # with NORMAL a commit may vanish on power loss: a letter sent twice
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
)
CONNECT_TIMEOUT_S = 10
SWITCH_TIMEOUT_S = 10
SAFE_WITH_SEVERAL_PROCESSES = (3, 51, 3)
"""SQLite's first release without the WAL-reset bug."""
DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
}
"""What PostgreSQL has to say so that a letter recorded as sent stays recorded."""


def open_engine(url: str) -> Engine:
    """An engine for a database URL; nothing connects before it is used."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadDatabaseAddress(cause="it is no URL") from None  # the cause would tell the password
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend in {"postgresql", "postgres"}:
        return _postgresql(parsed)
    raise BadDatabaseAddress(cause=f"etappe does not know '{backend}'")


def for_reading(engine: Engine) -> Engine:
    """An engine on the same database that can write nothing, and waits for no writer.

    Each of its transactions sees the database as it was when it began. On SQLite it has connections of its
    own, which somebody has to dispose of; on PostgreSQL it shares those of the other engine.
    """
    if engine.dialect.name == "sqlite":
        return _sqlite(engine.url, reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def require_reachable(engine: Engine) -> None:
    """Connect once; raises `DatabaseUnreachable`."""
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        cause = " ".join(str(error.orig).split())
        raise DatabaseUnreachable(
            database=engine.url.database, host=engine.url.host or "this machine", cause=cause
        ) from None


def check_durability(engine: Engine) -> tuple[str, ...]:
    """What stands against the promise that nothing recorded is lost; empty if nothing does."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return _sqlite_dangers(connection)
        rows = connection.execute(
            text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names) ORDER BY name"),
            {"names": list(DURABLE)},
        )
        return tuple(
            f"PostgreSQL has {name}={setting}: a crash may undo what was recorded; set {name}=on."
            for name, setting in rows
            if setting not in DURABLE[name]
        )


def _postgresql(url: URL) -> Engine:
    options = url.query.get("options", "")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        hide_parameters=True,  # an error must not quote names and addresses
        connect_args={
            # guessing from old statistics, JIT made a sweep that finds nothing cost 60 ms instead of 0.4
            "options": f"{options} -c jit=off",
            "connect_timeout": CONNECT_TIMEOUT_S,
        },
    )
    guard(engine)
    return engine


def _sqlite(url: URL, *, reading: bool = False) -> Engine:
    if not url.database or ":memory:" in url.database or url.query.get("mode") == "memory":
        raise BadDatabaseAddress(cause="SQLite needs a file, for the memory is gone with its process")
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), hide_parameters=True)
    guard(engine)

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
        for pragma in PRAGMAS:
            connection.execute(pragma)
        _write_ahead(connection)
        if reading:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # a reader takes no lock: with the write-ahead log it sees what was there when it began
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    # for this switch SQLite does not always wait, and processes that start together on a new file collide
    give_up = monotonic() + SWITCH_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                raise
            sleep(0.01)
        else:
            return


def _sqlite_dangers(connection: Connection) -> tuple[str, ...]:
    dangers: list[str] = []
    version = connection.dialect.server_version_info or ()
    if tuple(version) < SAFE_WITH_SEVERAL_PROCESSES:
        number, safe = (".".join(map(str, v)) for v in (version, SAFE_WITH_SEVERAL_PROCESSES))
        dangers.append(
            f"SQLite {number} may damage its file when several processes write at the same instant;"
            f" run one process only, update to {safe}, or use PostgreSQL."
        )
    if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
        dangers.append("SQLite cannot keep a write-ahead log here; move its file to a local disk.")
    return tuple(dangers)
