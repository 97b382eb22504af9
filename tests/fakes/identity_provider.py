"""A provider that names whomever a test wants, and asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from etappe.errors import EtappeError
from etappe.model.external import ExternalIdentity, Journey, Proven, Returned

ISSUER = "https://sso.example.org"


@dataclass(slots=True)
class FakeProvider:
    """Says that everybody is the same person, or refuses everybody."""

    subject: str = "b7f0"
    email: str | None = None
    """The address that it has verified."""
    refuses: EtappeError | None = None
    asked_for_address: int = field(default=0)
    title: str = "Rathaus-Konto"

    def address(self, journey: Journey, now: datetime) -> str:
        """Where a browser signs in."""
        return f"{ISSUER}/authorize?state={journey.state}"

    def prove(self, returned: Returned, journey: Journey, now: datetime) -> Proven:
        """Whom the provider names."""
        if self.refuses is not None:
            raise self.refuses
        return Proven(ExternalIdentity(ISSUER, self.subject), self.email, self.email is not None, "access")

    def verified_email(self, proven: Proven, now: datetime) -> str | None:
        """The address of somebody, where there is one."""
        self.asked_for_address += 1
        return self.email
