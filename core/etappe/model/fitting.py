"""Which days an anchor fits on: its lowest and highest day, and what kind of day it wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from etappe.model.anchors import AnchorDate, bound_days, suitable_for_event
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.decisions import Decisions, holds
from etappe.model.plan import Plan
from etappe.model.spec import AnchorSpec, Avoid, Bound, Offset


@dataclass(frozen=True, slots=True)
class Floor:
    """The day that an anchor cannot lie before, and what says so."""

    day: date
    at: Offset | None
    """The bound, or the nominal distance of an anchor without one; None where nothing is counted."""


def suits(spec: AnchorSpec, day: date, decisions: Decisions, calendar: Calendar) -> bool:
    """Whether this is the kind of day that an anchor wants.

    Events want a Tuesday to Thursday without what they avoid; the others want a working day, and those that
    make up for school holidays want it outside of them.
    """
    if spec.event:
        return suitable_for_event(day, spec, decisions, calendar)
    wanted = spec.stretched_by_school_holidays and Avoid.SCHOOL_HOLIDAYS not in decisions.ignored
    return calendar.works_on(day) and not (wanted and calendar.in_school_holidays(day))


def lowest_of(
    key: str, placed: Mapping[str, AnchorDate], plan: Plan, decisions: Decisions, calendar: Calendar
) -> Floor | None:
    """The lowest day of an anchor: its latest lower bound, and never before what it counts on from."""
    anchor = placed[key]
    bounds = bound_days(plan.anchor[key].earliest, dict(placed), plan, decisions, calendar)
    floors = [Floor(day, bound.at) for bound, day in bounds]
    if anchor.offset and anchor.base_day and anchor.offset.days >= 0:
        floors.append(Floor(anchor.base_day, None))
    return max(floors, key=lambda f: f.day, default=None)


def floor_of(
    key: str, placed: Mapping[str, AnchorDate], plan: Plan, decisions: Decisions, calendar: Calendar
) -> Floor:
    """The lowest day of an anchor for a plan that nobody has asked to be closer than the template.

    Without a bound its nominal distance is the only one that anybody has stated, and that is kept.
    """
    lowest = lowest_of(key, placed, plan, decisions, calendar)
    if lowest and any(holds(plan, decisions, bound.condition) for bound in plan.anchor[key].earliest):
        return lowest
    nominal = Floor(placed[key].nominal or decisions.start, placed[key].offset)
    return max(nominal, lowest or nominal, key=lambda f: f.day)


def ceiling_of(
    key: str, placed: Mapping[str, AnchorDate], plan: Plan, decisions: Decisions, calendar: Calendar
) -> tuple[Bound, date] | None:
    """The highest day that the upper bounds of an anchor leave, with the bound; None where there is none."""
    bounds = bound_days(plan.anchor[key].latest, dict(placed), plan, decisions, calendar)
    return min(bounds, key=lambda b: b[1], default=None)


def days_from(first: date, last: date) -> Iterable[date]:
    """Every day of a span, both ends included; backwards where the last comes first."""
    step = ONE_DAY if first <= last else -ONE_DAY
    for n in range(abs((last - first).days) + 1):
        yield first + n * step


def before(plan: Plan, key: str) -> tuple[str, ...]:
    """The anchors that an anchor is counted from, directly or through others, in the order of the plan."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        spec = plan.anchor[waiting.pop()]
        bases = {o.anchor for o in (*spec.nominal, *(b.at for b in (*spec.earliest, *spec.latest)))}
        waiting += bases - found
        found |= bases
    return tuple(a.key for a in plan.anchors if a.key in found)
