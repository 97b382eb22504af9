"""Who gets the letters: contact persons, deputies, absences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_ADDRESS = 254
"""What an envelope can carry (RFC 5321)."""
ADDRESS = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"'.]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox; within a programme an address is one person."""

    id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who fills a role, and who steps in."""

    role: str
    person: Person
    deputy: Person | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both included; letters go to the deputy from the first."""

    person_id: str
    first: date
    last: date


class Purpose(StrEnum):
    """Why somebody gets a letter about a task."""

    OWN = "own"
    DEPUTY = "deputy"
    ABSENCE = "absence"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a letter, and why."""

    person: Person
    purpose: Purpose


def is_address(text: str) -> bool:
    """Whether a text looks like one mail address."""
    return len(text) <= LONGEST_ADDRESS and text.isascii() and ADDRESS.fullmatch(text) is not None


def away(person: Person, absences: Iterable[Absence], today: date) -> Absence | None:
    """The absence that somebody is in today."""
    return next((a for a in absences if a.person_id == person.id and a.first <= today <= a.last), None)


def stand_in(contact: Contact, absences: Iterable[Absence], today: date) -> Recipient:
    """Who gets what is meant for a role today: the deputy during an absence, where there is one."""
    if contact.deputy and away(contact.person, absences, today):
        return Recipient(contact.deputy, Purpose.ABSENCE)
    return Recipient(contact.person, Purpose.OWN)
