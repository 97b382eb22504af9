"""Sessions of staff: how far somebody has signed in, and until when that holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from etappe.model.accounts import Account

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
BETWEEN_FACTORS = timedelta(minutes=10)
"""How long the second factor is waited for."""
SEEN_EVERY = timedelta(minutes=1)
"""How precisely it is noted when somebody was last seen."""


class Stage(StrEnum):
    """How far somebody has signed in."""

    PASSWORD = "password"  # noqa: S105 - the name of a stage
    """The password was right; the second factor, or setting it up, is to come."""
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of one account; its token is not in it."""

    id: str
    account_id: str
    stage: Stage
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose request it is, and in which session."""

    account: Account
    session: Session


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session that has begun, with its token, which is told this once."""

    token: str = field(repr=False)
    visit: Visit


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has ended by itself: too long unused, or too long altogether."""
    if session.stage is Stage.PASSWORD:
        return now >= session.created_at + BETWEEN_FACTORS
    return now >= session.last_seen_at + IDLE or now >= session.created_at + LONGEST


def is_to_note(session: Session, now: datetime) -> bool:
    """Whether somebody was last seen long enough ago to be noted again."""
    return now >= session.last_seen_at + SEEN_EVERY
