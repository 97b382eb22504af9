"""Send what is queued: claim, write, hand over, note the outcome; each step in its own transaction.

No transaction is open while the network is in use. The final dot is written only after the database has
committed to it, so that two workers never both send a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from etappe.errors import EtappeError
from etappe.model.audit import ENGINE, Fact
from etappe.model.delivery import Claim, DeliveryState
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.parcel import Outcome, Parcel, Receipt, retry_after, scattered
from etappe.model.quiet import awake
from etappe.model.reasons import Reasons
from etappe.service.desk import Desk
from etappe.service.doorway import Doorway
from etappe.service.office import Office
from etappe.service.ports import Announcer, Clock, Courier, Envelopes, Scribe, Transaction
from etappe.service.safe import Safe
from etappe.service.writing import Pen, again, written

CLAIMED_AT_ONCE = 5
RESENT_AFTER = timedelta(minutes=20)
"""Within the hour in which mail systems drop a second copy of the same Message-ID."""
DEATHS = 3
"""A letter in whose hands this many workers died is set aside."""
DELIVERY = "delivery"
"""Where a follow-up about a letter names it."""
RELAY_TROUBLE = frozenset({Outcome.RELAY_DOWN, Outcome.MISCONFIGURED})


@dataclass(frozen=True, slots=True)
class PostRoom:
    """What sending needs: who writes, who seals, who carries, who is told when the relay is down, what keeps
    letters from those who read the database, and where links in them lead.
    """

    scribe: Scribe
    envelopes: Envelopes
    courier: Courier
    announcer: Announcer
    worker: str
    host: str
    pid: int
    version: str
    safe: Safe
    door: Doorway | None = None
    """Without one letters hold no links."""

    @property
    def pen(self) -> Pen:
        """What writes letters."""
        return Pen(self.scribe, self.envelopes, self.safe, self.door)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round of sending did."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    held_back: str | None = None

    def plus(self, **more: int) -> Sent:
        """The same and some more."""
        return replace(self, **{name: getattr(self, name) + number for name, number in more.items()})


def never() -> bool:
    """Nobody asks to stop."""
    return False


def send(office: Office, room: PostRoom, clock: Clock, stopping: Callable[[], bool] = never) -> Sent:
    """Send everything that may go now, or the few letters in hand where somebody asks to stop."""
    with office.store.begin() as tx:
        tx.machinery.seen(room.worker, room.host, room.pid, room.version, clock.now())
        held_back = tx.machinery.held_back() or relay_rests(tx, clock.now())
    tidied = tidy(office, clock.now(), room.worker)
    if held_back:
        return replace(tidied, held_back=held_back)
    total = tidied
    while not stopping():
        with office.store.begin() as tx:
            claims = tx.outbox.claim(room.worker, clock.now(), CLAIMED_AT_ONCE)
        if not claims:
            break
        parcels, done = _prepare(office, room, claims, clock.now())
        total = total.plus(cancelled=done.cancelled, failed=done.failed, waiting=done.waiting)
        for number, (claim, parcel) in enumerate(parcels):
            receipt = _carry(office, room, claim, parcel, clock)
            was_up = receipt.outcome not in RELAY_TROUBLE or relay_is_up(office)
            total = total.plus(**_record(office, room, claim, receipt, clock.now()))
            if receipt.outcome in RELAY_TROUBLE:
                _give_back(office, room, [c for c, _ in parcels[number + 1 :]], receipt, clock.now())
                if was_up:
                    room.announcer.announce(office.speech.reasons.relay_rests, receipt.text)
                return replace(total, held_back=receipt.text)
    return total


def tidy(office: Office, now: datetime, worker: str) -> Sent:
    """Take back what dead workers held, and close what waited too long."""
    total, say = Sent(), office.speech.reasons
    with office.store.begin() as tx:
        for claim, state, deaths in tx.outbox.stranded(now):
            total = total.plus(**_take_back(tx, claim, state, deaths, worker, say, now))
        for claim in tx.outbox.overdue(now):
            if tx.outbox.expire(claim, say.waited_too_long):
                total = total.plus(failed=1)
                _dead_letter(tx, claim, say.waited_too_long, say, now)
    return total


def relay_rests(tx: Transaction, now: datetime) -> str | None:
    """Why the relay is left alone now; None where it is not."""
    state, until, _, reason = tx.machinery.relay()
    if state == "config" or (state == "open" and until is not None and until > now):
        return reason
    return None


def relay_is_up(office: Office) -> bool:
    """Whether the relay took what it got last."""
    with office.store.begin() as tx:
        return tx.machinery.relay()[0] == "closed"


def _prepare(
    office: Office, room: PostRoom, claims: Sequence[Claim], now: datetime
) -> tuple[list[tuple[Claim, Parcel]], Sent]:
    """Write and seal what has not been sealed yet; what has nothing left to say is cancelled."""
    parcels: list[tuple[Claim, Parcel]] = []
    done, say = Sent(), office.speech.reasons
    with office.store.begin() as tx:
        desk = Desk(office, tx)
        stopped = tx.suppressions.among([claim.recipient_email for claim in claims])
        for claim in claims:
            if claim.recipient_email in stopped:
                why = _abandoned(say.unreachable.format(name=claim.recipient_name))
                tx.outbox.close(claim, room.worker, DeliveryState.CANCELLED, why, now)
                done = done.plus(cancelled=1)
                continue
            if (
                not (claim.mime and claim.resends) and awake(now, office.zone) > now
            ):  # it waited for the relay until nobody wants letters any more
                tx.outbox.back_to_queue(
                    claim, room.worker, _abandoned(say.asleep), awake(now, office.zone), now, counts=False
                )
                done = done.plus(waiting=1)
                continue
            try:
                parcel = again(room.pen, claim) if claim.resends else None
                parcel = parcel or written(desk, room.pen, claim, now)
            except EtappeError as error:  # one letter that cannot be written must not keep back the others
                unwritable = Receipt(Outcome.REFUSED, text=str(error))
                tx.outbox.close(claim, room.worker, DeliveryState.FAILED, unwritable, now)
                _dead_letter(tx, claim, str(error), say, now)
                done = done.plus(failed=1)
                continue
            if parcel is None:
                done = done.plus(**_set_aside(tx, claim, room.worker, say, now))
            else:
                parcels.append((claim, parcel))
    return parcels, done


def _set_aside(tx: Transaction, claim: Claim, worker: str, say: Reasons, now: datetime) -> dict[str, int]:
    """A letter that says nothing: done with, unless all of its rungs were taken out and are held."""
    if tx.letters.in_letter(claim.digest_id):
        tx.outbox.close(claim, worker, DeliveryState.CANCELLED, _abandoned(say.nothing_left), now)
        return {"cancelled": 1}
    tx.outbox.close(claim, worker, DeliveryState.HELD, _abandoned(say.all_held), now)
    return {"waiting": 1}


def _carry(office: Office, room: PostRoom, claim: Claim, parcel: Parcel, clock: Clock) -> Receipt:
    def commit_to_dot() -> bool:
        with office.store.begin() as tx:
            return tx.outbox.dot(claim, room.worker, clock.now())

    return room.courier.carry(parcel, commit_to_dot)


def _record(office: Office, room: PostRoom, claim: Claim, receipt: Receipt, now: datetime) -> dict[str, int]:
    say = office.speech.reasons
    with office.store.begin() as tx:
        match receipt.outcome:
            case Outcome.SENT:
                tx.outbox.sent(claim, room.worker, receipt, now, now - claim.queued_at)
                data = {"code": receipt.code, "queue id": receipt.queue_id}
                tx.audit.record([Fact(ENGINE, "letter sent", f"delivery/{claim.id}", data)], now)
                if tx.machinery.relay()[0] != "closed":
                    tx.machinery.trip("closed", None, 0, "")
                return {"sent": 1}
            case Outcome.REFUSED:
                if tx.outbox.close(claim, room.worker, DeliveryState.FAILED, receipt, now):
                    _dead_letter(tx, claim, receipt.text, say, now)
                return {"failed": 1}
            case Outcome.AMBIGUOUS:
                return _ambiguous(tx, claim, receipt, room.worker, say, now)
            case Outcome.ABANDONED:
                tx.outbox.back_to_queue(claim, room.worker, receipt, now, now, counts=False)
                return {"waiting": 1}
            case Outcome.DEFERRED:
                delay = scattered(retry_after(receipt.outcome, claim.attempts) or timedelta(), claim.id)
                tx.outbox.back_to_queue(claim, room.worker, receipt, now + delay, now)
                return {"waiting": 1}
            case Outcome.RELAY_DOWN | Outcome.MISCONFIGURED:
                tx.outbox.back_to_queue(claim, room.worker, receipt, now, now, counts=False)
                trip(tx, receipt, now)
                return {"waiting": 1}


def trip(tx: Transaction, receipt: Receipt, now: datetime) -> None:
    """Leave the relay alone for a while, or until somebody mends its settings; no letter is at fault."""
    _, _, failures, _ = tx.machinery.relay()
    state = "open" if receipt.outcome is Outcome.RELAY_DOWN else "config"
    wait = retry_after(receipt.outcome, failures + 1)
    tx.machinery.trip(state, now + wait if wait else None, failures + 1, receipt.text)
    tx.audit.record([Fact(ENGINE, "relay rests", "mail", {"state": state, "reason": receipt.text})], now)


def _give_back(
    office: Office, room: PostRoom, claims: Iterable[Claim], receipt: Receipt, now: datetime
) -> None:
    with office.store.begin() as tx:
        for claim in claims:
            tx.outbox.back_to_queue(claim, room.worker, receipt, now, now, counts=False)


def _take_back(
    tx: Transaction, claim: Claim, state: str, deaths: int, worker: str, say: Reasons, now: datetime
) -> dict[str, int]:
    """A dead worker's letter: before the dot it goes back; after it nobody knows."""
    if state == DeliveryState.DOT:
        return _ambiguous(tx, claim, Receipt(Outcome.AMBIGUOUS, text=say.unknown_fate), worker, say, now)
    if deaths + 1 >= DEATHS:
        tx.outbox.close(claim, worker, DeliveryState.FAILED, _abandoned(say.poison), now)
        _dead_letter(tx, claim, say.poison, say, now)
        return {"failed": 1}
    tx.outbox.count_death(claim)
    tx.outbox.back_to_queue(claim, worker, _abandoned(say.lost_owner), now, now, counts=False)
    return {"waiting": 1}


