"""Seals letters into parcels for the mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.adapters.envelope import seal
from etappe.model.delivery import Claim
from etappe.model.letter import Letter, Sender
from etappe.model.parcel import Parcel


@dataclass(frozen=True, slots=True)
class MailEnvelopes:
    """Everything on the envelope that is the same for all letters."""

    sender: Sender
    reply_to: str | None = None
    """Where answers go; without one to whom the letter says to ask."""

    def seal(self, letter: Letter, claim: Claim, ask_email: str, written_at: datetime) -> Parcel:
        """Seal a letter for the first time."""
        mime = seal(
            letter,
            delivery_id=claim.id,
            sender=self.sender,
            recipient=claim.recipient_email,
            recipient_name=claim.recipient_name,
            reply_to=self.reply_to or ask_email or None,
            message_id_domain=self.sender.address.rpartition("@")[2],
            date=written_at,
        )
        return self.again(claim, mime)

    def again(self, claim: Claim, mime: bytes) -> Parcel:
        """The same bytes once more, to the address that is known now."""
        return Parcel(claim.id, self.sender.address, claim.recipient_email, mime)
