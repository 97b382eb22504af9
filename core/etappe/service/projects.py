"""Preview, start and show projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from etappe.errors import ContactMissing, ProjectExists, StartInThePast
from etappe.model.audit import Fact
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.moments import local_day
from etappe.model.people import Contact
from etappe.model.place import Place
from etappe.model.plan import Plan, draw_up
from etappe.model.project import (
    AnchorRecord,
    Project,
    TaskRecord,
    current_phase,
    next_phase_check,
)
from etappe.model.region import require_region
from etappe.model.schedule import Schedule, lay_out
from etappe.model.spec import Avoid
from etappe.model.speech import speech_in
from etappe.model.standing import silent_from
from etappe.model.warnings import PlanWarning, warnings_of
from etappe.service.arming import arm_tasks, missing_overviews
from etappe.service.office import Drawing, Office, calendar_of, require_kommune
from etappe.service.phases import phase_facts
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of a new project."""

    start: date
    modules: tuple[str, ...] = ()
    """Optional modules; the mandatory ones come by themselves."""
    answers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    fixed_anchors: Mapping[str, date] = field(default_factory=dict[str, date])
    ignored: frozenset[Avoid] = frozenset()


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan with dates that is not stored."""

    schedule: Schedule
    warnings: tuple[PlanWarning, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A project that was started, with what is doubtful about its plan."""

    project: Project
    schedule: Schedule
    warnings: tuple[PlanWarning, ...]


def preview(office: Drawing, place: Place, wish: Wish) -> Preview:
    """Plan without storing anything; raises `UnknownLand`, and what `draw_up` and `lay_out` refuse."""
    require_region(place.land, office.programme.spec.regions)
    return _planned(office, office.calendars(place), wish)


def start_project(office: Office, kommune: str, wish: Wish, by: str, now: datetime) -> Started:
    """Start a Kommune's project: plan it, store plan and dates, arm its reminders; all or nothing.

    Raises `StartInThePast`, `UnknownKommune`, `ContactMissing`, `ProjectExists`, and what planning refuses.
    """
    today = local_day(now, office.zone)
    if wish.start < today:
        raise StartInThePast(kommune=kommune, start=f"{wish.start:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
    with office.store.begin() as tx:
        calendar = calendar_of(office, tx, require_kommune(tx, kommune))
        contacts = tx.people.contacts([kommune])[kommune]
        needed = office.programme.spec.contact
        if needed not in contacts:
            raise ContactMissing(kommune=kommune, role=needed)
        planned = _planned(office, calendar, wish)
        tasks = [TaskRecord(d.task, d.day, d.by_hand) for d in planned.schedule.deadlines.values()]
        project = _project(tx, kommune, planned.schedule, tasks, wish, now)
        readers = _readers(office, planned.schedule.plan, contacts, calendar)
        _store(tx, project, planned.schedule, tasks, readers, now)
        tx.audit.record([_started(project, planned.schedule, by), *phase_facts(None, project, by)], now)
    return Started(project, planned.schedule, (*planned.warnings, *_open_roles(planned.schedule, contacts)))


def _open_roles(schedule: Schedule, contacts: Mapping[str, Contact]) -> Iterable[PlanWarning]:
    """Roles that have tasks to do and nobody who fills them: their reminders would reach no one."""
    plan = schedule.plan
    say = speech_in(plan.programme.language).remarks
    for role in dict.fromkeys(plan.task[key].role for key in schedule.deadlines):
        if role not in contacts:
            text = say.role_open.format(title=plan.role[role].title, role=role)
            yield PlanWarning("role_open", role, text)


def _planned(office: Drawing, calendar: Calendar, wish: Wish) -> Preview:
    plan = drawn_up(office, tuple(sorted(wish.modules)))
    decisions = Decisions(
        start=wish.start, answers=wish.answers, fixed_anchors=wish.fixed_anchors, ignored=wish.ignored
    )
    schedule = lay_out(plan, decisions, calendar)
    return Preview(schedule, warnings_of(schedule))


def drawn_up(office: Drawing, modules: tuple[str, ...]) -> Plan:
    """The plan of the mandatory modules and these, as they are installed; raises what `draw_up` raises."""
    # plans depend on the choice of modules only; a programme has few choices and many Kommunen
    if modules not in office.plans:
        office.plans[modules] = draw_up(office.programme, modules)
    return office.plans[modules]


def _project(
    tx: Transaction,
    kommune: str,
    schedule: Schedule,
    tasks: Iterable[TaskRecord],
    wish: Wish,
    now: datetime,
) -> Project:
    others, today = tx.projects.of_kommune(kommune), local_day(now, schedule.calendar.zone)
    if any(p.start == wish.start for p in others):
        raise ProjectExists(kommune=kommune, start=f"{wish.start:%d.%m.%Y}")
    return Project(
        id=kommune if not others else f"{kommune}-{len(others) + 1}",
        kommune=kommune,
        plan_digest=schedule.plan.digest,
        start=wish.start,
        answers=dict(wish.answers),
        ignored=tuple(sorted(wish.ignored)),
        rev=1,
        created_at=now,
        phase=current_phase(schedule.plan, schedule, {t.key: t for t in tasks}, today),
        phase_check_on=next_phase_check(schedule, today),
        silent_from=silent_from(wish.start, None, schedule.calendar),
    )


def _store(
    tx: Transaction,
    project: Project,
    schedule: Schedule,
    tasks: Iterable[TaskRecord],
    readers: Mapping[str, Calendar],
    now: datetime,
) -> None:
    anchors = [AnchorRecord(a.key, a.day, a.by_hand) for a in schedule.anchors.values()]
    tx.projects.keep_plan(schedule.plan)
    tx.projects.add(project, anchors, tasks)
    rungs = arm_tasks(project.id, schedule.plan, tasks, schedule.calendars, now)
    tx.ledger.arm([*rungs, *missing_overviews(tx, readers, now)], now)


def _readers(
    office: Office, plan: Plan, contacts: Mapping[str, Contact], calendar: Calendar
) -> dict[str, Calendar]:
    """Who gets a weekly overview, and by which calendar."""
    return {
        c.person.id: office.calendars(office.staff_place) if plan.role[c.role].staff else calendar
        for c in contacts.values()
        if c.role in plan.role and plan.role[c.role].overview
    }


def _started(project: Project, schedule: Schedule, by: str) -> Fact:
    data = {
        "kommune": project.kommune,
        "plan": project.plan_digest,
        "start": project.start.isoformat(),
        "answers": dict(project.answers),
        "anchors": {a.key: a.day.isoformat() for a in schedule.anchors.values()},
        "tasks": len(schedule.deadlines),
    }
    return Fact(by, "project started", project.id, data)
