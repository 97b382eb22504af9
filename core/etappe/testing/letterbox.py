"""A courier that carries every letter into a list, and the letters in it, opened."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

from etappe.model.moments import BERLIN, local_day
from etappe.model.parcel import Outcome, Parcel, Receipt


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as it lies in somebody's box."""

    to: str
    """The address."""
    day: date
    subject: str
    text: str
    tasks: tuple[str, ...] = ()
    """The keys of the tasks that it reminds of; the lines of an overview are not among them."""

    @property
    def in_one_line(self) -> str:
        """The text without its line breaks, to look for words in."""
        return " ".join(self.text.split())


class LetterBox:
    """Takes every parcel, and keeps it."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Take a parcel, unless its sender forbids it in the last moment."""
        if not before_dot():
            return Receipt(Outcome.ABANDONED)
        self.parcels.append(parcel)
        return Receipt(Outcome.SENT, code=250)


class Silence:
    """The project team's own channel, on which nobody listens."""

    def announce(self, title: str, body: str) -> bool:
        """Take an announcement."""
        return True


def mail_of(parcel: Parcel, zone: str = BERLIN, tasks: tuple[str, ...] = ()) -> Mail:
    """Open a parcel, as a mail program does."""
    message = email.message_from_bytes(parcel.mime, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # that is what the policy says
    body = message.get_body(("plain",))
    assert body is not None  # a letter of ours is one plain text
    day = local_day(message["Date"].datetime, zone)
    text = body.get_content().replace("\r\n", "\n")
    return Mail(parcel.recipient, day, str(message["Subject"]), text, tasks)
