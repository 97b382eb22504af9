"""ClamAV's daemon looks through bytes: its INSTREAM command, over TCP or a Unix socket."""

from __future__ import annotations

import socket
from contextlib import closing
from struct import pack
from urllib.parse import urlsplit

from etappe.errors import ScannerSilent

PORT = 3310
PATIENCE_S = 30
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
FOUND, CLEAN = " FOUND", "stream: OK"


class Clamd:
    """A daemon at tcp://HOST:PORT or unix:///PATH."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def find(self, content: bytes) -> str | None:
        """What a virus is called; None where there is none. Raises `ScannerSilent`."""
        try:
            with closing(self._connected()) as line:
                line.sendall(b"zINSTREAM\0")
                for at in range(0, len(content), PIECE):
                    piece = content[at : at + PIECE]
                    line.sendall(pack(">I", len(piece)) + piece)
                line.sendall(pack(">I", 0))
                answer = _answer(line)
        except OSError as error:
            raise ScannerSilent(cause=error.strerror or str(error)) from error
        if answer.endswith(FOUND):
            return answer.removeprefix("stream: ").removesuffix(FOUND)
        if answer != CLEAN:  # like a size limit of its own: what was not looked through is not clean
            raise ScannerSilent(cause=answer or "no answer")
        return None

    def _connected(self) -> socket.socket:
        if self._address.scheme == "unix":
            return _on_this_machine(self._address.path)
        where = (self._address.hostname or "", self._address.port or PORT)
        return socket.create_connection(where, PATIENCE_S)


def _on_this_machine(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE_S)
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    """What comes before a NUL or the end."""
    got = b""
    while b"\0" not in got and len(got) < LONGEST_ANSWER and (piece := line.recv(LONGEST_ANSWER)):
        got += piece
    return got.partition(b"\0")[0].decode(errors="replace").strip()
