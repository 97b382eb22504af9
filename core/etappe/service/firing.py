"""Fire what is due: judge every rung, put the letters of a day together, arm what comes next.

One batch is one transaction; done twice, late or side by side, every rung fires once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from etappe.errors import Entangled
from etappe.model.audit import ENGINE, Fact
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.delivery import MAIL
from etappe.model.follow_up import FollowUp
from etappe.model.identity import identity
from etappe.model.ledger import OVERVIEW, Due, NewDigest, NewItem, NewOccurrence, OccurrenceState, Settled
from etappe.model.moments import moment
from etappe.model.overview import next_overview
from etappe.model.people import Person, Purpose, Recipient
from etappe.model.quiet import CLOSES, OPENS, may_send, next_opening
from etappe.model.shard import WHOLE, Shard
from etappe.service.arming import NOTHING_FIRED, arm_task, occurrence, overview_on
from etappe.service.circumstances import Circumstances, gather, overview_calendar, overview_reader
from etappe.service.judging import Case, Verdict, escalates, follow_up_of, verdicts
from etappe.service.office import Office
from etappe.service.ports import Transaction

BATCH = 500
"""Rungs per transaction: large enough that durability costs little, small enough that nobody waits."""
ALREADY_WRITTEN = "der heutige Brief an {name} ist schon abgeschlossen"
IN_OVERVIEW = ALREADY_WRITTEN + "; die Aufgabe steht in der nächsten Wochenübersicht"
OVERVIEW_LATE = "zu spät; die nächste Wochenübersicht sagt es"
QUIET = "in der Ruhezeit fällig geworden"
AWAY = "abwesend und ohne Stellvertretung"
OPEN_LETTER = "queued"


@dataclass(frozen=True, slots=True)
class Fired:
    """What one round of firing did."""

    rungs: int
    letters: int
    skipped: int
    postponed: int

    def __add__(self, other: Fired) -> Fired:
        return Fired(
            self.rungs + other.rungs,
            self.letters + other.letters,
            self.skipped + other.skipped,
            self.postponed + other.postponed,
        )


@dataclass(slots=True)
class _Outgoing:
    """What a batch is going to write, in sets."""

    armed: list[NewOccurrence] = field(default_factory=list[NewOccurrence])
    settled: list[Settled] = field(default_factory=list[Settled])
    digests: dict[str, NewDigest] = field(default_factory=dict[str, NewDigest])
    items: list[NewItem] = field(default_factory=list[NewItem])
    copies: list[tuple[str, Recipient]] = field(default_factory=list[tuple[str, Recipient]])
    follow_ups: list[FollowUp] = field(default_factory=list[FollowUp])
    postponed: list[tuple[str, datetime, str]] = field(default_factory=list[tuple[str, datetime, str]])


class _Overtaken(Exception):
    """A sender sealed a letter of this batch before its rungs were in it."""


def backlog(office: Office, now: datetime) -> int:
    """How many rungs wait to be fired."""
    with office.store.begin() as tx:
        return tx.ledger.due_number(now)


def fire(office: Office, now: datetime, shard: Shard = WHOLE) -> Fired:
    """Fire everything of a shard whose moment has come, batch by batch; others may fire beside us."""
    total = Fired(0, 0, 0, 0)
    while True:
        try:
            with office.store.begin() as tx:
                batch = tx.ledger.due(now, BATCH, shard)
                if not batch:
                    return total
                fired = _fire_batch(office, tx, batch, now)
        except (_Overtaken, Entangled):
            continue  # nothing of the batch was kept; the next try sees what the others did
        total += fired


def _fire_batch(office: Office, tx: Transaction, batch: Sequence[Due], now: datetime) -> Fired:
    around = gather(office, tx, batch, now)
    out = _Outgoing()
    for due in batch:
        if due.person_id is not None:
            _fire_overview(due, due.person_id, around, out)
        else:
            _fire_rung(_case(due, around), around, out)
    _place_copies(around, out)
    _write(tx, out, around)
    fired = sum(1 for s in out.settled if s.state is OccurrenceState.FIRED)
    return Fired(fired, len(out.digests), len(out.settled) - fired, len(out.postponed))


def _case(due: Due, around: Circumstances) -> Case:
    # a rung of no person belongs to a task: the ledger's join has found all of these
    assert due.project_id is not None
    assert due.task_key is not None
    assert due.plan_digest is not None
    assert due.kommune is not None
    assert due.task_due is not None
    plan = around.plans[due.plan_digest]
    return Case(
        due=due,
        project_id=due.project_id,
        task=plan.task[due.task_key],
        plan=plan,
        calendar=around.calendars[due.kommune],
        deadline=due.task_due,
        kommune=due.kommune,
    )


def _fire_rung(case: Case, around: Circumstances, out: _Outgoing) -> None:
    if not _may_fire(case, around):
        out.postponed.append((case.due.occ_key, next_opening(around.local, case.calendar), QUIET))
        return
    judged = verdicts(case, around)
    blocked = _already_written(judged, around)
    if blocked is not None:
        judged = _wait_for_next_day(case, blocked, around, out)
    for verdict in judged:
        _carry_out(case, verdict, around, out)
    last = judged[-1].found if judged else None
    if last is not None and case.due.task_state == "open" and not case.let_go:
        _arm_following(case, last.index + 1, around, out)


def _may_fire(case: Case, around: Circumstances) -> bool:
    """Whether letters may go now; on Friday afternoons only where no escalation has come due as well."""
    if may_send(around.local, case.calendar, escalation=True):
        return True
    return may_send(around.local, case.calendar) and not escalates(case, around)


def _arm_following(case: Case, first: int, around: Circumstances, out: _Outgoing) -> None:
    fired = around.fired.get((case.project_id, case.task.key), NOTHING_FIRED)
    following = arm_task(
        case.project_id, case.plan, case.task.key, case.deadline, case.calendar, around.now, fired, first
    )
    if following:
        out.armed.append(following)


def _already_written(judged: tuple[Verdict, ...], around: Circumstances) -> Person | None:
    """The first recipient whose letter of today is gone already."""
    for verdict in judged:
        for recipient in verdict.recipients:
            if around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
                return recipient.person
    return None


def _wait_for_next_day(
    case: Case, person: Person, around: Circumstances, out: _Outgoing
) -> tuple[Verdict, ...]:
    """One letter per person and day: wait for the next, or leave it to the overview if that were too late."""
    opening = next_opening(around.local, case.calendar)
    before = case.due.due_at < moment(case.deadline, OPENS)
    if not before or opening <= moment(case.deadline, CLOSES):
        out.postponed.append((case.due.occ_key, opening, ALREADY_WRITTEN.format(name=person.name)))
        return ()
    judged = verdicts(case, around)
    reason = IN_OVERVIEW.format(name=person.name)
    return tuple(Verdict(v.found, OccurrenceState.SUPERSEDED, reason) if v.recipients else v for v in judged)


def _carry_out(case: Case, verdict: Verdict, around: Circumstances, out: _Outgoing) -> None:
    key = case.due.occ_key
    if verdict.found is not None and verdict.found.rung.rule_key != case.rule_key:
        fired = around.fired.get((case.project_id, case.task.key), NOTHING_FIRED)
        ordinal = len(fired.get(verdict.found.rung.rule_key, ())) + 1
        new = occurrence(case.project_id, case.task.key, case.deadline, verdict.found, ordinal, case.calendar)
        out.armed.append(new)
        key = new.occ_key
    out.settled.append(Settled(key, verdict.state, verdict.reason))
    if verdict.opens is not None:
        out.follow_ups.append(follow_up_of(case, verdict, key, around.now))
    until = verdict.until or case.due.send_until
    for recipient in verdict.recipients:
        _put(recipient, key, until, around, out, overview=False)
        if recipient.purpose in {Purpose.OWN, Purpose.ABSENCE}:
            copies = around.circles[case.kommune].copies(case.plan, case.task, around.today)
            for has_overview, copy in copies:
                if has_overview:
                    out.copies.append((key, copy))
                else:
                    _put(copy, key, until, around, out, overview=False)


def _fire_overview(due: Due, person_id: str, around: Circumstances, out: _Outgoing) -> None:
    calendar = overview_calendar(person_id, around)
    if not may_send(around.local, calendar):
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), QUIET))
        return
    if around.now > due.send_until:
        _leave_to_next_overview(due, person_id, calendar, around, out)
        return
    recipient = overview_reader(person_id, around)
    if recipient is None:
        out.settled.append(Settled(due.occ_key, OccurrenceState.CANCELLED, AWAY))
    elif around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
        reason = ALREADY_WRITTEN.format(name=recipient.person.name)
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), reason))
        return
    else:
        out.settled.append(Settled(due.occ_key, OccurrenceState.FIRED, None))
        _put(recipient, due.occ_key, due.send_until, around, out, overview=True)
    if due.rule_key == OVERVIEW:
        out.armed.append(overview_on(person_id, next_overview(around.today, calendar), due.ordinal + 1))


def _leave_to_next_overview(
    due: Due, person_id: str, calendar: Calendar, around: Circumstances, out: _Outgoing
) -> None:
    """An overview that comes too late is left out; if today is the day of the next, that one goes."""
    out.settled.append(Settled(due.occ_key, OccurrenceState.EXPIRED, OVERVIEW_LATE))
    if due.rule_key == OVERVIEW:
        day = next_overview(around.today - ONE_DAY, calendar)
        out.armed.append(overview_on(person_id, day, due.ordinal + 1))


def _put(
    recipient: Recipient, key: str, until: datetime, around: Circumstances, out: _Outgoing, *, overview: bool
) -> None:
    """Put a rung into somebody's letter of today, which begins to exist with its first rung."""
    person_id, day = recipient.person.id, around.today
    digest_id = _letter_of(person_id, day)
    known = out.digests.get(digest_id)
    if known is None:
        out.digests[digest_id] = NewDigest(digest_id, person_id, day, overview, until)
    elif (overview and not known.overview) or until > known.send_until:
        out.digests[digest_id] = known._replace(
            overview=overview or known.overview, send_until=max(until, known.send_until)
        )
    out.items.append(NewItem(digest_id, key, recipient.purpose.value))


