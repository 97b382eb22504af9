"""What Prefect has to find in its environment before it is imported for the first time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

LOOPBACK = "127.0.0.1"
QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
"""Prefect tells its makers nothing about the people who use it."""
SMALL = {"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs"}
"""Prefect's own database forgets old runs and events."""
HEARTBEAT = "30"
"""Seconds between two signs of life of a run; Prefect takes no fewer."""


def be_quiet() -> None:
    """Silence Prefect's telemetry in this process and in those that it starts."""
    os.environ.update(QUIET)


def embedded(home: Path, port: int, around: Mapping[str, str]) -> dict[str, str]:
    """The environment of a Prefect server of etappe's own, and of everything that talks to it.

    Nothing that was set for another Prefect server counts here.
    """
    kept = {name: value for name, value in around.items() if not name.startswith("PREFECT_")}
    return {
        **kept,
        **_past_proxies(around),
        **QUIET,
        **SMALL,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_UI_API_URL": api_url(port),
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": HEARTBEAT,
        "PREFECT_WORKER_WEBSERVER_HOST": LOOPBACK,
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }


def become(environment: Mapping[str, str]) -> None:
    """Let this process live in another environment."""
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)


def api_url(port: int) -> str:
    """Where the interface of a server on this machine is."""
    return f"http://{LOOPBACK}:{port}/api"


def _past_proxies(around: Mapping[str, str]) -> dict[str, str]:
    """What is on this machine is reached without a proxy."""
    named = around.get("no_proxy") or around.get("NO_PROXY") or ""
    hosts = ",".join(dict.fromkeys([*filter(None, named.split(",")), LOOPBACK, "localhost"]))
    return {"no_proxy": hosts, "NO_PROXY": hosts}
