"""A store on each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

import etappe_dialog.hooks
import etappe_entscheidungstraeger.hooks
import etappe_selbstcheck.hooks
import etappe_weltoffene_kommune.hooks
import etappe_workshop.hooks
from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.schema import ensure_tenant, upgrade
from etappe.adapters.sql.store import SqlStore
from etappe.model.place import Land, Place
from etappe.model.programme import Programme
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.office import Office
from etappe.testing.database import hurried, migrated_file, opened
from tests.integration.databases import (
    EMPTY,
    give_rights_to_plain_role,
    new_postgres_database,
    stores_are_plain,
)
from tests.integration.staff import Reception

TENANT = "weltoffene_kommune"
ON_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    return migrated_file(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_session_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this pytest process."""
    with new_postgres_database() as url:
        with opened(url) as engine:
            upgrade(engine)
            give_rights_to_plain_role(engine)
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database with empty tables."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'etappe.db')}"


@pytest.fixture
def fast_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine on a SQLite database that does not wait for the disk."""
    engine = hurried(Path(sqlite_url.removeprefix("sqlite:///")))
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_session_url: str) -> str:
    """A PostgreSQL database with empty tables."""
    with opened(postgres_session_url) as engine, engine.begin() as connection:
        connection.exec_driver_sql(EMPTY)
    return postgres_session_url


@pytest.fixture(params=ON_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with empty tables: SQLite, then PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=ON_BOTH)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        with new_postgres_database() as url:
            yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database with empty tables."""
    with opened(database_url) as engine:
        if engine.dialect.name == "postgresql":
            stores_are_plain(engine)
        yield engine


@pytest.fixture
def store(engine: Engine, now: datetime) -> SqlStore:
    """A store of the programme, still empty."""
    ensure_tenant(engine, TENANT, TENANT, now)
    return SqlStore(engine, TENANT)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The five modules of the programme."""
    modules = {
        "weltoffene_kommune": etappe_weltoffene_kommune.hooks,
        "selbstcheck": etappe_selbstcheck.hooks,
        "workshop": etappe_workshop.hooks,
        "dialog": etappe_dialog.hooks,
        "entscheidungstraeger": etappe_entscheidungstraeger.hooks,
    }
    registry = Registry(modules.items())
    assert registry.parked == ()
    return registry


@pytest.fixture(scope="session")
def programme(registry: Registry) -> Programme:
    """The programme with its five modules."""
    return registry.programme(TENANT)


@pytest.fixture
def office(programme: Programme, store: SqlStore, registry: Registry) -> Office:
    """The programme at work on an empty store."""
    return Office(programme, store, calendar_of, Place(Land.BE), Questions(registry))


@pytest.fixture
def reception(office: Office) -> Reception:
    """Where people sign in; nobody has an account yet."""
    return Reception(office)
