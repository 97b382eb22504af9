"""The store: transactions on one programme's rows."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from etappe.adapters.sql.accounts import SqlAccounts
from etappe.adapters.sql.announcements import SqlAnnouncements
from etappe.adapters.sql.api_tokens import SqlApiTokens
from etappe.adapters.sql.attachments import SqlAttachments
from etappe.adapters.sql.audit import SqlAudit
from etappe.adapters.sql.clashes import SqlClashes
from etappe.adapters.sql.codes import SqlCodes
from etappe.adapters.sql.credentials import SqlCredentials
from etappe.adapters.sql.engine import for_reading
from etappe.adapters.sql.follow_ups import SqlFollowUps
from etappe.adapters.sql.hand_overs import SqlHandOvers
from etappe.adapters.sql.held import SqlHeld
from etappe.adapters.sql.holds import SqlHolds
from etappe.adapters.sql.identities import SqlIdentities
from etappe.adapters.sql.kommunen import SqlKommunen
from etappe.adapters.sql.ledger import SqlLedger
from etappe.adapters.sql.letters import SqlLetters
from etappe.adapters.sql.links import SqlLinks
from etappe.adapters.sql.machinery import SqlMachinery
from etappe.adapters.sql.notices import SqlNotices
from etappe.adapters.sql.outbox import SqlOutbox
from etappe.adapters.sql.parking import SqlParking
from etappe.adapters.sql.people import SqlPeople
from etappe.adapters.sql.plan_changes import SqlPlanChanges
from etappe.adapters.sql.projects import PlanShelf, SqlProjects
from etappe.adapters.sql.records import SqlRecords
from etappe.adapters.sql.rulings import SqlRulings
from etappe.adapters.sql.slips import SqlSlips
from etappe.adapters.sql.staff_sessions import SqlSessions
from etappe.adapters.sql.suppressions import SqlSuppressions
from etappe.adapters.sql.survey import SqlSurvey
from etappe.adapters.sql.tables import delivery, digest
from etappe.adapters.sql.tenancy import scoped
from etappe.adapters.sql.throttles import SqlThrottles
from etappe.adapters.sql.zones import SqlZones
from etappe.errors import Entangled
from etappe.model.moments import BERLIN

GAVE_WAY = frozenset({"40P01", "40001"})
"""PostgreSQL's words for a deadlock, and for a transaction that does not fit behind another."""
TWIN = "23505"
"""PostgreSQL's word for a key that is there already."""
OPENED_TOGETHER = frozenset({digest.name, delivery.name})


def _gave_way(error: DBAPIError) -> bool:
    """Whether a transaction ended for the sake of another one, and can be done again.

    Two that open the same letter at once may also meet at a key that no statement has in view: what names a
    letter follows from its reader and day, so that a twin is always the other's.
    """
    state = getattr(error.orig, "sqlstate", None)
    table = getattr(getattr(error.orig, "diag", None), "table_name", None)
    return state in GAVE_WAY or (state == TWIN and table in OPENED_TOGETHER)


class SqlTransaction:
    """One connection, one transaction, one tenant."""

    def __init__(self, connection: Connection, tenant: str, plans: PlanShelf, zone: str) -> None:
        self.kommunen = SqlKommunen(connection, tenant)
        self.people = SqlPeople(connection, tenant)
        self.hand_overs = SqlHandOvers(connection, tenant)
        self.suppressions = SqlSuppressions(connection, tenant)
        self.projects = SqlProjects(connection, tenant, plans)
        self.holds = SqlHolds(connection, tenant)
        self.plan_changes = SqlPlanChanges(connection, tenant)
        self.notices = SqlNotices(connection, tenant)
        self.clashes = SqlClashes(connection, tenant)
        self.ledger = SqlLedger(connection, tenant, zone)
        self.held = SqlHeld(connection, tenant)
        self.zones = SqlZones(connection, tenant)
        self.letters = SqlLetters(connection, tenant)
        self.machinery = SqlMachinery(connection)
        self.parking = SqlParking(connection)
        self.outbox = SqlOutbox(connection, tenant)
        self.rulings = SqlRulings(connection, tenant)
        self.follow_ups = SqlFollowUps(connection, tenant)
        self.records = SqlRecords(connection, tenant)
        self.announcements = SqlAnnouncements(connection, tenant)
        self.links = SqlLinks(connection, tenant)
        self.codes = SqlCodes(connection, tenant)
        self.slips = SqlSlips(connection, tenant)
        self.attachments = SqlAttachments(connection, tenant)
        self.accounts = SqlAccounts(connection, tenant)
        self.credentials = SqlCredentials(connection, tenant)
        self.identities = SqlIdentities(connection, tenant)
        self.sessions = SqlSessions(connection, tenant)
        self.throttles = SqlThrottles(connection, tenant)
        self.api_tokens = SqlApiTokens(connection, tenant)
        self.audit = SqlAudit(connection, tenant)
        self.survey = SqlSurvey(connection, tenant)

    def come_to_rest(self) -> bool:
        """Nothing follows by itself here."""
        return False


class SqlStore:
    """Begins transactions for one tenant."""

    def __init__(self, engine: Engine, tenant: str, zone: str = BERLIN) -> None:
        self._engine = engine
        self._tenant = tenant
        self._zone = zone
        self._plans: PlanShelf = {}
        self._reading: SqlStore | None = None

    def reading(self) -> SqlStore:
        """A store of the same programme whose transactions can write nothing, and wait for no writer."""
        if self._reading is None:
            self._reading = SqlStore(for_reading(self._engine), self._tenant, self._zone)
        return self._reading

    def close_reading(self) -> None:
        """Let go of the connections that were opened for reading alone."""
        if self._reading is not None:
            self._reading._engine.dispose()
            self._reading = None

    @contextmanager
    def begin(self) -> Generator[SqlTransaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise.

        Raises `Entangled` where the database ends it for the sake of another one.
        """
        try:
            with self._engine.begin() as connection:
                scoped(connection, self._tenant)
                yield SqlTransaction(connection, self._tenant, self._plans, self._zone)
        except DBAPIError as error:
            if _gave_way(error):
                raise Entangled(database=self._engine.url.database) from error
            raise
