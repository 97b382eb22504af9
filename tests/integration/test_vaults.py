"""The real vaults: the database's own check, copies that can be opened, anchors in a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etappe.adapters.anchor_file import AnchorFile
from etappe.adapters.sql.vaults import PostgresVault, SqliteVault
from etappe.errors import BackupUnsound
from etappe.service.office import Office
from etappe.testing.database import opened
from tests.integration.worlds import found

DAY = date(2026, 3, 2)


@pytest.fixture
def vault(sqlite_url: str, tmp_path: Path) -> SqliteVault:
    """The vault of an SQLite file."""
    database = Path(sqlite_url.removeprefix("sqlite:///"))
    return SqliteVault(database, tmp_path / "backups", AnchorFile(tmp_path / "anchors.txt", "ours"))


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """An engine on PostgreSQL."""
    with opened(postgres_url) as engine:
        yield engine


def backups(tmp_path: Path) -> list[str]:
    return sorted(file.name for file in (tmp_path / "backups").iterdir())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_holds_what_the_database_holds(office: Office, database_url: str, tmp_path: Path) -> None:
    world = found(office)
    world.start()
    file = Path(database_url.removeprefix("sqlite:///"))
    vault = SqliteVault(file, tmp_path / "backups", AnchorFile(tmp_path / "anchors.txt", "ours"))

    copy = vault.back_up(DAY)

    assert copy == str(tmp_path / "backups" / "etappe-2026-03-02.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT id FROM project").fetchall() == [("aachen",)]


def test_a_second_copy_of_the_day_takes_the_place_of_the_first(vault: SqliteVault, tmp_path: Path) -> None:
    vault.back_up(DAY)
    vault.back_up(DAY)

    assert backups(tmp_path) == ["etappe-2026-03-02.db"]


def test_copies_are_for_their_owner_alone(vault: SqliteVault, tmp_path: Path) -> None:
    copy = vault.back_up(DAY)

    assert Path(copy).stat().st_mode & 0o077 == 0
    assert (tmp_path / "backups").stat().st_mode & 0o077 == 0


def test_copies_are_kept_for_fourteen_days(vault: SqliteVault, tmp_path: Path) -> None:
    for days in (0, 1, 14, 15):
        vault.back_up(DAY + timedelta(days=days))

    assert backups(tmp_path) == [f"etappe-2026-03-{day}.db" for day in ("03", "16", "17")]


def test_files_of_others_in_the_folder_stay(vault: SqliteVault, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "before-the-upgrade.db").touch()

    vault.back_up(DAY)

    assert "before-the-upgrade.db" in backups(tmp_path)


def test_what_a_night_that_was_killed_left_behind_is_in_nobodys_way(
    vault: SqliteVault, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "etappe-2026-03-02.part").write_text("half a copy")

    vault.back_up(DAY)

    assert backups(tmp_path) == ["etappe-2026-03-02.db"]


def test_a_sound_database_has_no_ailments(vault: SqliteVault) -> None:
    assert vault.ailments() == ()


def test_a_torn_page_is_found_and_the_copy_of_before_stays(
    vault: SqliteVault, sqlite_url: str, tmp_path: Path
) -> None:
    sound = Path(vault.back_up(DAY)).read_bytes()
    tear(Path(sqlite_url.removeprefix("sqlite:///")))

    assert vault.ailments() != ()
    with pytest.raises(sqlite3.DatabaseError):
        vault.back_up(DAY)
    assert (tmp_path / "backups" / "etappe-2026-03-02.db").read_bytes() == sound


def test_a_copy_that_is_not_sound_does_not_get_its_name(
    vault: SqliteVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ill(file: Path) -> tuple[str, ...]:
        return (f"{file.name}: torn",)

    monkeypatch.setattr("etappe.adapters.sql.vaults._ailments", ill)

    with pytest.raises(BackupUnsound, match=r"etappe-2026-03-02\.part: torn"):
        vault.back_up(DAY)

    assert backups(tmp_path) == ["etappe-2026-03-02.part"]


def tear(file: Path) -> None:
    """Write nonsense over a table, as a broken disk would."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'alembic_version'"
        page = connection.execute(query).fetchone()[0]
    with file.open("r+b") as pages:
        pages.seek((page - 1) * size)
        pages.write(b"\xff" * size)


@pytest.mark.postgres
def test_an_index_that_is_not_whole_is_an_ailment_on_postgresql(
    postgres_engine: Engine, tmp_path: Path
) -> None:
    vault = PostgresVault(postgres_engine, AnchorFile(tmp_path / "anchors.txt", "ours"))
    before = vault.ailments()
    with postgres_engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_torn ON kommune (name)"))
        connection.execute(
            text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_torn'::regclass")
        )

    ill = vault.ailments()

    with postgres_engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_torn"))
    assert (before, ill) == ((), ("the index ix_torn is not valid; run REINDEX INDEX ix_torn",))


@pytest.mark.postgres
def test_on_postgresql_copies_are_the_operators(postgres_engine: Engine, tmp_path: Path) -> None:
    vault = PostgresVault(postgres_engine, AnchorFile(tmp_path / "anchors.txt", "ours"))

    vault.back_up(DAY)

    assert list(tmp_path.iterdir()) == []