def _letter_of(person_id: str, day: date) -> str:
    """The id of somebody's letter of a day: one person and day, one letter."""
    return identity(person_id, day.isoformat(), MAIL)


def _place_copies(around: Circumstances, out: _Outgoing) -> None:
    """Copies for readers of overviews travel in today's letter if there is one, else in their overview."""
    for key, recipient in out.copies:
        digest_id = _letter_of(recipient.person.id, around.today)
        if digest_id in out.digests:
            out.items.append(NewItem(digest_id, key, Purpose.COPY.value))


def _write(tx: Transaction, out: _Outgoing, around: Circumstances) -> None:
    now = around.now
    tx.ledger.arm(out.armed, now)
    tx.ledger.settle(out.settled, now)
    tx.letters.put_into_letters(list(out.digests.values()), out.items, now)
    if out.digests:
        states = tx.letters.digests([d.recipient_id for d in out.digests.values()], [around.today])
        if set(states.values()) - {OPEN_LETTER}:
            raise _Overtaken
    tx.follow_ups.open(out.follow_ups)
    for key, opening, reason in out.postponed:
        tx.ledger.postpone(key, opening, reason)
    tx.audit.record(_facts(out), now)


def _facts(out: _Outgoing) -> list[Fact]:
    facts: list[Fact] = []
    if out.settled:
        by_state: dict[str, list[str]] = {}
        for settled in out.settled:
            by_state.setdefault(settled.state.value, []).append(settled.occ_key)
        facts.append(Fact(ENGINE, "rungs settled", "ledger", by_state))
    if out.postponed:
        moved = {key: f"{opening.isoformat()}: {reason}" for key, opening, reason in out.postponed}
        facts.append(Fact(ENGINE, "rungs postponed", "ledger", moved))
    for f in out.follow_ups:
        asked = {"kind": f.kind.value, "request": f.request}
        facts.append(Fact(ENGINE, "follow-up opened", f"{f.project_id}/{f.task_key}", asked))
    return facts
