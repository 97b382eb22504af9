"""Anchors as close together as their bounds and their tasks allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etappe.errors import EtappeError
from etappe.model.anchors import place_anchors
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.decisions import Decisions
from etappe.model.fitting import Floor, before, ceiling_of, days_from, floor_of, lowest_of, suits
from etappe.model.plan import Plan
from etappe.model.schedule import holds_together, with_anchor

FURTHEST = timedelta(days=500)
"""How far before the wanted day the beginning is looked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a wanted day: what is decided, and what can still be moved."""

    plan: Plan
    decisions: Decisions
    calendar: Calendar
    anchor: str
    day: date
    not_before: date
    """No anchor that can still be moved may lie before this day."""

    @property
    def movable(self) -> tuple[str, ...]:
        """The anchors before the wanted one whose day nobody has decided, in the order of the plan."""
        decided = self.decisions.fixed_anchors
        return tuple(key for key in before(self.plan, self.anchor) if key not in decided)

    def beginnings(self) -> Iterable[date]:
        """The days on which the first movable anchor might lie, the latest first."""
        if not self.movable:
            return
        spec = self.plan.anchor[self.movable[0]]
        floor = self.floor(self.movable[0], self.decisions).day if spec.nominal else self.not_before
        lowest = max(self.not_before, floor, self.day - FURTHEST)
        highest = self.ceiling(self.movable[0], self.decisions)
        if lowest <= highest:
            yield from (d for d in days_from(highest, lowest) if self.suits(spec.key, d))

    def begun_on(self, day: date | None) -> Decisions:
        """The decisions with the first movable anchor on a day; unchanged where none can be moved."""
        if day is None or not self.movable:
            return self.decisions
        if not self.plan.anchor[self.movable[0]].nominal:
            return replace(self.decisions, start=day)
        return with_anchor(self.decisions, self.movable[0], day)

    def suits(self, key: str, day: date) -> bool:
        """Whether this is the kind of day that an anchor wants."""
        return suits(self.plan.anchor[key], day, self.decisions, self.calendar)

    def floor(self, key: str, decisions: Decisions) -> Floor:
        """The lowest day of an anchor, with these decisions."""
        placed = place_anchors(self.plan, decisions, self.calendar)
        return floor_of(key, placed, self.plan, decisions, self.calendar)

    def ceiling(self, key: str, decisions: Decisions) -> date:
        """The highest day of an anchor on this way, with these decisions.

        The ordinary rules may lead beyond an upper bound, out of school holidays; then that day counts.
        """
        others = {k: d for k, d in decisions.fixed_anchors.items() if k != key}
        placed = place_anchors(self.plan, replace(decisions, fixed_anchors=others), self.calendar)
        bound = ceiling_of(key, placed, self.plan, decisions, self.calendar)
        return min(self.day, max(bound[1], placed[key].day)) if bound else self.day

    def too_low(self, wanted: Decisions) -> tuple[str, Floor] | None:
        """The first anchor on this way that lies below its floor, with the floor.

        Where somebody has fixed one by hand, only its bounds and its order count, not the nominal distance.
        """
        placed = place_anchors(self.plan, wanted, self.calendar)
        where = (placed, self.plan, wanted, self.calendar)
        for key in self._following:
            by_hand = key != self.anchor and key not in self.movable
            floor = lowest_of(key, *where) if by_hand else floor_of(key, *where)
            if floor and placed[key].day < floor.day:
                return key, floor
        return None

    @property
    def _following(self) -> Iterable[str]:
        """The wanted anchor and those before it, without what nothing that can be moved touches."""
        plan, movable = self.plan, set(self.movable)
        for key in before(plan, self.anchor):
            if plan.anchor[key].nominal and movable & {key, *before(plan, key)}:
                yield key
        yield self.anchor

    def holds(self, decisions: Decisions) -> bool:
        """Whether the wanted day can be held with these decisions, every movable anchor within its floor."""
        wanted = with_anchor(decisions, self.anchor, self.day)
        try:
            too_low = self.too_low(wanted)
            return too_low is None and holds_together(self.plan, wanted, self.calendar, self.anchor)
        except EtappeError:  # with these decisions something cannot be placed at all
            return False


def squeezed(way: Way, begun: Decisions) -> Decisions | None:
    """Every movable anchor after the first on its earliest possible day; None where there is no such day."""
    return _squeezed(way, begun, thorough=True)


def tightest(way: Way, day: date | None) -> Decisions | None:
    """The tightest plan that begins on a day and reaches the wanted one; None where it cannot be held.

    Within it each anchor lies as late as those behind it allow.
    """
    begun = way.begun_on(day)
    quick = _squeezed(way, begun, thorough=False)
    if quick is None or way.floor(way.anchor, quick).day > way.day:
        return None  # not even the bounds leave room: no task has to be looked at
    found = squeezed(way, begun)
    if found is None or not way.holds(found):
        return None
    return _plainly(way, _loosened(way, found), begun)


def _squeezed(way: Way, begun: Decisions, *, thorough: bool) -> Decisions | None:
    decided = begun
    for key in way.movable[1:]:
        days = _possible_days(way, key, decided, thorough=thorough)
        day = next(iter(days), None)
        if day is None:
            return None
        decided = with_anchor(decided, key, day)
    return decided


def _possible_days(way: Way, key: str, decided: Decisions, *, thorough: bool) -> Iterable[date]:
    lowest = max(way.floor(key, decided).day, way.not_before)
    for day in days_from(lowest, max(lowest, way.day)):
        if not way.suits(key, day):
            continue
        if not thorough or holds_together(way.plan, with_anchor(decided, key, day), way.calendar, key):
            yield day


def _loosened(way: Way, decided: Decisions) -> Decisions:
    """Every anchor as late as those behind it allow, from the last to the first."""
    for key in reversed(way.movable[1:]):
        now, highest = decided.fixed_anchors[key], way.ceiling(key, decided)
        later = days_from(highest, now + ONE_DAY) if highest > now else ()
        fitting = (with_anchor(decided, key, d) for d in later if way.suits(key, d))
        decided = next((found for found in fitting if way.holds(found)), decided)
    return decided


def _plainly(way: Way, decided: Decisions, begun: Decisions) -> Decisions:
    """The same days, fixing only what does not come about by itself."""
    for key in _fixed_meanwhile(decided, begun):
        others = {k: d for k, d in decided.fixed_anchors.items() if k != key}
        without = replace(decided, fixed_anchors=others)
        if place_anchors(way.plan, without, way.calendar)[key].day == decided.fixed_anchors[key]:
            decided = without
    return decided


def _fixed_meanwhile(decided: Decisions, begun: Decisions) -> Sequence[str]:
    return [key for key in decided.fixed_anchors if key not in begun.fixed_anchors]
