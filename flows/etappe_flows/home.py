"""The folder of etappe's own Prefect server: whoever holds its lock is the server of this data directory."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TextIO

from etappe.errors import FolderUnusable
from etappe_flows.errors import ServerRuns

FOLDER = "prefect"
LOCK = "server.lock"
GLANCES = 30
"""How often a lock is looked at before it counts as somebody else's."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who serves this data directory, on which port, since when."""

    pid: int
    port: int
    since: str
    """A moment in UTC, as ISO 8601 writes it."""


def home_of(data_dir: Path) -> Path:
    """The folder, whether it is there or not."""
    return (data_dir / FOLDER).absolute()


@contextmanager
def occupied(home: Path, port: int, now: datetime) -> Generator[None]:
    """Be the server of this folder; raises `ServerRuns` or `FolderUnusable`.

    The lock goes with the process, however that ends; nobody has to guess whether a process id still holds.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / LOCK).open("a+", encoding="utf8")
    except OSError as error:
        raise FolderUnusable(folder=home, cause=error.strerror) from None
    with lock:
        other = _keeper(lock)
        if other is not None:
            raise ServerRuns(folder=home, pid=other.pid, port=other.port)
        _write(lock, Whereabouts(os.getpid(), port, now.isoformat(timespec="seconds")))
        try:
            yield
        finally:
            lock.truncate(0)


def whereabouts(home: Path) -> Whereabouts | None:
    """Who serves this folder; None where nobody does."""
    try:
        lock = (home / LOCK).open(encoding="utf8")
    except OSError:
        return None
    with lock:
        return None if _taken(lock, fcntl.LOCK_SH) else _read(lock)


def _keeper(lock: TextIO) -> Whereabouts | None:
    """Take the lock, or tell who has it; one who has written nothing there only looks, or has just begun."""
    for _ in range(GLANCES):
        if _taken(lock, fcntl.LOCK_EX):
            return None
        if other := _read(lock):
            return other
        sleep(0.1)
    return Whereabouts(0, 0, "")


def _taken(lock: TextIO, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(lock: TextIO, here: Whereabouts) -> None:
    lock.truncate(0)
    lock.write(json.dumps(asdict(here)))
    lock.flush()


def _read(lock: TextIO) -> Whereabouts | None:
    lock.seek(0)
    text = lock.read()
    return Whereabouts(**json.loads(text)) if text else None
