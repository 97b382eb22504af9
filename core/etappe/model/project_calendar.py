"""The working days of a place as one project counts them: days on which it rests do not count."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.calendar import Calendar
from etappe.model.hold import Hold
from etappe.model.plan import Plan


@dataclass(frozen=True, slots=True)
class ProjectCalendar:
    """The calendar of a project, and of each of its phases, which may rest while the others go on."""

    place: Calendar
    plan: Plan
    holds: tuple[Hold, ...] = ()

    @property
    def whole(self) -> Calendar:
        """As what belongs to no phase is counted."""
        return self.of_phase(None)

    def of_phase(self, phase: str | None) -> Calendar:
        """As the tasks of a phase are counted."""
        if not self.holds:
            return self.place
        return self.place.at_rest(tuple(h.rest for h in self.holds if h.phase in {None, phase}))

    def of_task(self, task: str) -> Calendar:
        """As a task is counted."""
        return self.of_phase(self.plan.task[task].phase) if self.holds else self.place

    def of_anchor(self, anchor: str) -> Calendar:
        """As an anchor is counted: it rests with the phase whose event it is."""
        return self.of_phase(self.plan.phase_of_anchor.get(anchor)) if self.holds else self.place
