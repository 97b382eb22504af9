"""Where randomness comes from that nobody can guess."""

from __future__ import annotations

from typing import Protocol


class Chance(Protocol):
    """Draws what nobody can guess."""

    def token(self) -> str:
        """A token of 256 bits."""
        ...

    def code(self) -> str:
        """A code of six digits."""
        ...
