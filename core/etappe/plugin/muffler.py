"""Keeps what modules print from the terminal, from logs and from JSON; what others print goes through."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from io import BytesIO
from threading import Lock, get_ident
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

REMEMBERED = 10_000
"""How many of the last characters are looked through for secrets; they are never shown."""


class Swallowed(BytesIO):
    """What one thread printed, as text or as bytes."""

    characters = 0
    end = ""

    def take(self, text: str) -> int:
        """Count what is printed, and remember the end of it."""
        self.characters += len(text)
        self.end = (self.end + text)[-REMEMBERED:]
        return len(text)

    def write(self, data: ReadableBuffer, /) -> int:
        """Take bytes that go past the text stream."""
        return self.take(bytes(data).decode("utf-8", "replace"))


_MUFFLED: dict[int, Swallowed] = {}
"""The threads whose words are swallowed; one for the process, as its standard streams are."""
_LOCK = Lock()


@contextmanager
def muffled() -> Generator[Swallowed]:
    """Swallow what this thread prints as long as the block runs."""
    swallowed = Swallowed()
    with _LOCK:
        sys.stdout, sys.stderr = _filtered(sys.stdout), _filtered(sys.stderr)
        _MUFFLED[get_ident()] = swallowed
    try:
        yield swallowed
    finally:
        with _LOCK:
            del _MUFFLED[get_ident()]
            if not _MUFFLED:
                sys.stdout, sys.stderr = _unfiltered(sys.stdout), _unfiltered(sys.stderr)


class _Filter:
    """A stream that lets through what no muffled thread writes."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write, or swallow."""
        swallowed = _MUFFLED.get(get_ident())
        return self.stream.write(text) if swallowed is None else swallowed.take(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several, or swallow them."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        swallowed = _MUFFLED.get(get_ident())
        return swallowed if name == "buffer" and swallowed is not None else getattr(self.stream, name)


def _filtered(stream: TextIO) -> TextIO:
    # another stream may have been put there since: a test does, and a program that redirects its output
    return stream if isinstance(stream, _Filter) else cast(TextIO, _Filter(stream))


def _unfiltered(stream: TextIO) -> TextIO:
    return stream.stream if isinstance(stream, _Filter) else stream
