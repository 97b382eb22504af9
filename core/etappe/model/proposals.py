"""Good days for an anchor, each with what speaks for it, and why the days before it were passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etappe.errors import NoGoodDay, NothingBefore, UnknownAnchor
from etappe.model.good_days import NAMED, Diary, Looked, PassedOver, Search
from etappe.model.plan import Plan
from etappe.model.schedule import Schedule
from etappe.model.spec import TaskSpec
from etappe.model.speech import Speech


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day for an anchor."""

    day: date
    reasons: tuple[str, ...]
    """What speaks for it."""
    concerns: tuple[str, ...]
    """What the plan would warn of with the anchor on this day, and does not warn of now."""
    passed_over: tuple[PassedOver, ...]
    """The days between the proposal before, or the beginning of the search, and this one."""


def proposals(
    schedule: Schedule, anchor: str, first: date, diary: Diary, number: int = 3
) -> tuple[Proposal, ...]:
    """The next good days for an anchor from a day on, the others staying as decided; never one before today.

    An event wants a Tuesday to Thursday; everything else a working day. Both lie within the bounds of the
    anchor, outside of what is avoided, on a day when its facilitator is free, and the plan holds with nothing
    compressed, nothing overdue at once and nothing due before what it takes for granted. Where a year has too
    few such days, others on which the plan can be held fill up, with this named among the concerns.

    Raises `UnknownAnchor`, `NothingBefore` for the start, and `NoGoodDay` where there is none at all.
    """
    if anchor not in schedule.plan.anchor:
        raise UnknownAnchor(anchor=anchor, known=", ".join(schedule.plan.anchor))
    if not schedule.plan.anchor[anchor].nominal:
        raise NothingBefore(anchor=anchor)
    search = Search(schedule, anchor, diary)
    looked: list[Looked] = []
    for day in search.days(first):
        looked.append(search.look_at(day))
        if sum(1 for found in looked if not found.why) == number:
            break
    chosen = _chosen(looked, number)
    too_early = search.too_early(first)
    if not chosen:
        raise _none(anchor, first, [*too_early, *grouped(looked)], search.speech)
    return tuple(_proposals(search, chosen, looked, too_early))


def event_task(plan: Plan, anchor: str) -> TaskSpec | None:
    """The task that is the event itself: due on the day of an event anchor, a meeting where there is one."""
    if not plan.anchor[anchor].event:
        return None
    on_the_day = [t for t in plan.tasks if t.due.anchor == anchor and t.due.days == 0 and not t.on_demand]
    return max(on_the_day, key=lambda t: t.meeting, default=None)


def say_passed_over(passed: PassedOver, speech: Speech) -> str:
    """Days that were passed over, as people read it."""
    if passed.first == passed.last:
        return f"{speech.day(passed.first)}: {passed.why}"
    return speech.remarks.several_days.format(
        first=speech.day(passed.first), last=speech.day(passed.last), why=passed.why
    )


def grouped(looked: Iterable[Looked]) -> tuple[PassedOver, ...]:
    """Days that are no good, those in a row with the same reason as one."""
    groups: list[PassedOver] = []
    for found in looked:
        if groups and groups[-1].why == found.why:
            groups[-1] = PassedOver(groups[-1].first, found.day, found.why)
        elif found.why:
            groups.append(PassedOver(found.day, found.day, found.why))
    return tuple(groups)


def _chosen(looked: Sequence[Looked], number: int) -> list[Looked]:
    good = [found for found in looked if not found.why]
    will_do = [found for found in looked if found.why and found.possible]
    return sorted([*good, *will_do[: number - len(good)]], key=lambda found: found.day)


def _proposals(
    search: Search, chosen: Sequence[Looked], looked: Sequence[Looked], passed: tuple[PassedOver, ...]
) -> Iterable[Proposal]:
    before = date.min
    for found in chosen:
        between = grouped(d for d in looked if before < d.day < found.day)
        yield Proposal(found.day, search.reasons(found.day), found.concerns, (*passed, *between))
        before, passed = found.day, ()


def _none(anchor: str, first: date, passed: Sequence[PassedOver], speech: Speech) -> NoGoodDay:
    last = max((p.last for p in passed), default=first)
    said = "; ".join(say_passed_over(p, speech) for p in passed[:NAMED]) or "the upper bound lies before that"
    return NoGoodDay(anchor=anchor, first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}", reasons=said)
