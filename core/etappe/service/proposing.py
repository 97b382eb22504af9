"""Propose good days for an anchor, and find the days on which one person is wanted in several places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from etappe.model.fitting import days_from
from etappe.model.good_days import Diary
from etappe.model.moments import local_day
from etappe.model.people import Absence, Person
from etappe.model.project import TaskState
from etappe.model.proposals import Proposal, event_task, proposals
from etappe.model.schedule import Schedule
from etappe.service.backwards import require_open
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

BEYOND = timedelta(days=3 * 366)
"""No search reaches further ahead than this from today: a start, its bounds, and a year behind them."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event that is still to come, and who is to hold it."""

    day: date
    project: str
    slug: str
    kommune: str
    anchor: str
    title: str
    role: str
    person: Person


@dataclass(frozen=True, slots=True)
class Clash:
    """A day on which one person has events in several Kommunen."""

    day: date
    person: Person
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Good days for an anchor of a project, as its plan is now."""

    schedule: Schedule
    proposals: tuple[Proposal, ...]


def propose(
    office: Office, project_id: str, anchor: str, now: datetime, first: date | None = None, number: int = 3
) -> Proposed:
    """The next good days for an anchor of a project, from a day or from today on; nothing is saved.

    Raises `UnknownProject`, `UnknownAnchor`, `NothingBefore`, `AnchorPassed` and `NoGoodDay`.
    """
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        require_open(file, anchor, today)
        diary = _diary(tx, file, anchor, today)
    found = proposals(file.schedule, anchor, first or today, diary, number)
    return Proposed(file.schedule, found)


def facilitator_clashes(office: Office, now: datetime) -> tuple[Clash, ...]:
    """The days from today on on which one person has events in several Kommunen, the next first."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        busy = _double_days(tx, today)
        projects = {project for places in busy.values() for _, project in places}
        events = coming_events(tx, today, projects) if busy else ()
    wanted = [event for event in events if (event.day, event.person.id) in busy]
    ordered = sorted(wanted, key=lambda e: (e.day, e.person.name, e.person.id, e.kommune, e.project))
    groups = (tuple(same) for _, same in groupby(ordered, key=lambda e: (e.day, e.person.id)))
    return tuple(Clash(g[0].day, g[0].person, g) for g in groups)


def clash_number(tx: Transaction, first: date, last: date) -> int:
    """On how many days of a span somebody has events in several Kommunen; none of them is read."""
    return len(_double_days(tx, first, last))


def _double_days(
    tx: Transaction, first: date, last: date | None = None
) -> dict[tuple[date, str], set[tuple[str, str]]]:
    """The Kommunen and projects in which one person has events on the same day, by day and person."""
    plans = {digest: tx.projects.plan(digest) for digest in tx.survey.digests()}
    roles: dict[tuple[str, str], str] = {}
    events: dict[str, set[str]] = {}
    for digest, plan in plans.items():
        for anchor in plan.anchors:
            if task := event_task(plan, anchor.key):
                roles[digest, task.key] = task.role
                events.setdefault(anchor.key, set()).add(task.key)
    found = tx.survey.event_days(events, first, last)
    held = sorted({slug for _, slug, *_ in found})
    own, staff = tx.survey.who_fills(sorted(set(roles.values())), held), tx.people.staff()
    team = {role: contact.person.id for role, contact in staff.items()}
    places: dict[tuple[date, str], set[tuple[str, str]]] = {}
    for project, slug, digest, key, day in found:
        role = roles.get((digest, key), "")
        who = own.get((slug, role)) or team.get(role)
        if who:
            places.setdefault((day, who), set()).add((slug, project))
    return {where: found for where, found in places.items() if len({slug for slug, _ in found}) > 1}


def coming_events(tx: Transaction, first: date, projects: Collection[str] | None = None) -> tuple[Event, ...]:
    """The open events of some projects or of all, from a day on, that somebody is to hold; read in sets."""
    plans = {digest: tx.projects.plan(digest) for digest in tx.survey.digests()}
    events = (event_task(plan, anchor.key) for plan in plans.values() for anchor in plan.anchors)
    found = tx.projects.open_among({task.key for task in events if task}, first, projects)
    slugs = sorted({project.kommune for project, _ in found})
    names = {k.slug: k.name for k in tx.kommunen.some(slugs)}
    contacts = tx.people.contacts(slugs)
    return tuple(
        Event(
            day=record.due,
            project=project.id,
            slug=project.kommune,
            kommune=names[project.kommune],
            anchor=task.due.anchor,
            title=plans[project.plan_digest].anchor[task.due.anchor].title,
            role=task.role,
            person=contacts[project.kommune][task.role].person,
        )
        for project, record in found
        if (task := plans[project.plan_digest].task.get(record.key)) is not None
        if task == event_task(plans[project.plan_digest], task.due.anchor)
        if task.role in contacts[project.kommune]
    )


def _diary(tx: Transaction, file: ProjectFile, anchor: str, today: date) -> Diary:
    open_tasks = frozenset(t.key for t in file.tasks.values() if t.state is TaskState.OPEN)
    task = event_task(file.plan, anchor)
    if task is None:
        return Diary(today, open_tasks=open_tasks)
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(task.role)
    who = contact.person if contact else None
    title = file.plan.role[task.role].title
    others = [e for e in coming_events(tx, today) if (e.project, e.anchor) != (file.project.id, anchor)]
    away = tx.people.absences([who.id], today) if who else ()
    busy = dict([*_absent(file, title, away, today), *_elsewhere(file, title, others, who)])
    return Diary(today, busy, title if who else "", open_tasks)


def _absent(
    file: ProjectFile, role: str, absences: Sequence[Absence], today: date
) -> Iterable[tuple[date, str]]:
    why = file.speech.remarks.is_away.format(role=role)
    for absence in absences:
        last = min(absence.last, today + BEYOND)
        if last >= today:
            yield from ((day, why) for day in days_from(max(absence.first, today), last))


def _elsewhere(
    file: ProjectFile, role: str, events: Iterable[Event], who: Person | None
) -> Iterable[tuple[date, str]]:
    """Days with another event of the same Kommune, or of the same person wherever it is."""
    say = file.speech.remarks
    for event in events:
        if event.slug == file.kommune.slug:
            yield event.day, say.other_event.format(title=event.title)
        elif who and event.person.id == who.id:
            yield event.day, say.is_elsewhere.format(role=role, kommune=event.kommune)
