"""What the services keep of people who come and go: hand-overs, and addresses that get no letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from etappe.model.hand_over import HandOver, Seat
from etappe.model.suppression import Stopped, Suppression


class HandOvers(Protocol):
    """Roles that went, or will go, from one person to another."""

    def lock(self, seat: Seat) -> None:
        """Let whoever else wants to change who fills a role wait until the end."""
        ...

    def add(self, new: HandOver, now: datetime) -> None:
        """Note a hand-over."""
        ...

    def last(self, seat: Seat) -> HandOver | None:
        """The newest hand-over of a role, called off or not."""
        ...

    def last_done(self, seat: Seat) -> HandOver | None:
        """The newest hand-over of a role that was carried out."""
        ...

    def to_come(self, kommune: str | None = None, *, until: date = date.max) -> tuple[HandOver, ...]:
        """What is to be handed over up to a day, of one Kommune or of all, the earliest first."""
        ...

    def done(self, hand_over: HandOver, now: datetime) -> bool:
        """Note that it is carried out; False where somebody has done so before, or has called it off."""
        ...

    def call_off(self, seat: Seat, now: datetime) -> bool:
        """Call off what was to come for a role; whether there was anything."""
        ...

    def told_by(self, occ_keys: Sequence[str]) -> Mapping[str, HandOver]:
        """The hand-overs that rungs of the ledger tell of."""
        ...

    def armed_for(self, person_id: str) -> tuple[str, ...]:
        """The overviews that are planned for somebody, weekly or after an absence."""
        ...


class Suppressions(Protocol):
    """Addresses to which nothing is sent; kept so that nobody can read them."""

    def add(self, email: str, reason: Stopped, now: datetime) -> bool:
        """Stop letters to an address; False where they have stopped already."""
        ...

    def lift(self, email: str) -> bool:
        """Let letters go to an address again; False where they had not stopped."""
        ...

    def among(self, emails: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of some addresses to which letters have stopped."""
        ...
