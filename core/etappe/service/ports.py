"""What the services need from the world."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from etappe.model.audit import AuditAnchor
from etappe.model.calendar import Calendar
from etappe.model.delivery import Claim
from etappe.model.letter import Letter
from etappe.model.parcel import Parcel, Receipt
from etappe.model.place import Place
from etappe.model.weekly import WeeklyContent
from etappe.model.writing import LetterContent
from etappe.service.ledgers import Ledger, Letters, Machinery, Outbox, Zones
from etappe.service.repositories import Announcements, Audit, FollowUps, Kommunen, People, Projects


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


class Vault(Protocol):
    """Looks after what is kept: the health of the database, copies of it, and the anchors of its audit."""

    def ailments(self) -> tuple[str, ...]:
        """What the database's own check finds wrong."""
        ...

    def back_up(self, day: date) -> str | None:
        """Copy the database and say where to; None where its operator has to."""
        ...

    def anchors(self) -> tuple[AuditAnchor, ...]:
        """The anchors of the audit so far, the oldest first."""
        ...

    def keep(self, anchor: AuditAnchor) -> None:
        """Write an anchor of the audit down outside the database."""
        ...


class Reporter(Protocol):
    """Puts the weekly report into words."""

    def write(self, content: WeeklyContent) -> Letter:
        """The report, in the language of its programme."""
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
    def zones(self) -> Zones: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def machinery(self) -> Machinery: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def audit(self) -> Audit: ...


class Store(Protocol):
    """Where everything is kept, for one programme."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise."""
        ...
