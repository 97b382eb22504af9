"""Mail and calendars: what others send is read or refused, what is written is read back as it was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from etappe.adapters.envelope import header_text, seal
from etappe.adapters.feeds import render
from etappe.adapters.mailbox import Mailbox
from etappe.adapters.smtp.outcome import Stage, receipt_of_error, receipt_of_reply
from etappe.model.feed import EntryStatus, Feed, FeedEntry
from etappe.model.letter import Letter, Sender
from etappe.model.parcel import Outcome
from tests.fuzz.nasty import fuzz, nasty, nasty_bytes

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HEADERS = {"from", "to", "subject", "date", "message-id", "auto-submitted", "x-auto-response-suppress"}
DSN = b"""Content-Type: multipart/report; report-type=delivery-status; boundary="b"
From: MAILER-DAEMON@example.org
To: %s
Subject: %s
Date: %s

--b

%s
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; %s
Final-Recipient: rfc822; %s
Status: 5.1.1
--b--
"""
FIELDS = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"),
    *("CATEGORIES", "STATUS", "TRANSP", "CLASS"),
}
one_line = nasty_bytes.map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b""))
mails = st.one_of(
    nasty_bytes,
    st.lists(st.one_of(one_line, nasty_bytes), min_size=6, max_size=6).map(lambda parts: DSN % tuple(parts)),
)


@given(st.sampled_from(Stage), st.integers(-1, 1000), st.one_of(nasty, nasty_bytes))
@fuzz(250)
def test_whatever_a_server_answers_is_an_outcome_with_a_text_to_show(
    stage: Stage, code: int, message: str | bytes
) -> None:
    receipt = receipt_of_reply(stage, code, message)

    assert isinstance(receipt.outcome, Outcome)
    assert receipt.text.isprintable()
    assert len(receipt.text) <= 300
    assert receipt.queue_id is None or receipt.outcome is Outcome.SENT


@given(st.sampled_from(Stage), nasty)
@fuzz(100)
def test_a_line_that_breaks_is_an_outcome(stage: Stage, message: str) -> None:
    assert receipt_of_error(stage, OSError(message)).text.isprintable()


@given(mails)
@fuzz(120)
def test_any_mail_in_the_mailbox_is_listed_and_shown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1-x.eml").write_bytes(content)
    mailbox = Mailbox(tmp_path)

    (summary,) = mailbox.list()

    assert summary.number == 1
    assert isinstance(mailbox.read(1), str)


@given(nasty, nasty, nasty)
@fuzz(120)
def test_what_is_typed_adds_no_header_to_a_letter(subject: str, text: str, name: str) -> None:
    mime = seal(
        Letter(subject, text),
        delivery_id="d1",
        sender=Sender(name, "etappe@place.de"),
        recipient="eva@place.de",
        recipient_name=name,
        message_id_domain="place.de",
        date=AT,
    )
    mail = BytesParser(policy=policy.default).parsebytes(mime)

    assert not {"bcc", "cc", "x-evil"} & {header.lower() for header in mail}
    assert {header.lower() for header in mail} >= HEADERS
    assert not mail.is_multipart()


@given(nasty, nasty, nasty, st.dates(date(1900, 1, 1), date(9999, 12, 30)))
@fuzz(100)
def test_a_calendar_is_read_back_with_the_words_that_it_was_given(
    title: str, line: str, phase: str, day: date
) -> None:
    entry = FeedEntry(
        uid="u@etappe.invalid",
        sequence=1,
        day=day,
        title=title,
        description=(line, title),
        phase=phase,
        status=EntryStatus.CONFIRMED,
        last_modified=AT,
        kommune="aachen",
        confidential=True,
    )

    calendar = Calendar.from_ical(render(Feed(title, "de", "Europe/Berlin", (entry,))).body)

    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert str(event["SUMMARY"]) == header_text(title)
    assert str(event["DESCRIPTION"]) == f"{header_text(line)}\n{header_text(title)}"
    assert event.decoded("DTSTART") == day
    assert set(event) == FIELDS
