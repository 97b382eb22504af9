"""The courier that carries letters to the mail server of the house."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from functools import cache

from etappe.adapters.smtp.line import Line, Patience
from etappe.adapters.smtp.relay import Relay
from etappe.adapters.smtp.session import attempt, hand_over, unusable
from etappe.model.parcel import Outcome, Parcel, Receipt

IDLE_LIMIT = 30.0
"""Seconds after which a resting line is replaced: firewalls forget it without telling either side."""

_PATIENCE = Patience()


@cache
def process_tls() -> ssl.SSLContext:
    """Return the one TLS context of this process; it takes 40 ms to load the authorities it trusts."""
    return ssl.create_default_context()


class SmtpCourier:
    """Carries letters one after the other over one connection, which it opens when it is needed.

    Each worker has its own: a courier is not made for several threads.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        patience: Patience = _PATIENCE,
        tls: Callable[[], ssl.SSLContext] = process_tls,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._relay = relay
        self._patience = patience
        self._tls = tls
        self._monotonic = monotonic
        self._line: Line | None = None
        self._used_at = monotonic()

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Hand one letter over and tell what became of it.

        ``before_dot`` is called once the server has the whole letter and is not yet responsible for it; only
        after ``True`` the letter is let go. Its exceptions pass through, and no letter is sent then.
        """
        try:
            receipt = unusable(parcel) or self._opened() or self._handed_over(parcel, before_dot)
        except BaseException:
            # An open DATA must not outlive a fence that raised, or Ctrl-C.
            self._hang_up()
            raise
        self._used_at = self._monotonic()
        return receipt

    def close(self) -> None:
        """Take leave of the server."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _opened(self) -> Receipt | None:
        """Make sure of an open line, or tell why there is none."""
        if self._line is not None and not self._is_fresh(self._line):
            self.close()
        if self._line is not None:
            return None
        self._line = line = Line(self._relay, self._patience)
        failure = attempt(line, lambda: line.open(self._tls))
        if failure is not None:
            self._hang_up()
        return failure

    def _is_fresh(self, line: Line) -> bool:
        return self._monotonic() - self._used_at <= IDLE_LIMIT and line.is_quiet()

    def _handed_over(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        assert self._line is not None
        line = self._line
        receipt = hand_over(line, parcel, before_dot, self._monotonic)
        if receipt.outcome is not Outcome.SENT and not (_concerns_the_letter(receipt) and line.reset()):
            self._hang_up()
        return receipt

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.hang_up()
            self._line = None


def _concerns_the_letter(receipt: Receipt) -> bool:
    """Tell whether the server said no to this letter and is ready for others."""
    return receipt.outcome in (Outcome.DEFERRED, Outcome.REFUSED) and receipt.code not in (None, 421)
