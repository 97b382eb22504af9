"""What looks after the database: its own check, copies of it, and the anchors of its audit."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from etappe.adapters.anchor_file import AnchorFile
from etappe.errors import BackupUnsound
from etappe.model.audit import AuditAnchor

KEPT = timedelta(days=14)
"""So long the copies of former days are kept."""
NAME = "etappe-{day}.db"
INVALID_INDEXES = (
    "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready ORDER BY 1"
)


class _Anchored:
    """Keeps the anchors in the data directory, whatever the database is."""

    def __init__(self, file: AnchorFile) -> None:
        self._anchors = file

    def anchors(self) -> tuple[AuditAnchor, ...]:
        """The anchors of the audit so far, the oldest first."""
        return self._anchors.anchors()

    def keep(self, anchor: AuditAnchor) -> None:
        """Write an anchor of the audit down outside the database."""
        self._anchors.keep(anchor)


class SqliteVault(_Anchored):
    """Looks after a database that is a file; on connections of its own, so that nobody who writes waits."""

    def __init__(self, database: Path, backups: Path, anchors: AnchorFile) -> None:
        super().__init__(anchors)
        self._database = database
        self._backups = backups

    def ailments(self) -> tuple[str, ...]:
        """What the database's own check finds wrong."""
        return _ailments(self._database)

    def back_up(self, day: date) -> str:
        """Copy the database into the folder of backups; raises `BackupUnsound`.

        The copy gets its name when it is whole and was checked; those of long ago go.
        """
        self._backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = self._backups / NAME.format(day=day.isoformat())
        unfinished = copy.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._database, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        unfinished.chmod(0o600)
        if ailments := _ailments(unfinished):
            raise BackupUnsound(file=unfinished, cause="; ".join(ailments))
        os.replace(unfinished, copy)
        self._forget_before(day - KEPT)
        return str(copy)

    def _forget_before(self, first: date) -> None:
        oldest = NAME.format(day=first.isoformat())
        for copy in self._backups.glob(NAME.format(day="????-??-??")):
            if copy.name < oldest:
                copy.unlink()


class PostgresVault(_Anchored):
    """Looks after a database on a server, as far as that is not for its operator to do."""

    def __init__(self, engine: Engine, anchors: AnchorFile) -> None:
        super().__init__(anchors)
        self._engine = engine

    def ailments(self) -> tuple[str, ...]:
        """What the server's catalogue says is wrong: indexes that are not whole."""
        with self._engine.connect() as connection:
            names = connection.execute(text(INVALID_INDEXES)).scalars()
            return tuple(f"the index {name} is not valid; run REINDEX INDEX {name}" for name in names)

    def back_up(self, day: date) -> None:
        """Nothing: base backups and pg_dump are the operator's."""


def _ailments(file: Path) -> tuple[str, ...]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA quick_check")]
        except sqlite3.DatabaseError as error:  # too ill for its own check
            found = [str(error)]
    return tuple(f"{file.name}: {line}" for line in found if line != "ok")
