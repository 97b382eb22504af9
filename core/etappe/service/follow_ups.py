"""Work through what waits for project management."""

from __future__ import annotations

import re
from datetime import date, datetime

from etappe.errors import ContactChanged, FollowUpClosed, ProposalOutdated, UnknownFollowUp, WrongOutcome
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.hand_over import Seat
from etappe.model.ledger import NewOccurrence
from etappe.model.moments import local_day, local_time
from etappe.model.project import TaskRecord, TaskState
from etappe.model.quiet import may_send, next_opening
from etappe.service.arming import occ_key
from etappe.service.deadlines import move_deadline, require_to_come
from etappe.service.entering import Named, holder
from etappe.service.filling import fill_role
from etappe.service.judging import LET_GO
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

DONE, ACCEPTED, DECLINED = "done", "accepted", "declined"
YES = {
    FollowUpKind.PROPOSAL: ACCEPTED,
    FollowUpKind.CONTACT: ACCEPTED,
    FollowUpKind.RELEASE: "released",
    FollowUpKind.PRESS: "confirmed",
}
"""What it means to agree to each kind of follow-up, where that is possible."""
NO = {
    FollowUpKind.PROPOSAL: "rejected",
    FollowUpKind.CONTACT: DECLINED,
    FollowUpKind.RELEASE: "dropped",
    FollowUpKind.PRESS: "dropped",
}
"""What it means to disagree."""
NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]+)<(?P<address>[^<>]+)>")
POSSIBLE = {
    FollowUpKind.ESCALATION: (DONE,),
    FollowUpKind.RELEASE: ("released", "dropped"),
    FollowUpKind.PRESS: ("confirmed", "dropped"),
    FollowUpKind.PROPOSAL: ("accepted", "rejected"),
    FollowUpKind.NOTE: (DONE,),
    FollowUpKind.CONTACT: (ACCEPTED, DECLINED, DONE),
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
    date becomes the deadline, an accepted person the contact. Raises `UnknownFollowUp`, `FollowUpClosed`,
    `WrongOutcome`, and where things have changed since it was asked `ProposalOutdated`, `ContactChanged`,
    `DateInThePast`, or what `lay_out` refuses; then it stays open.
    """
    with office.store.begin() as tx:
        return _answered(office, tx, _known(tx, follow_up_id), outcome, by, now)


def accept_follow_up(office: Office, follow_up_id: str, by: str, now: datetime) -> FollowUp:
    """Agree to what a follow-up asks; raises what `answer_follow_up` raises."""
    with office.store.begin() as tx:
        follow_up = _known(tx, follow_up_id)
        return _answered(office, tx, follow_up, YES.get(follow_up.kind, ACCEPTED), by, now)


def decline_follow_up(office: Office, follow_up_id: str, by: str, now: datetime) -> FollowUp:
    """Disagree with what a follow-up asks; raises what `answer_follow_up` raises."""
    with office.store.begin() as tx:
        follow_up = _known(tx, follow_up_id)
        return _answered(office, tx, follow_up, NO.get(follow_up.kind, DECLINED), by, now)


def outcomes_of(follow_up: FollowUp) -> tuple[str, ...]:
    """How a follow-up can be answered; only a person who is named with an address can be accepted."""
    if follow_up.kind is FollowUpKind.CONTACT and not _named_instead(follow_up):
        return (DONE,)
    return POSSIBLE[follow_up.kind]


def _known(tx: Transaction, follow_up_id: str) -> FollowUp:
    follow_up = tx.follow_ups.get(follow_up_id)
    if follow_up is None:
        raise UnknownFollowUp(follow_up=follow_up_id)
    return follow_up


def _answered(
    office: Office, tx: Transaction, follow_up: FollowUp, outcome: str, by: str, now: datetime
) -> FollowUp:
    if outcome not in outcomes_of(follow_up):
        possible = ", ".join(outcomes_of(follow_up))
        raise WrongOutcome(follow_up=follow_up.id[:8], outcome=outcome, possible=possible)
    tx.projects.lock(follow_up.project_id)
    if not tx.follow_ups.close(follow_up.id, by, outcome, now):
        before = _known(tx, follow_up.id)
        raise FollowUpClosed(follow_up=follow_up.id[:8], outcome=f"{before.outcome} ({before.closed_by})")
    _carry_out(office, tx, follow_up, outcome, by, now)
    about = f"{follow_up.project_id}/{follow_up.task_key or ''}"
    tx.audit.record([Fact(by, f"follow-up {outcome}", about, {"follow_up": follow_up.id})], now)
    return follow_up


def _carry_out(
    office: Office, tx: Transaction, follow_up: FollowUp, outcome: str, by: str, now: datetime
) -> None:
    if outcome not in {"released", "confirmed", "accepted"} or follow_up.task_key is None:
        return
    file = open_file(office, tx, follow_up.project_id)
    if follow_up.kind is FollowUpKind.CONTACT:
        _change_contact(office, tx, file, follow_up, by, now)
        return
    task = file.tasks[follow_up.task_key]
    if task.state is not TaskState.OPEN:
        return
    if outcome == ACCEPTED:
        _take_date(office, tx, file, task, follow_up, by, now)
    else:
        tx.ledger.arm([_letter_now(file, follow_up, now)], now)


def _take_date(
    office: Office,
    tx: Transaction,
    file: ProjectFile,
    task: TaskRecord,
    follow_up: FollowUp,
    by: str,
    now: datetime,
) -> None:
    """Let a proposed day become the deadline, unless the task has moved since."""
    day, before = date.fromisoformat(follow_up.data["day"]), follow_up.data.get("before")
    require_to_come(day, local_day(now, office.zone))
    if before and date.fromisoformat(before) != task.due:
        raise ProposalOutdated(
            task=task.key,
            before=f"{date.fromisoformat(before):%d.%m.%Y}",
            by=follow_up.data["by"],
            day=f"{day:%d.%m.%Y}",
            due=f"{task.due:%d.%m.%Y}",
        )
    move_deadline(tx, file, task, day, by, now)


def _change_contact(
    office: Office, tx: Transaction, file: ProjectFile, follow_up: FollowUp, by: str, now: datetime
) -> None:
    """Hand a role over to whom somebody has named; who steps in stays."""
    name, address = _named_instead(follow_up) or ("", "")
    slug, task = file.kommune.slug, file.plan.task.get(follow_up.task_key or "")
    role = follow_up.data.get("role") or (task.role if task else "")
    contact = tx.people.contacts([slug])[slug].get(role)
    if contact and contact.person.email == address.lower():
        return
    asked_about = follow_up.data.get("contact")
    if asked_about is not None and asked_about != (contact.person.id if contact else ""):
        filled_by = contact.person.name if contact else "–"
        raise ContactChanged(role=role, place=slug, name=filled_by)
    seat = Seat(slug, role)
    held = holder(tx, seat)
    stays = held.deputy if held and held.deputy and held.deputy.email != address.lower() else None
    deputy = (stays.name, stays.email) if stays else None
    fill_role(office, tx, seat, (name, address), deputy, by, now)


def _named_instead(follow_up: FollowUp) -> Named | None:
    """Whom somebody named who is not responsible."""
    found = NAME_AND_ADDRESS.fullmatch(follow_up.data.get("instead", "").strip())
    return (found["name"].strip(), found["address"].strip()) if found else None


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
