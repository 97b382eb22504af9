"""Where anchors are placed: nominal day, bounds, school holidays, election weeks, or a day fixed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from etappe.errors import NoSuitableDay, SchoolHolidaysUnknown
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.counting import resolve
from etappe.model.decisions import Decisions, holds
from etappe.model.hold import shift
from etappe.model.plan import Plan
from etappe.model.project_calendar import ProjectCalendar
from etappe.model.spec import AnchorSpec, Avoid, Bound, Offset

EVENT_WEEKDAYS = (1, 2, 3)
"""Tuesday to Thursday: the days on which a town hall gathers people."""
SEARCHED = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AnchorDate:
    """The day of an anchor and how it came about."""

    key: str
    day: date
    by_hand: bool = False
    offset: Offset | None = None
    base_day: date | None = None
    nominal: date | None = None
    """The day that the offset alone leads to."""
    raised_by: Bound | None = None
    """The bound that moved it later than nominal."""
    stretched: int = 0
    """Working days in school holidays that were added."""
    avoided: tuple[str | date, ...] = ()
    """School holidays by name and elections by day that the search for a suitable day passed over."""


def place_anchors(plan: Plan, decisions: Decisions, calendar: Calendar) -> dict[str, AnchorDate]:
    """Place every anchor of a plan, each after those that it counts from.

    Raises `SchoolHolidaysUnknown`, `NoSuitableDay` or `CalendarEnds`.
    """
    placed: dict[str, AnchorDate] = {}
    calendars = ProjectCalendar(calendar.place, plan, decisions.holds)
    for spec in plan.anchors:
        placed[spec.key] = _place(spec, placed, plan, decisions, calendars.of_anchor(spec.key))
    return placed


def bound_days(
    bounds: tuple[Bound, ...],
    placed: dict[str, AnchorDate],
    plan: Plan,
    decisions: Decisions,
    calendar: Calendar,
) -> tuple[tuple[Bound, date], ...]:
    """The bounds that hold in this project, each with its day."""
    return tuple(
        (b, resolve(b.at, placed[b.at.anchor].day, calendar).day)
        for b in bounds
        if holds(plan, decisions, b.condition)
    )


def suitable_for_event(day: date, spec: AnchorSpec, decisions: Decisions, calendar: Calendar) -> bool:
    """Whether an event may be placed on this day by the engine."""
    return (
        calendar.works_on(day)
        and day.weekday() in EVENT_WEEKDAYS
        and _obstacle(day, spec, decisions, calendar) is None
    )


def _place(
    spec: AnchorSpec, placed: dict[str, AnchorDate], plan: Plan, decisions: Decisions, calendar: Calendar
) -> AnchorDate:
    offset = spec.nominal[0] if spec.nominal else None
    base_day = placed[offset.anchor].day if offset else None
    nominal = resolve(offset, base_day, calendar).day if offset and base_day else decisions.start
    fixed = decisions.fixed_anchors.get(spec.key)
    if offset is None or base_day is None:
        day = fixed or _resumed(nominal, decisions, calendar)
        return AnchorDate(spec.key, day, fixed is not None, nominal=nominal)
    if fixed is not None:
        return AnchorDate(spec.key, fixed, True, offset, base_day, nominal)
    day, stretched = _stretch(spec, base_day, nominal, placed, plan, decisions, calendar)
    day, raised_by = _raise_to_bounds(spec, day, placed, plan, decisions, calendar)
    day, avoided = _avoid(spec, day, decisions, calendar)
    return AnchorDate(spec.key, day, False, offset, base_day, nominal, raised_by, stretched, avoided)


def _resumed(day: date, decisions: Decisions, calendar: Calendar) -> date:
    """Where a given day lies that the whole project has not reached when it begins to rest."""
    for hold in decisions.holds:
        day = shift(day, hold, calendar.place) if hold.phase is None else day
    return day


def _stretch(
    spec: AnchorSpec,
    base_day: date,
    nominal: date,
    placed: dict[str, AnchorDate],
    plan: Plan,
    decisions: Decisions,
    calendar: Calendar,
) -> tuple[date, int]:
    """Add the working days that lie in school holidays, up to the latest bound."""
    if not spec.stretched_by_school_holidays or Avoid.SCHOOL_HOLIDAYS in decisions.ignored:
        return nominal, 0
    lost = sum(
        1
        for n in range((nominal - base_day).days)
        if calendar.works_on(d := base_day + timedelta(days=n + 1)) and calendar.in_school_holidays(d)
    )
    latest = [d for _, d in bound_days(spec.latest, placed, plan, decisions, calendar)]
    day = max(nominal, min([calendar.add(nominal, lost), *latest]))
    return day, calendar.count(nominal, day)


def _raise_to_bounds(
    spec: AnchorSpec,
    day: date,
    placed: dict[str, AnchorDate],
    plan: Plan,
    decisions: Decisions,
    calendar: Calendar,
) -> tuple[date, Bound | None]:
    raised_by = None
    for bound, earliest in bound_days(spec.earliest, placed, plan, decisions, calendar):
        if earliest > day:
            day, raised_by = earliest, bound
    return day, raised_by


def _avoid(
    spec: AnchorSpec, day: date, decisions: Decisions, calendar: Calendar
) -> tuple[date, tuple[str | date, ...]]:
    if spec.event:
        return _first_event_day(spec, day, decisions, calendar)
    if spec.stretched_by_school_holidays and Avoid.SCHOOL_HOLIDAYS not in decisions.ignored:
        return _out_of_school_holidays(day, calendar)
    return day, ()


def _first_event_day(
    spec: AnchorSpec, nominal: date, decisions: Decisions, calendar: Calendar
) -> tuple[date, tuple[str | date, ...]]:
    avoided: dict[str | date, None] = {}
    day = nominal
    while day - nominal <= SEARCHED:
        if suitable_for_event(day, spec, decisions, calendar):
            _require_known_school_holidays(spec, day, decisions, calendar)
            return day, tuple(avoided)
        obstacle = _obstacle(day, spec, decisions, calendar)
        if obstacle:
            avoided[obstacle] = None
        day += ONE_DAY
    raise NoSuitableDay(anchor=spec.key, day=f"{nominal:%d.%m.%Y}")


def _out_of_school_holidays(day: date, calendar: Calendar) -> tuple[date, tuple[str | date, ...]]:
    avoided: dict[str | date, None] = {}
    while calendar.in_school_holidays(day):
        avoided[calendar.days.school[day]] = None
        day = calendar.add(day, 1)
    return day, tuple(avoided)


def _obstacle(day: date, spec: AnchorSpec, decisions: Decisions, calendar: Calendar) -> str | date | None:
    wanted = frozenset(spec.avoid) - decisions.ignored
    if Avoid.SCHOOL_HOLIDAYS in wanted and calendar.in_school_holidays(day):
        return calendar.days.school[day]
    return calendar.election_after(day) if Avoid.ELECTION_WEEKS in wanted else None


def _require_known_school_holidays(
    spec: AnchorSpec, day: date, decisions: Decisions, calendar: Calendar
) -> None:
    avoids = Avoid.SCHOOL_HOLIDAYS in spec.avoid and Avoid.SCHOOL_HOLIDAYS not in decisions.ignored
    if avoids and not calendar.knows_school_holidays(day):
        raise SchoolHolidaysUnknown(
            anchor=spec.key, until=f"{calendar.days.school_known_until:%d.%m.%Y}", land=calendar.days.land
        )
