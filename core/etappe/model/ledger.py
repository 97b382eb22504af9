"""Every rung that was ever armed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

OVERVIEW = "overview"
"""The rule key of the weekly overview."""
CATCH_UP = "catch_up"
"""The rule key of the overview on the first day after an absence."""


class OccurrenceState(StrEnum):
    """Where a planned reminder stands."""

    PLANNED = "planned"
    FIRED = "fired"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    HELD = "held"


class LedgerState(StrEnum):
    """What became of a rung, as people are told."""

    PLANNED = "planned"
    UNDER_WAY = "under way"
    SENT = "sent"
    MERGED = "merged"
    SKIPPED = "skipped"
    HELD = "held"
    FAILED = "failed"
    UNKNOWN = "unknown"


class NewOccurrence(NamedTuple):
    """A rung to be armed; a tuple, because planning writes a hundred at a time."""

    occ_key: str
    project_id: str | None
    task_key: str | None
    person_id: str | None
    rule_key: str
    ordinal: int
    local_date: date
    due_at: datetime
    send_until: datetime


class Due(NamedTuple):
    """A rung whose moment has come, with what deciding about it needs."""

    tenant_id: str
    occ_key: str
    project_id: str | None
    task_key: str | None
    person_id: str | None
    rule_key: str
    ordinal: int
    local_date: date
    due_at: datetime
    send_until: datetime
    kommune: str | None
    plan_digest: str | None
    task_due: date | None
    task_state: str | None
    task_by_hand: bool | None


class Armed(NamedTuple):
    """The rung of a task that is planned."""

    occ_key: str
    task_key: str
    rule_key: str
    local_date: date
    due_at: datetime


class Timed(NamedTuple):
    """A planned rung with the local day and time that its moment was computed from."""

    occ_key: str
    local_date: date
    local_time: time
    zone: str
    due_at: datetime
    send_until: datetime
    postponed: bool


class HeldTask(NamedTuple):
    """A task with rungs that are held back."""

    project_id: str
    task_key: str
    plan_digest: str


class Settled(NamedTuple):
    """What becomes of an occurrence now."""

    occ_key: str
    state: OccurrenceState
    reason: str | None


class NewItem(NamedTuple):
    """A rung put into somebody's letter of a day."""

    digest_id: str
    occ_key: str
    purpose: str


class NewDigest(NamedTuple):
    """Somebody's letter of a day."""

    id: str
    recipient_id: str
    day: date
    overview: bool
    send_until: datetime


class LetterItem(NamedTuple):
    """A rung in somebody's letter, and why this reader gets it."""

    project_id: str | None
    task_key: str | None
    person_id: str | None
    rule_key: str
    local_date: date
    purpose: str
    occ_key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: a rung, and the letters that carried it."""

    occ_key: str
    project_id: str | None
    task_key: str | None
    person_id: str | None
    rule_key: str
    local_date: date
    due_at: datetime
    state: OccurrenceState
    reason: str | None
    recipients: tuple[str, ...]
    deliveries: tuple[str, ...]
    companions: int
    """How many rungs its letter held in all."""

    @property
    def outcome(self) -> LedgerState:
        """What became of the rung, in one word."""
        return _outcome(self)


_OF_DELIVERY = {
    "sent": LedgerState.SENT,
    "bounced": LedgerState.FAILED,
    "failed": LedgerState.FAILED,
    "expired": LedgerState.FAILED,
    "unknown": LedgerState.UNKNOWN,
    "cancelled": LedgerState.SKIPPED,
}
_WORST_FIRST = (
    LedgerState.FAILED,
    LedgerState.UNKNOWN,
    LedgerState.UNDER_WAY,
    LedgerState.SENT,
    LedgerState.SKIPPED,
)


def _outcome(entry: Entry) -> LedgerState:
    if entry.state is OccurrenceState.PLANNED:
        return LedgerState.PLANNED
    if entry.state is OccurrenceState.HELD:
        return LedgerState.HELD
    if entry.state is not OccurrenceState.FIRED:
        return LedgerState.SKIPPED
    if not entry.deliveries:
        return LedgerState.MERGED  # it became a follow-up of project management
    states = {_OF_DELIVERY.get(d, LedgerState.UNDER_WAY) for d in entry.deliveries}
    worst = next(s for s in _WORST_FIRST if s in states)
    return LedgerState.MERGED if worst is LedgerState.SENT and entry.companions > 1 else worst
