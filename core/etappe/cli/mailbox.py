"""``etappe mailbox``: read the letters that the local mailbox keeps."""

from __future__ import annotations

from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators
from rich.text import Text

from etappe.cli.terminal import Json, out, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.adapters.mailbox import MailSummary


def mailbox(
    number: int | None = None,
    /,
    *,
    to: Annotated[str, Parameter(help="Only letters to addresses that contain this.")] = "",
    latest: Annotated[
        int, Parameter(help="How many, counted from the newest.", validator=validators.Number(gte=1))
    ] = 30,
    json: Json = False,
) -> None:
    """List the newest letters in the local mailbox, or read the one with a number."""
    from etappe.adapters.mailbox import Mailbox
    from etappe.settings import read_settings

    box = Mailbox(read_settings().mailbox_dir)
    if number is not None:
        text = box.read(number)
        _read(next(m for m in box.list() if m.number == number), text, json=json)
        return
    letters = [m for m in box.list() if to.lower() in m.to.lower()]
    _list(letters[-latest:], len(letters), json=json)


def _read(mail: MailSummary, text: str, *, json: bool) -> None:
    letter_id = _letter_id(mail.path)
    if json:
        print_json({**_fields(mail), "id": letter_id, "text": text})
        return
    head = (
        f"Letter {mail.number} of {_day(mail)} to {mail.to}",
        f"Subject: {mail.subject}",
        f"Why it came: etappe why {letter_id}",
    )
    out.print(Text("\n".join((*head, "", text))), soft_wrap=True)


def _list(letters: list[MailSummary], of: int, *, json: bool) -> None:
    if json:
        print_json([_fields(m) for m in letters])
        return
    rows = [(str(m.number), _day(m), m.to, m.subject) for m in letters]
    print_table(f"Letters: {len(letters)} of {of}", ("Number", "Date", "To", "Subject"), rows)
    say("Read one with 'etappe mailbox NUMBER'; see more with --latest, or fewer with --to.")


def _fields(mail: MailSummary) -> dict[str, object]:
    return {
        "number": mail.number,
        "date": mail.date.isoformat() if mail.date else None,
        "to": mail.to,
        "subject": mail.subject,
    }


def _day(mail: MailSummary) -> str:
    """When a letter was written, by the clock of its programme."""
    return f"{mail.date:%d.%m.%Y %H:%M}" if mail.date else "?"


def _letter_id(path: Path) -> str:
    """The id under which ``etappe why`` knows a letter; its Message-ID begins with it."""
    with path.open("rb") as file:
        message_id = str(BytesHeaderParser().parse(file).get("Message-ID", ""))
    return message_id.strip("<> ").partition("@")[0]
