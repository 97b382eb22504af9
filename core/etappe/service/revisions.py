"""What the services keep of re-planning: holds, upgrades that can be undone, notices, and moments anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from etappe.model.hold import Hold, Shifted
from etappe.model.ledger import Timed
from etappe.model.notice import Notice
from etappe.model.plan_change import Dropped, PlanChange


class Holds(Protocol):
    """When projects rest."""

    def of_project(self, project_id: str) -> tuple[Hold, ...]:
        """The holds of a project in the order of time, those that are over too."""
        ...

    def of_projects(self, project_ids: Sequence[str]) -> Mapping[str, tuple[Hold, ...]]:
        """The holds of several projects."""
        ...

    def shifted(self, project_id: str, hold: Hold) -> Shifted:
        """The days fixed by hand that a hold has shifted."""
        ...

    def save(self, project_id: str, hold: Hold, shifted: Shifted, now: datetime) -> None:
        """Store a hold, or another end and reason of one that begins on the same day."""
        ...

    def drop(self, project_id: str, hold: Hold) -> None:
        """Forget a hold that never began."""
        ...


class PlanChanges(Protocol):
    """The upgrades of projects' plans."""

    def add(self, project_id: str, before: str, after: str, dropped: Dropped, now: datetime) -> None:
        """Note an upgrade with what it dropped."""
        ...

    def last(self, project_id: str) -> PlanChange | None:
        """The newest upgrade of a project that was not taken back."""
        ...

    def undone(self, project_id: str, number: int, now: datetime) -> None:
        """Note that an upgrade was taken back."""
        ...


class Notices(Protocol):
    """Who was told of which dates, and what is still to be told."""

    def told_of(self, project_id: str, task_keys: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Who has got a letter about each task, or is about to get one that is written already."""
        ...

    def latest(self, project_id: str, person_ids: Sequence[str]) -> Mapping[str, tuple[int, bool]]:
        """The number of the last notice to each person about a project, and whether it waits still."""
        ...

    def add_lines(self, occ_key: str, before: Mapping[str, date]) -> None:
        """Let a notice tell of tasks; the day that a line begins with stays, whatever follows."""
        ...

    def lines(self, occ_keys: Sequence[str]) -> Mapping[str, Mapping[str, date]]:
        """What notices tell of: the day before, by notice and task."""
        ...

    def note_told(self, occ_key: str, days: Mapping[str, date]) -> None:
        """Note which days a notice has told."""
        ...

    def note_known(self, project_id: str, person_id: str, days: Mapping[str, date]) -> None:
        """Note days that somebody knows without a notice, in those that spoke of the tasks or are to."""
        ...

    def last_told(self, project_id: str, person_id: str) -> Mapping[str, date]:
        """The day of each task that somebody was told last in a notice."""
        ...

    def waiting(self, project_id: str) -> tuple[Notice, ...]:
        """The notices about a project that have not gone yet."""
        ...

    def cancel(self, project_id: str, rule_key: str, reason: str) -> None:
        """Take back what is planned of a project by one rule that belongs to no task."""
        ...

    def waiting_for(self, person_ids: Sequence[str]) -> Mapping[str, Sequence[Notice]]:
        """The notices to some people that have not been put into a letter yet, by project."""
        ...

    def drop_lines(self, occ_key: str, task_keys: Sequence[str]) -> None:
        """Let a notice tell of some tasks no more."""
        ...


class Clashes(Protocol):
    """Where people are wanted in several places."""

    def elsewhere(self, kommune: str, role: str, anchors: Sequence[str], day: date) -> tuple[str, ...]:
        """The names of some other Kommunen where whoever fills a role in one holds one of these events on a
        day."""
        ...


class Zones(Protocol):
    """Planned rungs, with what their moments were computed from."""

    def outdated(self, limit: int) -> tuple[Timed, ...]:
        """Planned rungs whose moment was computed with other time zone data, the earliest first."""
        ...

    def retime(self, rungs: Sequence[Timed]) -> None:
        """Give planned rungs their moments, computed with the time zone data of today."""
        ...
