"""A sealed letter, what became of it, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256


class Outcome(StrEnum):
    """What the mail server made of one letter.

    Only ``AMBIGUOUS`` leaves open whether the letter arrived. After every other outcome but ``SENT`` it has
    certainly not, because the final dot was not written or its answer was a refusal.
    """

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous"
    RELAY_DOWN = "relay_down"
    MISCONFIGURED = "misconfigured"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter to one recipient, sealed: every try carries the same bytes."""

    delivery_id: str
    sender: str
    recipient: str
    mime: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome of one try, with the server's own words as far as it spoke."""

    outcome: Outcome
    code: int | None = None
    enhanced: str | None = None
    queue_id: str | None = None
    text: str = ""


_MINUTES = {
    Outcome.DEFERRED: (5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 240.0, 360.0),
    Outcome.RELAY_DOWN: (0.5, 1.0, 2.0, 5.0, 10.0, 15.0),
}
SCATTER = 0.2


def retry_after(outcome: Outcome, attempts: int) -> timedelta | None:
    """How long to wait after the given number of tries, or ``None`` where waiting changes nothing.

    A deferred letter waits longer each time; for ``RELAY_DOWN`` the tries are the relay's, since no letter
    is at fault. An ambiguous letter is looked up first, and a misconfigured relay waits for a person.
    """
    steps = _MINUTES.get(outcome)
    if steps is None:
        return None
    return timedelta(minutes=steps[min(max(attempts, 1), len(steps)) - 1])


def scattered(delay: timedelta, delivery_id: str) -> timedelta:
    """Spread a delay by up to a fifth either way, always the same way for the same delivery.

    Letters that were deferred together would otherwise come back together, at a server that was busy.
    """
    draw = int.from_bytes(sha256(delivery_id.encode()).digest()[:4]) / 0xFFFFFFFF
    return delay * (1 - SCATTER + 2 * SCATTER * draw)
