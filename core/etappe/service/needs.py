"""What needs project management today: numbers, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from etappe.model.delivery import DeliveryState
from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUp
from etappe.model.moments import local_day
from etappe.service.office import Office
from etappe.service.proposing import clash_number

SHOWN = 10
"""Follow-ups that are told at once; the others stand on a page of their own."""
SOON = timedelta(days=56)
"""Events so near that somebody else has to be found now: invitations go out eight weeks ahead."""
STRANDED = (
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.BOUNCED,
    DeliveryState.EXPIRED,
    DeliveryState.HELD,
)
"""The states of letters that somebody should look at."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What waits for project management."""

    follow_ups: int
    oldest: tuple[FollowUp, ...]
    letters: dict[DeliveryState, int]
    """How many letters have failed, came back, came too late, are held, or nobody knows; without zeros."""
    silent: int
    clashes: int
    """On how many of the coming days somebody is wanted in several Kommunen; `facilitator_clashes` names
    them, and later ones."""
    parked: tuple[str, ...]
    """Modules and passages that are set aside because they failed."""

    @property
    def anything(self) -> bool:
        """Whether there is anything to do."""
        return any((self.follow_ups, self.letters, self.silent, self.clashes, self.parked))


def needs_me(office: Office, now: datetime, shown: int = SHOWN) -> Needs:
    """What needs project management today."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        number, found = tx.survey.follow_ups(Wanted(), shown)
        letters = tx.survey.letters(STRANDED)
        _, silent = tx.survey.tiles(today)
        clashes = clash_number(tx, today, today + SOON)
        parked = tuple(p.module for p in tx.parking.all())
    oldest = tuple(follow_up for follow_up, _ in found)
    return Needs(number, oldest, dict(letters), silent, clashes, parked)
