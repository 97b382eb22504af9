"""Looks at the days that an anchor could lie on: what speaks against each, and what for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from etappe.errors import EtappeError
from etappe.model.anchors import EVENT_WEEKDAYS
from etappe.model.calendar import ONE_DAY
from etappe.model.fitting import Floor, ceiling_of, days_from, lowest_of
from etappe.model.schedule import Schedule, holds_together, lay_out, with_anchor
from etappe.model.spec import Avoid
from etappe.model.speech import Speech, speech_in
from etappe.model.warnings import PlanWarning, warnings_of

SEARCHED = timedelta(days=366)
HURRIED = frozenset({"before_start", "before_requirement"})
"""Warnings that speak against a day; the others are only told."""
NAMED = 3
"""So many tasks are named by their title; of more, the number is told."""


@dataclass(frozen=True, slots=True)
class Diary:
    """What a plan does not know, and what decides about a day all the same."""

    today: date
    busy: Mapping[date, str] = field(default_factory=dict[date, str])
    """Days on which the event cannot be held, each with the reason that people read."""
    facilitator: str = ""
    """The title of the role that holds the event, where its time was looked at."""
    open_tasks: frozenset[str] = frozenset()
    """The tasks that are still to be done."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Days in a row that are no good, for one reason."""

    first: date
    last: date
    why: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A day that was looked at."""

    day: date
    why: str = ""
    """What speaks against it."""
    concerns: tuple[str, ...] = ()
    possible: bool = False
    """Whether it will do where there is no better one."""


@dataclass(frozen=True, slots=True)
class Search:
    """Looks at one day after the other."""

    schedule: Schedule
    anchor: str
    diary: Diary

    @property
    def speech(self) -> Speech:
        """The language of the plan's people."""
        return speech_in(self.schedule.plan.programme.language)

    @property
    def lowest(self) -> Floor | None:
        """The lowest day that the anchor's bounds leave."""
        s = self.schedule
        return lowest_of(self.anchor, s.anchors, s.plan, s.decisions, s.calendar)

    def days(self, first: date) -> Iterable[date]:
        """The days that an anchor of this kind can lie on at all."""
        s, lowest = self.schedule, self.lowest
        begin = max(first, self.diary.today, lowest.day if lowest else first)
        ceiling = ceiling_of(self.anchor, s.anchors, s.plan, s.decisions, s.calendar)
        end = min(begin + SEARCHED, ceiling[1] if ceiling else date.max)
        weekdays = EVENT_WEEKDAYS if s.plan.anchor[self.anchor].event else range(5)
        return (d for d in days_from(begin, end) if d.weekday() in weekdays) if begin <= end else ()

    def too_early(self, first: date) -> tuple[PassedOver, ...]:
        """The days before the lowest one."""
        lowest, begin = self.lowest, max(first, self.diary.today)
        if lowest is None or lowest.day <= begin:
            return ()
        why = self.speech.remarks.possible_from.format(day=self.speech.day(lowest.day))
        return (PassedOver(begin, lowest.day - ONE_DAY, why),)

    def look_at(self, day: date) -> Looked:
        """What speaks against a day, if anything."""
        why = self._taken(day) or self._avoided(day) or self._broken(day)
        return Looked(day, why) if why else self._planned(day)

    def reasons(self, day: date) -> tuple[str, ...]:
        """What speaks for a day."""
        return tuple(self._reasons(day))

    def _taken(self, day: date) -> str | None:
        s = self.schedule
        if not s.calendar.works_on(day):
            return s.calendar.reason_off(day)
        titles = (
            s.plan.anchor[key].title
            for key, placed in s.anchors.items()
            if key != self.anchor and s.plan.anchor[key].event and placed.day == day
        )
        other = next(titles, None) if s.plan.anchor[self.anchor].event else None
        if other:
            return self.speech.remarks.other_event.format(title=other)
        return self.diary.busy.get(day)

    def _avoided(self, day: date) -> str | None:
        calendar, say = self.schedule.calendar, self.speech.remarks
        if Avoid.SCHOOL_HOLIDAYS in self._avoids:
            if calendar.in_school_holidays(day):
                return calendar.days.school[day]
            if not calendar.knows_school_holidays(day):
                return say.school_unknown
        election = calendar.election_after(day) if Avoid.ELECTION_WEEKS in self._avoids else None
        return say.before_election.format(day=self.speech.day(election)) if election else None

    @property
    def _avoids(self) -> frozenset[Avoid]:
        spec = self.schedule.plan.anchor[self.anchor]
        wanted = frozenset(spec.avoid) if spec.event else frozenset({Avoid.SCHOOL_HOLIDAYS})
        return wanted - self.schedule.decisions.ignored

    def _broken(self, day: date) -> str | None:
        s = self.schedule
        try:
            decided = with_anchor(s.decisions, self.anchor, day)
            holds = holds_together(s.plan, decided, s.calendar, self.anchor)
        except EtappeError:  # something that counts from it could not be placed then
            holds = False
        return None if holds else self.speech.remarks.breaks

    def _planned(self, day: date) -> Looked:
        """The plan with the anchor on this day: whether that is hurried, and what else it warns of."""
        s, say = self.schedule, self.speech.remarks
        planned = lay_out(s.plan, with_anchor(s.decisions, self.anchor, day), s.calendar)
        new = self._new_warnings(planned)
        against = (
            *self._named(say.compresses, [d.task for d in planned.compressed]),
            *self._named(say.overdue_at_once, self._overdue_at_once(planned)),
            *self._named(say.before_the_start, [w.subject for w in new if w.code == "before_start"]),
            *(w.text for w in new if w.code == "before_requirement"),
        )
        others = (w.text for w in new if w.code not in HURRIED)
        return Looked(day, "; ".join(against), (*against, *others), possible=True)

    def _new_warnings(self, planned: Schedule) -> list[PlanWarning]:
        known = {(w.code, w.subject) for w in warnings_of(self.schedule)}
        return [w for w in warnings_of(planned) if (w.code, w.subject) not in known]

    def _overdue_at_once(self, planned: Schedule) -> list[str]:
        today, now = self.diary.today, self.schedule.deadlines
        return [
            key
            for key, deadline in planned.deadlines.items()
            if key in self.diary.open_tasks and deadline.day < today <= now[key].day
        ]

    def _named(self, sentence: str, tasks: Sequence[str]) -> tuple[str, ...]:
        if not tasks:
            return ()
        quoted, plan = self.speech.remarks.quoted, self.schedule.plan
        titles = [quoted.format(title=plan.task[key].title) for key in tasks[:NAMED]]
        more = [f"+{len(tasks) - NAMED}"] if len(tasks) > NAMED else []
        return (sentence.format(tasks=", ".join([*titles, *more])),)

    def _reasons(self, day: date) -> Iterable[str]:
        say, calendar = self.speech.remarks, self.schedule.calendar
        yield self._distance(day)
        if not calendar.in_school_holidays(day):
            yield say.no_school_holidays
        if Avoid.ELECTION_WEEKS in self._avoids and calendar.days.elections:
            yield say.no_election
        if self.diary.facilitator:
            yield say.is_free.format(role=self.diary.facilitator)

    def _distance(self, day: date) -> str:
        phrases, calendar = self.speech.phrases, self.schedule.calendar
        weekday, offset = phrases.weekdays[day.weekday()], self.schedule.anchors[self.anchor].offset
        if offset is None:
            return weekday
        base, spec = self.schedule.anchors[offset.anchor].day, self.schedule.plan.anchor[offset.anchor]
        number = abs(calendar.count(base, day))
        phrase = phrases.after if day >= base else phrases.before
        unit = phrases.working_day[0 if number == 1 else 1]
        distance = phrase.format(number=number, unit=unit, anchor=spec.dative, day=phrases.day(base))
        return self.speech.remarks.weekday_and_distance.format(weekday=weekday, distance=distance)
