"""Whoever is signed in, as far as a page has to know."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.accounts import StaffRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody of the team with a session."""

    account: str
    """The id of the account."""
    name: str
    email: str
    role: StaffRole
    csrf: str
    """What every form of the session carries."""
    token: str
    """The session's own token, as the cookie holds it."""

    @property
    def actor(self) -> str:
        """Who it is, for the audit."""
        return f"account:{self.account}"
