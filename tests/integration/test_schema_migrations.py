"""The tables that the migrations make, and the databases that they refuse."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from etappe.adapters.sql import tables as t
from etappe.adapters.sql.schema import HEAD, MIGRATIONS, ensure, ensure_tenant, upgrade
from etappe.errors import DatabaseNewer, DatabaseOutdated
from etappe.model.shard import bucket_of
from etappe.testing.database import opened

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OF_BEFORE = (
    "INSERT INTO kommune (tenant_id, slug, name, land, category, kind, legal_status, forum, council)"
    " VALUES ('ours', 'aachen', 'Aachen', 'NW', '', '', '', '', '')",
    "INSERT INTO plan (tenant_id, digest, body) VALUES ('ours', 'd', '{}')",
    "INSERT INTO project (tenant_id, id, kommune, plan_digest, start, answers, ignored, rev, created_at)"
    " VALUES ('ours', 'aachen', 'aachen', 'd', '2026-01-12', '{}', '[]', 1, 0)",
    "INSERT INTO occurrence (tenant_id, occ_key, project_id, rule_key, ordinal, rev, local_date, local_time,"
    " tz, tzdata_version, due_at, send_until, state, created_at) VALUES ('ours', 'o', 'aachen', 'r', 1, 0,"
    " '2026-01-12', '08:00:00', 'Europe/Berlin', '2025.2', 0, 0, 'planned', 0)",
)
"""A project with an armed rung, in the tables of the first revision."""
AT_WORK = (
    "INSERT INTO task (tenant_id, project_id, key, due, by_hand, state) VALUES"
    " ('ours', 'aachen', 'a', '2026-01-12', '0', 'done'), ('ours', 'aachen', 'b', '2026-02-03', '0', 'open'),"
    " ('ours', 'aachen', 'c', '2026-02-04', '0', 'open')",
    'INSERT INTO hold (tenant_id, project_id, phase, "first", until, reason, shifted, created_at) VALUES'
    " ('ours', 'aachen', '', '2026-01-20', '2026-01-21', '', '{}', 0),"
    " ('ours', 'aachen', '', '2026-03-02', '2026-03-09', '', '{}', 0),"
    " ('ours', 'aachen', 'x', '2026-05-01', '2026-05-09', '', '{}', 0)",
)
"""Its tasks and holds, in the tables of the third."""


def write_revision(engine: Engine, revision: str) -> None:
    """Say that the tables are those of another revision."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def shape(engine: Engine) -> dict[str, object]:
    """All that a database knows about its tables, by their names."""
    found = inspect(engine)
    names = sorted(set(found.get_table_names()) - {"alembic_version"})
    return {
        name: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
            "key": found.get_pk_constraint(name),
            "references": sorted(map(str, found.get_foreign_keys(name))),
            "uniques": sorted(map(str, found.get_unique_constraints(name))),
            "checks": sorted(map(str, found.get_check_constraints(name))),
            "indexes": sorted(
                (str(i["name"]), i["column_names"], _where(i, engine.dialect.name))
                for i in found.get_indexes(name)
            ),
        }
        for name in names
    }


def _where(index: ReflectedIndex, dialect: str) -> str:
    return str(index.get("dialect_options", {}).get(f"{dialect}_where"))


def test_the_migrated_tables_are_those_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), t.metadata)

    assert differences == []


def test_migrating_makes_the_same_constraints_and_indexes_as_the_code(bare_url: str) -> None:
    with opened(bare_url) as engine:
        t.metadata.create_all(engine)
        wanted = shape(engine)
        t.metadata.drop_all(engine)

        upgrade(engine)

        assert shape(engine) == wanted
        assert len(wanted) == len(t.metadata.tables)


