"""Prefect embedded: a server of etappe's own and what runs the flows, as two children of this process."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from etappe_flows import children, server
from etappe_flows.environment import LOOPBACK, embedded
from etappe_flows.errors import RunnerEnded, ServerEnded

LOG = "runs.log"
LOOKED_EVERY = 0.5


def serve(
    home: Path, port: int, programmes: Mapping[str, str], stopped: Event, told: Callable[[str], None]
) -> None:
    """Start the server, serve the deployments of the programmes, stop everything when asked to.

    The programmes come with their time zones. Raises `ServerNotStarted`, or `ServerEnded` or `RunnerEnded`
    where one of them ends by itself: a service manager then starts all anew.
    """
    environment = embedded(home, port, os.environ)
    told(f"Starting the Prefect server on port {port}; the first time this takes up to a minute.")

    def waited(seconds: int) -> None:
        told(f"Still starting, {seconds} seconds so far.")

    with (
        server.started(home, port, environment, stopped.wait, waited) as kept,
        _runner(home, environment, programmes) as (runner, ready),
    ):
        if _came_up(ready, kept, runner, stopped):
            told(f"Prefect serves {', '.join(programmes)} at http://{LOOPBACK}:{port}; Ctrl-C ends it.")
        while not stopped.wait(LOOKED_EVERY):
            _require_both(home, kept, runner)


@contextmanager
def _runner(
    home: Path, environment: Mapping[str, str], programmes: Mapping[str, str]
) -> Generator[tuple[subprocess.Popen[bytes], int]]:
    """What runs the flows, and the file that ends when it is ready."""
    ready, said = os.pipe()
    words = (str(said), *(f"{key}={zone}" for key, zone in programmes.items()))
    process = children.start("etappe_flows.runner_child", words, environment, home / LOG, (said,))
    os.close(said)
    try:
        yield process, ready
        children.stop(process)
    finally:
        children.end(process)  # without its server it would wait for half a minute and then fail
        os.close(ready)


def _came_up(
    ready: int, kept: subprocess.Popen[bytes], runner: subprocess.Popen[bytes], stopped: Event
) -> bool:
    """Wait until all is registered; False where that will not come."""
    while not stopped.is_set() and kept.poll() is None and runner.poll() is None:
        if select.select([ready], [], [], LOOKED_EVERY)[0]:
            return bool(os.read(ready, 64))
    return False


def _require_both(home: Path, kept: subprocess.Popen[bytes], runner: subprocess.Popen[bytes]) -> None:
    if kept.poll() is not None:
        raise ServerEnded(code=kept.returncode, log=home / server.LOG)
    if runner.poll() is not None:
        raise RunnerEnded(code=runner.returncode, log=home / LOG)
