"""A mail server on a plain socket that behaves as badly as it is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread


class Behaviour(Enum):
    """What the server does: the answer it gives to one command, or a misdeed of its own."""

    OK = ("", "")
    GREETING_421 = ("GREETING", "421 4.3.2 too busy")
    AUTH_535 = ("AUTH", "535 5.7.8 wrong password")
    MAIL_451 = ("MAIL", "451 4.3.0 try later")
    MAIL_550 = ("MAIL", "550 5.7.1 sender not allowed")
    RCPT_450 = ("RCPT", "450 4.2.0 greylisted")
    RCPT_550 = ("RCPT", "550 5.1.1 unknown recipient")
    RCPT_421 = ("RCPT", "421 4.3.2 shutting down")
    DATA_452 = ("DATA", "452 4.3.1 no space")
    DOT_451 = ("DOT", "451 4.3.0 try later")
    DOT_554 = ("DOT", "554 5.6.0 content refused")
    DROP_MID_DATA = ("", "drop mid-data")
    ACCEPT_AND_DROP = ("", "accept, then drop")
    ACCEPT_AND_HANG = ("", "accept, then hang")
    ACCEPT_AND_BABBLE = ("DOT", "hello there")
    TALK_OUT_OF_TURN = ("DATA", "354 go on\r\n250 2.0.0 accepted before it was sent")
    NO_GREETING = ("", "no greeting")
    HANG_ON_QUIT = ("", "hang on QUIT")


@dataclass(frozen=True, slots=True)
class Received:
    """A letter for which the server took responsibility."""

    sender: str
    recipient: str
    mime: bytes


@dataclass(slots=True)
class Journal:
    """What the server saw."""

    port: int
    letters: list[Received] = field(default_factory=list[Received])
    commands: list[str] = field(default_factory=list[str])
    connections: int = 0
    dropped: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)


@contextmanager
def smtp_server(
    behaviour: Behaviour = Behaviour.OK, *, tls: ssl.SSLContext | None = None, offers: str = "AUTH PLAIN"
) -> Generator[Journal]:
    """Run the server on the loopback interface and give the journal it keeps."""

    class Conversation(_Conversation):
        pass

    with _Server(("127.0.0.1", 0), Conversation) as server:
        journal = Journal(port=int(server.socket.getsockname()[1]))
        Conversation.journal, Conversation.behaviour = journal, behaviour
        Conversation.tls, Conversation.offers = tls, offers
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield journal
        finally:
            journal.over.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True


class _Conversation(StreamRequestHandler):
    journal: Journal
    behaviour: Behaviour
    tls: ssl.SSLContext | None
    offers: str
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.journal.connections += 1
        if self.behaviour is Behaviour.NO_GREETING:
            self._hang()
            return
        self.sender = self.recipient = ""
        self._say(self._or_scripted("GREETING", "220 fake ready"))
        while (line := self.rfile.readline()) and self._obey(line.decode().rstrip("\r\n")):
            pass

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _obey(self, command: str) -> bool:
        """Follow one command and tell whether the conversation goes on."""
        verb, space, rest = command.partition(" ")
        verb = verb.upper()
        self.journal.commands.append(f"{verb}{space}{rest}")
        if verb == "QUIT":
            return self._quit()
        if verb == "STARTTLS":
            return self._start_tls()
        if verb == "EHLO":
            extensions = [self.offers, *(["STARTTLS"] if self.tls else [])]
            self._say("\r\n".join(["250-fake", *(f"250-{name}" for name in extensions), "250 HELP"]))
            return True
        answer = self._or_scripted(verb, "354 go on" if verb == "DATA" else "250 2.0.0 ok")
        self._note(verb, command)
        self._say(answer)
        return self._data() if answer.startswith("354") else not answer.startswith("421")

    def _note(self, verb: str, command: str) -> None:
        address = command.partition("<")[2].partition(">")[0]
        if verb == "MAIL":
            self.sender = address
        elif verb == "RCPT":
            self.recipient = address

    def _data(self) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line or self.behaviour is Behaviour.DROP_MID_DATA:
                return self._drop()
            lines.append(line[1:] if line.startswith(b".") else line)
        answer = self._or_scripted("DOT", "250 2.0.0 Ok: queued as 4F2A31C0D2")
        if answer[:1] not in "45":
            self.journal.letters.append(Received(self.sender, self.recipient, b"".join(lines)))
        if self.behaviour is Behaviour.ACCEPT_AND_DROP:
            return self._drop()
        if self.behaviour is Behaviour.ACCEPT_AND_HANG:
            return self._hang()
        self._say(answer)
        return True

    def _quit(self) -> bool:
        if self.behaviour is Behaviour.HANG_ON_QUIT:
            return self._hang()
        self._say("221 bye")
        return False

    def _start_tls(self) -> bool:
        assert self.tls is not None
        self._say("220 go on")
        try:
            self.request = self.tls.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, ConnectionError):
            return False  # the client did not trust our certificate, as it should
        self.setup()
        return True

    def _or_scripted(self, verb: str, otherwise: str) -> str:
        scripted, answer = self.behaviour.value
        return answer if scripted == verb else otherwise

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _hang(self) -> bool:
        self.journal.over.wait()
        return False

    def _drop(self) -> bool:
        # closing alone takes effect when the files upon the socket are closed as well, some moments later
        self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()
        self.journal.dropped.set()
        return False
