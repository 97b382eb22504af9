"""What an account is checked with, as it is kept: hashes, and what is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account is checked with; none of it can be used as it is."""

    password_hash: str | None = field(repr=False)
    password_set_at: datetime | None
    totp_sealed: bytes | None = field(repr=False)
    """The secret of the second factor, sealed; set up or only offered, as the account says."""


class Verified(NamedTuple):
    """Whether a password fits, and whether its hash is older than what is made today."""

    fits: bool
    outdated: bool
