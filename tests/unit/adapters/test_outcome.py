"""What the words of a mail server mean."""

from __future__ import annotations

import ssl

import pytest

from etappe.adapters.smtp.outcome import Stage, queue_id, readable, receipt_of_error, receipt_of_reply
from etappe.model.parcel import Outcome


@pytest.mark.parametrize(
    ("stage", "code", "outcome"),
    [
        (Stage.GREETING, 554, Outcome.MISCONFIGURED),
        (Stage.EHLO, 421, Outcome.RELAY_DOWN),
        (Stage.EHLO, -1, Outcome.RELAY_DOWN),
        (Stage.STARTTLS, 454, Outcome.RELAY_DOWN),
        (Stage.STARTTLS, 502, Outcome.MISCONFIGURED),
        (Stage.AUTH, 454, Outcome.RELAY_DOWN),
        (Stage.AUTH, 535, Outcome.MISCONFIGURED),
        (Stage.MAIL, 421, Outcome.RELAY_DOWN),
        (Stage.MAIL, 530, Outcome.MISCONFIGURED),
        (Stage.RCPT, 530, Outcome.MISCONFIGURED),
        (Stage.RCPT, 553, Outcome.REFUSED),
        (Stage.DATA, 554, Outcome.REFUSED),
        (Stage.DATA, 250, Outcome.DEFERRED),
        (Stage.DOT, 200, Outcome.SENT),
        (Stage.DOT, 421, Outcome.DEFERRED),
        (Stage.DOT, 432, Outcome.DEFERRED),
        (Stage.DOT, 530, Outcome.REFUSED),
        (Stage.DOT, 354, Outcome.AMBIGUOUS),
        (Stage.DOT, -1, Outcome.AMBIGUOUS),
    ],
)
def test_the_same_answer_means_different_things_at_different_stages(
    stage: Stage, code: int, outcome: Outcome
) -> None:
    assert receipt_of_reply(stage, code, b"").outcome is outcome


@pytest.mark.parametrize(
    ("stage", "error", "outcome"),
    [
        (Stage.CONNECT, OSError("no such host"), Outcome.RELAY_DOWN),
        (Stage.CONNECT, ssl.SSLCertVerificationError(1, "expired"), Outcome.MISCONFIGURED),
        (Stage.STARTTLS, ssl.SSLError(1, "wrong version number"), Outcome.MISCONFIGURED),
        (Stage.STARTTLS, ssl.SSLEOFError(8, "EOF"), Outcome.RELAY_DOWN),
        (Stage.MAIL, TimeoutError(), Outcome.RELAY_DOWN),
        (Stage.RCPT, TimeoutError(), Outcome.DEFERRED),
        (Stage.BODY, ConnectionResetError(), Outcome.DEFERRED),
        (Stage.DOT, TimeoutError(), Outcome.AMBIGUOUS),
        (Stage.DOT, BrokenPipeError(), Outcome.AMBIGUOUS),
        (Stage.DOT, ssl.SSLError(1, "bad record"), Outcome.AMBIGUOUS),
    ],
)
def test_only_after_the_dot_a_broken_line_leaves_doubt(
    stage: Stage, error: Exception, outcome: Outcome
) -> None:
    assert receipt_of_error(stage, error).outcome is outcome


def test_a_servers_words_are_kept_on_one_bounded_line() -> None:
    words = readable(b"mailbox\r\n\x1b[31mfull\xff " + b"x" * 900)

    assert words.startswith("mailbox [31mfull\ufffd xx")
    assert len(words) == 300


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("2.0.0 Ok: queued as 4F2A31C0D2", "4F2A31C0D2"),
        ("OK id=1tABCD-000123-AB", "1tABCD-000123-AB"),
        ("Requested mail action okay, completed: id=0MKv1o-1hX", "0MKv1o-1hX"),
        ("2.0.0 48LEabc123 Message accepted for delivery", "48LEabc123"),
        ("2.6.0 <d1@b.de> [InternalId=13210, Hostname=X] Queued mail for delivery", "13210"),
        ("ok 1699999999 qp 12345", "12345"),
        ("2.0.0 OK  1699999999 a1-20020a5d.123 - gsmtp", "a1-20020a5d.123"),
        ("Ok 0100018c0b7e5a1d-1b2c3d4e-000000", "0100018c0b7e5a1d-1b2c3d4e-000000"),
        ("2.0.0 OK", None),
        ("thank you", None),
    ],
)
def test_the_number_in_the_queue_is_found_in_the_usual_answers(answer: str, number: str | None) -> None:
    assert queue_id(answer) == number
