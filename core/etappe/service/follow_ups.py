"""Work through what waits for project management."""

from __future__ import annotations

from datetime import date, datetime

from etappe.errors import FollowUpClosed, UnknownFollowUp, WrongOutcome
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.ledger import NewOccurrence
from etappe.model.moments import local_day, local_time
from etappe.model.project import TaskState
from etappe.model.quiet import may_send, next_opening
from etappe.service.arming import occ_key
from etappe.service.deadlines import move_deadline
from etappe.service.judging import LET_GO
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

DONE = "done"
POSSIBLE = {
    FollowUpKind.ESCALATION: (DONE,),
    FollowUpKind.RELEASE: ("released", "dropped"),
    FollowUpKind.PRESS: ("confirmed", "dropped"),
    FollowUpKind.PROPOSAL: ("accepted", "rejected"),
    FollowUpKind.NOTE: (DONE,),
    FollowUpKind.CONTACT: (DONE,),
    FollowUpKind.DEAD_LETTER: (DONE,),
}
"""How each kind of follow-up can be answered."""


def open_follow_ups(office: Office, project_id: str | None = None) -> tuple[FollowUp, ...]:
    """What waits, the oldest first."""
    with office.store.begin() as tx:
        return tx.follow_ups.all_open(project_id)


def answer_follow_up(office: Office, follow_up_id: str, outcome: str, by: str, now: datetime) -> FollowUp:
    """Close a follow-up with one of its possible outcomes and do what follows from it.

    A released letter goes to the head of administration, confirmed press work is reminded of, an accepted
    date becomes the deadline. Raises `UnknownFollowUp`, `FollowUpClosed` or `WrongOutcome`.
    """
    with office.store.begin() as tx:
        follow_up = tx.follow_ups.get(follow_up_id)
        if follow_up is None:
            raise UnknownFollowUp(follow_up=follow_up_id)
        if outcome not in POSSIBLE[follow_up.kind]:
            possible = ", ".join(POSSIBLE[follow_up.kind])
            raise WrongOutcome(follow_up=follow_up.id[:8], outcome=outcome, possible=possible)
        if not tx.follow_ups.close(follow_up.id, by, outcome, now):
            raise FollowUpClosed(follow_up=follow_up.id[:8], outcome=follow_up.outcome)
        _carry_out(office, tx, follow_up, outcome, by, now)
        about = f"{follow_up.project_id}/{follow_up.task_key or ''}"
        tx.audit.record([Fact(by, f"follow-up {outcome}", about, {"request": follow_up.request})], now)
        return follow_up


def _carry_out(
    office: Office, tx: Transaction, follow_up: FollowUp, outcome: str, by: str, now: datetime
) -> None:
    if outcome not in {"released", "confirmed", "accepted"} or follow_up.task_key is None:
        return
    file = open_file(office, tx, follow_up.project_id)
    task = file.tasks[follow_up.task_key]
    if task.state is not TaskState.OPEN:
        return
    if outcome == "accepted":
        move_deadline(tx, file, task, date.fromisoformat(follow_up.data["day"]), by, now)
    else:
        tx.ledger.arm([_letter_now(file, follow_up, now)], now)


def _letter_now(file: ProjectFile, follow_up: FollowUp, now: datetime) -> NewOccurrence:
    """The letter that waited, due at once or when letters may go again."""
    zone = file.calendar.zone
    local = local_time(now, zone)
    at = now if may_send(local, file.calendar, escalation=True) else next_opening(local, file.calendar)
    assert follow_up.task_key is not None
    _, rule, ordinal = follow_up.data["rung"].rsplit("/", 2)
    rule_key = rule + LET_GO
    return NewOccurrence(
        occ_key=occ_key(file.project.id, follow_up.task_key, rule_key, int(ordinal)),
        project_id=file.project.id,
        task_key=follow_up.task_key,
        person_id=None,
        rule_key=rule_key,
        ordinal=int(ordinal),
        local_date=local_day(at, zone),
        due_at=at,
        send_until=next_opening(local_time(at, zone), file.calendar),
    )
