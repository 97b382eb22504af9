"""Writes down where every Python process below connects to: imported because PYTHONPATH leads here."""

from __future__ import annotations

import os
import sys

BOOK = os.environ["ETAPPE_TEST_CONNECTIONS"]


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        host = str(arguments[1]).strip("()").split(",")[0].strip("'")  # ('127.0.0.1', 4200), or a path
    elif event == "socket.getaddrinfo":
        host = str(arguments[0])
    else:
        return
    book = os.open(BOOK, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(book, f"{event} {host}\n".encode())
    os.close(book)


sys.addaudithook(_note)
