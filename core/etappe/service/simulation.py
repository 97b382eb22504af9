"""Town halls that live by themselves: what the people of a demonstration do, in every run the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from etappe.model.calendar import Calendar
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.moments import local_day
from etappe.model.place import Land
from etappe.model.project import Project, TaskRecord, TaskState
from etappe.model.spec import TaskSpec
from etappe.service.answers import decline, propose_date
from etappe.service.day_entry import enter_days
from etappe.service.entering import Named
from etappe.service.follow_ups import answer_follow_up, open_follow_ups
from etappe.service.kommunen import list_kommunen
from etappe.service.office import Office, calendar_of, open_file
from etappe.service.people import report_absence, set_contact
from etappe.service.ports import Transaction
from etappe.service.projects import Wish, start_project
from etappe.service.tasks import settle

ELECTIONS: Mapping[str, tuple[date, str]] = {
    Land.BW: (date(2026, 3, 8), "Landtagswahl"),
    Land.RP: (date(2026, 3, 22), "Landtagswahl"),
    Land.ST: (date(2026, 9, 6), "Landtagswahl"),
    Land.MV: (date(2026, 9, 20), "Landtagswahl"),
    Land.BE: (date(2026, 9, 20), "Wahl zum Abgeordnetenhaus"),
}
"""The elections of the months that a demonstration shows."""
CONDITIONS = {
    "praesenz": 85,
    "digital": 25,
    "auswahl_los": 50,
    "ueberzeichnet": 25,
    "rueckfragen_offen": 40,
    "angebot_webinar": 60,
    "angebot_beratung": 40,
}
"""How many of a hundred Kommunen answer each question with yes."""
SEATED = 40
"""How many of a hundred enter the sessions of their council; half of those need its decision."""
SILENT = 19
"""How many of a hundred answer nothing for weeks."""
QUIET_FROM, QUIET_FOR = 15, 30
"""Working days after the start from which on a silence may begin, and how many it lasts."""
LEADS = 80
"""How many of a hundred choose the module for decision makers."""
PUNCTUAL, LATE, MOVED = 74, 92, 97
"""Up to which of a hundred a task is done in time, late, or moved; for the rest somebody else is named."""
ASKED_BEFORE = 2
"""Working days before a deadline on which town halls answer that it does not suit."""
EVERY = 8
"""Among how many Kommunen one names a deputy, as long as there are deputies."""
AWAY_AFTER = timedelta(days=37)
"""How long after the start a contact person with a deputy goes on leave."""
AWAY_FOR = timedelta(days=17)
AHEAD = timedelta(days=21)
"""Further ahead nobody does anything."""
TEAM = "Projektmanagement"
PM = "PM"
OUTCOMES = {
    FollowUpKind.RELEASE: ("released", "dropped"),
    FollowUpKind.PRESS: ("confirmed", "dropped"),
    FollowUpKind.PROPOSAL: ("accepted", "rejected"),
}
"""How project management decides where there is something to decide: more often the first."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A Kommune that enters the programme on a day, with what it wants."""

    kommune: Kommune
    wish: Wish
    deputy: Named | None = None


@dataclass(slots=True)
class TownHalls:
    """Everybody who answers letters in a demonstration."""

    office: Office
    entrances: Sequence[Entrance]
    started: set[str] = field(default_factory=set[str])

    def morning(self, now: datetime) -> None:
        """Let projects start, people go on leave, tasks be done, and follow-ups be answered."""
        today = local_day(now, self.office.zone)
        for entrance in self.entrances:
            self._enter(entrance, today, now)
        with self.office.store.begin() as tx:
            asked = _work(self.office, tx, today, now)
        for project, task, due in asked:
            _ask_back(self.office, project, task, due, now)
        for follow_up in open_follow_ups(self.office):
            _manage(self.office, follow_up, today, now)

    def _enter(self, entrance: Entrance, today: date, now: datetime) -> None:
        slug, start = entrance.kommune.slug, entrance.wish.start
        if slug not in self.started and start <= today:
            start_project(self.office, slug, entrance.wish, TEAM, now)
            self.started.add(slug)
        if entrance.deputy and today == start + AWAY_AFTER:
            _go_on_leave(self.office, entrance, today, now)


