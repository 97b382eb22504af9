"""Three walls between programmes, each tested with the others down: statements, keys, and row security."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, Table, delete, event, func, insert, select, text, union_all, update
from sqlalchemy.exc import ProgrammingError

from etappe.adapters.sql import access_tables as at
from etappe.adapters.sql import tables as t
from etappe.adapters.sql.schema import ensure_tenant, upgrade
from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tenancy import check_walls, scoped
from etappe.errors import TenantForgotten
from etappe.migrations.row_security import owner_sees_all
from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.testing.database import opened
from tests.integration.databases import PLAIN, give_rights_to_plain_role, new_postgres_database
from tests.integration.test_schema_keys import ROWS

SOURCES = Path(t.__file__).parents[2]
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OURS, THEIRS = "ours", "theirs"
OF_TENANTS = [table for table in t.metadata.sorted_tables if "tenant_id" in table.c]
k, p, task = t.kommune, t.project, t.task
beside = t.kommune.alias("beside")
earlier = select(t.kommune.c.slug).cte("earlier")


@pytest.fixture
def shared(engine: Engine) -> Engine:
    """A database with a row of either programme in each table."""
    for tenant in (OURS, THEIRS):
        ensure_tenant(engine, tenant, "weltoffene_kommune", NOW)
    with engine.begin() as connection:
        for tenant in (OURS, THEIRS):
            for table, row in ROWS.items():
                connection.execute(insert(table).values(tenant_id=tenant, **row))
    return engine


@pytest.fixture
def confined(shared: Engine) -> Iterator[Connection]:
    """A connection that is confined to our rows by the reading of statements alone."""
    with shared.begin() as connection:
        scoped(connection, OURS)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("RESET ROLE")  # a superuser sees all rows: that wall is down
        yield connection


_MINE = k.c.tenant_id == OURS
_JOINED = p.c.tenant_id == k.c.tenant_id
FORGETFUL = [
    pytest.param(select(k), id="no filter"),
    pytest.param(select(k.c.name).where(k.c.slug == "x"), id="another filter"),
    pytest.param(select(k).where(_MINE | (k.c.slug == "x")), id="a filter in an or"),
    pytest.param(select(k).where(k.c.tenant_id != OURS), id="the others"),
    pytest.param(select(k).where(k.c.tenant_id == THEIRS), id="another tenant"),
    pytest.param(select(k).where(k.c.tenant_id == k.c.tenant_id), id="a filter that says nothing"),
    pytest.param(select(k, p.c.id).where(_MINE, p.c.kommune == k.c.slug), id="a second table"),
    pytest.param(select(k, p.c.id).where(_JOINED), id="two tables that are bound to each other alone"),
    pytest.param(
        select(k).join(beside, beside.c.slug == k.c.slug).where(_MINE), id="the same table a second time"
    ),
    pytest.param(select(func.count()).select_from(select(k).subquery()), id="a query in a query"),
    pytest.param(select(k).where(_MINE, k.c.slug.in_(select(p.c.kommune))), id="a query in a filter"),
    pytest.param(
        select(k, select(func.count(p.c.id)).scalar_subquery()).where(_MINE), id="a query in a column"
    ),
    pytest.param(select(k).where(_MINE, select(p.c.id).exists()), id="whether any exists"),
    pytest.param(union_all(select(k).where(_MINE), select(k)), id="the second half of a union"),
    pytest.param(select(earlier.c.slug), id="a query beforehand"),
    pytest.param(update(k).values(name="x"), id="an update"),
    pytest.param(update(k).where(k.c.slug == "x").values(name="x"), id="an update with another filter"),
    pytest.param(
        update(k).where(_MINE).values(name=select(func.max(p.c.id)).scalar_subquery()),
        id="a query in an update",
    ),
    pytest.param(delete(k), id="a deletion"),
    pytest.param(delete(k).where(k.c.tenant_id == THEIRS), id="a deletion elsewhere"),
    pytest.param(
        insert(t.plan).values(tenant_id=THEIRS, digest="x", body="{}"), id="a row for somebody else"
    ),
]
HARMLESS = [
    pytest.param(select(k).where(_MINE), id="a filter"),
    pytest.param(select(k, p.c.id).where(_MINE, _JOINED), id="a table bound by way of another"),
    pytest.param(select(k).join(p, _JOINED & (p.c.kommune == k.c.slug)).where(_MINE), id="a join"),
    pytest.param(select(k).outerjoin(p, _JOINED).where(_MINE), id="an outer join"),
    pytest.param(
        select(k).join(p, _JOINED).join(task, task.c.tenant_id == p.c.tenant_id).where(_MINE),
        id="a chain of joins",
    ),
    pytest.param(
        select(k).where(_MINE, select(p.c.id).where(_JOINED).exists()), id="an inner query bound by the outer"
    ),
    pytest.param(
        select(select(k).where(_MINE).subquery().c.slug), id="a query in a query that is bound itself"
    ),
    pytest.param(union_all(select(k).where(_MINE), select(k).where(_MINE)), id="a union"),
    pytest.param(select(t.tenant), id="a table that belongs to no tenant"),
    pytest.param(update(k).where(_MINE).values(name="x"), id="an update"),
    pytest.param(delete(t.named_day).where(t.named_day.c.tenant_id == OURS), id="a deletion"),
    pytest.param(insert(t.plan).values(tenant_id=OURS, digest="x", body="{}"), id="a row"),
]


@pytest.mark.parametrize("statement", FORGETFUL)
def test_a_statement_that_forgets_its_tenant_is_refused(confined: Connection, statement: object) -> None:
    with pytest.raises(TenantForgotten):
        confined.execute(statement)  # type: ignore[call-overload]


@pytest.mark.parametrize("statement", HARMLESS)
def test_a_statement_that_names_its_tenant_runs(confined: Connection, statement: object) -> None:
    confined.execute(statement)  # type: ignore[call-overload]


def test_of_several_rows_each_is_looked_at(confined: Connection) -> None:
    rows = [{"tenant_id": tenant, "digest": tenant, "body": "{}"} for tenant in (OURS, THEIRS)]

    with pytest.raises(TenantForgotten):
        confined.execute(insert(t.plan), rows)


def test_the_same_statement_is_refused_again_and_runs_for_whom_it_names(shared: Engine) -> None:
    wanted = select(k).where(k.c.tenant_id == THEIRS)

    for _ in range(2):
        with shared.begin() as connection, pytest.raises(TenantForgotten):
            scoped(connection, OURS).execute(wanted)
    with shared.begin() as connection:
        assert len(scoped(connection, THEIRS).execute(wanted).all()) == 1


def test_the_database_is_opened_past_the_store_by_those_who_look_after_it_alone() -> None:
    opening = re.compile(r"\b_?engine\.(connect|begin|raw_connection)\(|create_engine\(")
    found = {f.name for f in SOURCES.rglob("*.py") if opening.search(f.read_text("utf8"))}

    assert found == {"engine.py", "schema.py", "parking.py", "tenancy.py", "vaults.py", "store.py"}


def test_sql_is_written_as_text_by_those_who_look_after_the_database_alone() -> None:
    written = re.compile(r"exec_driver_sql\(|execute\(\s*text\(")
    found = {f.name for f in SOURCES.rglob("adapters/**/*.py") if written.search(f.read_text("utf8"))}

    assert found == {"engine.py", "schema.py", "sets.py", "tenancy.py", "vaults.py"}


@pytest.mark.postgres
class TestRowSecurity:
    """What PostgreSQL itself hides, whatever a statement forgets."""

    @pytest.fixture
    def engine(self, postgres_url: str) -> Iterator[Engine]:
        """Stores do not come into this: the connections are the test's own."""
        with opened(postgres_url) as engine:
            yield engine

    @pytest.fixture
    def hidden(self, shared: Engine) -> Iterator[Connection]:
        """A connection that has named our tenant, and that nobody reads along with."""
        with shared.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL ROLE {PLAIN}")
            connection.exec_driver_sql("SELECT set_config('etappe.tenant', %s, true)", (OURS,))
            yield connection

    @pytest.mark.parametrize("table", ROWS, ids=lambda table: table.name)
    def test_rows_of_others_are_not_to_be_seen(self, hidden: Connection, table: Table) -> None:
        assert set(hidden.execute(select(table.c.tenant_id)).scalars()) == {OURS}

    @pytest.mark.parametrize("table", ROWS, ids=lambda table: table.name)
    def test_rows_of_others_cannot_be_changed(self, hidden: Connection, table: Table) -> None:
        column = next(c for c in table.c if c.name != "tenant_id")
        theirs = table.c.tenant_id == THEIRS

        assert hidden.execute(update(table).where(theirs).values({column.name: column})).rowcount == 0
        assert hidden.execute(delete(table).where(theirs)).rowcount == 0

    def test_rows_cannot_be_given_to_others(self, hidden: Connection) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), hidden.begin_nested():
            hidden.execute(insert(t.plan).values(tenant_id=THEIRS, digest="x", body="{}"))
        with pytest.raises(ProgrammingError, match="row-level security"), hidden.begin_nested():
            hidden.execute(update(at.throttle).values(tenant_id=THEIRS))

    def test_whoever_has_named_no_tenant_sees_nothing(self, shared: Engine) -> None:
        with shared.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL ROLE {PLAIN}")

            assert connection.execute(select(func.count()).select_from(k)).scalar() == 0

    def test_the_tenant_is_forgotten_with_the_transaction(self, shared: Engine) -> None:
        with shared.connect() as connection:
            with connection.begin():
                scoped(connection, OURS)
            with connection.begin():
                named = connection.exec_driver_sql("SELECT current_setting('etappe.tenant', true)").scalar()

        assert not named

    def test_every_table_of_a_tenant_has_its_policy(self, shared: Engine) -> None:
        tables = "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
        with shared.connect() as connection:
            protected = set(connection.execute(text(f"{tables} WHERE relforcerowsecurity")).scalars())

        assert protected == {table.name for table in OF_TENANTS}


