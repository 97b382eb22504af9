"""Databases that live for one measurement, and the bare driver on each."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.types.string import TextLoader
from sqlalchemy import Engine, make_url

from etappe.adapters.sql.engine import PRAGMAS, open_engine
from etappe.adapters.sql.schema import upgrade
from etappe.adapters.sql.tables import metadata

SERVER = os.environ.get("ETAPPE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRESQL)

Rows = Sequence[tuple[Any, ...]]


class Driver(Protocol):
    """A database's own Python driver, as far as the limits need it."""

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement with its rows, if it has any."""
        ...

    def many(self, statement: str, rows: Rows) -> None:
        """One statement for many rows."""
        ...

    def leave_statistics_old(self) -> None:
        """Let the database plan by what it knows now, whatever comes."""
        ...

    def tidy(self) -> None:
        """Bring what the database knows about its tables up to date."""
        ...

    def backends(self) -> tuple[int, ...]:
        """The processes on the database's side."""
        ...


class SqliteDriver:
    """sqlite3, with the settings of etappe's own connections."""

    BEGIN = "BEGIN IMMEDIATE"
    LOAD = ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF")
    LOADED = ("PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL")

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(pragma)

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement with its rows, if it has any."""
        return self._connection.execute(statement, values).fetchall()

    def many(self, statement: str, rows: Rows) -> None:
        """One statement for many rows."""
        self._connection.executemany(statement, rows)

    def backends(self) -> tuple[int, ...]:
        """SQLite works in this process."""
        return ()

    def leave_statistics_old(self) -> None:
        """SQLite keeps none."""

    def tidy(self) -> None:
        """SQLite has nothing that tidies up behind it."""

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class PostgresDriver:
    """psycopg, with the settings of etappe's own connections; statements are written with ``?``."""

    BEGIN = "BEGIN"
    LOAD = ("SET session_replication_role = replica",)
    LOADED = ("SET session_replication_role = origin",)

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, options="-c jit=off")
        self._connection.adapters.register_loader("json", TextLoader)

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement with its rows, if it has any."""
        cursor = self._connection.execute(_with_percent(statement), values)
        return cursor.fetchall() if cursor.description else []

    def many(self, statement: str, rows: Rows) -> None:
        """One statement for many rows."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_with_percent(statement), rows)

    def leave_statistics_old(self) -> None:
        """Gather statistics now and no more."""
        for table in metadata.sorted_tables:
            self.run(f"ALTER TABLE {table.name} SET (autovacuum_enabled = false)")
        self.tidy()

    def tidy(self) -> None:
        """What autovacuum does in the background, now."""
        self.run("VACUUM ANALYZE")

    def backends(self) -> tuple[int, ...]:
        """The server's process of this connection."""
        return (self._connection.info.backend_pid,)

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


AnyDriver = SqliteDriver | PostgresDriver


@contextmanager
def new_database(kind: str) -> Generator[str]:
    """The URL of a database with etappe's tables, which is gone at the end."""
    with _file() if kind == SQLITE else _on_server() as url:
        with opened(url) as engine:
            upgrade(engine)
        yield url


@contextmanager
def opened(url: str) -> Generator[Engine]:
    """etappe's engine on a database."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def driven(url: str) -> Generator[AnyDriver]:
    """The bare driver on a database."""
    driver = SqliteDriver(url) if url.startswith("sqlite") else PostgresDriver(url)
    try:
        yield driver
    finally:
        driver.close()


def backends_of(engine: Engine) -> tuple[int, ...]:
    """The processes on the database's side of an engine that uses one connection."""
    if engine.dialect.name == "sqlite":
        return ()
    with engine.connect() as connection:
        return (connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one(),)


@contextmanager
def _file() -> Generator[str]:
    with TemporaryDirectory(prefix="etappe_bench_") as folder:
        yield f"sqlite:///{Path(folder) / 'etappe.db'}"


@contextmanager
def _on_server() -> Generator[str]:
    name = sql.Identifier(f"etappe_bench_{uuid4().hex[:12]}")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield (
                make_url(SERVER)
                .set(database=name.as_string().strip('"'))
                .render_as_string(hide_password=False)
            )
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _with_percent(statement: str) -> sql.SQL:
    return sql.SQL(statement.replace("%", "%%").replace("?", "%s"))  # pyright: ignore[reportArgumentType] - built from the tables
