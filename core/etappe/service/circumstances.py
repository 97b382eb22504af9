"""What deciding about a batch of due rungs needs, read in a handful of queries whatever its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from etappe.model.calendar import Calendar
from etappe.model.follow_up import FollowUp
from etappe.model.hand_over import HandOver
from etappe.model.hold import Hold
from etappe.model.ledger import Due
from etappe.model.moments import local_time
from etappe.model.notice import HANDOVER, THANKS
from etappe.model.people import Absence, Contact, Person, Purpose, Recipient, away
from etappe.model.plan import Plan
from etappe.model.speech import Speech
from etappe.service.holding import Holding, what_waits
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.recipients import Circle

HAND_OVERS = frozenset({HANDOVER, THANKS})
TOLD = (Purpose.OWN.value, Purpose.ABSENCE.value)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A batch's plans, calendars, people, and what went out before."""

    now: datetime
    local: datetime
    speech: Speech
    plans: Mapping[str, Plan]
    calendars: Mapping[str, Calendar]
    staff_calendar: Calendar
    circles: Mapping[str, Circle]
    staff: Circle
    persons: Mapping[str, Person]
    home: Mapping[str, str]
    """The Kommune by whose calendar somebody's overviews come."""
    told: Mapping[tuple[str, str], int]
    """How often somebody responsible was told of a task whose role is told a limited number of times."""
    causes: Mapping[str, FollowUp]
    fired: Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]]
    """On which days the rungs of each task have fired so far."""
    holding: Holding
    """Whose letters have to wait."""
    holds: Mapping[str, tuple[Hold, ...]]
    """When the projects of the batch rest."""
    hand_overs: Mapping[str, HandOver] = field(default_factory=dict[str, HandOver])
    """The hand-overs that the batch tells of, by rung."""
    unreachable: frozenset[str] = frozenset()
    """Whose letters come back: nothing goes to them, and their deputies step in as in an absence."""
    letters: dict[tuple[str, date], str] = field(default_factory=dict[tuple[str, date], str])
    """The state of today's letters by person."""

    @property
    def today(self) -> date:
        """The day at the places of the programme."""
        return self.local.date()


def gather(office: Office, tx: Transaction, batch: Sequence[Due], now: datetime) -> Circumstances:
    """Read what a batch needs."""
    local = local_time(now, office.zone)
    plans = {d: tx.projects.plan(d) for d in {b.plan_digest for b in batch if b.plan_digest}}
    owners = sorted({b.person_id for b in batch if b.person_id})
    home = {person: slugs[0] for person, slugs in tx.people.kommunen_of(owners).items()} if owners else {}
    told_by = tx.hand_overs.told_by([b.occ_key for b in batch if b.rule_key in HAND_OVERS])
    places = {h.seat.kommune for h in told_by.values() if h.seat.kommune}
    slugs = sorted({b.kommune for b in batch if b.kommune} | set(home.values()) | places)
    contacts, staff = tx.people.contacts(slugs), tx.people.staff()
    people = {p.id: p for c in (*contacts.values(), staff) for who in c.values() for p in _both(who)}
    people.update(tx.people.get([o for o in owners if o not in people]))
    stopped = tx.suppressions.among([p.email for p in people.values()])
    unreachable = frozenset(p.id for p in people.values() if p.email in stopped)
    absences = (
        *(tx.people.absences(list(people), local.date()) if people else ()),
        *(Absence(person_id, date.min, date.max) for person_id in sorted(unreachable)),
    )
    days = tx.kommunen.days(slugs)
    kommunen = {k.slug: k for k in tx.kommunen.some(slugs)}
    projects = sorted({b.project_id for b in batch if b.project_id})
    fired = tx.ledger.fired_days(projects, [b.task_key for b in batch if b.task_key])
    return Circumstances(
        now=now,
        local=local,
        speech=office.speech,
        plans=plans,
        calendars={s: office.calendar_of(kommunen[s], days.get(s, ())) for s in slugs},
        staff_calendar=office.calendars(office.staff_place),
        circles={s: Circle(contacts[s], absences, unreachable) for s in slugs},
        staff=Circle(staff, absences, unreachable),
        persons=people,
        home=home,
        told=tx.letters.letters_about(_limited(batch, plans), TOLD),
        fired=fired,
        holding=what_waits(office, tx, now),
        holds=tx.holds.of_projects(projects) if projects else {},
        hand_overs=told_by,
        unreachable=unreachable,
        causes=tx.follow_ups.by_cause(_causes(batch, plans, fired)),
        letters=_letters_of_today(tx, list(people), _both_of(staff), local.date()),
    )


def press_cause(project_id: str, task_key: str) -> str:
    """What makes the question whether press work may go out unique."""
    return f"{project_id}/{task_key}/press"


def overview_calendar(person_id: str, around: Circumstances) -> Calendar:
    """The calendar by which somebody's overviews come."""
    home = around.home.get(person_id)
    return around.calendars[home] if home else around.staff_calendar


def overview_reader(person_id: str, around: Circumstances) -> Recipient | None:
    """Somebody's overview goes to the deputy during an absence, and to nobody where there is none."""
    person = around.persons[person_id]
    circle = around.circles.get(around.home.get(person_id, ""), around.staff)
    if not away(person, circle.absences, around.today):
        return Recipient(person, Purpose.OWN)
    deputy = next((c.deputy for c in circle.contacts.values() if c.person.id == person_id and c.deputy), None)
    return Recipient(deputy, Purpose.ABSENCE) if deputy and deputy.id not in around.unreachable else None


def _letters_of_today(
    tx: Transaction, people: Sequence[str], team: frozenset[str], today: date
) -> dict[tuple[str, date], str]:
    """Where everybody's letter of today stands.

    Letters to town halls are held, so that no sender takes them while rungs are put in. Those to the team,
    which all Kommunen share, are not: whoever fires beside us would wait, or we for each other.
    """
    found: dict[tuple[str, date], str] = {}
    town_halls = [p for p in people if p not in team]
    if town_halls:
        found.update(tx.letters.digests(town_halls, [today]))
    if team:
        found.update(tx.letters.digests(sorted(team), [today], hold=False))
    return found


def _both_of(staff: Mapping[str, Contact]) -> frozenset[str]:
    return frozenset(person.id for contact in staff.values() for person in _both(contact))


def _both(contact: Contact) -> tuple[Person, ...]:
    return (contact.person,) if contact.deputy is None else (contact.person, contact.deputy)


def _limited(batch: Sequence[Due], plans: Mapping[str, Plan]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for due in batch:
        if due.project_id and due.task_key and due.plan_digest:
            plan = plans[due.plan_digest]
            task = plan.task.get(due.task_key)
            if task and plan.role[task.role].letters_per_task is not None:
                found.append((due.project_id, due.task_key))
    return found


def _causes(
    batch: Sequence[Due],
    plans: Mapping[str, Plan],
    fired: Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]],
) -> list[str]:
    found: list[str] = []
    for due in batch:
        if not (due.project_id and due.task_key and due.plan_digest):
            continue
        plan = plans[due.plan_digest]
        if due.task_key in plan.task:
            if plan.task[due.task_key].press:
                found.append(press_cause(due.project_id, due.task_key))
            for rung in plan.rungs[due.task_key]:
                if rung.spec.while_open:
                    asked = f"{rung.rule_key.partition('.')[0]}.{rung.spec.while_open}"
                    times = len(fired.get((due.project_id, due.task_key), {}).get(asked, ()))
                    found.append(f"{due.project_id}/{due.task_key}/{asked}/{times}")
    return found
