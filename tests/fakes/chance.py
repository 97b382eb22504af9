"""Chance that a test can foresee."""

from __future__ import annotations


class FakeChance:
    """Counts: every token and every code is another, and each says which it is."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.codes: list[str] = []

    def token(self) -> str:
        """A token as long as a real one."""
        self.tokens.append(f"token-{len(self.tokens):037}")
        return self.tokens[-1]

    def code(self) -> str:
        """A code of six digits."""
        self.codes.append(f"{123_456 + len(self.codes)}")
        return self.codes[-1]
