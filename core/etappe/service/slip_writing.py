"""Write a slip: it is put into words and sealed when it is queued, so that every try sends the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from etappe.model.identity import identity
from etappe.model.letter import Letter
from etappe.model.moments import local_time
from etappe.model.people import Contact, Person
from etappe.model.slip import USEFUL, Slip, SlipContent, SlipKind
from etappe.service.doorway import Doorway
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.safe import Safe


def queue_slip(
    tx: Transaction,
    door: Doorway,
    person: Person,
    content: SlipContent,
    now: datetime,
    useful: timedelta = USEFUL,
) -> str | None:
    """Queue a slip to the address that is known of somebody; None where nothing goes there any more."""
    if tx.suppressions.among([person.email]):
        return None
    letter = door.pen.write(replace(content, recipient=person.name))
    sealed = _sealed(door.safe, letter, content.ask_email)
    slip_id = identity("slip", door.chance.token())
    tx.slips.queue(Slip(slip_id, person.id, content.kind, 0, sealed, now, now + useful))
    return slip_id


def about(office: Office, kind: SlipKind, now: datetime) -> SlipContent:
    """A slip that says nothing yet but whose it is and when."""
    spec = office.programme.spec
    at = office.speech.moment(local_time(now, office.zone))
    return SlipContent(kind, spec.short_title or spec.title, spec.language, "", at)


def asking(office: Office, content: SlipContent, around: Mapping[str, Contact]) -> SlipContent:
    """A slip that says whom to ask."""
    manager = around.get(office.programme.spec.management)
    if manager is None:
        return content
    return replace(content, ask_name=manager.person.name, ask_email=manager.person.email)


def opened_slip(safe: Safe, slip: Slip) -> tuple[Letter, str]:
    """What a slip says, and where answers to it go; raises what the safe refuses."""
    said = json.loads(safe.open(slip.sealed))
    return Letter(said["subject"], said["text"], said["language"]), said["ask_email"]


def _sealed(safe: Safe, letter: Letter, ask_email: str) -> bytes:
    said = {
        "subject": letter.subject,
        "text": letter.text,
        "language": letter.language,
        "ask_email": ask_email,
    }
    return safe.seal(json.dumps(said, ensure_ascii=False).encode())
