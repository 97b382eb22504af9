"""A distributed Prefect on one machine: PostgreSQL, Redis, an interface, background services, workers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import make_url

from etappe_flows.environment import HEARTBEAT, QUIET, SMALL
from etappe_flows.server import answers, free_port
from tests.flows.processes import running, wait_until
from tests.integration.databases import REQUIRED, new_postgres_database

BIN = Path(sys.executable).parent
REDIS = ("127.0.0.1", 6379)
"""A Redis that runs already, for machines where none can be started."""
WITHIN = 240


@dataclass(frozen=True, slots=True)
class Stack:
    """What a worker, and whoever asks for runs, needs to know."""

    environment: dict[str, str]
    folder: Path
    services: Popen[bytes]

    @contextmanager
    def worker(self, name: str, more: Mapping[str, str]) -> Generator[Popen[bytes]]:
        """A worker of the pool with two runs at a time."""
        command = (str(BIN / "prefect"), "worker", "start", "--pool", "etappe", "--type", "process")
        environment = {**self.environment, **more, "PREFECT_HOME": str(self.folder / name)}
        output = self.folder / f"{name}.txt"
        with running((*command, "--name", name, "--limit", "2"), environment, output, patience=5) as process:
            yield process


@contextmanager
def stack(folder: Path) -> Generator[Stack]:
    """Everything that a distributed Prefect consists of, but the workers."""
    with new_postgres_database() as url, redis(folder) as (host, port):
        number = free_port(None)
        environment = {**_around(), **settings_of(url, host, port, number, folder)}
        prefect = str(BIN / "prefect")
        migrated = (prefect, "server", "database", "upgrade", "-y")
        subprocess.run(migrated, env=environment, check=True, capture_output=True, timeout=WITHIN)
        start = (prefect, "server", "start", "--host", "127.0.0.1", "--port", str(number), "--no-services")
        services = (str(BIN / "etappe"), "flows", "services")
        said = folder / "services.txt"
        with (
            running(start, environment, folder / "api.txt", patience=10),
            running(services, environment, said, patience=40) as process,
        ):
            assert wait_until(lambda: answers(number), WITHIN), (folder / "api.txt").read_text()
            yield Stack(environment, folder, process)


@contextmanager
def redis(folder: Path) -> Generator[tuple[str, int]]:
    """A Redis of the test's own; where there is no program for that, the one that runs here anyway."""
    program = shutil.which("redis-server")
    if program is None:
        _require_redis()
        yield REDIS
        return
    port = free_port(None)
    command = (program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no")
    with running((*command, "--dir", str(folder)), os.environ, folder / "redis.txt", patience=5):
        assert wait_until(lambda: _reachable("127.0.0.1", port), 30), (folder / "redis.txt").read_text()
        yield "127.0.0.1", port


def _require_redis() -> None:
    if not _reachable(*REDIS):
        reason = "no redis-server to start, and no Redis at 127.0.0.1:6379"
        if "redis" in REQUIRED:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def _reachable(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 3).close()
    except OSError:
        return False
    return True


def _around() -> dict[str, str]:
    others = ("ETAPPE_", "PREFECT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(others)}


def settings_of(url: str, host: str, port: int, number: int, folder: Path) -> dict[str, str]:
    """Those of docs/operating.md, with the places of this test."""
    database = make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    return {
        **QUIET,
        **SMALL,
        "COLUMNS": "200",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{number}/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
        "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",
        "PREFECT_SERVER_EVENTS_MESSAGING_BROKER": "prefect_redis.messaging",
        "PREFECT_SERVER_EVENTS_MESSAGING_CACHE": "prefect_redis.messaging",
        "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
        "PREFECT_SERVER_WORKER_CHANNEL_CLEANUP_QUEUE_STORAGE": "prefect_redis.cleanup_queue",
        "PREFECT_REDIS_MESSAGING_HOST": host,
        "PREFECT_REDIS_MESSAGING_PORT": str(port),
        "PREFECT_REDIS_MESSAGING_DB": "13",
        "PREFECT_SERVER_DOCKET_URL": f"redis://{host}:{port}/14",
        "PREFECT_REDIS_WORKER_CLEANUP_QUEUE_HOST": host,
        "PREFECT_REDIS_WORKER_CLEANUP_QUEUE_PORT": str(port),
        "PREFECT_REDIS_WORKER_CLEANUP_QUEUE_DB": "15",
        "PREFECT_WORKER_WEBSERVER_HOST": "127.0.0.1",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": HEARTBEAT,
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
