"""The standard library's parser is the judge of what our builder writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.envelope import SUBJECT_LIMIT, header_text, seal, wire_address
from etappe.errors import UnusableAddress
from etappe.model.letter import Letter, Sender

DATE = datetime(2026, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=1)))
PROGRAMME = Sender("Weltoffene Kommune", "etappe@place.de")
TEXT = "Sehr geehrte Frau Müller,\n\nbis zum 12. März steht noch „Selbstcheck“ an. – Danke!\n"

anything = st.text(st.characters(codec=None), max_size=200)


def sealed(
    subject: str = "Frist", text: str = TEXT, name: str = "", sender: Sender = PROGRAMME, language: str = "de"
) -> bytes:
    """Seal a letter of which only one thing matters."""
    return seal(
        Letter(subject, text, language),
        delivery_id="d1",
        sender=sender,
        recipient="vielfalt@kommune.de",
        recipient_name=name,
        reply_to="team@place.de",
        message_id_domain="place.de",
        date=DATE,
    )


def parsed(mime: bytes) -> EmailMessage:
    """Read a mail as the standard library does."""
    return BytesParser(policy=policy.default).parsebytes(mime)


def text_of(mail: EmailMessage) -> str:
    """Return the text of a mail with the line ends of Python."""
    return str(mail.get_content()).replace("\r\n", "\n")


def spaceless(name: str) -> str:
    """Leave the spaces out: of two encoded words in a name, Python's parser keeps the one in between."""
    return name.replace(" ", "")


def test_every_header_is_read_back() -> None:
    mail = parsed(sealed("Frist für Ihren Selbstcheck", name="Müller, Jörg"))

    assert [(name, str(value)) for name, value in mail.items()] == [
        ("Message-ID", "<d1@place.de>"),
        ("Date", "Sun, 01 Mar 2026 08:00:00 +0100"),
        ("From", "Weltoffene Kommune <etappe@place.de>"),
        ("To", '"Müller, Jörg" <vielfalt@kommune.de>'),
        ("Reply-To", "team@place.de"),
        ("Subject", "Frist für Ihren Selbstcheck"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, NRN, AutoReply, RN"),
        ("X-Etappe-Delivery", "d1"),
        ("Content-Language", "de"),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "ein Satz ohne Zeilenende",
        TEXT,
        "Grüße " * 400,
        "x" * 3_000,
        "ä" * 3_000,
        "Leerzeichen am Ende  \nund Tabulator\t\n ",
        ".\n..\n.Punkt am Anfang\n" + "x" * 75 + ".\n.",
        "From hier\n=20 =?utf-8?q?x?= ==\n",
        "\0\x0b\x0c\x1c\x85\u2028\ud800 Sonderbares",
    ],
)
def test_every_text_is_read_back(text: str) -> None:
    mail = parsed(sealed(text=text))

    expected = text if not text or text.endswith("\n") else f"{text}\n"
    assert text_of(mail) == expected.replace("\ud800", "?")


@pytest.mark.parametrize(
    "name", ["Jörg Müller", "Müller, Jörg", 'A "B" \\ C', "=?utf-8?q?x?=", "a@b.de", "(x)"]
)
def test_a_name_is_read_back_with_its_spaces(name: str) -> None:
    mail = parsed(sealed(name=name))

    assert mail["To"].addresses[0].display_name == name


@given(text=anything)
def test_any_text_is_read_back(text: str) -> None:
    mail = parsed(sealed(text=text))

    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    assert text_of(mail) == (lines if not lines or lines.endswith("\n") else f"{lines}\n")


@given(subject=anything, name=anything)
def test_any_subject_and_any_name_are_read_back(subject: str, name: str) -> None:
    mail = parsed(sealed(subject, name=name, sender=Sender(name, "etappe@place.de")))

    assert len(mail.items()) == 13
    assert mail["From"].addresses[0].addr_spec == "etappe@place.de"
    assert spaceless(mail["From"].addresses[0].display_name) == spaceless(header_text(name))
    assert spaceless(mail["To"].addresses[0].display_name) == spaceless(header_text(name))
    if len(header_text(subject)) <= SUBJECT_LIMIT:
        assert mail["Subject"] == header_text(subject)


@given(subject=anything, name=anything, text=anything, language=anything)
def test_whatever_is_written_every_line_is_short_and_ascii(
    subject: str, name: str, text: str, language: str
) -> None:
    mime = sealed(subject, text, name, language=language)

    lines = mime.split(b"\r\n")
    assert mime.isascii()
    assert mime.endswith(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@pytest.mark.parametrize(
    "ending", ["\r\nBcc: b@c.de", "\nBcc: b@c.de", "\r\n\r\nBody", "\x85Bcc:", "\u2028B:"]
)
def test_no_subject_and_no_name_adds_a_header(ending: str) -> None:
    mail = parsed(sealed(f"Frist{ending}", name=f"Jörg{ending}", language=f"de{ending}"))

    assert len(mail.items()) == 13
    assert mail["Bcc"] is None
    assert text_of(mail) == TEXT


def test_the_reading_direction_cannot_be_changed() -> None:
    mail = parsed(sealed("Rechnung \u202efdp.exe\u2066"))

    assert mail["Subject"] == "Rechnung fdp.exe"


def test_a_long_subject_ends_with_an_ellipsis() -> None:
    mail = parsed(sealed("ü" * 151))

    assert mail["Subject"] == "ü" * 149 + "…"


def test_without_a_reply_address_there_is_no_such_header() -> None:
    letter = Letter("Frist", TEXT)

    mime = seal(
        letter, delivery_id="d1", sender=PROGRAMME, recipient="a@b.de", message_id_domain="b.de", date=DATE
    )

    assert parsed(mime)["Reply-To"] is None


def test_the_same_letter_has_the_same_bytes() -> None:
    assert sealed() == sealed()


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("a@b.de", "a@b.de"),
        ("b+d1.0f@b.de", "b+d1.0f@b.de"),
        ("amt@München.de", "amt@xn--mnchen-3ya.de"),
        ("postmaster@localhost", "postmaster@localhost"),
    ],
)
def test_a_usable_address_goes_over_the_wire_in_ascii(address: str, wire: str) -> None:
    assert wire_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@b.de",
        "a@",
        "a@b@c.de",
        "a b@c.de",
        "a@b.de\r\nRCPT TO:<x@y.de>",
        "a@b.de\n",
        "a\u202e@b.de",
        "a@b\u2066.de",
        "<a@b.de>",
        "jörg@b.de",
        "a@b..de",
        f"{'a' * 65}@b.de",
        f"a@{'b' * 64}ü.de",
    ],
)
def test_an_unusable_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress) as refusal:
        wire_address(address)

    assert "\n" not in str(refusal.value)


def test_sealing_costs_less_than_half_of_what_the_library_needs() -> None:
    text = TEXT * 10

    ours = cpu(lambda: sealed(text=text))
    the_librarys = cpu(lambda: by_the_library(text))

    assert ours < the_librarys / 2


def cpu(build: Callable[[], bytes]) -> float:
    """The CPU time of a hundred letters; only the ratio of two such times in one run says anything."""
    started = time.process_time()
    for _ in range(100):
        build()
    return time.process_time() - started


def by_the_library(text: str) -> bytes:
    """The same letter as `EmailMessage` builds it."""
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "Bis Freitag: Einladungen versenden"
    message["From"] = "Projektteam <etappe@place.example>"
    message["To"] = "Anke Behrens <anke@whv.example>"
    message.set_content(text)
    return message.as_bytes()
