"""Prefect's background services, once for each database: two of them would do everything twice.

Prefect itself does not look whether there is another. A lock in its own database does: PostgreSQL drops it
with the connection, so whoever holds it is alive.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event

import psycopg
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from etappe.errors import BadDatabaseAddress, DatabaseUnreachable
from etappe_flows import children
from etappe_flows.environment import QUIET, SMALL
from etappe_flows.errors import NoServicesDatabase, ServicesRun

URL_SETTING = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
KEY = 0x65746170
"""The number of the lock: "etap"."""
LOOKED_EVERY = 2.0
COMMAND = (sys.executable, "-m", "prefect", "server", "services", "start")
TAKE = "SELECT pg_try_advisory_lock(%s)"
HOLDER = """
    SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def run_services(stopped: Event, told: Callable[[str], None]) -> int:
    """Run them until somebody asks to stop or they end; raises `NoServicesDatabase` or `ServicesRun`."""
    url = _database()
    with _connected(url) as connection:
        taken = connection.execute(TAKE, (KEY,)).fetchone()
        if not (taken and taken[0]):
            raise ServicesRun(database=url.database, holder=_holder(connection) or "its name is not known")
        told(f"Prefect's background services run on the database '{url.database}'; Ctrl-C ends them.")
        return _kept_running(connection, stopped)


def holder() -> str:
    """Who runs the services on the database that the environment names; empty where nobody does."""
    with _connected(_database()) as connection:
        return _holder(connection)


def _kept_running(connection: psycopg.Connection, stopped: Event) -> int:
    environment = {**SMALL, **os.environ, **QUIET}
    process = subprocess.Popen(COMMAND, env=environment, start_new_session=True)  # noqa: S603 - Prefect's own
    try:
        while process.poll() is None and not stopped.wait(LOOKED_EVERY):
            connection.execute("SELECT 1")  # without the connection the lock is gone, and others may begin
    except psycopg.OperationalError:
        return 1
    finally:
        children.stop(process)
    return 0 if stopped.is_set() else process.returncode or 1


@contextmanager
def _connected(url: URL) -> Generator[psycopg.Connection]:
    name = f"etappe flows services, process {os.getpid()} on {socket.gethostname()}"
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=10, application_name=name[:63])
    except psycopg.OperationalError as error:
        cause = str(error).splitlines()[0]
        raise DatabaseUnreachable(database=url.database, host=url.host, cause=cause) from None
    with connection:
        yield connection


def _holder(connection: psycopg.Connection) -> str:
    row = connection.execute(HOLDER, (KEY,)).fetchone()
    return f"{row[0]}, since {row[1]:%d.%m.%Y %H:%M}" if row else ""


def _database() -> URL:
    try:
        url = make_url(os.environ.get(URL_SETTING, "sqlite://"))
    except ArgumentError:
        raise BadDatabaseAddress(cause=f"{URL_SETTING} is no URL") from None
    if url.get_backend_name() != "postgresql":
        raise NoServicesDatabase
    return url
