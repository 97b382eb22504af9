"""The first wall between programmes: a store's statement that forgets its tenant is refused before it runs.

A repository names the tenant in every statement. Here each statement is read once, before it is executed for
the first time: every table with a tenant has to be bound to the one of the transaction, by a value or by way
of another table. What was read is remembered with the compiled statement, so that later ones cost a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.sql.compiler import SQLCompiler

from etappe.adapters.sql.tenant_reading import Unbound, tenant_binds
from etappe.errors import TenantForgotten

SCOPE = "etappe_tenant"
"""The option of a connection that says whose rows it may touch."""
_ABOVE_WALLS = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
_SETTING = "SELECT set_config('etappe.tenant', %s, true)"


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of a statement."""

    names: tuple[str, ...]
    """The values that have to be the tenant."""
    fault: str = ""
    """What is not bound to the tenant."""


def scoped(connection: Connection, tenant: str) -> Connection:
    """Confine a connection to the rows of one tenant until its transaction ends.

    On PostgreSQL the rows of others are out of its sight, too: policies of the tables read this setting.
    """
    connection.execution_options(**{SCOPE: tenant})
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_SETTING, (tenant,))
    return connection


def require_own(connection: Connection, tenant: object) -> None:
    """Refuse rows of another tenant that are written past the compiler; raises `TenantForgotten`."""
    scope = connection.get_execution_options().get(SCOPE, tenant)
    if tenant is None or scope != tenant:
        raise TenantForgotten(what="a set of rows")


def check_walls(engine: Engine) -> tuple[str, ...]:
    """What stands against PostgreSQL hiding the rows of other programmes; empty if nothing does."""
    if engine.dialect.name != "postgresql":
        return ()
    with engine.connect() as connection:
        role = connection.execute(text(_ABOVE_WALLS)).scalar()
    return () if role is None else (f"the role '{role}' passes over row security",)


def guard(engine: Engine) -> None:
    """Have every statement of the scoped connections of an engine looked at."""
    known: WeakKeyDictionary[SQLCompiler, _Read] = WeakKeyDictionary()

    @event.listens_for(engine, "before_cursor_execute")
    def _look(
        connection: Connection,
        _cursor: DBAPICursor,
        _statement: str,
        _parameters: object,
        context: ExecutionContext,
        _executemany: bool,
    ) -> None:
        tenant, compiled = connection.get_execution_options().get(SCOPE), context.compiled
        if tenant is None or not isinstance(compiled, SQLCompiler) or compiled.statement is None:
            return  # not confined; or told to the driver itself, as savepoints, settings and sets of rows are
        found = known.get(compiled)
        if found is None:
            found = known[compiled] = _read(compiled)
        if found.fault:
            raise TenantForgotten(what=found.fault)
        if found.names:
            _compare(found.names, tenant, context)


def _read(compiled: SQLCompiler) -> _Read:
    try:
        return _Read(tuple(tenant_binds(compiled)))
    except Unbound as error:
        return _Read((), str(error))


def _compare(names: Iterable[str], tenant: object, context: ExecutionContext) -> None:
    rows: list[Mapping[str, Any]] = getattr(context, "compiled_parameters")  # noqa: B009 - not in its protocol
    for values in rows:
        for name in names:
            if values.get(name) != tenant:
                raise TenantForgotten(what=name)
