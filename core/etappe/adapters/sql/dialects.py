"""Inserts that meet a key which is there already, in the words of each database."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

UpsertInsert = SqliteInsert | PostgresInsert


def upsert(connection: Connection, table: Table) -> UpsertInsert:
    """An insert that can say what to do on conflict; both databases share the words from here on."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def is_sqlite(connection: Connection) -> bool:
    """Whether this is the embedded database."""
    return connection.dialect.name == "sqlite"
