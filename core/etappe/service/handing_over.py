"""Hand a role over: what was meant for the person before goes to the one after, and both get a letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.calendar import Calendar
from etappe.model.hand_over import HandOver, Seat
from etappe.model.ledger import LetterItem, NewOccurrence, OccurrenceState, Settled
from etappe.model.moments import local_day, local_time
from etappe.model.notice import CHANGE, HANDOVER, RESUMPTION, THANKS, useful_until
from etappe.model.people import Contact, Purpose
from etappe.model.plan import Plan
from etappe.model.project import Project, TaskRecord
from etappe.model.quiet import may_send, next_opening
from etappe.service.office import Office, calendar_of, require_kommune
from etappe.service.ports import Transaction
from etappe.service.taking_back import take_back

LETTERS = (HANDOVER, THANKS)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a hand-over did beside changing who fills the role."""

    voided: int = 0
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class Realm:
    """The projects that a role is filled for, and what is open in them."""

    kommunen: frozenset[str]
    open_tasks: tuple[tuple[Project, TaskRecord], ...]
    plans: Mapping[str, Plan]

    def duties(self, role: str) -> tuple[tuple[Project, TaskRecord], ...]:
        """The open tasks of a role, the earliest first."""
        return tuple(
            (project, record)
            for project, record in self.open_tasks
            if (task := self.plans[project.plan_digest].task.get(record.key)) and task.role == role
        )


def realm_of(tx: Transaction, seat: Seat) -> Realm:
    """Where a role counts: in its Kommune; that of the project team in all that have nobody of their own."""
    kommunen = [seat.kommune] if seat.kommune else [k.slug for k in tx.kommunen.all()]
    if seat.kommune is None:
        team, around = tx.people.staff().get(seat.role), tx.people.contacts(kommunen)
        kommunen = [k for k in kommunen if around[k].get(seat.role) == team]
    found = tx.projects.open_tasks(date.max, kommunen) if kommunen else ()
    digests = {project.plan_digest for project, _ in found}
    return Realm(frozenset(kommunen), found, {d: tx.projects.plan(d) for d in digests})


def take_over(
    office: Office,
    tx: Transaction,
    seat: Seat,
    before: Contact,
    after: HandOver | Contact,
    by: str,
    now: datetime,
) -> Handed:
    """Let everything that was meant for the person before follow the role, which is filled anew already.

    ``after`` is a hand-over that was noted before, or else it is noted now.
    """
    realm = realm_of(tx, seat)
    reason = office.speech.reasons.handed_over
    held = _out_of_letters(tx, seat, before, realm, reason, now)
    voided = _void(tx, seat, before, realm, reason, now)
    _let_overviews_go(office, tx, before, now)
    if isinstance(after, HandOver):
        _write(office, tx, after, realm, now, thanks=True)
    else:
        _note_and_write(office, tx, seat, before, after, realm, by, now)
    return Handed(voided, held)


def number_after(tx: Transaction, seat: Seat) -> int:
    """The number of the next hand-over of a role."""
    last = tx.hand_overs.last(seat)
    return last.number + 1 if last else 1


def _note_and_write(
    office: Office,
    tx: Transaction,
    seat: Seat,
    before: Contact,
    after: Contact,
    realm: Realm,
    by: str,
    now: datetime,
) -> None:
    """Note a hand-over and arm its letters; of one that nobody has heard of yet, only its end is told."""
    untold = _untold(tx, seat, before)
    back = untold is not None and _take_untold_back(office, tx, untold, after, now)
    new = HandOver(
        seat=seat,
        number=number_after(tx, seat),
        before_id=untold.before_id if untold else before.person.id,
        after_id=after.person.id,
        deputy_id=after.deputy.id if after.deputy else None,
        day=local_day(now, office.zone),
        by=by,
        done=True,
    )
    tx.hand_overs.add(new, now)
    if not back:
        _write(office, tx, new, realm, now, thanks=untold is None)


def _take_untold_back(
    office: Office, tx: Transaction, untold: HandOver, after: Contact, now: datetime
) -> bool:
    """Take back what nobody has heard of yet; whether nothing has happened at all, for anybody to hear of."""
    thanks = f"{THANKS}/{untold.key}"
    entry, returned = tx.ledger.entry(thanks), untold.before_id == after.person.id
    gone = [f"{HANDOVER}/{untold.key}", *([thanks] if returned else [])]
    reason = office.speech.reasons.replanned
    tx.ledger.settle([Settled(key, OccurrenceState.CANCELLED, reason) for key in gone], now)
    return returned and (entry is None or _waits(entry.state))


def _untold(tx: Transaction, seat: Seat, before: Contact) -> HandOver | None:
    """The hand-over by which the person before has got the role, where its letter has not gone yet."""
    last = tx.hand_overs.last_done(seat)
    if last is None or last.after_id != before.person.id:
        return None
    entry = tx.ledger.entry(f"{HANDOVER}/{last.key}")
    return last if entry and _waits(entry.state) else None


