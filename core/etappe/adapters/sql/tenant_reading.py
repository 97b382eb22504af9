"""Reads a statement: which of its values bind every table in it to one tenant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import (
    Alias,
    BinaryExpression,
    BindParameter,
    Column,
    CompoundSelect,
    Delete,
    Insert,
    Select,
    Subquery,
    Table,
    Update,
)
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement, Grouping
from sqlalchemy.sql.selectable import CTE, FromClause, FromGrouping, Join, SelectBase

TENANT = "tenant_id"


class Unbound(Exception):
    """A table in a statement is not bound to the tenant."""


def tenant_binds(compiled: SQLCompiler) -> set[str]:
    """The names of the values that have to be the tenant; raises `Unbound`."""
    reader = _Reader(compiled)
    reader.statement(cast("ClauseElement", compiled.statement))
    return reader.names


class _Reader:
    """Goes through one statement."""

    def __init__(self, compiled: SQLCompiler) -> None:
        self.names: set[str] = set()
        self._compiled = compiled
        self._read: set[int] = set()

    def statement(self, statement: ClauseElement) -> None:
        """Read a whole statement."""
        if isinstance(statement, Insert):
            self._insert(statement)
        elif isinstance(statement, Update | Delete):
            self._changing(statement)
        elif isinstance(statement, SelectBase):
            self._selecting(statement, frozenset())

    def _insert(self, statement: Insert) -> None:
        if TENANT not in statement.table.c:
            return
        names = {n for n in self._compiled.binds if n == TENANT or n.startswith(f"{TENANT}_m")}
        if not names:
            raise Unbound(f"the table '{_name(statement.table)}'")
        self.names |= names

    def _changing(self, statement: Update | Delete) -> None:
        criteria = list(cast("Any", statement)._where_criteria)
        self._scope([cast("FromClause", statement.table)], criteria, frozenset())
        self._inner([*criteria, *_values(statement)], frozenset({statement.table}))

    def _selecting(self, query: SelectBase, outer: frozenset[object]) -> None:
        if id(query) in self._read:
            return
        self._read.add(id(query))
        if isinstance(query, CompoundSelect):
            for part in query.selects:
                self._selecting(part, outer)
        elif isinstance(query, Select):
            self._one(cast("Any", query), outer)
        else:
            self._inner([query], outer)

    def _one(self, query: Select[Any], outer: frozenset[object]) -> None:
        sources, criteria = _flattened(query.get_final_froms())
        if query.whereclause is not None:
            criteria.append(query.whereclause)
        own = [source for source in sources if source not in outer]
        self._scope(own, criteria, outer)
        for source in own:
            inner = _inside(source)
            if inner is not None:
                self._selecting(inner, frozenset())
        self._inner([*criteria, *query.inner_columns], outer | frozenset(own))

    def _scope(self, sources: list[FromClause], criteria: list[Any], outer: frozenset[object]) -> None:
        """Check that each table of one scope is bound, by a value or by way of another table."""
        tables = {s: False for s in sources if TENANT in s.c and _inside(s) is None}
        equal = list(_equalities(criteria))
        trusted = {s for s in sources if _inside(s) is not None} | set(outer)
        while True:
            bound = {t for t, known in tables.items() if not known and self._bound(t, equal, tables, trusted)}
            if not bound:
                break
            tables |= dict.fromkeys(bound, True)
        for table, known in tables.items():
            if not known:
                raise Unbound(f"the table '{_name(table)}'")

    def _bound(
        self,
        table: FromClause,
        equal: list[tuple[Any, Any]],
        tables: dict[FromClause, bool],
        trusted: set[object],
    ) -> bool:
        for here, there in (pair for sides in equal for pair in (sides, sides[::-1])):
            if not _is_tenant_of(here, table):
                continue
            if isinstance(there, BindParameter):
                self.names.add(self._compiled.bind_names[there])
                return True
            other: Any = getattr(there, "table", None)
            if getattr(there, "key", None) == TENANT and (tables.get(other) or other in trusted):
                return True
        return False

    def _inner(self, elements: Iterable[Any], outer: frozenset[object]) -> None:
        """Read the queries inside of expressions, which see the tables around them."""
        for element in elements:
            for query in _queries_in(element):
                self._selecting(query, outer)


def _values(statement: Update | Delete) -> list[Any]:
    given: dict[Any, Any] = getattr(statement, "_values", None) or {}
    return list(given.values())


def _flattened(sources: Iterable[FromClause]) -> tuple[list[FromClause], list[Any]]:
    """The sources of a query one by one, and what joins them."""
    found: list[FromClause] = []
    criteria: list[Any] = []
    waiting = list(sources)
    while waiting:
        source = waiting.pop()
        if isinstance(source, FromGrouping):
            waiting.append(source.element)
        elif isinstance(source, Join):
            waiting += [source.left, source.right]
            criteria.append(source.onclause)
        else:
            found.append(source)
    return found, criteria


def _inside(source: FromClause) -> SelectBase | None:
    """The query behind a source that is one; it binds its own tables."""
    if isinstance(source, Subquery | CTE):
        return cast("SelectBase", source.element)
    if isinstance(source, Alias) and not isinstance(source.element, Table):
        return _inside(source.element)
    return None


def _equalities(criteria: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """What has to be equal for a row to count; what stands in an "or" says nothing."""
    waiting: list[Any] = list(criteria)
    while waiting:
        element: Any = waiting.pop()
        if isinstance(element, Grouping):
            waiting.append(cast("Any", element).element)
        elif isinstance(element, BooleanClauseList) and element.operator is operators.and_:
            waiting += list(element.clauses)
        elif isinstance(element, BinaryExpression) and element.operator is operators.eq:
            yield element.left, element.right


def _is_tenant_of(side: Any, table: FromClause) -> bool:
    return isinstance(side, Column) and side.key == TENANT and cast("Any", side).table is table


def _queries_in(element: Any) -> Iterator[SelectBase]:
    """The queries in an expression, not those within them."""
    waiting = [element]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Select | CompoundSelect):
            yield cast("SelectBase", found)
        elif isinstance(found, ClauseElement):
            waiting += list(found.get_children())


def _name(table: Any) -> str:
    return str(getattr(table, "name", table))
