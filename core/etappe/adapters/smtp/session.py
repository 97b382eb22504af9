"""One letter over an open line, with a stop before the point of no return."""

from __future__ import annotations

import time
from collections.abc import Callable

from etappe.adapters.envelope import wire_address
from etappe.adapters.smtp.line import Line
from etappe.adapters.smtp.outcome import Stage, TurnedAway, receipt_of_error
from etappe.errors import UnusableAddress
from etappe.model.parcel import Outcome, Parcel, Receipt

DOT_LIMIT = 30.0
"""Seconds after which a permission to write the dot is void; whoever takes over waits longer than that."""


def hand_over(
    line: Line,
    parcel: Parcel,
    before_dot: Callable[[], bool],
    monotonic: Callable[[], float] = time.monotonic,
) -> Receipt:
    """Give one letter to the server, asking for permission before the dot that makes the server responsible.

    Everything before the dot is taken back by hanging up. Exceptions of ``before_dot`` pass through.
    """
    return (
        attempt(line, lambda: _offer(line, parcel))
        or _forbidden(before_dot, monotonic)
        or attempt(line, lambda: _let_go(line))
        or Receipt(Outcome.AMBIGUOUS, text="The conversation ended without an answer.")
    )


def attempt(line: Line, step: Callable[[], Receipt | None]) -> Receipt | None:
    """Take one step of the conversation and turn what goes wrong into its receipt."""
    try:
        return step()
    except TurnedAway as refusal:
        return refusal.receipt
    except OSError as error:
        return receipt_of_error(line.stage, error)


def unusable(parcel: Parcel) -> Receipt | None:
    """Tell of an address that cannot be written into a command, before anyone is called."""
    for address, outcome in ((parcel.sender, Outcome.MISCONFIGURED), (parcel.recipient, Outcome.REFUSED)):
        try:
            wire_address(address)
        except UnusableAddress as error:
            return Receipt(outcome, text=str(error))
    return None


def on_the_wire(mime: bytes) -> bytes:
    """Return the letter with every line ended by CRLF and no line that could be taken for the final dot."""
    body = mime.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    return (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:]


def _offer(line: Line, parcel: Parcel) -> None:
    line.ask(Stage.MAIL, f"MAIL FROM:<{wire_address(parcel.sender)}>")
    line.ask(Stage.RCPT, f"RCPT TO:<{wire_address(parcel.recipient)}>")
    line.ask(Stage.DATA, "DATA", welcome=3)
    line.write(Stage.BODY, on_the_wire(parcel.mime))
    _insist_on_quiet(line)


def _forbidden(before_dot: Callable[[], bool], monotonic: Callable[[], float]) -> Receipt | None:
    # The time runs from the question, not from the answer: a process that is stopped in between has the
    # permission of a moment that may be long past when it wakes up.
    asked = monotonic()
    if not before_dot():
        return Receipt(Outcome.ABANDONED, text="The fence said no.")
    if monotonic() - asked > DOT_LIMIT:
        return Receipt(Outcome.ABANDONED, text=f"The permission was older than {DOT_LIMIT:.0f} s.")
    return None


def _let_go(line: Line) -> Receipt:
    _insist_on_quiet(line)
    line.write(Stage.DOT, b".\r\n")
    return line.answer()


def _insist_on_quiet(line: Line) -> None:
    if not line.is_quiet():
        raise ConnectionError("the server broke off before the dot")
