"""Row security for migrations: a policy for every new table, and a way to change the rows of all tenants."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType

from sqlalchemy import Connection, text

OF_TENANT = "tenant_id = current_setting('etappe.tenant', true)"
"""Whose rows a connection sees: nobody's before it has named a tenant."""
_FORCED = "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity AND relkind = 'r' ORDER BY 1"


def protect(op: ModuleType, *tables: str) -> None:
    """Hide the rows of other tenants, also from the owner of the tables; SQLite knows nothing of the kind."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_tenant ON {table} USING ({OF_TENANT}) WITH CHECK ({OF_TENANT})")


@contextmanager
def owner_sees_all(connection: Connection) -> Generator[None]:
    """Let the owner of the tables see and change every row until the block ends.

    Otherwise a revision that fills a new column would pass over all rows without a word.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    tables = tuple(connection.execute(text(_FORCED)).scalars())
    _force(connection, tables, "NO FORCE")
    yield
    _force(connection, tables, "FORCE")


def _force(connection: Connection, tables: tuple[str, ...], how: str) -> None:
    for table in tables:
        connection.execute(text(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY"))
