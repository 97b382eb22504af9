"""Inserts of many rows: compiled once, so that a row costs little more than the database takes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.compiler import SQLCompiler

from etappe.adapters.sql.dialects import is_sqlite
from etappe.adapters.sql.tenancy import require_own

Convert = Callable[[Any], Any]
Build = Callable[[Connection], Insert]


class InSets:
    """An insert that is executed for sets of rows.

    SQLAlchemy compiles it, once for each kind of database; its own way to execute it would look at every
    value of every row again, which costs more than writing them.
    """

    def __init__(self, names: Sequence[str], build: Build) -> None:
        """``names`` are the columns in which the rows differ."""
        self._names = tuple(names)
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: Connection, rows: Sequence[tuple[Any, ...]], **same: Any) -> None:
        """Insert all rows, with the values that are the same in all; without rows nothing happens."""
        if not rows:
            return
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = self._compile(connection, tuple(same))
        require_own(connection, same.get("tenant_id"))
        columns = dict(zip(self._names, zip(*rows, strict=True), strict=True))
        connection.exec_driver_sql(*self._compiled[name].filled(columns, same))

    def _compile(self, connection: Connection, same: tuple[str, ...]) -> _Compiled:
        insert, dialect = self._build(connection), connection.dialect
        if is_sqlite(connection):
            return _read(insert.compile(dialect=dialect, column_keys=[*self._names, *same]), insert, dialect)
        return _read(_from_arrays(insert, self._names, same).compile(dialect=dialect), insert, dialect)


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    constants: dict[str, Any]
    converts: Mapping[str, Convert]
    in_order: tuple[str, ...]
    """The names of the values where the driver takes a tuple for each row, else it takes an array of each."""

    def filled(self, columns: dict[str, tuple[Any, ...]], same: dict[str, Any]) -> tuple[str, Any]:
        """The statement and its values, as the driver takes them."""
        alike = {n: self._convert(n, v) for n, v in same.items()} | self.constants
        differing = {name: self._convert_all(name, values) for name, values in columns.items()}
        if not self.in_order:
            return self.text, alike | differing
        ready = {name: repeat(value) for name, value in alike.items()} | differing
        return self.text, list(zip(*(ready[name] for name in self.in_order), strict=False))

    def _convert(self, name: str, value: Any) -> Any:
        return self.converts[name](value) if name in self.converts else value

    def _convert_all(self, name: str, values: tuple[Any, ...]) -> Iterable[Any]:
        if name not in self.converts:
            return list(values)
        converted = {value: self.converts[name](value) for value in set(values)}  # most come several times
        return [converted[value] for value in values]


def _from_arrays(insert: Insert, names: tuple[str, ...], same: tuple[str, ...]) -> Insert:
    """One array for each column, and one statement for all rows: half of what PostgreSQL takes row by row."""
    c = insert.table.c
    arrays = [func.unnest(bindparam(n, type_=ARRAY(c[n].type))) for n in names]
    alike = [bindparam(n, type_=c[n].type) for n in same]
    return insert.from_select([*names, *same], select(*arrays, *alike))


def _read(compiled: Any, insert: Insert, dialect: Dialect) -> _Compiled:
    assert isinstance(compiled, SQLCompiler)
    types = {c.name: c.type for c in insert.table.c}
    processors = {n: t.dialect_impl(dialect).bind_processor(dialect) for n, t in types.items()}
    constants = {n: v for n, v in compiled.params.items() if not compiled.binds[n].required}
    return _Compiled(
        text=compiled.string,
        constants=constants,
        converts={name: convert for name, convert in processors.items() if convert},
        in_order=tuple(compiled.positiontup or ()),
    )
