"""The local mailbox, from the courier to the reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etappe.adapters.envelope import seal
from etappe.adapters.mailbox import Mailbox, MailSink
from etappe.adapters.smtp.courier import SmtpCourier
from etappe.adapters.smtp.relay import Relay
from etappe.errors import NoMailbox, NoSuchMail, PortTaken
from etappe.model.letter import Letter, Sender
from etappe.model.parcel import Outcome, Parcel

DATE = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
TEXT = "Guten Tag, Frau Müller,\n\n.Punkt am Anfang\nbis bald!\n"


def parcel(number: int = 1, text: str = TEXT) -> Parcel:
    """Seal a letter for the place of that number."""
    mime = seal(
        Letter(f"Frist für Nr. {number}", text),
        delivery_id=f"d{number}",
        sender=Sender("Weltoffene Kommune", "etappe@place.de"),
        recipient=f"amt@ort-{number}.de",
        message_id_domain="place.de",
        date=DATE,
    )
    return Parcel(f"d{number}", "bounce@place.de", f"amt@ort-{number}.de", mime)


def send(sink: MailSink, *parcels: Parcel) -> None:
    """Carry parcels to the sink, each of which has to be accepted."""
    courier = SmtpCourier(Relay.from_url(sink.url))
    for one in parcels:
        assert courier.carry(one, lambda: True).outcome is Outcome.SENT
    courier.close()


def test_a_letter_that_was_sent_can_be_read(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, parcel())

    (summary,) = Mailbox(tmp_path).list()
    assert (summary.number, summary.date, summary.to) == (1, DATE, "amt@ort-1.de")
    assert summary.subject == "Frist für Nr. 1"
    assert Mailbox(tmp_path).read(1) == TEXT


def test_the_file_holds_the_envelope_and_then_the_letter_as_it_was_sent(tmp_path: Path) -> None:
    sent = parcel()
    with MailSink(tmp_path) as sink:
        send(sink, sent)

    (path,) = tmp_path.glob("*.eml")
    envelope = b"X-Envelope-To: amt@ort-1.de\r\nX-Envelope-From: bounce@place.de\r\n"
    assert path.name == "000001-amt-ort-1-de.eml"
    assert path.read_bytes() == envelope + sent.mime


def test_letters_are_listed_as_they_arrived_also_after_a_restart(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, *(parcel(number) for number in range(9, 0, -1)))
    with MailSink(tmp_path) as sink:
        send(sink, parcel(77))

    summaries = Mailbox(tmp_path).list()
    assert [summary.number for summary in summaries] == list(range(1, 11))
    assert [summary.to for summary in summaries][::9] == ["amt@ort-9.de", "amt@ort-77.de"]


def test_a_foreign_file_in_the_folder_is_no_letter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "0x-y.eml").write_text("x")

    assert Mailbox(tmp_path).list() == ()


def test_a_letter_without_date_and_subject_is_listed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "000007-a.eml").write_bytes(b"From: a@b.de\r\n\r\nhello\r\n")

    (summary,) = Mailbox(tmp_path).list()

    assert (summary.number, summary.date, summary.subject) == (7, None, "")


def test_without_its_folder_there_is_no_mailbox(tmp_path: Path) -> None:
    with pytest.raises(NoMailbox, match="nowhere"):
        Mailbox(tmp_path / "nowhere")


def test_a_number_nobody_has_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoSuchMail, match="no letter 7"):
        Mailbox(tmp_path).read(7)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        port = Relay.from_url(sink.url).port

        with pytest.raises(PortTaken, match=str(port)), MailSink(tmp_path, port):
            pass


def test_the_sink_closes_while_a_conversation_is_open(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        courier = SmtpCourier(Relay.from_url(sink.url))
        courier.carry(parcel(), lambda: True)

    assert courier.carry(parcel(), lambda: True).outcome is Outcome.RELAY_DOWN
