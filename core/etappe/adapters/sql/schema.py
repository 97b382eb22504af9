"""The tables in a database: made, checked, and opened for a programme."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine, inspect, select, text

# their tables belong to the same metadata
from etappe.adapters.sql import (
    access_tables,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    attachment_tables,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    link_tables,  # noqa: F401  # pyright: ignore[reportUnusedImport]
)
from etappe.adapters.sql.dialects import is_sqlite, upsert
from etappe.adapters.sql.tables import instance as instances
from etappe.adapters.sql.tables import metadata
from etappe.adapters.sql.tables import tenant as tenants
from etappe.errors import DatabaseNewer, DatabaseOutdated

HEAD = "0009"
"""The newest revision; revisions are numbered, so that an older one is told from a newer one."""
MIGRATIONS = "etappe:migrations"
UPGRADE_LOCK = 0x65746170
"""What processes that upgrade the same PostgreSQL database wait for."""


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest revision; once they are there this changes nothing."""
    from alembic import command  # 0.25 s that no other command needs to wait for
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    with engine.begin() as connection:
        if not is_sqlite(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        _refuse_newer(engine, _revision(connection))
        config.attributes.update(connection=connection, metadata=metadata)
        command.upgrade(config, HEAD)


def ensure(engine: Engine) -> None:
    """Make the tables where there are none; raises where they belong to another version of etappe."""
    with engine.connect() as connection:
        found = _revision(connection)
    if found is None:
        return upgrade(engine)
    _refuse_newer(engine, found)
    if found < HEAD:
        raise DatabaseOutdated(database=engine.url.database, found=found, needed=HEAD)
    return None


def ensure_tenant(engine: Engine, tenant: str, programme: str, now: datetime) -> None:
    """Open the database for a programme, and give it an identity; what is there already stays."""
    identity = {"one": 1, "instance_id": str(uuid4()), "epoch": 0, "sending": "enabled"}
    with engine.begin() as connection:
        connection.execute(
            upsert(connection, tenants)
            .values(id=tenant, programme=programme, created_at=now)
            .on_conflict_do_nothing()
        )
        connection.execute(upsert(connection, instances).values(identity).on_conflict_do_nothing())


def tenants_in(engine: Engine) -> tuple[str, ...]:
    """The programmes that a database has been opened for."""
    with engine.connect() as connection:
        return tuple(connection.execute(select(tenants.c.programme).order_by(tenants.c.programme)).scalars())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _refuse_newer(engine: Engine, found: str | None) -> None:
    if found is not None and found > HEAD:
        raise DatabaseNewer(database=engine.url.database, found=found, needed=HEAD)
