"""Count tries, and refuse those that are too many; a try counts even where what it was for is refused."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from hmac import digest

from etappe.errors import TooManyTries
from etappe.model.throttle import Limit
from etappe.service.access import Gatehouse
from etappe.service.office import Office
from etappe.service.ports import Transaction


def try_once(office: Office, gate: Gatehouse, limit: Limit, subject: str, now: datetime) -> None:
    """Count a try in a transaction of its own; raises `TooManyTries`, which says from when on again."""
    with office.store.begin() as tx:
        again = count(tx, gate, limit, subject, now)
    require_allowed(again)


def count(tx: Transaction, gate: Gatehouse, limit: Limit, subject: str, now: datetime) -> datetime | None:
    """Count a try together with what it is for; from when on to try again, where it is one too many.

    Whoever raises within the transaction takes the count back with it: first end it, then `require_allowed`.
    """
    number, until = tx.throttles.count(bucket(gate, limit, subject, now), now, now + limit.span)
    return until if number > limit.most else None


def forgive(tx: Transaction, gate: Gatehouse, limit: Limit, subject: str, now: datetime) -> None:
    """Count from the beginning, because a try has succeeded."""
    tx.throttles.clear(bucket(gate, limit, subject, now))


def require_allowed(*again: datetime | None) -> None:
    """Refuse what was tried too often; raises `TooManyTries`, which names the moment to try again."""
    refused = [moment for moment in again if moment is not None]
    if refused:
        raise TooManyTries(again=max(refused))


def bucket(gate: Gatehouse, limit: Limit, subject: str, now: datetime) -> str:
    """The name under which tries are counted: nobody can tell from it whose they are."""
    day = now.date().isoformat() if limit.daily_salt else ""
    return digest(gate.salt, "\x1f".join((limit.name, day, subject)).encode(errors="replace"), sha256).hex()
