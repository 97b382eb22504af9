"""A letter on its way to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAIL = "mail"
"""The channel of letters."""


class DeliveryState(StrEnum):
    """Where a delivery stands; ``dot`` is the point of no return of an SMTP conversation."""

    QUEUED = "queued"
    SENDING = "sending"
    DOT = "dot"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    HELD = "held"


ENDED_BADLY = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.EXPIRED, DeliveryState.BOUNCED)
"""States in which a letter stays until a person decides."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery taken by one worker; its generation fences out everybody else."""

    id: str
    digest_id: str
    recipient_id: str
    recipient_name: str
    recipient_email: str
    gen: int
    attempts: int
    resends: int
    queued_at: datetime
    send_until: datetime
    subject: str | None
    mime: bytes | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it is shown."""

    id: str
    digest_id: str
    recipient_id: str
    state: DeliveryState
    subject: str | None
    attempts: int
    sent_at: datetime | None
    next_at: datetime | None
    error_text: str | None
    gen: int = 0
    """How often it was taken to be sent; whoever decides about it names what they saw."""
    perhaps_before: bool = False
    """Whether an earlier try may have reached the reader."""
    kept: bool = False
    """Whether its bytes are there, so that it would go again as it was."""
