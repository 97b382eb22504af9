"""What has to be in order before others than this machine are let in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names and addresses by which a machine reaches itself alone."""
LEGAL_TEXTS = ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache")
"""The texts that every page leads to."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What an operator has set, as far as it matters to those who come from outside."""

    address: str | None
    """Where the portal is."""
    missing_texts: tuple[str, ...]
    mail: bool
    """Whether a mail server is set."""
    keys_beside_database: bool
    """Whether whoever takes the folder of the database has what opens the sealed parts of it."""

    @property
    def public(self) -> bool:
        """Whether the portal has an address that other machines reach."""
        return self.address is not None and urlsplit(self.address).hostname not in LOOPBACK