def _abandoned(why: str) -> Receipt:
    return Receipt(Outcome.ABANDONED, text=why)


def _ambiguous(
    tx: Transaction, claim: Claim, receipt: Receipt, worker: str, say: Reasons, now: datetime
) -> dict[str, int]:
    """Send the same bytes once more; a second time a person decides."""
    if claim.resends == 0:
        tx.outbox.send_again(claim, worker, receipt, now + RESENT_AFTER, now)
        return {"waiting": 1}
    tx.outbox.close(claim, worker, DeliveryState.UNKNOWN, receipt, now)
    _dead_letter(tx, claim, receipt.text, say, now)
    return {"unknown": 1}


def _dead_letter(tx: Transaction, claim: Claim, reason: str, say: Reasons, now: datetime) -> None:
    """Tell project management what did not arrive, once for each time that it came to its end."""
    project_id = tx.letters.project_of(claim.digest_id)
    text = say.dead_letter.format(name=claim.recipient_name, email=claim.recipient_email, reason=reason)
    tx.audit.record([Fact(ENGINE, "letter not delivered", f"delivery/{claim.id}", {"reason": reason})], now)
    if project_id is not None:
        cause = f"delivery/{claim.id}/{claim.gen}"
        tx.follow_ups.open(
            [
                FollowUp(
                    id=identity(cause),
                    project_id=project_id,
                    task_key=None,
                    kind=FollowUpKind.DEAD_LETTER,
                    cause=cause,
                    request=text,
                    data={DELIVERY: claim.id},
                    open=True,
                    opened_at=now,
                )
            ]
        )
