"""Fire what is told beside reminders: changed dates, a resumption, a role that was handed over."""

from __future__ import annotations

from etappe.model.calendar import Calendar
from etappe.model.ledger import Due, OccurrenceState, Settled
from etappe.model.notice import CHANGE, HANDOVER, RESUMPTION, THANKS, useful_until
from etappe.model.people import Purpose, Recipient, stand_in
from etappe.model.quiet import may_send, next_opening
from etappe.service.circumstances import Circumstances
from etappe.service.outgoing import OPEN_LETTER, Outgoing, put

TOLD = frozenset({CHANGE, RESUMPTION, HANDOVER, THANKS})
"""The rule keys of what is told beside reminders."""


def fire_notice(due: Due, around: Circumstances, out: Outgoing) -> None:
    """Put a notice into its reader's letter of today; one that comes late is told all the same."""
    calendar, recipient = _calendar(due, around), _reader(due, around)
    if not may_send(around.local, calendar):
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), around.speech.reasons.quiet))
        return
    if recipient is None or recipient.person.id in around.unreachable:
        say = around.speech.reasons
        why = say.unreachable.format(name=recipient.person.name) if recipient else say.not_in_charge
        out.settled.append(Settled(due.occ_key, OccurrenceState.CANCELLED, why))
    elif around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
        reason = around.speech.reasons.already_written.format(name=recipient.person.name)
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), reason))
    else:
        out.settled.append(Settled(due.occ_key, OccurrenceState.FIRED, None))
        put(recipient, due.occ_key, useful_until(around.now, calendar), around, out, overview=False)


def _reader(due: Due, around: Circumstances) -> Recipient | None:
    """Who reads a notice today: its person while they have a part in the project, or their deputy."""
    if due.rule_key in {HANDOVER, THANKS}:
        return _of_hand_over(due, around)
    assert due.kommune is not None  # a notice is about a project, and the ledger's join has found it
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


def _of_hand_over(due: Due, around: Circumstances) -> Recipient | None:
    """Who reads of a hand-over: the new person while they fill the role, the former one while they do not."""
    told = around.hand_overs[due.occ_key]
    circle = around.circles[told.seat.kommune] if told.seat.kommune else around.staff
    contact = circle.contacts.get(told.seat.role)
    if due.rule_key == HANDOVER:
        fills = contact is not None and contact.person.id == told.after_id
        return stand_in(contact, circle.absences, around.today) if contact and fills else None
    if contact is not None and contact.person.id == told.before_id:
        return None
    return Recipient(around.persons[told.before_id], Purpose.OWN)


def _calendar(due: Due, around: Circumstances) -> Calendar:
    """The calendar of the place that a notice is about."""
    told = around.hand_overs.get(due.occ_key)
    kommune = told.seat.kommune if told else due.kommune
    return around.calendars[kommune] if kommune else around.staff_calendar