def test_upgrading_twice_changes_nothing(bare_url: str) -> None:
    with opened(bare_url) as engine:
        upgrade(engine)
        ensure_tenant(engine, "ours", "weltoffene_kommune", NOW)
        before = shape(engine)

        upgrade(engine)

        with engine.connect() as connection:
            assert connection.execute(select(t.tenant.c.id)).scalars().all() == ["ours"]
        assert shape(engine) == before


def test_projects_of_before_are_looked_at_by_the_first_tick(bare_url: str) -> None:
    with opened(bare_url) as engine:
        with engine.begin() as connection:
            command.upgrade(config_of(connection), "0001")
        ensure_tenant(engine, "ours", "weltoffene_kommune", NOW)
        with engine.begin() as connection:
            for statement in OF_BEFORE:
                connection.execute(text(statement))

        upgrade(engine)

        with engine.connect() as connection:
            row = connection.execute(select(t.project.c.phase, t.project.c.phase_check_on)).one()
            bucket = connection.execute(select(t.occurrence.c.bucket)).scalar_one()
    assert row == (None, date(2026, 1, 12))
    assert bucket == bucket_of("aachen") > 0


def test_projects_of_before_know_their_next_task_and_their_rest(bare_url: str) -> None:
    with opened(bare_url) as engine:
        with engine.begin() as connection:
            command.upgrade(config_of(connection), "0003")
        ensure_tenant(engine, "ours", "weltoffene_kommune", NOW)
        with engine.begin() as connection:
            for statement in (*OF_BEFORE, *AT_WORK):
                connection.execute(text(statement))

        upgrade(engine)

        columns = (t.project.c[name] for name in ("next_due", "rests_from", "rests_until", "silent_from"))
        with engine.connect() as connection:
            kept = connection.execute(select(*columns)).one()
            assert connection.execute(select(t.kommune.c.sort_name)).scalar_one() == "aachen"
    assert kept == (date(2026, 2, 3), date(2026, 3, 2), date(2026, 3, 9), None)


def config_of(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes.update(connection=connection, metadata=t.metadata)
    return config


def test_processes_that_start_together_make_the_tables_once(bare_url: str) -> None:
    def start(_: int) -> None:
        with opened(bare_url) as engine:
            ensure(engine)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))

    with opened(bare_url) as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_an_upgrade_that_fails_leaves_no_table_behind(bare_url: str) -> None:
    with opened(bare_url) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE audit_head (stranger INTEGER)"))

        with pytest.raises(Exception, match="audit_head"):
            upgrade(engine)

        assert inspect(engine).get_table_names() == ["audit_head"]


def test_an_older_database_is_refused_with_the_remedy(bare_url: str) -> None:
    with opened(bare_url) as engine:
        ensure(engine)
        write_revision(engine, "0000")

        with pytest.raises(DatabaseOutdated, match="run 'etappe db upgrade'"):
            ensure(engine)


def test_a_newer_database_is_refused_even_by_an_upgrade(bare_url: str) -> None:
    with opened(bare_url) as engine:
        ensure(engine)
        write_revision(engine, "9999")

        with pytest.raises(DatabaseNewer, match=r"revision 9999.*update etappe"):
            ensure(engine)
        with pytest.raises(DatabaseNewer):
            upgrade(engine)


def test_the_newest_revision_is_the_one_that_the_code_names_and_none_can_be_taken_back() -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)

    scripts = ScriptDirectory.from_config(config)

    assert scripts.get_heads() == [HEAD]
    assert not any(hasattr(script.module, "downgrade") for script in scripts.walk_revisions())


def test_opening_a_programme_again_keeps_its_identity(engine: Engine) -> None:
    ensure_tenant(engine, "ours", "weltoffene_kommune", NOW)
    with engine.connect() as connection:
        first = connection.execute(select(t.instance)).one()

    ensure_tenant(engine, "ours", "weltoffene_kommune", NOW)

    with engine.connect() as connection:
        assert connection.execute(select(t.instance)).one() == first
        assert (first.sending, first.epoch) == ("enabled", 0)
