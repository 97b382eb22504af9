"""Tokens by which programs use the API: what one is for, how long, and for whom it may speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from etappe.model.accounts import Account, StaffRole
from etappe.model.permissions import ALLOWED

PREFIX = "etappe_"
"""What tokens begin with, so that scanners find one in files where it should not be."""
USUAL = timedelta(days=365)
LONGEST = timedelta(days=730)
KEPT = timedelta(days=30)
"""How long the row of a token stays behind its end, so that somebody can see why it does not work."""
ROLES = (StaffRole.MANAGEMENT, StaffRole.FUNDER, StaffRole.ADMIN)
"""What a token can be; not a facilitator, who sees the own dates: a program has none."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token without its secret, of which nobody keeps more than a hash."""

    id: str
    name: str
    role: StaffRole
    account_id: str | None
    """Whose account made it; None where it was made at the command line."""
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None = None
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it has neither ended nor been revoked."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made, with its secret, which is told this once."""

    token: ApiToken
    secret: str = field(repr=False)


def covers(maker: StaffRole, role: StaffRole) -> bool:
    """Whether a role may do all that another one may: nobody hands out more than they have."""
    return ALLOWED[role] <= ALLOWED[maker]


def backed(token: ApiToken, maker: Account | None) -> bool:
    """Whether whoever made a token still stands behind it: they may sign in, and do what it does."""
    if token.account_id is None:
        return True
    return maker is not None and maker.active and covers(maker.role, token.role)


def audited(token_id: str) -> str:
    """How the audit names a token: by its id, as a name may be that of a person."""
    return f"token/{token_id}"
