"""Chance that draws the same every time: tokens in a row."""

from __future__ import annotations


class FakeChance:
    """Draws token-1, token-2 and so on."""

    def __init__(self) -> None:
        self.drawn = 0

    def token(self) -> str:
        """The next token."""
        self.drawn += 1
        return f"token-{self.drawn}"
