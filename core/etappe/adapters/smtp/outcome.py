"""What an answer of the mail server, or its silence, means for the letter."""

from __future__ import annotations

import re
import ssl
from enum import IntEnum

from etappe.model.parcel import Outcome, Receipt


class Stage(IntEnum):
    """How far the conversation has come, in the order of SMTP."""

    CONNECT = 0
    GREETING = 1
    EHLO = 2
    STARTTLS = 3
    AUTH = 4
    MAIL = 5
    RCPT = 6
    DATA = 7
    BODY = 8
    DOT = 9


class TurnedAway(Exception):
    """The relay answered no; the receipt says to what."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.text)
        self.receipt = receipt


_CLOSING = 421
_LOGIN_WANTED = frozenset({530, 534, 535, 538})
_TEXT_LIMIT = 300
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_QUEUE_IDS = (
    re.compile(r"queued as ([\w-]{4,64})", re.I),  # Postfix
    re.compile(r"\bInternalId=(\w{1,64})", re.I),  # Exchange
    re.compile(r"\bid=([\w.-]{4,64})", re.I),  # Exim, Ionos
    re.compile(r"^\s*(?:2\.\d\.\d )?(\w{6,64}) Message accepted", re.I),  # Sendmail, OpenSMTPD
    re.compile(r"\bqp (\d{1,20})", re.I),  # qmail
    re.compile(r"^\s*(?:2\.\d\.\d )?OK\s+\d+\s+([\w.-]{6,64}) - gsmtp", re.I),  # Gmail
    re.compile(r"^\s*(?:2\.\d\.\d )?OK ([0-9a-f]{8}[\w-]{8,64})\s*$", re.I),  # Amazon SES
)


def receipt_of_reply(stage: Stage, code: int, message: bytes | str) -> Receipt:
    """Classify what the server answered at the given stage."""
    text = readable(message)
    outcome = _at_the_dot(code) if stage is Stage.DOT else _before_the_dot(stage, code)
    enhanced = _ENHANCED.match(text)
    return Receipt(
        outcome=outcome,
        code=code,
        enhanced=enhanced.group(1) if enhanced else None,
        queue_id=queue_id(text) if outcome is Outcome.SENT else None,
        text=text,
    )


def receipt_of_error(stage: Stage, error: Exception) -> Receipt:
    """Classify a line that broke, a server that fell silent, or a certificate that does not hold."""
    return Receipt(_broken(stage, error), text=readable(f"{type(error).__name__}: {error}"))


def queue_id(text: str) -> str | None:
    """Find the number under which the server queued the letter, for a look into its log."""
    for pattern in _QUEUE_IDS:
        if found := pattern.search(text):
            return found.group(1)
    return None


def readable(message: bytes | str) -> str:
    """Return a server's words on one line, printable and of bounded length."""
    text = message.decode("utf-8", "replace") if isinstance(message, bytes) else message
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * _TEXT_LIMIT]).split())[
        :_TEXT_LIMIT
    ]


def _at_the_dot(code: int) -> Outcome:
    meanings = {2: Outcome.SENT, 4: Outcome.DEFERRED, 5: Outcome.REFUSED}
    return meanings.get(code // 100, Outcome.AMBIGUOUS)


def _before_the_dot(stage: Stage, code: int) -> Outcome:
    final = code // 100 == 5
    if code == _CLOSING:
        return Outcome.RELAY_DOWN
    if code in _LOGIN_WANTED or (final and stage <= Stage.MAIL):
        return Outcome.MISCONFIGURED
    if stage < Stage.MAIL:
        return Outcome.RELAY_DOWN
    return Outcome.REFUSED if final else Outcome.DEFERRED


def _broken(stage: Stage, error: Exception) -> Outcome:
    if stage is Stage.DOT:
        return Outcome.AMBIGUOUS
    if stage > Stage.MAIL:
        return Outcome.DEFERRED
    # A handshake that merely breaks off is the network's fault; only a refused one is the configuration's.
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Outcome.MISCONFIGURED
    return Outcome.RELAY_DOWN
