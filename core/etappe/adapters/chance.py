"""Draws what nobody can guess from the randomness of the operating system."""

from __future__ import annotations

import secrets

TOKEN_BYTES = 32


class SystemChance:
    """Tokens of 256 bits."""

    def token(self) -> str:
        """A token of 256 bits."""
        return secrets.token_urlsafe(TOKEN_BYTES)
