"""What the services need from the world."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from etappe.model.calendar import Calendar
from etappe.model.delivery import Claim
from etappe.model.letter import Letter
from etappe.model.parcel import Parcel, Receipt
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.writing import LetterContent
from etappe.service.ledgers import Held, Ledger, Letters, Machinery, Outbox, Parking
from etappe.service.repositories import Audit, FollowUps, Kommunen, People, Projects


class Clock(Protocol):
    """Tells the time; read at the outermost edge only."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class Calendars(Protocol):
    """Knows the working days of every place."""

    def __call__(self, place: Place) -> Calendar:
        """The calendar of a place; equal places share one."""
        ...


class Courier(Protocol):
    """Carries a parcel to the mail server."""

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Hand a parcel over; ``before_dot`` is asked before the point of no return and may forbid it."""
        ...


class Scribe(Protocol):
    """Puts the content of a letter into words."""

    def write(self, content: LetterContent) -> Letter:
        """The letter, in the language of its programme."""
        ...


class Envelopes(Protocol):
    """Seals a letter into the bytes that every try sends again."""

    def seal(self, letter: Letter, claim: Claim, ask_email: str, written_at: datetime) -> Parcel:
        """Seal a letter for the first time."""
        ...

    def again(self, claim: Claim, mime: bytes) -> Parcel:
        """The same bytes once more, to the address that is known now."""
        ...


class Announcer(Protocol):
    """Tells the project team something on its own channels."""

    def announce(self, title: str, body: str) -> bool:
        """Whether every channel took it."""
        ...


class Roster(Protocol):
    """Knows which modules are at work."""

    def why_not(self, module: str) -> str | None:
        """Why nothing can be said in a module's name; None where it is at work."""
        ...

    def version_behind(self, package: str) -> str:
        """The version of the module whose passages lie in a package; empty where none is at work."""
        ...

    def fallen(self) -> tuple[Parked, ...]:
        """The modules that have failed since this was asked last, and that others have to know of."""
        ...


class Transaction(Protocol):
    """All or nothing: what is done through it becomes true together when its block ends."""

    @property
    def kommunen(self) -> Kommunen: ...
    @property
    def people(self) -> People: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def held(self) -> Held: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def machinery(self) -> Machinery: ...
    @property
    def parking(self) -> Parking: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def audit(self) -> Audit: ...


class Store(Protocol):
    """Where everything is kept, for one programme."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise."""
        ...
