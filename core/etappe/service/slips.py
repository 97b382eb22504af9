"""Post slips: codes, receipts, renewed links; they go at once, at any hour, each try written down before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from etappe.errors import EtappeError
from etappe.model.audit import ENGINE, Fact
from etappe.model.delivery import Claim
from etappe.model.moments import local_time
from etappe.model.parcel import Outcome, Parcel, Receipt
from etappe.model.people import Person
from etappe.model.slip import Slip
from etappe.service.office import Office
from etappe.service.ports import Clock, Transaction
from etappe.service.sending import RELAY_TROUBLE, PostRoom, relay_is_up, relay_rests, trip
from etappe.service.slip_writing import opened_slip

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Posted:
    """What one round of posting did."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def post_slips(office: Office, room: PostRoom, clock: Clock, limit: int = AT_ONCE) -> Posted:
    """Post some slips; where the mail server takes none, or somebody holds everything back, they wait."""
    with office.store.begin() as tx:
        if tx.machinery.held_back() or relay_rests(tx, clock.now()):
            return Posted()
        slips = tx.slips.claim(clock.now(), limit)
        if not slips:
            return Posted()
        people = tx.people.get([slip.person_id for slip in slips])
        stopped = tx.suppressions.among([person.email for person in people.values()])
    done = Posted()
    for number, slip in enumerate(slips):
        person = people[slip.person_id]
        receipt = _posted(office, room, slip, person, clock, stopped=person.email in stopped)
        done = _counted(done, _record(office, room, slip, receipt, clock.now()))
        if receipt.outcome in RELAY_TROUBLE:
            _give_back(office, slips[number + 1 :], receipt, clock.now())
            return replace(done, waiting=done.waiting + len(slips) - number - 1)
    return done


def _posted(
    office: Office, room: PostRoom, slip: Slip, person: Person, clock: Clock, *, stopped: bool
) -> Receipt:
    if stopped:
        return Receipt(Outcome.REFUSED, text=office.speech.reasons.unreachable.format(name=person.name))
    if clock.now() >= slip.give_up_at:
        return Receipt(Outcome.REFUSED, text=office.speech.reasons.waited_too_long)
    try:
        parcel = _parcel(office, room, slip, person)
    except EtappeError as error:  # one slip that cannot be opened must not keep back the others
        return Receipt(Outcome.REFUSED, text=str(error))

    def still_ours() -> bool:
        with office.store.begin() as tx:
            return tx.slips.hold(slip, clock.now())

    return room.courier.carry(parcel, still_ours)


def _parcel(office: Office, room: PostRoom, slip: Slip, person: Person) -> Parcel:
    """The same bytes with every try: its id names the mail, its date is that of the day it was written."""
    letter, ask_email = opened_slip(room.safe, slip)
    claim = Claim(
        id=slip.id,
        digest_id="",
        recipient_id=person.id,
        recipient_name=person.name,
        recipient_email=person.email,
        gen=slip.attempts,
        attempts=slip.attempts,
        resends=0,
        queued_at=slip.created_at,
        send_until=slip.give_up_at,
        subject=letter.subject,
        mime=None,
    )
    return room.envelopes.seal(letter, claim, ask_email, local_time(slip.created_at, office.zone))


def _record(office: Office, room: PostRoom, slip: Slip, receipt: Receipt, now: datetime) -> str:
    trouble = receipt.outcome in RELAY_TROUBLE
    first = trouble and relay_is_up(office)
    with office.store.begin() as tx:
        became = _became(tx, slip, receipt, now)
        if trouble:
            trip(tx, receipt, now)
        elif receipt.outcome is Outcome.SENT and tx.machinery.relay()[0] != "closed":
            tx.machinery.trip("closed", None, 0, "")
    if first:
        room.announcer.announce(office.speech.reasons.relay_rests, receipt.text)
    return became


def _became(tx: Transaction, slip: Slip, receipt: Receipt, now: datetime) -> str:
    about = f"slip/{slip.id}"
    if receipt.outcome is Outcome.SENT:
        tx.slips.sent(slip, now)
        tx.audit.record([Fact(ENGINE, "slip sent", about, {"kind": slip.kind.value})], now)
        return "sent"
    again = None if receipt.outcome is Outcome.REFUSED else slip.next_try(now)
    if again is not None:
        tx.slips.again(slip, again, receipt.text)
        return "waiting"
    tx.slips.fail(slip, receipt.text)
    # the server's words may quote the address, which must not get into the chain of the audit
    tx.audit.record([Fact(ENGINE, "slip not delivered", about, {"kind": slip.kind.value})], now)
    return "failed"


def _give_back(office: Office, slips: tuple[Slip, ...], receipt: Receipt, now: datetime) -> None:
    with office.store.begin() as tx:
        for slip in slips:
            tx.slips.again(slip, now, receipt.text, counts=False)


def _counted(done: Posted, became: str) -> Posted:
    match became:
        case "sent":
            return replace(done, sent=done.sent + 1)
        case "waiting":
            return replace(done, waiting=done.waiting + 1)
        case _:
            return replace(done, failed=done.failed + 1)
