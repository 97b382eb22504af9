"""Where tests hire couriers to the fake mail server."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable

from etappe.adapters.smtp.courier import SmtpCourier, process_tls
from etappe.adapters.smtp.line import Patience
from etappe.adapters.smtp.relay import Relay, Security
from etappe.model.letter import Sender
from etappe.model.parcel import Parcel
from tests.fakes.smtp_server import Journal

CALM = Patience(connect=5, command=5, data=5, block=5, dot=5, quit=0.1)
MIME = b"Subject: Frist\r\n\r\nGuten Tag\r\n.Punkt\r\n..\r\n.\r\nEnde\r\n"
PARCEL = Parcel("d1", "bounce@place.de", "vielfalt@kommune.de", MIME)


def yes() -> bool:
    """Permit the dot."""
    return True


def relay_of(journal: Journal, user: str | None = None, security: Security = Security.NONE) -> Relay:
    """Describe the fake server as a relay."""
    return Relay("localhost", journal.port, security, Sender("", "etappe@place.de"), user, "hünter2")


class Agency:
    """Hires couriers that do not wait long, and dismisses them after the test."""

    def __init__(self) -> None:
        self._hired: list[SmtpCourier] = []

    def hire(
        self,
        relay: Relay,
        tls: Callable[[], ssl.SSLContext] = process_tls,
        monotonic: Callable[[], float] = time.monotonic,
        patience: Patience = CALM,
    ) -> SmtpCourier:
        """Return a courier for the relay."""
        courier = SmtpCourier(relay, patience=patience, tls=tls, monotonic=monotonic)
        self._hired.append(courier)
        return courier

    def dismiss(self) -> None:
        """Close what is still open."""
        for courier in self._hired:
            courier.close()
