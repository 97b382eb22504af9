"""What every page works with: the parts of etappe, and where the portal is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from etappe.model.link import LinkMode
from etappe.model.moments import local_day
from etappe.plugin.page_turner import PageTurner
from etappe.service.access import Gatehouse
from etappe.service.doorway import Doorway
from etappe.service.identity_provider import IdentityProvider
from etappe_portal.address import Address

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe


def nobody_posts() -> None:
    """Leave what is to be posted to the worker."""


@dataclass(frozen=True, slots=True)
class Portal:
    """The web face of one programme."""

    etappe: Etappe
    address: Address
    door: Doorway
    """What links and those who come by them need."""
    gate: Gatehouse
    """What checks those who sign in."""
    link_mode: LinkMode = LinkMode.CODE
    provider: IdentityProvider | None = None
    """Where staff sign in instead, if anywhere."""
    passwords: bool = True
    """Whether one signs in with a password of etappe too."""
    demo: bool = False
    """Whether everybody in it is fictional, so that whoever opens it may look around as they like."""
    post: Callable[[], None] = nobody_posts
    """Posts codes and receipts at once, behind the answer to a request."""

    @property
    def pages(self) -> PageTurner:
        """The pages of the modules that are at work."""
        return PageTurner(self.etappe.registry)

    @property
    def zone(self) -> str:
        """Where the days of the programme begin and end."""
        return self.etappe.office.zone

    def today(self, now: datetime) -> date:
        """The day at the places of the programme."""
        return local_day(now, self.zone)
