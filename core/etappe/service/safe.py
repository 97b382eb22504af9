"""What keeps secrets: whoever reads the database alone reads none of them."""

from __future__ import annotations

from typing import Protocol


class Safe(Protocol):
    """Seals bytes with a key that does not lie in the database."""

    def seal(self, plain: bytes) -> bytes:
        """The bytes, sealed."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """The bytes that were sealed; raises where no key of ours did so."""
        ...
