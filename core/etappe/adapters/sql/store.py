"""The store: transactions on one programme's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine

from etappe.adapters.sql.audit import SqlAudit
from etappe.adapters.sql.follow_ups import SqlFollowUps
from etappe.adapters.sql.kommunen import SqlKommunen
from etappe.adapters.sql.ledger import SqlLedger
from etappe.adapters.sql.outbox import SqlOutbox
from etappe.adapters.sql.people import SqlPeople
from etappe.adapters.sql.projects import PlanShelf, SqlProjects


class SqlTransaction:
    """One connection, one transaction, one tenant."""

    def __init__(self, connection: Connection, tenant: str, plans: PlanShelf) -> None:
        self._connection = connection
        self._tenant = tenant
        self._plans = plans

    @cached_property
    def kommunen(self) -> SqlKommunen:
        """The Kommunen of the tenant."""
        return SqlKommunen(self._connection, self._tenant)

    @cached_property
    def people(self) -> SqlPeople:
        """The persons of the tenant."""
        return SqlPeople(self._connection, self._tenant)

    @cached_property
    def projects(self) -> SqlProjects:
        """The projects of the tenant."""
        return SqlProjects(self._connection, self._tenant, self._plans)

    @cached_property
    def ledger(self) -> SqlLedger:
        """The rungs of the tenant."""
        return SqlLedger(self._connection, self._tenant)

    @cached_property
    def outbox(self) -> SqlOutbox:
        """The letters of the tenant."""
        return SqlOutbox(self._connection, self._tenant)

    @cached_property
    def follow_ups(self) -> SqlFollowUps:
        """What waits for the tenant's project management."""
        return SqlFollowUps(self._connection, self._tenant)

    @cached_property
    def audit(self) -> SqlAudit:
        """The tenant's chain of facts."""
        return SqlAudit(self._connection, self._tenant)


class SqlStore:
    """Begins transactions for one tenant."""

    def __init__(self, engine: Engine, tenant: str) -> None:
        self._engine = engine
        self._tenant = tenant
        self._plans: PlanShelf = {}

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise."""
        with self._engine.begin() as connection:
            yield SqlTransaction(connection, self._tenant, self._plans)
