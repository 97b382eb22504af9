"""Why a day is the day, in the language of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etappe.model.anchors import AnchorDate
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.phrases import PHRASES, Phrases
from etappe.model.schedule import Deadline, Schedule
from etappe.model.spec import Offset, Roll, Unit

LISTED = 4
"""Up to this many holidays are named; a longer count names their number and the last."""


def explain_task(schedule: Schedule, task: str) -> str:
    """Why a task is due on its day: "15 Arbeitstage vor der Dialogveranstaltung am 30.11.2021; verschoben
    wegen Buß- und Bettag (17.11.2021)".
    """
    key = f"task {task}"
    if key not in schedule.explained:
        parts = _task_parts(schedule, schedule.deadlines[task], _phrases(schedule))
        schedule.explained[key] = "; ".join(parts)
    return schedule.explained[key]


def explain_anchor(schedule: Schedule, anchor: str) -> str:
    """Why an anchor lies on its day."""
    key = f"anchor {anchor}"
    if key not in schedule.explained:
        parts = _anchor_parts(schedule, schedule.anchors[anchor], _phrases(schedule))
        schedule.explained[key] = "; ".join(parts)
    return schedule.explained[key]


def _phrases(schedule: Schedule) -> Phrases:
    return PHRASES.get(schedule.plan.programme.language, PHRASES["de"])


def _task_parts(schedule: Schedule, deadline: Deadline, say: Phrases) -> Iterable[str]:
    spec = schedule.plan.task[deadline.task]
    base = schedule.anchors[spec.due.anchor].day
    yield _counted(schedule, spec.due, base, say)
    if deadline.by_hand:
        yield say.by_hand.format(day=say.day(deadline.computed))
        return
    yield from _rested(schedule.calendars.of_task(deadline.task), spec.due, base, deadline.computed, say)
    yield from _shifted(schedule, spec.due, base, deadline, say)
    if deadline.compressed_after:
        waited_for = schedule.plan.task[deadline.compressed_after]
        ready = schedule.deadlines[deadline.compressed_after].day
        computed = say.day(deadline.computed)
        yield say.compressed.format(task=waited_for.title, ready=say.day(ready), day=computed)
        if deadline.committee:
            yield say.committee.format(day=say.day(schedule.calendar.add(ready, 1)))
    elif deadline.committee:
        yield say.committee.format(day=say.day(deadline.computed))
    elif spec.committee:
        yield say.committee_wish


def _shifted(
    schedule: Schedule, offset: Offset, base: date, deadline: Deadline, say: Phrases
) -> Iterable[str]:
    """The days off that the count passed over, or the day off that it rolled from."""
    if deadline.unrolled != deadline.computed:
        phrase = say.rolled_legal if offset.roll is Roll.LEGAL else say.rolled
        yield phrase.format(day=_with_reason(schedule, deadline.unrolled, say))
    elif offset.unit is Unit.WORKING_DAYS and offset.days:
        reasons = _passed_over(schedule, base, deadline.computed, say)
        if len(reasons) > LISTED:
            yield say.moved_because_many.format(number=len(reasons), last=reasons[-1])
        elif reasons:
            yield say.moved_because.format(reasons=", ".join(reasons))


def _anchor_parts(schedule: Schedule, anchor: AnchorDate, say: Phrases) -> Iterable[str]:
    if anchor.offset is None or anchor.base_day is None or anchor.nominal is None:
        yield say.given
        return
    yield _counted(schedule, anchor.offset, anchor.base_day, say)
    if anchor.by_hand:
        yield say.by_hand.format(day=say.day(anchor.nominal))
        return
    calendar = schedule.calendars.of_anchor(anchor.key)
    yield from _rested(calendar, anchor.offset, anchor.base_day, anchor.nominal, say)
    if anchor.day == anchor.nominal:
        return
    yield say.would_be.format(day=say.day(anchor.nominal))
    if anchor.stretched:
        unit = say.working_day[0 if anchor.stretched == 1 else 1]
        yield say.stretched.format(number=anchor.stretched, unit=unit)
    if anchor.raised_by:
        at = anchor.raised_by.at
        yield say.raised.format(bound=_counted(schedule, at, schedule.anchors[at.anchor].day, say))
    if schedule.plan.anchor[anchor.key].event:
        yield say.event_search
    if anchor.avoided:
        yield say.avoiding.format(reasons=", ".join(_avoided(anchor.avoided, say)))


def _rested(calendar: Calendar, offset: Offset, base: date, day: date, say: Phrases) -> Iterable[str]:
    """The rests in which a count stood still; a legal deadline runs on."""
    by_work = offset.unit is Unit.WORKING_DAYS
    if offset.roll is Roll.LEGAL and not by_work:
        return
    forwards = base <= day
    for first, last in calendar.days.rests:
        if last < min(base, day) or first > max(base, day):
            continue
        before = max(first - ONE_DAY, base) if forwards else first - ONE_DAY
        end = last if forwards else min(last, base - ONE_DAY)
        number = calendar.place.count(before, end) if by_work else (end - before).days
        if number > 0:
            unit = say.counted_in(Unit.WORKING_DAYS if by_work else Unit.CALENDAR_DAYS, number)
            phrase = say.rested if forwards else say.rested_before
            yield phrase.format(number=number, unit=unit, first=say.day(first), last=say.day(last))


def _avoided(reasons: tuple[str | date, ...], say: Phrases) -> Iterable[str]:
    for reason in reasons:
        yield reason if isinstance(reason, str) else say.election.format(day=say.day(reason))


def _counted(schedule: Schedule, offset: Offset, base: date, say: Phrases) -> str:
    anchor = schedule.plan.anchor[offset.anchor]
    if offset.days == 0:
        return say.on_the_day.format(title=anchor.title, day=say.day(base))
    number = abs(offset.days)
    unit = say.counted_in(offset.unit, number)
    phrase = say.before if offset.days < 0 else say.after
    return phrase.format(number=number, unit=unit, anchor=anchor.dative, day=say.day(base))


def _passed_over(schedule: Schedule, base: date, day: date, say: Phrases) -> tuple[str, ...]:
    first, last = sorted((base, day))
    named = schedule.calendar.named_days_off(first, last)
    return tuple(f"{reason} ({say.day(d)})" for d, reason in named if d != base)


def _with_reason(schedule: Schedule, day: date, say: Phrases) -> str:
    reason = schedule.calendar.reason_off(day) or say.weekdays[day.weekday()]
    return f"{say.day(day)} ({reason})"
