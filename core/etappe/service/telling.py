"""Fire what is told beside reminders: that dates have changed, that a project is resumed."""

from __future__ import annotations

from etappe.model.ledger import Due, OccurrenceState, Settled
from etappe.model.notice import CHANGE, RESUMPTION, useful_until
from etappe.model.people import Purpose, Recipient, stand_in
from etappe.model.quiet import may_send, next_opening
from etappe.service.circumstances import Circumstances
from etappe.service.outgoing import OPEN_LETTER, Outgoing, put

TOLD = frozenset({CHANGE, RESUMPTION})
"""The rule keys of what is told beside reminders."""


def fire_notice(due: Due, around: Circumstances, out: Outgoing) -> None:
    """Put a notice into its reader's letter of today; one that comes late is told all the same."""
    assert due.kommune is not None  # a notice is about a project, and the ledger's join has found it
    calendar = around.calendars[due.kommune]
    if not may_send(around.local, calendar):
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), around.speech.reasons.quiet))
        return
    recipient = _reader(due, around)
    if recipient is None:
        out.settled.append(
            Settled(due.occ_key, OccurrenceState.CANCELLED, around.speech.reasons.not_in_charge)
        )
    elif around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
        reason = around.speech.reasons.already_written.format(name=recipient.person.name)
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), reason))
    else:
        out.settled.append(Settled(due.occ_key, OccurrenceState.FIRED, None))
        put(recipient, due.occ_key, useful_until(around.now, calendar), around, out, overview=False)


def _reader(due: Due, around: Circumstances) -> Recipient | None:
    """Who reads a notice today: its person while they have a part in the project, or their deputy."""
    assert due.kommune is not None
    assert due.plan_digest is not None
    circle = around.circles[due.kommune]
    if due.rule_key == RESUMPTION:
        contact = circle.contacts.get(around.plans[due.plan_digest].programme.contact)
        return stand_in(contact, circle.absences, around.today) if contact else None
    for contact in circle.contacts.values():
        if contact.person.id == due.person_id:
            return stand_in(contact, circle.absences, around.today)
        if contact.deputy and contact.deputy.id == due.person_id:
            return Recipient(contact.deputy, Purpose.DEPUTY)
    return None
