"""What project management should know when a plan is made: bounds, holidays, elections, length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etappe.model.anchors import AnchorDate, bound_days
from etappe.model.counting import resolve
from etappe.model.schedule import Schedule
from etappe.model.spec import Avoid, Roll, months

DAYS_PER_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """Something that does not forbid a plan; code for machines, text in German for people."""

    code: str
    subject: str
    """The key of the anchor, phase or task that it is about."""
    text: str


def warnings_of(schedule: Schedule) -> tuple[PlanWarning, ...]:
    """Everything that is doubtful in a schedule, in the order of its anchors and tasks."""
    return (
        *(w for a in schedule.anchors.values() for w in _anchor(schedule, a)),
        *_too_long(schedule),
        *_before_start(schedule),
        *_before_requirement(schedule),
        *_before_prerequisite(schedule),
        *_beyond_school_calendar(schedule),
    )


def months_between(first: date, last: date) -> float:
    """How long something takes in months, to one decimal."""
    return round((last - first).days / DAYS_PER_MONTH, 1)


def duration_in_months(schedule: Schedule) -> float | None:
    """The programme's duration from its first to its last anchor, in months."""
    spec = schedule.plan.programme
    if spec.duration_from not in schedule.anchors or spec.duration_to not in schedule.anchors:
        return None
    return months_between(schedule.anchors[spec.duration_from].day, schedule.anchors[spec.duration_to].day)


def _anchor(schedule: Schedule, anchor: AnchorDate) -> Iterable[PlanWarning]:
    spec = schedule.plan.anchor[anchor.key]
    title, day = spec.title, f"{anchor.day:%d.%m.%Y}"
    placed, plan, decisions, calendar = schedule.anchors, schedule.plan, schedule.decisions, schedule.calendar
    for _, earliest in bound_days(spec.earliest, placed, plan, decisions, calendar):
        if anchor.day < earliest:
            text = f"{title} am {day} liegt vor der unteren Grenze {earliest:%d.%m.%Y}."
            yield PlanWarning("before_bound", anchor.key, text)
    for _, latest in bound_days(spec.latest, placed, plan, decisions, calendar):
        if anchor.day > latest:
            text = f"{title} am {day} liegt nach der oberen Grenze {latest:%d.%m.%Y}."
            yield PlanWarning("after_bound", anchor.key, text)
    if not calendar.works_on(anchor.day):
        yield PlanWarning("day_off", anchor.key, f"{title} am {day} ist kein Arbeitstag.")
    if anchor.by_hand:
        yield from _avoided_in_vain(schedule, anchor)


def _avoided_in_vain(schedule: Schedule, anchor: AnchorDate) -> Iterable[PlanWarning]:
    spec = schedule.plan.anchor[anchor.key]
    day = f"{anchor.day:%d.%m.%Y}"
    holiday = schedule.calendar.days.school.get(anchor.day)
    election = schedule.calendar.election_after(anchor.day)
    if holiday and (Avoid.SCHOOL_HOLIDAYS in spec.avoid or spec.stretched_by_school_holidays):
        text = f"{spec.title} am {day} liegt in den Schulferien ({holiday})."
        yield PlanWarning("school_holidays", anchor.key, text)
    if election and Avoid.ELECTION_WEEKS in spec.avoid:
        text = f"{spec.title} am {day} liegt in den sechs Wochen vor der Wahl am {election:%d.%m.%Y}."
        yield PlanWarning("election_weeks", anchor.key, text)


def is_too_long(schedule: Schedule) -> bool:
    """Whether the last anchor lies further from the first than the programme wants."""
    spec, anchors = schedule.plan.programme, schedule.anchors
    if spec.duration_from not in anchors or spec.duration_to not in anchors:
        return False
    bound = months(spec.duration_from, spec.longest_months, roll=Roll.NONE)
    latest = resolve(bound, anchors[spec.duration_from].day, schedule.calendar).day
    return anchors[spec.duration_to].day > latest


def _too_long(schedule: Schedule) -> Iterable[PlanWarning]:
    if is_too_long(schedule):
        spec = schedule.plan.programme
        number = f"{duration_in_months(schedule):.1f}".replace(".", ",")
        text = f"Die Laufzeit beträgt {number} Monate, vorgesehen sind höchstens {spec.longest_months}."
        yield PlanWarning("too_long", spec.duration_to, text)


def _before_start(schedule: Schedule) -> Iterable[PlanWarning]:
    for deadline in schedule.deadlines.values():
        if deadline.day < schedule.decisions.start:
            title = schedule.plan.task[deadline.task].title
            text = f"„{title}“ wäre am {deadline.day:%d.%m.%Y} fällig, vor dem Projektstart."
            yield PlanWarning("before_start", deadline.task, text)


def _before_requirement(schedule: Schedule) -> Iterable[PlanWarning]:
    """Tasks that are due before something that their phase takes for granted."""
    for phase in schedule.plan.phases:
        for required in phase.requires:
            ready = schedule.deadlines.get(required)
            early = [
                d.task
                for d in schedule.deadlines.values()
                if ready and schedule.plan.task[d.task].phase == phase.key and d.day < ready.day
            ]
            if ready and early:
                text = (
                    f"Die Phase „{phase.title}“ setzt „{schedule.plan.task[required].title}“ "
                    f"({ready.day:%d.%m.%Y}) voraus; früher fällig: {', '.join(early)}."
                )
                yield PlanWarning("before_requirement", phase.key, text)


def _before_prerequisite(schedule: Schedule) -> Iterable[PlanWarning]:
    """Deadlines fixed by hand before a task that they depend on."""
    for deadline in schedule.deadlines.values():
        for before in schedule.plan.task[deadline.task].after:
            ready = schedule.deadlines.get(before)
            if ready and deadline.by_hand and deadline.day < ready.day:
                title, earlier = schedule.plan.task[deadline.task].title, schedule.plan.task[before].title
                text = f"„{title}“ liegt von Hand vor „{earlier}“ ({ready.day:%d.%m.%Y})."
                yield PlanWarning("before_prerequisite", deadline.task, text)


def _beyond_school_calendar(schedule: Schedule) -> Iterable[PlanWarning]:
    known = schedule.calendar.days.school_known_until
    last = max((d.day for d in schedule.deadlines.values()), default=known)
    if last > known:
        text = f"Schulferien sind nur bis {known:%d.%m.%Y} bekannt; der Plan reicht bis {last:%d.%m.%Y}."
        yield PlanWarning("beyond_school_calendar", schedule.plan.programme.key, text)
