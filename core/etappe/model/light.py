"""The traffic light of a project, for project management and the contact person only: never a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etappe.model.hold import Hold, resting
from etappe.model.project import TaskRecord, TaskState, is_overdue
from etappe.model.remarks import Remarks
from etappe.model.schedule import Schedule
from etappe.model.speech import speech_in
from etappe.model.warnings import is_too_long

LONG_OVERDUE = 8
"""Working days after which an overdue blocking task turns the light red."""
EVENT_NEAR = 10
"""Working days before an event by which its invitation has to be out."""
MOVED_FAR = 10
"""Working days by which an anchor may be moved before the light turns amber."""


class Light(StrEnum):
    """Green, amber or red."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Signal:
    """A light with the reason in the language of the programme: why it is not green, or what rests."""

    light: Light
    reason: str = ""


def signal_of(schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> Signal:
    """The worst that can be said of a project today, after template.md § 6.

    Red: a blocking task overdue by eight working days or more, or an event within ten without its
    invitation. Amber: a blocking task overdue, an anchor moved by more than ten working days, or a
    computed end beyond the programme's duration (decision 12). While it rests nothing burns.
    """
    hold = resting(schedule.decisions.holds, today)
    if hold:
        return Signal(Light.GREEN, resting_words(schedule, hold))
    burning = (*_long_overdue(schedule, tasks, today), *_uninvited(schedule, tasks, today))
    doubtful = (*_overdue(schedule, tasks, today), *_moved_far(schedule), *_too_long(schedule))
    if burning:
        return Signal(Light.RED, burning[0])
    return Signal(Light.AMBER, doubtful[0]) if doubtful else Signal(Light.GREEN)


def resting_words(schedule: Schedule, hold: Hold) -> str:
    """That a project rests, until when and why."""
    speech = speech_in(schedule.plan.programme.language)
    return speech.remarks.resting.format(day=speech.day(hold.until), reason=hold.reason)


def _open_blocking(schedule: Schedule, tasks: Mapping[str, TaskRecord]) -> Iterable[TaskRecord]:
    for task in tasks.values():
        if task.state is TaskState.OPEN and schedule.plan.task[task.key].blocking:
            yield task


def _long_overdue(schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> Iterable[str]:
    for task in _open_blocking(schedule, tasks):
        late = schedule.calendars.of_task(task.key).count(task.due, today)
        if late >= LONG_OVERDUE and is_overdue(task, schedule, today):
            title = schedule.plan.task[task.key].title
            yield _say(schedule).long_overdue.format(title=title, late=late)


def _overdue(schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> Iterable[str]:
    for task in _open_blocking(schedule, tasks):
        if is_overdue(task, schedule, today):
            yield _say(schedule).overdue.format(title=schedule.plan.task[task.key].title)


def _uninvited(schedule: Schedule, tasks: Mapping[str, TaskRecord], today: date) -> Iterable[str]:
    """Events close at hand whose milestone beforehand, the invitation, is still open."""
    for task in _open_blocking(schedule, tasks):
        spec = schedule.plan.task[task.key]
        anchor = schedule.plan.anchor[spec.due.anchor]
        left = schedule.calendar.count(today, schedule.anchors[anchor.key].day)
        if anchor.event and spec.milestone and spec.due.days < 0 and 0 <= left <= EVENT_NEAR:
            say = _say(schedule)
            yield say.uninvited.format(event=anchor.title, when=_in_days(left, say), title=spec.title)


def _in_days(left: int, say: Remarks) -> str:
    return {0: say.today, 1: say.in_one_day}.get(left, say.in_days.format(number=left))


def _moved_far(schedule: Schedule) -> Iterable[str]:
    for anchor in schedule.anchors.values():
        if anchor.by_hand and anchor.nominal is not None:
            moved = abs(schedule.calendar.count(anchor.nominal, anchor.day))
            if moved > MOVED_FAR:
                event = schedule.plan.anchor[anchor.key].title
                yield _say(schedule).moved_far.format(event=event, number=moved)


def _too_long(schedule: Schedule) -> Iterable[str]:
    if is_too_long(schedule):
        yield _say(schedule).longer.format(most=schedule.plan.programme.longest_months)


def _say(schedule: Schedule) -> Remarks:
    return speech_in(schedule.plan.programme.language).remarks
