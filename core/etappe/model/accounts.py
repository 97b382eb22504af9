"""Who signs in to the portal: staff with an account, each in one role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StaffRole(StrEnum):
    """What somebody with an account is to the programme."""

    ADMIN = "admin"
    """Programme manager; looks after users and settings too."""
    MANAGEMENT = "management"
    """Project manager."""
    FACILITATOR = "facilitator"
    """Sees the own dates across Kommunen."""
    FUNDER = "funder"
    """Reads how far things are, and neither answers nor results."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; within a programme an address is one account. It holds no secret."""

    id: str
    name: str
    email: str
    role: StaffRole
    created_at: datetime
    active: bool = True
    totp_confirmed: bool = False
    """Whether the second factor is set up; without it nobody gets further than setting it up."""
    linked: bool = False
    """Whether a provider signs them in, which sees to the second factor then."""
    signed_in_at: datetime | None = None

    @property
    def set_up(self) -> bool:
        """Whether they can sign in, as far as it is up to them."""
        return self.totp_confirmed or self.linked


def audited(account_id: str) -> str:
    """How the audit names an account: by its id, because what is in the chain can never be erased."""
    return f"account/{account_id}"
