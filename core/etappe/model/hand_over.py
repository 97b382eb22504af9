"""A role goes from one person to another, and what that touches, to be seen before it is done."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from etappe.model.diff import DIGITS
from etappe.model.people import Contact, Person

TEAM = "team"
"""How the project team is called where a role is filled in it, and not in a Kommune."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody fills a role."""

    kommune: str | None
    """None in the project team."""
    role: str

    def __str__(self) -> str:
        return f"{self.kommune or TEAM}/{self.role}"


@dataclass(frozen=True, slots=True)
class HandOver:
    """A role that goes from one person to another on a day."""

    seat: Seat
    number: int
    """Counted from 1 for each seat."""
    before_id: str
    after_id: str
    deputy_id: str | None
    day: date
    by: str
    done: bool

    @property
    def key(self) -> str:
        """What names it among the rungs of the ledger; no Kommune is called ``*``."""
        return f"{self.seat.kommune or '*'}/{self.seat.role}/{self.number}"


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A task that somebody else answers for from then on, with its next rung."""

    project: str
    task: str
    title: str
    due: date
    rung: str | None
    rung_day: date | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that goes because of a hand-over: what it is, and to whom."""

    kind: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class HandOverPreview:
    """Everything that a hand-over touches."""

    seat: Seat
    title: str
    """What the role is called."""
    day: date
    before: Contact | None
    """None where nobody has filled the role so far."""
    after: Contact
    duties: tuple[OpenDuty, ...]
    overdue: int
    letters: tuple[Sent, ...]
    voided: int = 0
    """Notices of changed dates that are not sent any more, since the letter of the hand-over has the days."""
    taken_back: int = 0
    """Rungs that are taken out of letters to the person before and go to the one after."""
    later: bool = False
    """Whether its day is still to come."""
    called_off: bool = False
    """Whether a hand-over that was to come is called off by this."""
    fingerprint: str = ""
    """What has to be said to do it; see `stamped`."""

    @property
    def hands_over(self) -> bool:
        """Whether the role goes from one person to another."""
        return self.before is not None and self.before.person.id != self.after.person.id

    @property
    def plan_hash(self) -> str:
        """What is handed over from whom to whom, as a hash; letters go on by themselves and are no part."""
        who = [_ids(contact) for contact in (self.before, self.after)]
        duties = [(d.project, d.task, d.due) for d in self.duties]
        text = json.dumps([str(self.seat), self.day, who, duties], default=str)
        return sha256(text.encode()).hexdigest()[:DIGITS]

    def stamped(self, seen: int) -> HandOverPreview:
        """The same with its fingerprint; ``seen`` is the last link of the audit when it was computed."""
        return replace(self, fingerprint=f"{seen}-{self.plan_hash}")


def _ids(contact: Contact | None) -> list[str]:
    people: tuple[Person | None, ...] = (contact.person, contact.deputy) if contact else ()
    return [person.id for person in people if person]
