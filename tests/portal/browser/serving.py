"""A portal that answers a browser beside the test, on a world of its own."""

from __future__ import annotations

import re
import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import uvicorn
from sqlalchemy import select, update

from etappe.adapters.mailbox import Mailbox
from etappe.adapters.sql.tables import delivery
from etappe.adapters.workbook.writing import workbook_of
from etappe.bootstrap import STOPPED_CLOCK, Etappe, assembled
from etappe.model.accounts import StaffRole
from etappe.model.cells import Cell
from etappe.model.oidc import Oidc
from etappe.model.sessions import Stage
from etappe.service.accounts import Invited, add_account, list_accounts
from etappe.service.sheets.exporting import portfolio_tables
from etappe.service.staff_sessions import begin_session
from etappe.service.time_machine import FrozenClock
from etappe_portal.app import create_app
from etappe_portal.portal import Portal
from etappe_portal.running import portal_of
from tests.portal.browser.world import NOW, modules, settings_in

HOST = "127.0.0.1"
PATIENCE_S = 20
PEOPLE = {
    StaffRole.ADMIN: ("Matthis Oberlind", "programmleitung@etappe-demo.example"),
    StaffRole.MANAGEMENT: ("Jule Sommerfelden", "projektmanagement@etappe-demo.example"),
    StaffRole.FACILITATOR: ("Nele Windhagen", "moderation@etappe-demo.example"),
    StaffRole.FUNDER: ("Pia Lichtenrade", "foerderung@etappe-demo.example"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the local mailbox."""

    to: str
    subject: str
    text: str

    def link(self, title: str = "") -> str:
        """The first address behind a title that leads to an answer."""
        found = re.search(r"https?://\S+/a/[\w-]{43}", self.text[max(0, self.text.find(title)) :])
        assert found is not None, self.text
        return found[0]

    @property
    def links(self) -> list[str]:
        """All addresses that lead to an answer."""
        return re.findall(r"https?://\S+/a/[\w-]{43}", self.text)

    @property
    def code(self) -> str:
        """The six digits that it brings."""
        found = re.search(r"^\s*(\d{3} ?\d{3})\s*$", self.text, re.MULTILINE)
        assert found is not None, self.text
        return found[1]


@dataclass(frozen=True, slots=True)
class Site:
    """The portal while it is served, and the clock by which it goes."""

    etappe: Etappe
    clock: FrozenClock
    portal: Portal

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.portal.address.base

    def invite(self, role: StaffRole) -> Invited:
        """Add the account of a role, not set up yet."""
        name, email = PEOPLE[role]
        return add_account(self.etappe.office, self.portal.gate, name, email, role, "test", self.clock.now())

    def session(self, role: StaffRole) -> str:
        """The token of a session of a role, as if somebody had signed in with both factors."""
        known = {account.email: account for account in list_accounts(self.etappe.office)}
        account = known.get(PEOPLE[role][1]) or self.invite(role).account
        with self.etappe.office.store.begin() as tx:
            return begin_session(tx, self.portal.gate, account, Stage.FULL, self.clock.now()).token

    def strand(self) -> tuple[str, str]:
        """Let two letters that were sent be ones that failed and may have arrived; tells their ids."""
        d = delivery
        with self.etappe.engine.begin() as connection:
            query = select(d.c.id).where(d.c.state == "sent").order_by(d.c.created_at, d.c.id).limit(2)
            failed, unknown = connection.execute(query).scalars()
            for letter, state in ((failed, "failed"), (unknown, "unknown")):
                values = {"state": state, "error_text": "550 unknown user", "sent_at": None}
                connection.execute(update(d).where(d.c.id == letter).values(values))
        return str(failed), str(unknown)

    def workbook(self, day: Cell) -> str:
        """A file with the workbook of all projects, in which the workshop of Aachen has another day."""
        tables = portfolio_tables(self.etappe.office, self.clock.now())
        changed = [
            replace(t, rows=tuple(_on(row, day) for row in t.rows)) if t.title == "Termine" else t
            for t in tables
        ]
        file = self.etappe.settings.data_dir / f"{day}.xlsx"
        file.write_bytes(workbook_of(changed, "dd.mm.yyyy"))
        return str(file)

    def wait(self, span: timedelta) -> None:
        """Let time go by."""
        self.clock.moment += span

    def letters(self, to: str) -> list[Letter]:
        """What has arrived at an address, the oldest first."""
        folder = self.etappe.settings.mailbox_dir
        folder.mkdir(exist_ok=True)
        return [_opened(mail.path) for mail in Mailbox(folder).list() if to in mail.to]

    def letter(self, to: str, number: int) -> Letter:
        """The letter of a number at an address, which may still be on its way."""
        end = monotonic() + PATIENCE_S
        while len(found := self.letters(to)) < number:
            assert monotonic() < end, f"{len(found)} letters at {to}, not {number}"
            sleep(0.05)
        return found[number - 1]


@contextmanager
def open_door() -> Generator[socket.socket]:
    """A socket at which one portal after the other answers, so that links in letters lead to each of them."""
    with socket.create_server((HOST, 0)) as door:
        yield door


def address_of(door: socket.socket) -> str:
    """The address of a portal at a door."""
    return f"http://{HOST}:{door.getsockname()[1]}"


@contextmanager
def served(
    folder: Path, door: socket.socket, *, demo: bool = False, oidc: Oidc | None = None
) -> Generator[Site]:
    """Serve a world until the test is through."""
    clock = FrozenClock(NOW)
    if demo:
        (folder / STOPPED_CLOCK).write_text(clock.moment.isoformat(), encoding="ascii")
    settings = settings_in(folder, address_of(door)).model_copy(update={"oidc": oidc})
    with assembled(settings, clock=clock, registry=modules()) as etappe:
        portal = portal_of(etappe, mailbox=True)
        with _answering(portal, door.dup()):
            yield Site(etappe, clock, portal)


@contextmanager
def _answering(portal: Portal, door: socket.socket) -> Generator[None]:
    config = uvicorn.Config(
        create_app(portal),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([door],), name="portal-under-test", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


def _on(row: tuple[Cell, ...], day: Cell) -> tuple[Cell, ...]:
    """A row of the sheet of dates, with another day where it is the workshop of Aachen."""
    return (*row[:4], day, *row[5:]) if row[0] == "Aachen" and row[2] == "workshop" else row


def _opened(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # that is what the policy says
    body = message.get_body(("plain",))
    assert body is not None  # every letter of ours has one
    return Letter(str(message["To"]), str(message["Subject"]), body.get_content().replace("\r\n", "\n"))
