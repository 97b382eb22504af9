"""What every page works with: the parts of etappe, and where the portal is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from etappe.model.moments import local_day
from etappe_portal.address import Address

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe


@dataclass(frozen=True, slots=True)
class Portal:
    """The web face of one programme."""

    etappe: Etappe
    address: Address
    demo: bool = False
    """Whether everybody in it is fictional, so that whoever opens it may look around as they like."""

    @property
    def zone(self) -> str:
        """Where the days of the programme begin and end."""
        return self.etappe.office.zone

    def today(self, now: datetime) -> date:
        """The day at the places of the programme."""
        return local_day(now, self.zone)