def _waits(state: OccurrenceState) -> bool:
    return state is OccurrenceState.PLANNED


def _write(
    office: Office, tx: Transaction, new: HandOver, realm: Realm, now: datetime, *, thanks: bool
) -> None:
    """Arm the letters of a hand-over."""
    if not writes(office, realm, new.seat.role):
        return
    place = _calendar(office, tx, new.seat)
    armed = [_letter(HANDOVER, new, new.after_id, place, now)]
    if thanks:
        armed.append(_letter(THANKS, new, new.before_id, place, now))
    tx.ledger.arm(armed, now)


def _letter(rule_key: str, new: HandOver, person_id: str, place: Calendar, now: datetime) -> NewOccurrence:
    local = local_time(now, place.zone)
    at = now if may_send(local, place) else next_opening(local, place)
    return NewOccurrence(
        occ_key=f"{rule_key}/{new.key}",
        project_id=None,
        task_key=None,
        person_id=person_id,
        rule_key=rule_key,
        ordinal=new.number,
        local_date=local_day(at, place.zone),
        due_at=at,
        send_until=useful_until(at, place),
    )


def _out_of_letters(
    tx: Transaction, seat: Seat, before: Contact, realm: Realm, reason: str, now: datetime
) -> int:
    people = {p.id for p in (before.person, before.deputy) if p}
    projects = {project.id: realm.plans[project.plan_digest] for project, _ in realm.open_tasks}
    told = tx.hand_overs.last_done(seat)

    def concerns(item: LetterItem) -> bool:
        if item.rule_key == HANDOVER:
            return told is not None and item.occ_key == f"{HANDOVER}/{told.key}"
        plan = projects.get(item.project_id or "")
        return plan is not None and _concerns(item, plan, seat.role)

    return take_back(tx, people, concerns, reason, now)


def _concerns(item: LetterItem, plan: Plan, role: str) -> bool:
    """Whether a rung in a letter came because of a role."""
    if item.rule_key == RESUMPTION:
        return plan.programme.contact == role
    if item.task_key is None:
        return item.rule_key == CHANGE
    task = plan.task.get(item.task_key)
    if task is None:
        return False
    if item.purpose == Purpose.COPY:
        return role in plan.role[task.role].copies_to
    index = plan.rung_index[task.key].get(item.rule_key)
    to = plan.rungs[task.key][index].spec.to if index is not None else ()
    return task.role == role or role in to


def _void(
    tx: Transaction,
    seat: Seat,
    before: Contact,
    realm: Realm,
    reason: str,
    now: datetime,
) -> int:
    """Void what the person before was to be told of this role's dates: the letter to the new one has them.

    What has been taken out of a letter is planned again, so that all notices are looked at here.
    """
    plans = {project.id: realm.plans[project.plan_digest] for project, _ in realm.open_tasks}
    settled: list[Settled] = []
    for project_id, notices in tx.notices.waiting_for([before.person.id]).items():
        plan = plans.get(project_id)
        for notice in notices if plan else ():
            mine = [t for t in notice.tasks if plan and t in plan.task and plan.task[t].role == seat.role]
            tx.notices.drop_lines(notice.occ_key, mine)
            if len(mine) == len(notice.tasks):
                settled.append(Settled(notice.occ_key, OccurrenceState.CANCELLED, reason))
    tx.ledger.settle(settled, now)
    return len(settled)


def _let_overviews_go(office: Office, tx: Transaction, before: Contact, now: datetime) -> None:
    """Take back the overviews of somebody who has no role with overviews any more."""
    if any(roles_with_overview(office, tx, before.person.id)):
        return
    reason = office.speech.reasons.not_in_charge
    keys = tx.hand_overs.armed_for(before.person.id)
    tx.ledger.settle([Settled(key, OccurrenceState.CANCELLED, reason) for key in keys], now)


def roles_with_overview(office: Office, tx: Transaction, person_id: str) -> Iterable[str]:
    """The roles of somebody for which they get overviews."""
    kommunen = tx.people.kommunen_of([person_id]).get(person_id, ())
    around = (*tx.people.contacts(kommunen).values(), tx.people.staff())
    specs = {r.key: r for module in office.programme.modules.values() for r in module.roles}
    for contacts in around:
        for role, contact in contacts.items():
            if contact.person.id == person_id and (role not in specs or specs[role].overview):
                yield role


def writes(office: Office, realm: Realm, role: str) -> bool:
    """Whether a hand-over is told in letters: where anything is open, and not to heads of administration, who
    are written to as the plan says and no more.
    """
    specs = (r for module in office.programme.modules.values() for r in module.roles if r.key == role)
    return bool(realm.open_tasks) and all(spec.letters_per_task is None for spec in specs)


def _calendar(office: Office, tx: Transaction, seat: Seat) -> Calendar:
    if seat.kommune is None:
        return office.calendars(office.staff_place)
    return calendar_of(office, tx, require_kommune(tx, seat.kommune))
