"""Signing in at a provider: where a browser is on its way there and back, and whom the provider names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HOLDS = timedelta(minutes=10)
"""How long somebody may take at the provider."""


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """How a provider names somebody: the two together, for ever; addresses change."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """An identity by which an account signs in."""

    account_id: str
    identity: ExternalIdentity
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Journey:
    """One way to the provider and back, which a single browser holds; each of its secrets is good once."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    began: datetime
    onward: str
    """The page that is wanted afterwards."""

    def over(self, now: datetime) -> bool:
        """Whether it has taken too long."""
        return now >= self.began + HOLDS


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider gave a browser to take back."""

    code: str = field(repr=False)
    state: str = field(repr=False)
    issuer: str
    error: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider names, after everything about its answer was checked."""

    identity: ExternalIdentity
    email: str | None
    """None where the answer held none; the provider can be asked for it."""
    email_verified: bool
    access: str = field(repr=False)
    """What the provider can be asked with."""
