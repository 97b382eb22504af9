"""Whoever is signed in, as far as a page has to know."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.accounts import StaffRole
from etappe.model.sessions import Visit


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody of the team with a session."""

    signed: Visit
    name: str
    email: str
    role: StaffRole
    csrf: str
    """What every form of the session carries."""
    actor: str
    """Who it is, for the audit."""
