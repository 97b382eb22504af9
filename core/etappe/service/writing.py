"""Write a letter; a passage that fails is taken out of it and held back, the rest goes on its day."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from etappe.errors import PassageBroken, SafeLocked
from etappe.model.audit import ENGINE, Fact
from etappe.model.delivery import Claim
from etappe.model.letter import Letter
from etappe.model.moments import local_time
from etappe.model.parcel import Parcel
from etappe.model.parked import Parked, passage_name
from etappe.model.writing import LetterContent, TaskContent
from etappe.service.announcing import told_days
from etappe.service.composing import compose
from etappe.service.desk import Desk
from etappe.service.doorway import Doorway
from etappe.service.letter_links import Minter
from etappe.service.ports import Envelopes, Scribe
from etappe.service.safe import Safe

PLAIN = b"Message-ID:"
"""How the bytes of letters begin that were queued before anything was sealed; nothing sealed begins so."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What writes letters and puts them away."""

    scribe: Scribe
    envelopes: Envelopes
    safe: Safe
    door: Doorway | None


def again(pen: Pen, claim: Claim) -> Parcel | None:
    """The letter as it was written before; None where it was not. Raises where its bytes cannot be opened."""
    if claim.mime is None:
        return None
    mime = claim.mime if claim.mime.startswith(PLAIN) else pen.safe.open(claim.mime)
    return pen.envelopes.again(claim, mime)


def written(desk: Desk, pen: Pen, claim: Claim, now: datetime) -> Parcel | None:
    """The sealed letter, of which every try sends the same bytes; None where nothing is left to say.

    The links in it are kept, as hashes, in the same transaction.
    """
    content = compose(desk, claim, now)
    if claim.mime is not None and not content.empty:
        with suppress(SafeLocked):  # its key is gone; nobody has got it, so that it is written anew
            return again(pen, claim)
    while not content.empty:
        if _take_out_what_waits(desk, claim, content, now):
            content = compose(desk, claim, now)
            continue
        minter = Minter(pen.door, claim.recipient_id, now, desk.office.zone) if pen.door else None
        linked = minter.linked(content) if minter else content
        letter = _letter(desk, pen.scribe, linked, now)
        if letter is not None:
            if minter:
                desk.tx.links.add(minter.minted)
            for notice in content.notices:
                desk.tx.notices.note_told(notice.occ_key, told_days(notice))
            return _sealed(desk, pen, claim, letter, content.ask_email, now)
    return None


def _letter(desk: Desk, scribe: Scribe, content: LetterContent, now: datetime) -> Letter | None:
    """The letter in words; None where a passage failed, which is written down then."""
    named = {name for _, name in _passages(content)}
    try:
        letter = scribe.write(content)
    except PassageBroken as error:
        package, template, cause = (str(error.facts[f]) for f in ("package", "template", "cause"))
        broken = passage_name(package, template)
        if broken not in named:
            raise
        desk.tx.parking.write_down([Parked(broken, desk.office.roster.version_behind(package), cause)], now)
        desk.holding = None
        return None
    for name in named & set(desk.set_aside(now).noted):
        desk.tx.parking.clear(name)  # it can be written again
        desk.holding = None
    return letter


def _take_out_what_waits(desk: Desk, claim: Claim, content: LetterContent, now: datetime) -> bool:
    """Hold back the rungs whose passage is set aside; whether there were any."""
    holding = desk.set_aside(now)
    waiting = {
        (task.project, task.key): reason
        for task, _ in _passages(content)
        if (reason := holding.of_passage(str(task.package), str(task.template)))
    }
    items = desk.tx.letters.in_letter(claim.digest_id) if waiting else ()
    for (project, key), reason in waiting.items():
        rungs = [i.occ_key for i in items if (i.project_id, i.task_key) == (project, key)]
        desk.tx.held.take_out(claim.digest_id, rungs, reason)
        desk.tx.audit.record([Fact(ENGINE, "rungs held", f"{project}/{key}", {reason: rungs})], now)
    return bool(waiting)


def _passages(content: LetterContent) -> Iterable[tuple[TaskContent, str]]:
    """The tasks of which a module speaks in its own words, with the names of the passages."""
    for task in content.tasks:
        if task.package is not None and task.template is not None:
            yield task, passage_name(task.package, task.template)


def _sealed(desk: Desk, pen: Pen, claim: Claim, letter: Letter, ask: str, now: datetime) -> Parcel:
    parcel = pen.envelopes.seal(letter, claim, ask, local_time(now, desk.office.zone))
    kept = replace(parcel, mime=pen.safe.seal(parcel.mime))
    desk.tx.outbox.prepared(claim, letter.subject, kept, sha256(parcel.mime).hexdigest(), now)
    return parcel
