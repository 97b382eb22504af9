"""Fire what is due: judge every rung, put the letters of a day together, arm what comes next.

One batch is one transaction; done twice, late or side by side, every rung fires once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etappe.errors import Entangled
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.ledger import OVERVIEW, Due, OccurrenceState, Settled
from etappe.model.moments import moment
from etappe.model.overview import next_overview
from etappe.model.people import Person
from etappe.model.project_calendar import ProjectCalendar
from etappe.model.quiet import CLOSES, OPENS, may_send, next_opening
from etappe.model.shard import WHOLE, Shard
from etappe.service.arming import NOTHING_FIRED, arm_task, overview_on
from etappe.service.circumstances import Circumstances, gather, overview_calendar, overview_reader
from etappe.service.judging import Case, Verdict, escalates, verdicts
from etappe.service.office import Office
from etappe.service.outgoing import (
    OPEN_LETTER,
    Outgoing,
    Overtaken,
    already_written,
    carry_out,
    place_copies,
    put,
    write_down,
)
from etappe.service.ports import Transaction
from etappe.service.telling import TOLD, fire_notice

BATCH = 500
"""Rungs per transaction: large enough that durability costs little, small enough that nobody waits."""


@dataclass(frozen=True, slots=True)
class Fired:
    """What one round of firing did."""

    rungs: int
    letters: int
    skipped: int
    postponed: int
    held: int = 0
    """Rungs whose module is away."""

    @property
    def did_something(self) -> bool:
        """Whether anything became of any rung."""
        return any((self.rungs, self.skipped, self.postponed, self.held))

    def __add__(self, other: Fired) -> Fired:
        return Fired(
            self.rungs + other.rungs,
            self.letters + other.letters,
            self.skipped + other.skipped,
            self.postponed + other.postponed,
            self.held + other.held,
        )


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
                fired = fire_these(office, tx, batch, now)
        except (Overtaken, Entangled):
            continue  # nothing of the batch was kept; the next try sees what the others did
        total += fired


def fire_these(office: Office, tx: Transaction, batch: Sequence[Due], now: datetime) -> Fired:
    """Fire some rungs whose moment has come, as a part of something larger; may raise `Overtaken`."""
    around = gather(office, tx, batch, now)
    out = Outgoing()
    for due in batch:
        if due.rule_key in TOLD:
            fire_notice(due, around, out)
        elif due.person_id is not None:
            _fire_overview(due, due.person_id, around, out)
        else:
            _fire_rung(case_of(due, around), around, out)
    place_copies(around, out)
    write_down(tx, out, around)
    return tally(out)


def tally(out: Outgoing) -> Fired:
    """How much a batch writes."""
    states = Counter(s.state for s in out.settled)
    fired, held = states[OccurrenceState.FIRED], states[OccurrenceState.HELD]
    return Fired(fired, len(out.digests), len(out.settled) - fired - held, len(out.postponed), held)


def case_of(due: Due, around: Circumstances) -> Case:
    """A due rung of a task with what is known around it."""
    # a rung of no person belongs to a task: the ledger's join has found all of these
    assert due.project_id is not None
    assert due.task_key is not None
    assert due.plan_digest is not None
    assert due.kommune is not None
    assert due.task_due is not None
    plan = around.plans[due.plan_digest]
    holds = around.holds.get(due.project_id, ())
    calendars = ProjectCalendar(around.calendars[due.kommune], plan, holds)
    return Case(
        due=due,
        project_id=due.project_id,
        task=plan.task[due.task_key],
        plan=plan,
        calendar=calendars.of_task(due.task_key),
        deadline=due.task_due,
        kommune=due.kommune,
    )


def _fire_rung(case: Case, around: Circumstances, out: Outgoing) -> None:
    if not may_fire(case, around):
        opening = next_opening(around.local, case.calendar)
        out.postponed.append((case.due.occ_key, opening, around.speech.reasons.quiet))
        return
    judged = verdicts(case, around)
    blocked = already_written(judged, around)
    if blocked is not None:
        judged = _wait_for_next_day(case, blocked, around, out)
    for verdict in judged:
        carry_out(case, verdict, around, out)
    last = judged[-1].found if judged else None
    if last is not None and case.due.task_state == "open" and not case.let_go:
        _arm_following(case, last.index + 1, around, out)


def may_fire(case: Case, around: Circumstances) -> bool:
    """Whether letters may go now; on Friday afternoons only where no escalation has come due as well."""
    if may_send(around.local, case.calendar, escalation=True):
        return True
    return may_send(around.local, case.calendar) and not escalates(case, around)


def _arm_following(case: Case, first: int, around: Circumstances, out: Outgoing) -> None:
    fired = around.fired.get((case.project_id, case.task.key), NOTHING_FIRED)
    following = arm_task(
        case.project_id, case.plan, case.task.key, case.deadline, case.calendar, around.now, fired, first
    )
    if following:
        out.armed.append(following)


def _wait_for_next_day(
    case: Case, person: Person, around: Circumstances, out: Outgoing
) -> tuple[Verdict, ...]:
    """One letter per person and day: wait for the next, or leave it to the overview if that were too late."""
    opening = next_opening(around.local, case.calendar)
    zone = case.calendar.zone
    before = case.due.due_at < moment(case.deadline, OPENS, zone)
    if not before or opening <= moment(case.deadline, CLOSES, zone):
        waits = around.speech.reasons.already_written.format(name=person.name)
        out.postponed.append((case.due.occ_key, opening, waits))
        return ()
    judged = verdicts(case, around)
    reason = around.speech.reasons.in_overview.format(name=person.name)
    return tuple(Verdict(v.found, OccurrenceState.SUPERSEDED, reason) if v.recipients else v for v in judged)


def _fire_overview(due: Due, person_id: str, around: Circumstances, out: Outgoing) -> None:
    calendar = overview_calendar(person_id, around)
    if not may_send(around.local, calendar):
        opening = next_opening(around.local, calendar)
        out.postponed.append((due.occ_key, opening, around.speech.reasons.quiet))
        return
    if around.now > due.send_until:
        _leave_to_next_overview(due, person_id, calendar, around, out)
        return
    recipient = overview_reader(person_id, around)
    if recipient is None:
        out.settled.append(Settled(due.occ_key, OccurrenceState.CANCELLED, around.speech.reasons.away))
    elif around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
        reason = around.speech.reasons.already_written.format(name=recipient.person.name)
        out.postponed.append((due.occ_key, next_opening(around.local, calendar), reason))
        return
    else:
        out.settled.append(Settled(due.occ_key, OccurrenceState.FIRED, None))
        put(recipient, due.occ_key, due.send_until, around, out, overview=True)
    if due.rule_key == OVERVIEW:
        day = next_overview(around.today, calendar)
        out.armed.append(overview_on(person_id, day, due.ordinal + 1, calendar.zone))


def _leave_to_next_overview(
    due: Due, person_id: str, calendar: Calendar, around: Circumstances, out: Outgoing
) -> None:
    """An overview that comes too late is left out; if today is the day of the next, that one goes."""
    out.settled.append(Settled(due.occ_key, OccurrenceState.EXPIRED, around.speech.reasons.overview_late))
    if due.rule_key == OVERVIEW:
        day = next_overview(around.today - ONE_DAY, calendar)
        out.armed.append(overview_on(person_id, day, due.ordinal + 1, calendar.zone))
