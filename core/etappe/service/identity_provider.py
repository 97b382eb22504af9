"""A provider at which staff sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from etappe.model.external import Journey, Proven, Returned

RETURN_PATH = "/anmelden/rueckkehr"
"""Where the portal takes those who come back."""


class IdentityProvider(Protocol):
    """Says who somebody is."""

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    def address(self, journey: Journey, now: datetime) -> str:
        """Where a browser signs in; raises `ProviderUnreachable`."""
        ...

    def prove(self, returned: Returned, journey: Journey, now: datetime) -> Proven:
        """Whom the provider names.

        Raises `IdentityRefused`, `ExternalFactorMissing`, `ProviderUnreachable`.
        """
        ...

    def verified_email(self, proven: Proven, now: datetime) -> str | None:
        """The address of somebody, where the provider has verified it.

        Raises `IdentityRefused`, `ProviderUnreachable`.
        """
        ...