def chance(*parts: str) -> int:
    """A number from 0 to 99 that depends on the names alone."""
    return int.from_bytes(sha256("/".join(parts).encode()).digest()[:4], "big") % 100


def enter_calendars(office: Office, now: datetime) -> None:
    """Enter the elections of the Länder, and for some Kommunen the sessions of the council."""
    for kommune in list_kommunen(office):
        if kommune.land in ELECTIONS:
            day, name = ELECTIONS[kommune.land]
            enter_days(office, kommune.slug, [NamedDay(DayKind.ELECTION, day, name)], TEAM, now)
        if _seated(kommune.slug):
            for session in _sessions(office, kommune, local_day(now, office.zone).year):
                enter_days(office, kommune.slug, [session], kommune.name, now)


def entrances(office: Office, first: date, deputies: Sequence[Named]) -> tuple[Entrance, ...]:
    """All Kommunen in a mixed order, two of them every week; here and there one has a deputy to name."""
    mixed = sorted(list_kommunen(office), key=lambda k: sha256(k.slug.encode()).digest())
    stand_ins = dict(zip(range(0, len(mixed), EVERY), deputies, strict=False))
    return tuple(
        Entrance(kommune, _wish(office, kommune, place, first), stand_ins.get(place))
        for place, kommune in enumerate(mixed)
    )


def name_deputies(office: Office, entrants: Iterable[Entrance], now: datetime) -> None:
    """Enter who steps in for the contact persons that will be away."""
    for entrance in entrants:
        if entrance.deputy is not None:
            slug = entrance.kommune.slug
            with office.store.begin() as tx:
                person = tx.people.contacts([slug])[slug]["AP"].person
            set_contact(office, slug, "AP", person.name, person.email, entrance.deputy, TEAM, now)


