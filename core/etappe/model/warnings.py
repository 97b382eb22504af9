"""What project management should know when a plan is made: bounds, holidays, elections, length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from etappe.model.anchors import AnchorDate, bound_days
from etappe.model.counting import resolve
from etappe.model.schedule import Schedule
from etappe.model.spec import Avoid, Roll, months
from etappe.model.speech import Speech, speech_in

DAYS_PER_MONTH = 30.4
FAR_SESSION = timedelta(days=60)
"""A session further behind the wish than this is hardly the next one: dates are missing."""


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """What does not forbid a plan; code for machines, text for people in the programme's language."""

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
        *_late_sessions(schedule),
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
    speech = _speech(schedule)
    say, about = speech.remarks, {"title": spec.title, "day": speech.day(anchor.day)}
    placed, plan, decisions = schedule.anchors, schedule.plan, schedule.decisions
    calendar = schedule.calendars.of_anchor(anchor.key)
    for _, earliest in bound_days(spec.earliest, placed, plan, decisions, calendar):
        if anchor.day < earliest:
            text = say.before_bound.format(**about, bound=speech.day(earliest))
            yield PlanWarning("before_bound", anchor.key, text)
    for _, latest in bound_days(spec.latest, placed, plan, decisions, calendar):
        if anchor.day > latest:
            text = say.after_bound.format(**about, bound=speech.day(latest))
            yield PlanWarning("after_bound", anchor.key, text)
    if not calendar.works_on(anchor.day):
        yield PlanWarning("day_off", anchor.key, say.day_off.format(**about))
    if anchor.by_hand:
        yield from _avoided_in_vain(schedule, anchor)


def _avoided_in_vain(schedule: Schedule, anchor: AnchorDate) -> Iterable[PlanWarning]:
    spec = schedule.plan.anchor[anchor.key]
    speech = _speech(schedule)
    about = {"title": spec.title, "day": speech.day(anchor.day)}
    holiday = schedule.calendar.days.school.get(anchor.day)
    election = schedule.calendar.election_after(anchor.day)
    if holiday and (Avoid.SCHOOL_HOLIDAYS in spec.avoid or spec.stretched_by_school_holidays):
        text = speech.remarks.school_holidays.format(**about, holiday=holiday)
        yield PlanWarning("school_holidays", anchor.key, text)
    if election and Avoid.ELECTION_WEEKS in spec.avoid:
        text = speech.remarks.election_weeks.format(**about, election=speech.day(election))
        yield PlanWarning("election_weeks", anchor.key, text)


def is_too_long(schedule: Schedule) -> bool:
    """Whether the last anchor lies further from the first than the programme wants."""
    latest, anchors = _longest(schedule), schedule.anchors
    last = anchors.get(schedule.plan.programme.duration_to)
    return latest is not None and last is not None and last.day > latest


def _longest(schedule: Schedule) -> date | None:
    """The day up to which the programme wants to be done."""
    spec, anchors = schedule.plan.programme, schedule.anchors
    if spec.duration_from not in anchors:
        return None
    bound = months(spec.duration_from, spec.longest_months, roll=Roll.NONE)
    return resolve(bound, anchors[spec.duration_from].day, schedule.calendar).day


def _too_long(schedule: Schedule) -> Iterable[PlanWarning]:
    if is_too_long(schedule):
        spec, say = schedule.plan.programme, _speech(schedule).remarks
        number = f"{duration_in_months(schedule):.1f}".replace(".", say.decimal_sign)
        text = say.too_long.format(number=number, most=spec.longest_months)
        yield PlanWarning("too_long", spec.duration_to, text)


def _before_start(schedule: Schedule) -> Iterable[PlanWarning]:
    speech = _speech(schedule)
    for deadline in schedule.deadlines.values():
        if deadline.day < schedule.decisions.start:
            title = schedule.plan.task[deadline.task].title
            text = speech.remarks.before_start.format(title=title, day=speech.day(deadline.day))
            yield PlanWarning("before_start", deadline.task, text)


def _before_requirement(schedule: Schedule) -> Iterable[PlanWarning]:
    """Tasks that are due before something that their phase takes for granted."""
    speech, deadlines = _speech(schedule), schedule.deadlines
    for phase in schedule.plan.phases:
        for ready in (deadlines[key] for key in phase.requires if key in deadlines):
            required, before = ready.task, [d.task for d in deadlines.values() if d.day < ready.day]
            early = [task for task in before if schedule.plan.task[task].phase == phase.key]
            if early:
                text = speech.remarks.before_requirement.format(
                    phase=phase.title,
                    task=schedule.plan.task[required].title,
                    day=speech.day(ready.day),
                    early=", ".join(early),
                )
                yield PlanWarning("before_requirement", phase.key, text)


def _before_prerequisite(schedule: Schedule) -> Iterable[PlanWarning]:
    """Deadlines fixed by hand before a task that they depend on."""
    speech = _speech(schedule)
    for deadline in schedule.deadlines.values():
        for before in schedule.plan.task[deadline.task].after:
            ready = schedule.deadlines.get(before)
            if ready and deadline.by_hand and deadline.day < ready.day:
                title, earlier = schedule.plan.task[deadline.task].title, schedule.plan.task[before].title
                text = speech.remarks.before_prerequisite.format(
                    title=title, before=earlier, day=speech.day(ready.day)
                )
                yield PlanWarning("before_prerequisite", deadline.task, text)


def _late_sessions(schedule: Schedule) -> Iterable[PlanWarning]:
    """Tasks whose committee meets long after they wanted it, or only after the programme's end."""
    speech, latest = _speech(schedule), _longest(schedule)
    for deadline in schedule.deadlines.values():
        if not deadline.committee:
            continue
        task, wish = schedule.plan.task[deadline.task], deadline.computed
        about = {"title": task.title, "day": speech.day(deadline.day), "wish": speech.day(wish)}
        if deadline.day - wish > FAR_SESSION:
            yield PlanWarning("session_far", task.key, speech.remarks.session_far.format(**about))
        if latest is not None and wish <= latest < deadline.day:
            text = speech.remarks.session_beyond.format(**about, latest=speech.day(latest))
            yield PlanWarning("session_beyond", task.key, text)


def _beyond_school_calendar(schedule: Schedule) -> Iterable[PlanWarning]:
    known = schedule.calendar.days.school_known_until
    last = max((d.day for d in schedule.deadlines.values()), default=known)
    if last > known:
        speech = _speech(schedule)
        text = speech.remarks.beyond_school_calendar.format(known=speech.day(known), last=speech.day(last))
        yield PlanWarning("beyond_school_calendar", schedule.plan.programme.key, text)


def _speech(schedule: Schedule) -> Speech:
    return speech_in(schedule.plan.programme.language)
