"""ClamAV's daemon is spoken to as it wants to be; what it does not answer for is not clean."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from struct import unpack
from threading import Thread

import pytest

from etappe.adapters.clamd import Clamd
from etappe.errors import ScannerSilent

LARGE = b"x" * 200_000


@contextmanager
def daemon(door: socket.socket, answer: bytes) -> Generator[list[bytes]]:
    """A daemon that answers once, and what it was given."""
    got: list[bytes] = []

    def serve() -> None:
        line, _ = door.accept()
        with line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while size := unpack(">I", said.read(4))[0]:
                got.append(said.read(size))
            line.sendall(answer)

    thread = Thread(target=serve)
    thread.start()
    try:
        yield got
    finally:
        thread.join(10)
        door.close()


def asked(answer: bytes, content: bytes = b"Inhalt") -> tuple[str | None, bytes]:
    """What a daemon at a port is understood to say, and what it was given."""
    door = socket.create_server(("127.0.0.1", 0))
    with daemon(door, answer) as got:
        found = Clamd(f"tcp://127.0.0.1:{door.getsockname()[1]}").find(content)
    return found, b"".join(got)


def test_every_byte_is_looked_through() -> None:
    assert asked(b"stream: OK\0", LARGE) == (None, LARGE)


def test_a_virus_is_named() -> None:
    assert asked(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")[0] == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0"])
def test_what_is_neither_clean_nor_found_is_refused(answer: bytes) -> None:
    with pytest.raises(ScannerSilent):
        asked(answer)


def test_a_daemon_at_a_socket_of_the_machine_is_reached(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    door.listen()

    with daemon(door, b"stream: OK\0"):
        assert Clamd(f"unix://{path}").find(b"Inhalt") is None


def test_a_daemon_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScannerSilent, match="No such file"):
        Clamd(f"unix://{tmp_path / 'nobody'}").find(b"Inhalt")
