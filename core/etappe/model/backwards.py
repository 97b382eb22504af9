"""Planning backwards: from the wanted day of an anchor to the latest dates before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from etappe.errors import (
    EtappeError,
    NothingBefore,
    NoTimeForBound,
    NoTimeForStep,
    PlanImpossible,
    SchoolHolidaysUnknown,
    UnknownAnchor,
)
from etappe.model.anchors import place_anchors
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions, check_decisions
from etappe.model.fitting import Floor, before, days_from
from etappe.model.plan import Plan
from etappe.model.schedule import Schedule, holds_together, lay_out, with_anchor
from etappe.model.spec import Avoid
from etappe.model.squeezing import Way, squeezed, tightest

SEARCHED = timedelta(days=500)
"""How far ahead of its lowest day the earliest possible day of an anchor is looked for."""


@dataclass(frozen=True, slots=True)
class Backwards:
    """The two plans that lead to a wanted day: the one that people like, and the last that is possible."""

    anchor: str
    day: date
    comfortable: Schedule | None
    """The latest beginning with all nominal distances kept and nothing compressed; None where that would have
    to begin too early."""
    tightest: Schedule
    """The latest beginning that is possible at all: distances as short as their bounds, tasks compressed, and
    every anchor as late as it can be."""


def backwards(
    plan: Plan, decisions: Decisions, calendar: Calendar, anchor: str, day: date, not_before: date
) -> Backwards:
    """The latest dates of all anchors before a wanted day, once comfortable and once as tight as possible.

    What is fixed by hand stays. Where nothing before the anchor is, the start of the decisions is not looked
    at: it is what is sought. In a project that runs, fix what has passed, the start as well.

    Raises `NoTimeForBound` or `NoTimeForStep` where even the tightest plan would begin before ``not_before``,
    naming the first step that breaks and the earliest possible day; `NothingBefore`, `UnknownAnchor`,
    `SchoolHolidaysUnknown` where the latest days cannot be known, and what `lay_out` refuses.
    """
    check_decisions(plan, decisions)
    if anchor not in plan.anchor:
        raise UnknownAnchor(anchor=anchor, known=", ".join(plan.anchor))
    if not before(plan, anchor):
        raise NothingBefore(anchor=anchor)
    fixed = {key: d for key, d in decisions.fixed_anchors.items() if key != anchor}
    way = Way(plan, replace(decisions, fixed_anchors=fixed), calendar, anchor, day, not_before)
    tight, comfortable = _tightest(way), _comfortable(way)
    if tight is None and comfortable is None:
        raise _refusal(way)
    return Backwards(anchor, day, comfortable, _latest(comfortable, tight))


def _beginnings(way: Way) -> list[date | None]:
    return list(way.beginnings()) if way.movable else [None]


def _comfortable(way: Way) -> Schedule | None:
    found = (_nominal_from(way, day) for day in _beginnings(way))
    return next((schedule for schedule in found if schedule), None)


def _nominal_from(way: Way, day: date | None) -> Schedule | None:
    begun = way.begun_on(day)
    try:
        natural = place_anchors(way.plan, begun, way.calendar)
        usual = place_anchors(way.plan, way.decisions, way.calendar)
    except EtappeError:  # from there something cannot be placed
        return None
    first = way.movable[0] if way.movable else None
    hurried = first is not None and way.plan.anchor[first].nominal and natural[first].day < usual[first].day
    if hurried or natural[way.anchor].day > way.day or not way.holds(begun):
        return None
    schedule = lay_out(way.plan, with_anchor(begun, way.anchor, way.day), way.calendar)
    return None if schedule.compressed else schedule


def _tightest(way: Way) -> Schedule | None:
    for day in _beginnings(way):
        decided = _tightest_from(way, day)
        if decided:
            return lay_out(way.plan, with_anchor(decided, way.anchor, way.day), way.calendar)
    return None


def _tightest_from(way: Way, day: date | None) -> Decisions | None:
    try:
        return tightest(way, day)
    except SchoolHolidaysUnknown:
        careless = replace(way.decisions, ignored=way.decisions.ignored | {Avoid.SCHOOL_HOLIDAYS})
        if tightest(replace(way, decisions=careless), day):
            raise  # an earlier beginning would pass for the latest, only because nobody knows
    except EtappeError:  # from there something cannot be placed
        pass
    return None


def _latest(comfortable: Schedule | None, tight: Schedule | None) -> Schedule:
    found = tight or comfortable
    assert found is not None
    return found


def _refusal(way: Way) -> EtappeError:
    """Why the wanted day cannot be reached even if everything begins as early as it may."""
    start = _earliest_beginning(way)
    begun = way.begun_on(start)
    decided = squeezed(way, begun) or begun
    wanted = with_anchor(decided, way.anchor, way.day)
    too_low = way.too_low(wanted)
    earliest = _earliest(way, decided, way.floor(way.anchor, decided))
    about = {
        "anchor": way.anchor,
        "day": _german(way.day),
        "start": _german(start or way.not_before),
        "earliest": _german(earliest) if earliest else "none within the searched time",
    }
    if too_low:
        return NoTimeForBound(**about, **_bound(way, wanted, *too_low))
    try:
        lay_out(way.plan, wanted, way.calendar)
    except PlanImpossible as error:
        return NoTimeForStep(**about, **{key: error.facts[key] for key in ("task", "before", "ready")})
    return NoTimeForBound(**about, **_bound(way, wanted, way.anchor, way.floor(way.anchor, decided)))


def _earliest_beginning(way: Way) -> date | None:
    if not way.movable:
        return None
    beginnings = _beginnings(way)
    return beginnings[-1] if beginnings else way.calendar.on_or_after(way.not_before)


def _earliest(way: Way, decided: Decisions, floor: Floor) -> date | None:
    lowest = max(floor.day, way.not_before)
    for day in days_from(lowest, lowest + SEARCHED):
        if way.suits(way.anchor, day) and holds_together(
            way.plan, with_anchor(decided, way.anchor, day), way.calendar, way.anchor
        ):
            return day
    return None


def _bound(way: Way, wanted: Decisions, key: str, floor: Floor) -> dict[str, str]:
    at = floor.at or way.plan.anchor[key].nominal[0]
    base = place_anchors(way.plan, wanted, way.calendar)[at.anchor]
    return {
        "late": key,
        "bound": _german(floor.day),
        "distance": f"{at.days if floor.at else 0} {at.unit}",
        "base": at.anchor,
        "base_day": _german(base.day),
    }


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
