"""An open line to the mail server: connected, protected, logged in."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from etappe.adapters.smtp.outcome import Stage, TurnedAway, receipt_of_reply
from etappe.adapters.smtp.relay import Relay, Security
from etappe.model.parcel import Outcome, Receipt

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait for the server at each point, as RFC 5321 4.5.3.2 asks of a client."""

    connect: float = 30
    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600
    quit: float = 5

    def at(self, stage: Stage) -> float:
        """Return the seconds for one stage of the conversation."""
        special = {Stage.DATA: self.data, Stage.BODY: self.block, Stage.DOT: self.dot}
        return special.get(stage, self.command)


class Line:
    """One connection to the relay that knows how far its conversation has come.

    A refusal is raised as ``TurnedAway``, a broken line as the ``OSError`` that broke it; smtplib's own
    exceptions are of that kind.
    """

    def __init__(self, relay: Relay, patience: Patience) -> None:
        self.stage = Stage.CONNECT
        self._relay = relay
        self._patience = patience
        # With a name given, smtplib does not ask the DNS for ours; open() puts our address in its place.
        self._smtp = smtplib.SMTP(local_hostname="localhost")

    def open(self, tls: Callable[[], ssl.SSLContext]) -> None:
        """Connect and log in, protected as configured; a line that cannot be protected is not used."""
        address = (self._relay.host, self._relay.port)
        sock = socket.create_connection(address, self._patience.connect)
        self._smtp.sock = sock
        # Without this the final dot waits for a delayed acknowledgement, 40 ms for each letter.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._smtp.local_hostname = _literal(sock)
        if self._relay.security is Security.SSL:
            self._wrap(tls())
        self._enter(Stage.GREETING)
        self._judge(self._smtp.getreply())
        self._greet()
        if self._relay.security is Security.STARTTLS:
            self._start_tls(tls())
        if self._relay.user is not None:
            self._log_in(self._relay.user, self._relay.password or "")

    def ask(self, stage: Stage, command: str, welcome: int = 2) -> None:
        """Give one command and accept nothing but an answer that begins with the welcome digit."""
        self._enter(stage)
        self._judge(self._smtp.docmd(command), welcome)

    def write(self, stage: Stage, data: bytes) -> None:
        """Send bytes as they are."""
        self._enter(stage)
        self._socket().sendall(data)

    def answer(self) -> Receipt:
        """Wait for the server's answer and classify it."""
        return receipt_of_reply(self.stage, *self._smtp.getreply())

    def is_quiet(self) -> bool:
        """Tell whether the server is still there and has said nothing unasked.

        A server that hangs up or speaks before its turn has given the conversation up; and words that are
        read too late would be taken for the answer to the next command.
        """
        sock = self._socket()
        sock.settimeout(0)
        try:
            # First the buffer: words that lie there are no longer seen on the socket.
            spoken = self._smtp.file.peek(1) if self._smtp.file else b""
            _ = spoken or sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError as error:
            _log.debug("the line to the mail server broke: %s", type(error).__name__)
        return False

    def reset(self) -> bool:
        """Clear the line for the next letter; a server that does not do so soon is better left."""
        try:
            self._socket().settimeout(self._patience.quit)
            return self._smtp.docmd("RSET")[0] == 250
        except OSError as error:
            _log.debug("RSET was not answered: %s", type(error).__name__)
            return False

    def close(self) -> None:
        """Take leave and hang up; a server that does not answer the farewell has nothing of ours to lose."""
        try:
            self._socket().settimeout(self._patience.quit)
            self._smtp.docmd("QUIT")
        except OSError as error:
            _log.debug("QUIT was not answered: %s", type(error).__name__)
        self.hang_up()

    def hang_up(self) -> None:
        """Drop the line at once; what has no final dot yet, the server has to throw away."""
        self._smtp.close()

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self._socket().settimeout(self._patience.at(stage))

    def _judge(self, reply: tuple[int, bytes], welcome: int = 2) -> None:
        code, message = reply
        if code // 100 != welcome:
            raise TurnedAway(receipt_of_reply(self.stage, code, message))

    def _greet(self) -> None:
        self._enter(Stage.EHLO)
        self._judge(self._smtp.ehlo())

    def _start_tls(self, tls: ssl.SSLContext) -> None:
        if not self._smtp.has_extn("starttls"):
            raise TurnedAway(Receipt(Outcome.MISCONFIGURED, text="The server does not offer STARTTLS."))
        self.ask(Stage.STARTTLS, "STARTTLS")
        self._wrap(tls)
        self._greet()

    def _wrap(self, tls: ssl.SSLContext) -> None:
        self._smtp.sock = tls.wrap_socket(self._socket(), server_hostname=self._relay.host)
        # Whatever was said before the line was protected is forgotten with the old buffer.
        self._smtp.file = None

    def _log_in(self, user: str, password: str) -> None:
        offered = self._smtp.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            self.ask(Stage.AUTH, "AUTH PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            self.ask(Stage.AUTH, "AUTH LOGIN", welcome=3)
            self.ask(Stage.AUTH, _base64(user), welcome=3)
            self.ask(Stage.AUTH, _base64(password))
        else:
            words = "The server offers neither AUTH PLAIN nor AUTH LOGIN."
            raise TurnedAway(Receipt(Outcome.MISCONFIGURED, text=words))

    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:
            raise ConnectionError("the line is closed")
        return self._smtp.sock


def _literal(sock: socket.socket) -> str:
    address = str(sock.getsockname()[0])
    return f"[IPv6:{address}]" if sock.family is socket.AF_INET6 else f"[{address}]"


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()
