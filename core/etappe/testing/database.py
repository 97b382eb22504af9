"""Databases for tests: migrated once, copied for every test."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from etappe.adapters.sql.engine import open_engine
from etappe.adapters.sql.schema import upgrade


@contextmanager
def opened(url: str) -> Generator[Engine]:
    """An engine that is closed at the end."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def migrated_file(folder: Path) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = folder / "template.db"
    with opened(f"sqlite:///{path}") as engine:
        upgrade(engine)
    return path


def hurried(path: Path) -> Engine:
    """An engine on a SQLite file that does not wait for the disk: what a test writes need not outlive it."""
    engine = open_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    return engine
