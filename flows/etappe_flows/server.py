"""etappe's own Prefect server: a child of this process that ends with it."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from etappe_flows import children
from etappe_flows.environment import LOOPBACK, api_url
from etappe_flows.errors import ServerNotStarted, ServerPortTaken

STARTS_WITHIN = 180
"""Seconds: with its first migrations a busy machine took 25, and nobody is served by giving up early."""
TOLD_EVERY = 5
LOG = "server.log"


def free_port(wanted: int | None) -> int:
    """The port that was asked for, else any that is free; raises `ServerPortTaken`."""
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, wanted or 0))
        except OSError as error:
            raise ServerPortTaken(port=wanted, cause=error.strerror) from None
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def started(
    home: Path,
    port: int,
    environment: Mapping[str, str],
    wait: Callable[[float], bool],
    told: Callable[[int], None],
) -> Generator[subprocess.Popen[bytes]]:
    """A server that answers, until the block ends; raises `ServerNotStarted`.

    ``wait`` waits for some seconds and says whether somebody asked to stop meanwhile; ``told`` hears how many
    seconds it has taken so far.
    """
    process = children.start("etappe_flows.server_child", (str(port),), environment, home / LOG)
    try:
        _await(process, home, port, wait, told)
        yield process
    finally:
        children.stop(process)


def answers(port: int) -> bool:
    """Whether a server is ready on this port."""
    straight = build_opener(ProxyHandler({}))
    with suppress(URLError, OSError), straight.open(f"{api_url(port)}/ready", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _await(
    process: subprocess.Popen[bytes],
    home: Path,
    port: int,
    wait: Callable[[float], bool],
    told: Callable[[int], None],
) -> None:
    began, last = monotonic(), 0
    while not answers(port):
        waited = int(monotonic() - began)
        if process.poll() is not None:
            raise ServerNotStarted(cause=f"it ended with {process.returncode}", log=home / LOG)
        if waited > STARTS_WITHIN:
            raise ServerNotStarted(cause=f"it did not answer within {STARTS_WITHIN} seconds", log=home / LOG)
        if waited >= last + TOLD_EVERY:
            told(waited)
            last = waited
        if wait(0.3):
            return
