"""Processes that end with the one that started them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

STOPS_WITHIN = 45
"""Seconds that a child may take to bring what is under way to an end; Prefect gives its runs 30."""


def start(
    module: str,
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    log: Path,
    keep: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Run a module of ours as a child; what it says goes to ``log``, the files of ``keep`` stay open."""
    with log.open("ab") as said:
        return subprocess.Popen(  # noqa: S603 - our own module
            (sys.executable, "-m", module, *arguments),
            env=dict(environment),
            stdin=subprocess.PIPE,  # never written to: it ends with this process, and the child with it
            stdout=said,
            stderr=said,
            pass_fds=keep,
            start_new_session=True,  # Ctrl-C in a terminal is for the parent, which stops the rest in order
        )


def stop(process: subprocess.Popen[bytes], within: float = STOPS_WITHIN) -> None:
    """Ask a child to end, and end it with everything it has started where it does not."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(within)
    end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a child at once, with everything it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin:
        process.stdin.close()


def follow_parent() -> None:
    """In a child: end when the parent is gone."""
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
