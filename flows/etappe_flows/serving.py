"""Prefect embedded: a server of etappe's own, and this process as what runs the flows."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from etappe_flows import server
from etappe_flows.environment import HEARTBEAT, become, embedded
from etappe_flows.errors import ServerEnded
from etappe_flows.settings import read_flow_settings

if TYPE_CHECKING:
    from prefect.runner import Runner

AT_A_TIME = 2
"""Runs side by side: this way to run is for small machines."""
LOOKED_EVERY = 0.5


def serve(
    home: Path, port: int, programmes: Mapping[str, str], stopped: Event, told: Callable[[str], None]
) -> None:
    """Start the server, serve the deployments of the programmes, stop everything when asked to.

    The programmes come with their time zones.
    Raises `ServerNotStarted`, or `ServerEnded` where the server ends by itself.
    """
    environment = embedded(home, port, os.environ)
    told(f"Starting the Prefect server on port {port}; the first time this takes up to a minute.")

    def waited(seconds: int) -> None:
        told(f"Still starting, {seconds} seconds so far.")

    with server.started(home, port, environment, stopped.wait, waited) as process:
        if stopped.is_set():
            return
        become(environment)  # before Prefect is imported, here and in the processes of the runs
        _run(home, process, programmes, stopped, lambda: told(_ready(port, programmes)))


def _run(
    home: Path,
    process: subprocess.Popen[bytes],
    programmes: Mapping[str, str],
    stopped: Event,
    ready: Callable[[], None],
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner

    from etappe_flows.automation import ensure_automation
    from etappe_flows.deployments import deployments_of

    with get_client(sync_client=True) as client:
        ensure_automation(client)
    runner = Runner("etappe", heartbeat_seconds=int(HEARTBEAT), limit=AT_A_TIME, pause_on_shutdown=False)
    for deployment in deployments_of(programmes, read_flow_settings().shards):
        runner.add_deployment(deployment)
    ready()
    asyncio.run(_until_stopped(runner, process, stopped))
    if not stopped.is_set():
        raise ServerEnded(code=process.returncode, log=home / server.LOG)


async def _until_stopped(runner: Runner, process: subprocess.Popen[bytes], stopped: Event) -> None:
    """Let the runner look for runs until somebody asks to stop or the server is gone."""
    running = asyncio.create_task(runner.start())
    while not (stopped.is_set() or process.poll() is not None or running.done()):
        _mind_signals(stopped)
        await asyncio.sleep(LOOKED_EVERY)
    if runner.started:
        await runner.astop()
    await asyncio.wait([running])


def _mind_signals(stopped: Event) -> None:
    """The runner takes SIGTERM for itself when it starts; here both signals mean the same."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)


def _ready(port: int, programmes: Mapping[str, str]) -> str:
    return f"Prefect serves {', '.join(programmes)} at http://127.0.0.1:{port}; Ctrl-C ends it."
