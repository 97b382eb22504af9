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
        if stop == moment(local_day(stop), MORNING):
            every_morning(stop)
        arrived(stop, tick(office, room, clock))


def _next_stop(office: Office, now: datetime) -> datetime:
    tomorrow = moment(local_day(now) + timedelta(days=1), MORNING)
    today = moment(local_day(now), MORNING)
    morning = today if today > now else tomorrow
    with office.store.begin() as tx:
        due = [m for m in (tx.ledger.next_moment(), tx.outbox.next_moment()) if m is not None]
    return min([morning, *(m for m in due if m > now)])
