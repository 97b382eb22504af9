"""Portal, worker and flows in one process and its child, until somebody asks to stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

import uvicorn

from etappe.adapters.oidc.opening import open_provider
from etappe.bootstrap import Etappe, assembled, doorway, gatehouse, link_mode, posting
from etappe.cli.interruption import stopped_by_signal
from etappe.errors import PortTaken
from etappe.service.accounts import list_accounts
from etappe.service.identity_provider import RETURN_PATH
from etappe.service.slips import post_slips
from etappe.service.ticking import Ticked, work
from etappe.service.time_machine import FrozenClock
from etappe_portal.address import Address
from etappe_portal.app import create_app
from etappe_portal.portal import Portal

if TYPE_CHECKING:
    from etappe.settings import Settings

FLOWS = "from etappe.cli.app import main; main()"
FLOWS_LOG = "flows.log"
PATIENCE_S = 20
"""How long the flows may take to end before they are ended."""


class Told(Protocol):
    """Hears where the portal is, once it answers."""

    def __call__(self, address: str, *, demo: bool, accounts: int, flows: str) -> None: ...


def require_free(host: str, port: int) -> None:
    """Refuse a port on which something listens already; raises `PortTaken`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(port=port, cause=error.strerror) from None


def run(
    settings: Settings,
    host: str,
    port: int,
    *,
    mailbox: bool,
    every: float,
    worker: bool,
    flows: bool,
    told: Told,
) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped_by_signal()  # the server hands on what it caught: then it is noted, and everything ends in turn
    with assembled(settings) as etappe, _flows(settings, wanted=flows) as about_flows:
        portal = portal_of(etappe, mailbox=mailbox)
        with _worker(etappe, mailbox=mailbox, every=every, wanted=worker):
            told(
                portal.address.base,
                demo=portal.demo,
                accounts=len(list_accounts(etappe.reading)),
                flows=about_flows,
            )
            config = uvicorn.Config(
                create_app(portal),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,  # it would hold the tokens of links
                server_header=False,
                proxy_headers=False,
            )
            uvicorn.Server(config).run()


def portal_of(etappe: Etappe, *, mailbox: bool) -> Portal:
    """The web face of what was put together; raises `NoPortal` where no address is set, or `OidcMissing`."""
    settings, oidc = etappe.settings, etappe.settings.oidc
    address = Address(settings.portal_url or "")

    def post() -> None:
        with posting(settings, mailbox=mailbox) as room:
            post_slips(etappe.office, room, etappe.clock)

    return Portal(
        etappe=etappe,
        address=address,
        door=doorway(settings),
        gate=gatehouse(settings),
        link_mode=link_mode(settings, etappe.office.programme.spec),
        provider=open_provider(oidc, address.base + RETURN_PATH) if oidc else None,
        passwords=oidc.passwords if oidc else True,
        demo=isinstance(etappe.clock, FrozenClock),  # which stands still with a database of the demo alone
        post=post,
    )


@contextmanager
def _worker(etappe: Etappe, *, mailbox: bool, every: float, wanted: bool) -> Generator[None]:
    """A worker beside the portal, in a thread: SQLite likes one process best."""
    if not wanted:
        yield
        return
    stopped = Event()

    def rest() -> None:
        stopped.wait(every)

    def tick() -> None:
        with posting(etappe.settings, mailbox=mailbox) as room:
            work(etappe.office, room, etappe.clock, rest, stopped.is_set, _quietly)

    thread = Thread(target=tick, name="etappe-worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _quietly(_: Ticked) -> None:
    """What a tick did stands in the ledger."""


@contextmanager
def _flows(settings: Settings, *, wanted: bool) -> Generator[str]:
    """Prefect in a process of its own, which may take its time; tells what becomes of it."""
    if not wanted:
        yield "Prefect was left out; the worker keeps the time."
        return
    if find_spec("prefect") is None:
        yield "Prefect is not installed; the worker keeps the time. 'etappe[flows]' brings it."
        return
    log = settings.data_dir / FLOWS_LOG
    with log.open("ab") as written:
        command = [sys.executable, "-c", FLOWS, "flows", "serve"]
        child = subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=written, stderr=written, stdin=subprocess.DEVNULL, env=_environment(settings)
        )
        try:
            yield f"Prefect's flows come up in the background: {log}"
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _environment(settings: Settings) -> dict[str, str]:
    """What the flows have to know of the settings of this process."""
    known = {**os.environ, "ETAPPE_DATA_DIR": str(settings.data_dir), "ETAPPE_PROGRAMME": settings.programme}
    if settings.portal_url:
        known["ETAPPE_PORTAL_URL"] = settings.portal_url
    return known
