"""Draws what nobody can guess from the randomness of the operating system."""

from __future__ import annotations

import secrets

TOKEN_BYTES = 32
CODES = 1_000_000


class SystemChance:
    """Tokens of 256 bits and codes of six digits."""

    def token(self) -> str:
        """A token for a link."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def code(self) -> str:
        """A code of six digits."""
        return f"{secrets.randbelow(CODES):06}"