def _wish(office: Office, kommune: Kommune, place: int, first: date) -> Wish:
    with office.store.begin() as tx:
        calendar = calendar_of(office, tx, kommune)
    start = calendar.on_or_after(first + timedelta(weeks=place // 2, days=3 * (place % 2)))
    slug = kommune.slug
    leads = ("entscheidungstraeger",) if chance(slug, "leads") < LEADS else ()
    wanted = leads if place % 2 else ("dialog", *leads)
    modules = tuple(m for m in wanted if m in office.programme.optional)
    answers = {key: chance(slug, key) < share for key, share in CONDITIONS.items()}
    answers["gremienbeschluss_noetig"] = _seated(slug) and chance(slug, "decision") < 50
    return Wish(start, modules, {k: v for k, v in answers.items() if k in _asked(office, modules)})


def _asked(office: Office, modules: tuple[str, ...]) -> set[str]:
    chosen = (*office.programme.mandatory, *modules)
    return {c.key for key in chosen for c in office.programme.modules[key].conditions}


def _seated(slug: str) -> bool:
    return chance(slug, "sessions") < SEATED


def _sessions(office: Office, kommune: Kommune, year: int) -> Iterable[NamedDay]:
    """A session every month, on the same weekday of its third week, outside the school holidays."""
    with office.store.begin() as tx:
        calendar = calendar_of(office, tx, kommune)
    for month in range(1, 13):
        day = date(year, month, 15)
        day += timedelta(days=(1 + chance(kommune.slug, "weekday") % 3 - day.weekday()) % 7)
        if calendar.works_on(day) and not calendar.in_school_holidays(day):
            yield NamedDay(DayKind.COMMITTEE, day, f"Sitzung: {kommune.council or 'Rat'}")


def _go_on_leave(office: Office, entrance: Entrance, today: date, now: datetime) -> None:
    slug = entrance.kommune.slug
    with office.store.begin() as tx:
        email = tx.people.contacts([slug])[slug]["AP"].person.email
    report_absence(office, email, today, today + AWAY_FOR, entrance.kommune.name, now)


Asked = tuple[Project, TaskSpec, date]
"""A task about which a town hall has something else to say than that it is done."""


def _work(office: Office, tx: Transaction, today: date, now: datetime) -> list[Asked]:
    """Settle what people do on this day; what needs an answer of another kind is returned."""
    tasks = tx.projects.open_tasks(today + AHEAD)
    places = _calendars(office, tx, sorted({p.kommune for p, _ in tasks}))
    waiting = {(p.id, t.key) for p, t in tasks}
    done: dict[str, list[TaskSpec]] = {}
    asked: list[Asked] = []
    for project, record in tasks:
        task = tx.projects.plan(project.plan_digest).task[record.key]
        calendar = places[project.kommune]
        if _asks_back(project, task, record, calendar, today):
            asked.append((project, task, record.due))
        elif _does(project, task, record, calendar, today) and not _waits(project, task, waiting):
            done.setdefault(project.id, []).append(task)
            waiting.discard((project.id, task.key))
    for project_id, finished in done.items():
        file = open_file(office, tx, project_id)
        for task in finished:
            by = TEAM if _of_team(task) else file.kommune.name
            settle(tx, file, task.key, TaskState.DONE, by, None, now)
    return asked


def _calendars(office: Office, tx: Transaction, slugs: Sequence[str]) -> Mapping[str, Calendar]:
    days = tx.kommunen.days(slugs)
    return {k.slug: office.calendar_of(k, days.get(k.slug, ())) for k in tx.kommunen.some(slugs)}


def _waits(project: Project, task: TaskSpec, waiting: set[tuple[str, str]]) -> bool:
    return any((project.id, before) in waiting for before in task.after)


def _of_team(task: TaskSpec) -> bool:
    return task.role in {PM, "MO", "PL"}


def _does(project: Project, task: TaskSpec, record: TaskRecord, calendar: Calendar, today: date) -> bool:
    """Whether somebody has done a task by this morning."""
    if not _of_team(task) and _silent(project, calendar, today):
        return False
    return calendar.works_on(today) and calendar.add(record.due, _lateness(project, task, record)) <= today


def _lateness(project: Project, task: TaskSpec, record: TaskRecord) -> int:
    """Working days from the deadline to the day on which a task is done."""
    draw = chance(project.id, task.key)
    if task.due.days == 0 or task.meeting:
        return 1  # what happens on a day is noted on the next
    if record.by_hand or draw < PUNCTUAL or (_of_team(task) and draw < LATE):
        return -(draw % 4)
    return 1 + draw % 4


def _asks_back(project: Project, task: TaskSpec, record: TaskRecord, calendar: Calendar, today: date) -> bool:
    if _of_team(task) or record.by_hand or task.due.days == 0 or chance(project.id, task.key) < LATE:
        return False
    return calendar.add(record.due, -ASKED_BEFORE) == today and not _silent(project, calendar, today)


def _silent(project: Project, calendar: Calendar, today: date) -> bool:
    if chance(project.kommune, "silent") >= SILENT:
        return False
    begins = QUIET_FROM + chance(project.kommune, "quiet") % QUIET_FOR
    return begins <= calendar.count(project.start, today) < begins + QUIET_FOR


def _ask_back(office: Office, project: Project, task: TaskSpec, due: date, now: datetime) -> None:
    with office.store.begin() as tx:
        file = open_file(office, tx, project.id)
    by, draw = file.kommune.name, chance(project.id, task.key)
    if draw < MOVED:
        later = file.calendar.add(due, 2 + draw % 4)
        propose_date(office, project.id, task.key, later, by, now)
    else:
        decline(office, project.id, task.key, by, "das Hauptamt", now)


def _manage(office: Office, follow_up: FollowUp, today: date, now: datetime) -> None:
    """Project management answers within a few days."""
    patience = timedelta(days=2 + chance(follow_up.id) % 7)
    if today.weekday() < 5 and local_day(follow_up.opened_at) + patience <= today:
        first, second = OUTCOMES.get(follow_up.kind, ("done", "done"))
        outcome = first if chance(follow_up.id, "outcome") < 70 else second
        answer_follow_up(office, follow_up.id, outcome, TEAM, now)
