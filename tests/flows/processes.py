"""Processes that a test starts, with everything below them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

STOPS_WITHIN = 40


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], output: Path, patience: float = STOPS_WITHIN
) -> Generator[subprocess.Popen[bytes]]:
    """A process in a group of its own; in the end it and all below it are gone."""
    with output.open("ab") as log:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        known = family(process.pid)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        kill(known)
        process.wait()


def family(pid: int) -> list[int]:
    """A process and all of its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            if words[0] != "Z":
                children.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, row = [pid], [pid]
    while row:
        row = [child for parent in row for child in children.get(parent, ())]
        found += row
    return found


def alive(pids: Sequence[int]) -> list[int]:
    """Those of the processes that still run."""
    return [pid for pid in pids if _runs(pid)]


def command_of(pid: int) -> str:
    """What a process was started as; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def kill(pids: Sequence[int]) -> None:
    """End processes at once, as a power cut does."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until(true: Callable[[], object], seconds: float = 120, every: float = 0.1) -> bool:
    """Look again and again; whether it came true."""
    end = monotonic() + seconds
    while not true():
        if monotonic() > end:
            return False
        sleep(every)
    return True


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
