"""The local mailbox: a mail server for demonstrations that delivers into a folder, and its reader."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from etappe.adapters.envelope import header_text
from etappe.errors import NoMailbox, NoSuchMail, PortTaken

SENDER = "etappe@etappe.example"

_LOOPBACK = "127.0.0.1"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailSummary:
    """One line of the mailbox's list."""

    number: int
    date: datetime | None
    to: str
    subject: str
    path: Path


class MailSink:
    """Accepts every letter on the loopback interface and keeps it as a file, for as long as it is entered."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._folder = folder
        self._port = port
        self._running = Event()
        self._thread = Thread(target=self._run, name="etappe-mailbox", daemon=True)

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._socket = socket.create_server((_LOOPBACK, self._port))
        except OSError as error:
            raise PortTaken(port=self._port, cause=error.strerror) from error
        self._port = int(self._socket.getsockname()[1])
        self._thread.start()
        self._running.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """The mail URL under which letters reach this mailbox."""
        return f"mailto://{_LOOPBACK}:{self._port}/?from={SENDER}"

    def _run(self) -> None:
        # At DEBUG the server would write every line of every letter into the log.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        asyncio.run(self._serve(_Keeper(self._folder)))

    async def _serve(self, keeper: _Keeper) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server = await self._loop.create_server(
            lambda: SMTP(keeper, hostname="localhost", loop=self._loop), sock=self._socket
        )
        self._running.set()
        await self._stop.wait()
        # Only the door is closed here; asyncio.run ends the conversations that are still open.
        server.close()


class _Keeper:
    """Puts accepted letters into the folder, numbered in the order in which they arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = max((number for number, _ in _letters(folder)), default=0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        try:
            return f"250 2.0.0 Ok: queued as {self._keep(envelope)}"
        except OSError as error:
            _log.warning("the local mailbox could not keep a letter: %s", error.strerror)
            return "451 4.3.0 The letter could not be kept"

    def _keep(self, envelope: Envelope) -> str:
        to = header_text(", ".join(envelope.rcpt_tos))
        lines = f"X-Envelope-To: {to}\r\nX-Envelope-From: {header_text(envelope.mail_from or '')}\r\n"
        name = f"{self._next_number():06d}-{_slug(to)}"
        # A reader sees whole letters only: the file gets its name when it is complete.
        part = self._folder / f".{name}.part"
        part.write_bytes(lines.encode() + (envelope.original_content or b""))
        part.rename(self._folder / f"{name}.eml")
        return name[:6]

    def _next_number(self) -> int:
        """A number that no other mailbox on this folder has taken: its marker can be made only once."""
        while True:
            self._last += 1
            try:
                (self._folder / f".{self._last:06d}").touch(exist_ok=False)
            except FileExistsError:
                continue
            return self._last


class Mailbox:
    """Reads what arrived in a folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NoMailbox(folder=folder)
        self._folder = folder

    def list(self) -> tuple[MailSummary, ...]:
        """Return what arrived, in the order in which it did."""
        return tuple(_summary(number, path) for number, path in _letters(self._folder))

    def read(self, number: int) -> str:
        """Return the text of one letter."""
        for found, path in _letters(self._folder):
            if found == number:
                return _text(_parsed(path))
        raise NoSuchMail(folder=self._folder, number=number)


def _letters(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in sorted(folder.glob("[0-9]*-*.eml")):
        number = path.name.partition("-")[0]
        if number.isdecimal():
            yield int(number), path


def _slug(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")[:60] or "unknown"


def _summary(number: int, path: Path) -> MailSummary:
    mail = _parsed(path, headers_only=True)
    return MailSummary(
        number=number,
        date=_date(mail.get("Date")),
        to=str(mail.get("X-Envelope-To", "")),
        subject=str(mail.get("Subject", "")),
        path=path,
    )


def _parsed(path: Path, headers_only: bool = False) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(path.read_bytes(), headersonly=headers_only)


def _date(value: object) -> datetime | None:
    try:
        return parsedate_to_datetime(str(value))
    except ValueError:
        return None  # a letter without a readable date is still a letter


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
