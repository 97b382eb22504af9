"""From a plan to a schedule: every anchor, phase and task with its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from etappe.errors import AnchorOutOfOrder, EtappeError, PlanImpossible
from etappe.model.anchors import AnchorDate, bound_days, place_anchors, suitable_for_event
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.counting import resolve
from etappe.model.decisions import Decisions, active_tasks, check_decisions
from etappe.model.plan import Plan
from etappe.model.project_calendar import ProjectCalendar
from etappe.model.spec import PhaseSpec, TaskSpec

SEARCHED_DAYS = 500
"""How far ahead the earliest possible date is looked for, in calendar days."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day a task is due and how it came about."""

    task: str
    day: date
    computed: date
    """The day that its offset alone leads to."""
    unrolled: date
    """The same before it rolled off a day off."""
    compressed_after: str | None = None
    """The task that it waits for: it would have been due before that (Verdichtung)."""
    by_hand: bool = False
    committee: bool = False
    """It fell on a committee date that the Kommune has entered."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phase in time: from its opening to the last of its deadlines."""

    phase: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan with dates; it can be recomputed at any time from plan, decisions and calendar."""

    plan: Plan
    decisions: Decisions
    calendars: ProjectCalendar
    anchors: dict[str, AnchorDate]
    deadlines: dict[str, Deadline]
    spans: dict[str, Span]
    explained: dict[str, str] = field(default_factory=dict[str, str], compare=False, repr=False)
    """What was explained before: whoever looks at a change and then makes it reads the same sentences."""

    @property
    def calendar(self) -> Calendar:
        """The working days of the project as a whole."""
        return self.calendars.whole

    @property
    def compressed(self) -> tuple[Deadline, ...]:
        """The deadlines that had to wait for others."""
        return tuple(d for d in self.deadlines.values() if d.compressed_after)


@dataclass(frozen=True, slots=True)
class _Broken:
    """A step that cannot be taken before its event."""

    task: TaskSpec
    before: str
    ready: date


def lay_out(plan: Plan, decisions: Decisions, calendar: Calendar) -> Schedule:
    """Give every anchor, phase and task of a plan its day.

    Refuses a plan that cannot be held (`PlanImpossible`, `AnchorOutOfOrder`), naming the first broken
    step and the earliest possible date; also raises what `check_decisions` and `place_anchors` raise.
    """
    check_decisions(plan, decisions)
    calendars = ProjectCalendar(calendar.place, plan, decisions.holds)
    anchors = place_anchors(plan, decisions, calendar)
    deadlines, broken = _deadlines(decisions, anchors, calendars)
    if broken:
        raise _impossible(broken, plan, decisions, anchors, calendar)
    disordered = _disordered(anchors)
    if disordered:
        raise _out_of_order(disordered, plan, decisions, anchors, calendar)
    spans = {s.phase: s for s in _spans(anchors, deadlines, calendars)}
    return Schedule(plan, decisions, calendars, anchors, deadlines, spans)


def earliest_possible(plan: Plan, decisions: Decisions, calendar: Calendar, anchor: str) -> date | None:
    """The first day within its bounds on which an anchor can be held, the others staying as decided.

    None where there is no such day within `SEARCHED_DAYS` of the start.
    """
    spec = plan.anchor[anchor]
    own = ProjectCalendar(calendar.place, plan, decisions.holds).of_anchor(anchor)
    day = decisions.start
    for _ in range(SEARCHED_DAYS):
        day += ONE_DAY
        try:
            fits = own.works_on(day)
            if spec.event:
                fits = suitable_for_event(day, spec, decisions, own)
            if fits and holds_together(plan, with_anchor(decisions, anchor, day), calendar, anchor):
                return day
        except EtappeError:  # on this day something else cannot be placed, or the calendar ends
            continue
    return None


def holds_together(plan: Plan, decisions: Decisions, calendar: Calendar, anchor: str) -> bool:
    """Whether a plan can be held with an anchor that lies within its lower bounds.

    Cheaper than `lay_out` where most answers are no; raises what `place_anchors` raises.
    """
    anchors = place_anchors(plan, decisions, calendar)
    bounds = bound_days(plan.anchor[anchor].earliest, anchors, plan, decisions, calendar)
    if _disordered(anchors) or any(anchors[anchor].day < earliest for _, earliest in bounds):
        return False
    _, broken = _deadlines(decisions, anchors, ProjectCalendar(calendar.place, plan, decisions.holds))
    return broken is None


def with_anchor(decisions: Decisions, anchor: str, day: date) -> Decisions:
    """The same decisions with one more anchor fixed by hand."""
    return replace(decisions, fixed_anchors={**decisions.fixed_anchors, anchor: day})


def _deadlines(
    decisions: Decisions, anchors: dict[str, AnchorDate], calendars: ProjectCalendar
) -> tuple[dict[str, Deadline], _Broken | None]:
    deadlines: dict[str, Deadline] = {}
    for task in active_tasks(calendars.plan, decisions):
        calendar = calendars.of_phase(task.phase)
        deadline = _computed(task, decisions, anchors, calendar)
        if not deadline.by_hand:
            deadline, broken = _compress(task, deadline, deadlines, anchors, calendar)
            if broken:
                return deadlines, broken
        deadlines[task.key] = deadline
    return deadlines, None


def _computed(
    task: TaskSpec, decisions: Decisions, anchors: dict[str, AnchorDate], calendar: Calendar
) -> Deadline:
    counted = resolve(task.due, anchors[task.due.anchor].day, calendar)
    fixed = decisions.fixed_deadlines.get(task.key)
    if fixed is not None:
        return Deadline(task.key, fixed, counted.day, counted.unrolled, by_hand=True)
    sitting = calendar.committee_on_or_after(counted.day) if task.committee else None
    if sitting is not None:
        return Deadline(task.key, sitting, counted.day, counted.unrolled, committee=True)
    return Deadline(task.key, counted.day, counted.day, counted.unrolled)


def _compress(
    task: TaskSpec,
    deadline: Deadline,
    deadlines: dict[str, Deadline],
    anchors: dict[str, AnchorDate],
    calendar: Calendar,
) -> tuple[Deadline, _Broken | None]:
    """Let a task wait for what it depends on; broken where that would reach its own event."""
    waits_for = max((deadlines[a] for a in task.after if a in deadlines), key=lambda d: d.day, default=None)
    if waits_for is None or waits_for.day <= deadline.day:
        return deadline, None
    day = calendar.add(waits_for.day, 1)
    if task.due.days <= 0 and day >= anchors[task.due.anchor].day:
        return deadline, _Broken(task, waits_for.task, waits_for.day)
    sitting = calendar.committee_on_or_after(day) if task.committee else None
    return (
        replace(deadline, day=sitting or day, compressed_after=waits_for.task, committee=sitting is not None),
        None,
    )


def _disordered(anchors: dict[str, AnchorDate]) -> AnchorDate | None:
    return next((a for a in anchors.values() if _on_the_wrong_side(a)), None)


def _on_the_wrong_side(anchor: AnchorDate) -> bool:
    """Whether an anchor lies before what it counts on from, or behind what it counts back from."""
    if anchor.offset is None or anchor.base_day is None:
        return False
    if anchor.offset.days < 0:
        return anchor.day > anchor.base_day
    return anchor.day < anchor.base_day


def _spans(
    anchors: dict[str, AnchorDate], deadlines: dict[str, Deadline], calendars: ProjectCalendar
) -> Iterable[Span]:
    plan = calendars.plan
    days: dict[str, list[date]] = {p.key: [] for p in plan.phases}
    for key, deadline in deadlines.items():
        days[plan.task[key].phase].append(deadline.day)
    for phase in plan.phases:
        begins = _begins(phase, anchors, days[phase.key], calendars.of_phase(phase.key))
        if begins is not None:
            yield Span(phase.key, begins, max([begins, *days[phase.key]]))


def _begins(
    phase: PhaseSpec, anchors: dict[str, AnchorDate], days: list[date], calendar: Calendar
) -> date | None:
    if phase.begins:
        return resolve(phase.begins[0], anchors[phase.begins[0].anchor].day, calendar).day
    return min(days, default=None)


def _impossible(
    broken: _Broken, plan: Plan, decisions: Decisions, anchors: dict[str, AnchorDate], calendar: Calendar
) -> PlanImpossible:
    anchor = anchors[broken.task.due.anchor]
    return PlanImpossible(
        anchor=anchor.key,
        day=f"{anchor.day:%d.%m.%Y}",
        task=broken.task.key,
        before=broken.before,
        ready=f"{broken.ready:%d.%m.%Y}",
        earliest=_german(earliest_possible(plan, decisions, calendar, anchor.key)),
    )


def _out_of_order(
    anchor: AnchorDate, plan: Plan, decisions: Decisions, anchors: dict[str, AnchorDate], calendar: Calendar
) -> AnchorOutOfOrder:
    base = anchor.offset.anchor if anchor.offset else ""
    return AnchorOutOfOrder(
        anchor=anchor.key,
        day=f"{anchor.day:%d.%m.%Y}",
        base=base,
        base_day=f"{anchors[base].day:%d.%m.%Y}",
        earliest=_german(earliest_possible(plan, decisions, calendar, anchor.key)),
    )


def _german(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "none within the searched time"
