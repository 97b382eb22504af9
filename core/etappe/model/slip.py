"""A short mail that goes at once and is no letter: a code, a receipt, a renewed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SlipKind(StrEnum):
    """What a slip brings."""

    CODE = "code"
    RECEIPT = "receipt"
    RENEWED = "renewed"


class SlipState(StrEnum):
    """Where a slip stands; from the last two nothing leads on, and nothing of what it said is kept."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Deed(StrEnum):
    """What somebody did by a link."""

    DONE = "done"
    MOVED = "moved"
    PROPOSED = "proposed"
    DECLINED = "declined"
    UNDONE = "undone"


USEFUL = timedelta(days=1)
"""How long a receipt or a renewed link is worth a try; a code is so as long as it is good."""
TRIES = 6
WAITS = tuple(timedelta(minutes=m) for m in (0.5, 1.0, 2.0, 15.0, 60.0))
"""How long a slip waits after each try that failed."""


@dataclass(frozen=True, slots=True)
class SlipContent:
    """What a slip says, before it is put into words."""

    kind: SlipKind
    programme: str
    language: str
    recipient: str
    at: str
    """Day and time of what it tells, as people write it."""
    kommune: str = ""
    task: str = ""
    deed: Deed | None = None
    day: str = ""
    """The new date, where one was named."""
    before: str = ""
    instead: str = ""
    """Who is responsible instead."""
    undo_days: int = 0
    """How long it can be taken back; 0 where it cannot."""
    secret: str = ""
    """The code, or the address of the new link."""
    ask_name: str = ""
    ask_email: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip on its way; its words are sealed."""

    id: str
    person_id: str
    kind: SlipKind
    attempts: int
    sealed: bytes
    created_at: datetime
    give_up_at: datetime

    def next_try(self, now: datetime) -> datetime | None:
        """When it is tried again; None where that is of no use any more."""
        if self.attempts >= TRIES:
            return None
        at = now + WAITS[min(max(self.attempts, 1), len(WAITS)) - 1]
        return at if at < self.give_up_at else None


@dataclass(frozen=True, slots=True)
class FailedSlip:
    """A slip that did not go; what it said is forgotten."""

    id: str
    reader: str
    """The name of whoever it was for."""
    kind: SlipKind
    attempts: int
    why: str
    created_at: datetime