@pytest.mark.postgres
def test_revisions_change_the_rows_of_all_programmes_under_an_owner_without_privileges() -> None:
    with new_postgres_database() as url:
        with opened(url) as superuser:
            give_rights_to_plain_role(superuser)
            with superuser.begin() as connection:
                connection.exec_driver_sql(f"GRANT CREATE ON SCHEMA public TO {PLAIN}")
        with opened(url) as engine:
            event.listen(engine, "connect", _become_plain)
            upgrade(engine)
            for tenant in (OURS, THEIRS):
                ensure_tenant(engine, tenant, "weltoffene_kommune", NOW)
                with SqlStore(engine, tenant).begin() as tx:
                    tx.kommunen.add(Kommune("aachen", tenant, Land.NW))

            with engine.begin() as connection:
                before = connection.execute(select(k.c.name)).all()
                with owner_sees_all(connection):
                    meanwhile = connection.execute(select(k.c.name)).scalars().all()
                after = connection.execute(select(k.c.name)).all()

    assert (before, sorted(meanwhile), after) == ([], [OURS, THEIRS], [])


def _become_plain(connection: psycopg.Connection, _entry: object) -> None:
    connection.execute(f"SET SESSION AUTHORIZATION {PLAIN}")
    connection.commit()


def test_a_thousand_turns_of_two_programmes_on_the_same_connections_leak_nothing(engine: Engine) -> None:
    stores: dict[str, SqlStore] = {}
    for tenant in (OURS, THEIRS):
        ensure_tenant(engine, tenant, "weltoffene_kommune", NOW)
        stores[tenant] = SqlStore(engine, tenant)

    def turn(number: int) -> set[str]:
        tenant = (OURS, THEIRS)[number % 2]
        with stores[tenant].begin() as tx:
            if number < 40:
                tx.kommunen.add(Kommune(f"{tenant}-{number}", tenant, Land.NW))
            return {kommune.name for kommune in tx.kommunen.all()} - {tenant}

    with ThreadPoolExecutor(8) as pool:
        leaked = [name for names in pool.map(turn, range(1_000)) for name in names]

    assert leaked == []


def test_a_role_that_passes_over_row_security_is_told(engine: Engine) -> None:
    gaps = check_walls(engine)

    assert len(gaps) == (1 if engine.dialect.name == "postgresql" else 0)  # tests sign in as a superuser
    assert all("passes over row security" in gap for gap in gaps)
