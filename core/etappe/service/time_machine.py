"""Carries a programme through its months in seconds, from one moment to the next that matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from etappe.model.moments import local_day, moment
from etappe.service.office import Office
from etappe.service.sending import PostRoom
from etappe.service.ticking import Ticked, tick

MORNING = time(7)
"""When the people of the simulation have their say, an hour before letters go out."""


@dataclass(slots=True)
class FrozenClock:
    """A clock that stands still until it is set."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it is set to."""
        return self.moment


def travel(
    office: Office,
    room: PostRoom,
    clock: FrozenClock,
    until: datetime,
    every_morning: Callable[[datetime], None],
    arrived: Callable[[datetime, Ticked], None],
) -> None:
    """Run to a moment: every morning people act, and every due moment is a tick."""
    while True:
        stop = _next_stop(office, clock.moment)
        if stop > until:
            clock.moment = until
            return
        clock.moment = stop
        if stop == _morning(office, stop):
            every_morning(stop)
        arrived(stop, tick(office, room, clock))


def _next_stop(office: Office, now: datetime) -> datetime:
    today = _morning(office, now)
    morning = today if today > now else _morning(office, now, days=1)
    with office.store.begin() as tx:
        due = [m for m in (tx.ledger.next_moment(), tx.outbox.next_moment()) if m is not None]
    return min([morning, *(m for m in due if m > now)])


def _morning(office: Office, now: datetime, days: int = 0) -> datetime:
    return moment(local_day(now, office.zone) + timedelta(days=days), MORNING, office.zone)
