"""The store: transactions on one programme's rows."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from etappe.adapters.sql.audit import SqlAudit
from etappe.adapters.sql.follow_ups import SqlFollowUps
from etappe.adapters.sql.held import SqlHeld
from etappe.adapters.sql.kommunen import SqlKommunen
from etappe.adapters.sql.ledger import SqlLedger
from etappe.adapters.sql.letters import SqlLetters
from etappe.adapters.sql.machinery import SqlMachinery
from etappe.adapters.sql.outbox import SqlOutbox
from etappe.adapters.sql.parking import SqlParking
from etappe.adapters.sql.people import SqlPeople
from etappe.adapters.sql.projects import PlanShelf, SqlProjects


class SqlTransaction:
    """One connection, one transaction, one tenant."""

    def __init__(self, connection: Connection, tenant: str, plans: PlanShelf) -> None:
        self.kommunen = SqlKommunen(connection, tenant)
        self.people = SqlPeople(connection, tenant)
        self.projects = SqlProjects(connection, tenant, plans)
        self.ledger = SqlLedger(connection, tenant)
        self.held = SqlHeld(connection, tenant)
        self.letters = SqlLetters(connection, tenant)
        self.machinery = SqlMachinery(connection)
        self.parking = SqlParking(connection)
        self.outbox = SqlOutbox(connection, tenant)
        self.follow_ups = SqlFollowUps(connection, tenant)
        self.audit = SqlAudit(connection, tenant)


class SqlStore:
    """Begins transactions for one tenant."""

    def __init__(self, engine: Engine, tenant: str) -> None:
        self._engine = engine
        self._tenant = tenant
        self._plans: PlanShelf = {}

    @contextmanager
    def begin(self) -> Generator[SqlTransaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise."""
        with self._engine.begin() as connection:
            yield SqlTransaction(connection, self._tenant, self._plans)
