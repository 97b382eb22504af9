"""Rows as the database has them: read back, copied under other names, written by the bare driver."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from sqlalchemy import Table

from benchmarks.databases import AnyDriver, Rows

PATTERN = "muster"
"""The Kommune that copies are made of; its slug is part of every key that has to differ."""


def columns(table: Table) -> str:
    """The names of a table's columns, as SQL writes them."""
    return ", ".join(f'"{c.name}"' for c in table.columns)


def insert(table: Table) -> str:
    """A statement that inserts one whole row."""
    marks = ", ".join("?" for _ in table.columns)
    return f"INSERT INTO {table.name} ({columns(table)}) VALUES ({marks})"  # noqa: S608 - our own tables


def rows_of_pattern(driver: AnyDriver, table: Table) -> Rows:
    """The pattern's rows of a table."""
    rows = driver.run(f"SELECT {columns(table)} FROM {table.name}")  # noqa: S608 - our own tables
    return [row for row in rows if any(isinstance(v, str) and PATTERN in v for v in row)]


def renamed(rows: Rows, slug: str) -> Rows:
    """The pattern's rows for another Kommune."""
    return [tuple(v.replace(PATTERN, slug) if isinstance(v, str) else v for v in row) for row in rows]


def multiply(driver: AnyDriver, tables: Mapping[Table, tuple[str, ...]], number: int) -> None:
    """Copy the pattern's rows for many Kommunen; for each table, the columns that hold its slug."""
    if number < 1:
        return
    with loading(driver):
        for table, keys in tables.items():
            driver.run(_copies(table, keys), number, f"%{PATTERN}%")


@contextmanager
def loading(driver: AnyDriver) -> Generator[None]:
    """A transaction that is not checked, for rows that are known to hold together."""
    for statement in driver.LOAD:
        driver.run(statement)
    driver.run(driver.BEGIN)
    yield
    driver.run("COMMIT")
    for statement in driver.LOADED:
        driver.run(statement)


def _copies(table: Table, keys: tuple[str, ...]) -> str:
    chosen = ", ".join(_value(c.name, keys) for c in table.columns)
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"  # noqa: S608 - our own
        f" INSERT INTO {table.name} ({columns(table)})"
        f" SELECT {chosen} FROM n, {table.name} t WHERE t.{keys[0]} LIKE ?"
    )


def _value(column: str, keys: tuple[str, ...]) -> str:
    return f"replace(t.{column}, '{PATTERN}', 'k' || n.i)" if column in keys else f't."{column}"'
