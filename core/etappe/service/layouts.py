"""Schedules laid out before: whoever looks at a change and then makes it needs the same ones again."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.plan import Plan
from etappe.model.schedule import Schedule, lay_out
from etappe.model.warnings import PlanWarning, warnings_of

KEPT = 64


@dataclass(slots=True)
class _Layout:
    """A schedule, and what is doubtful about it once somebody has asked."""

    schedule: Schedule
    warnings: tuple[PlanWarning, ...] | None = None


@dataclass(slots=True)
class Layouts:
    """The last schedules; Kommunen of one Land that begin together share theirs.

    A schedule follows from plan, decisions and calendar alone, so that nothing here can be out of date. What
    is kept is a tuple that takes another's place as a whole: threads may forget what others kept, no more.
    """

    kept: tuple[_Layout, ...] = ()

    def lay_out(self, plan: Plan, decisions: Decisions, place: Calendar) -> Schedule:
        """The schedule of a plan; raises what `etappe.model.schedule.lay_out` raises."""
        for layout in self.kept:
            if _is_of(layout.schedule, plan, decisions, place):
                return layout.schedule
        schedule = lay_out(plan, decisions, place)
        self.kept = (_Layout(schedule), *self.kept[: KEPT - 1])
        return schedule

    def warnings_of(self, schedule: Schedule) -> tuple[PlanWarning, ...]:
        """What is doubtful about a schedule."""
        layout = next((kept for kept in self.kept if kept.schedule is schedule), _Layout(schedule))
        if layout.warnings is None:
            layout.warnings = warnings_of(schedule)
        return layout.warnings


def _is_of(schedule: Schedule, plan: Plan, decisions: Decisions, place: Calendar) -> bool:
    """Plans are shared by their digest, calendars by their place: another object is another one."""
    return schedule.plan is plan and schedule.calendars.place is place and schedule.decisions == decisions
