"""Statements for many rows: compiled once, so that a row costs little more than its driver takes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


class InSets:
    """A statement that is executed for sets of rows.

    SQLAlchemy compiles it, once for each kind of database; its own way to execute it would look at every
    value of every row again, which costs more than writing them.
    """

    def __init__(self, names: Sequence[str], build: Callable[[Connection], Insert | Update]) -> None:
        """``names`` are those of the values in which the rows differ."""
        self._names = tuple(names)
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: Connection, rows: Sequence[tuple[Any, ...]], **same: Any) -> None:
        """Execute it for all rows, with the values that are the same in all; without rows nothing happens."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            compiled = _compile(self._build(connection), dialect, [*self._names, *same])
            self._compiled[dialect.name] = compiled
        columns = dict(zip(self._names, zip(*rows, strict=True), strict=True))
        connection.exec_driver_sql(*self._compiled[dialect.name].filled(columns, same))


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    constants: dict[str, Any]
    converts: Mapping[str, Convert]
    in_order: tuple[str, ...]
    """The names of the values where the driver wants tuples."""

    def filled(self, columns: dict[str, tuple[Any, ...]], same: dict[str, Any]) -> tuple[str, Any]:
        """The statement and its values, as the driver takes them."""
        ready: dict[str, Iterable[Any]] = {n: repeat(self._convert(n, v)) for n, v in same.items()}
        ready |= {name: repeat(value) for name, value in self.constants.items()}
        ready |= {name: self._convert_all(name, values) for name, values in columns.items()}
        names = self.in_order or tuple(ready)
        rows = zip(*(ready[name] for name in names), strict=False)  # what is the same never ends
        return self.text, list(rows) if self.in_order else [dict(zip(names, r, strict=True)) for r in rows]

    def _convert(self, name: str, value: Any) -> Any:
        return self.converts[name](value) if name in self.converts else value

    def _convert_all(self, name: str, values: tuple[Any, ...]) -> Iterable[Any]:
        if name not in self.converts:
            return values
        converted = {value: self.converts[name](value) for value in set(values)}  # most come several times
        return [converted[value] for value in values]


def _compile(statement: Insert | Update, dialect: Dialect, names: list[str]) -> _Compiled:
    compiled = statement.compile(
        dialect=dialect, column_keys=names if isinstance(statement, Insert) else None
    )
    assert isinstance(compiled, SQLCompiler)
    processors = {n: b.type.dialect_impl(dialect).bind_processor(dialect) for n, b in compiled.binds.items()}
    converts = {name: convert for name, convert in processors.items() if convert}
    constants = {n: v for n, v in compiled.params.items() if not compiled.binds[n].required}
    return _Compiled(
        text=compiled.string,
        constants={n: converts[n](v) if n in converts else v for n, v in constants.items()},
        converts=converts,
        in_order=tuple(compiled.positiontup or ()),
    )
