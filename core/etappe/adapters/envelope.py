"""A letter becomes the bytes of a mail.

The builder is ours because the standard library's ``EmailMessage`` takes about 2 ms for a letter of 1 KB,
more than all other steps of the sending path together. A letter of etappe is one plain text with a dozen
headers; for that, the library's parser reads the same headers and the same text from our bytes, and the tests
ask it to.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from datetime import datetime
from email.utils import format_datetime

from etappe.errors import UnusableAddress
from etappe.model.letter import Letter, Sender

SUBJECT_LIMIT = 150

_LANGUAGE_LIMIT = 35  # what RFC 5646 4.4.1 asks a reader to have room for
_WORD = 52  # with its frame of 12 and the longest name of a header an encoded word still fits into one line
_SPACES = re.compile(r"[\t\n\v\f\r ]+")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_NOT_LANGUAGE = re.compile(r"[^A-Za-z0-9-]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*", re.I
)


def seal(
    letter: Letter,
    *,
    delivery_id: str,
    sender: Sender,
    recipient: str,
    recipient_name: str = "",
    reply_to: str | None = None,
    message_id_domain: str,
    date: datetime,
) -> bytes:
    """Build the mail of a letter; the same arguments always give the same bytes.

    ``date`` carries its zone. Nothing in the letter or in a name can add a header.
    """
    reply = (f"Reply-To: {wire_address(reply_to)}",) if reply_to else ()
    head = (
        f"Message-ID: <{wire_address(f'{delivery_id}@{message_id_domain}')}>",
        f"Date: {format_datetime(date)}",
        f"From: {_party(sender.name, sender.address)}",
        f"To: {_party(recipient_name, recipient)}",
        *reply,
        f"Subject: {_subject(letter.subject)}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, NRN, AutoReply, RN",
        f"X-Etappe-Delivery: {delivery_id}",
        f"Content-Language: {_NOT_LANGUAGE.sub('', letter.language)[:_LANGUAGE_LIMIT]}",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "\r\n",
    )
    return "\r\n".join(head).encode("ascii") + _body(letter.text)


def wire_address(address: str) -> str:
    """Return the address as it goes over the wire, with its domain in ASCII.

    Refuses what could end a command or a header, and letters before the @ that only some servers accept.
    """
    shown = header_text(address)
    local, _, domain = address.rpartition("@")
    try:
        wire = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise UnusableAddress(address=shown) from None
    # The encoding of a domain drops characters that nobody sees; they have to be missed before.
    if shown != address or len(local) > 64 or len(wire) > 254 or not _ADDRESS.fullmatch(wire):
        raise UnusableAddress(address=shown)
    return wire


def header_text(value: str) -> str:
    """Return the value on one line, without control characters and changes of the reading direction."""
    return _SPACES.sub(" ", _UNWANTED.sub("", value)).strip(" ")


def _subject(value: str) -> str:
    clean = header_text(value)
    short = clean if len(clean) <= SUBJECT_LIMIT else f"{clean[: SUBJECT_LIMIT - 1]}…"
    return short if _is_plain(short) else _encoded(short)


def _party(name: str, address: str) -> str:
    wire, clean = wire_address(address), header_text(name)
    if not clean:
        return wire
    return f"{_phrase(clean)}\r\n <{wire}>"


def _phrase(name: str) -> str:
    if not _is_plain(name):
        return _encoded(name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_plain(value: str) -> bool:
    return value.isascii() and len(value) <= _WORD and "=?" not in value


def _encoded(value: str) -> str:
    """Write a header's text as encoded words of RFC 2047, none of which splits a character."""
    words, word = list[str](), ""
    for character in value:
        encoded = _encoded_character(character)
        if len(word) + len(encoded) > _WORD:
            words.append(word)
            word = ""
        word += encoded
    return "\r\n ".join(f"=?utf-8?q?{word}?=" for word in (*words, word))


def _encoded_character(character: str) -> str:
    if character == " ":
        return "_"
    if character.isascii() and character.isalnum():
        return character
    return "".join(f"={byte:02X}" for byte in character.encode())


def _body(text: str) -> bytes:
    """Write the text as quoted-printable; a text that is not empty ends with a newline."""
    if not text:
        return b""
    ended = text if text.endswith(("\r", "\n")) else f"{text}\n"
    return b2a_qp(_NEWLINE.sub("\r\n", ended).encode("utf-8", "replace"), istext=True)
