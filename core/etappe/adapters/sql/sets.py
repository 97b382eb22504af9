"""Statements for many rows: compiled once, so that a row costs little more than its driver takes for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Convert = Callable[[Any], Any]


class InSets:
    """A statement that is executed for sets of rows.

    SQLAlchemy compiles it, once for each kind of database; its own way to execute it would look at every
    value of every row again, which costs more than writing them.
    """

    def __init__(self, build: Callable[[Connection], UpdateBase], keys: Sequence[str]) -> None:
        self._build = build
        self._keys = list(keys)
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Execute it for rows that hold all of its keys; without rows nothing happens."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            compiled = self._build(connection).compile(dialect=dialect, column_keys=self._keys)
            assert isinstance(compiled, SQLCompiler)
            self._compiled[dialect.name] = _read(compiled, dialect)
        connection.exec_driver_sql(*self._compiled[dialect.name].with_rows(rows))


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    constants: dict[str, Any]
    converts: tuple[tuple[str, Convert], ...]
    in_order: tuple[str, ...]
    """The names of the values where the driver wants tuples."""

    def with_rows(self, rows: Sequence[dict[str, Any]]) -> tuple[str, Any]:
        """The statement and its values, as the driver takes them."""
        ready = [self.constants | row for row in rows]
        for name, convert in self.converts:
            for row in ready:
                row[name] = convert(row[name])
        return self.text, [*map(itemgetter(*self.in_order), ready)] if self.in_order else ready


def _read(compiled: SQLCompiler, dialect: Dialect) -> _Compiled:
    processors = {n: b.type.dialect_impl(dialect).bind_processor(dialect) for n, b in compiled.binds.items()}
    return _Compiled(
        text=compiled.string,
        constants={n: v for n, v in compiled.params.items() if not compiled.binds[n].required},
        converts=tuple((name, convert) for name, convert in processors.items() if convert),
        in_order=tuple(compiled.positiontup or ()),
    )
