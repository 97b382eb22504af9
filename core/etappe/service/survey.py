"""What pages ask of a whole programme at once: read in sets and page by page, never written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from etappe.model.audit import Fact
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.filters import Filters, Wanted
from etappe.model.follow_up import FollowUp
from etappe.model.kommune import Kommune
from etappe.model.ledger import Due, Entry, OccurrenceState
from etappe.model.project import AnchorRecord, Project
from etappe.model.ruling import Ruling
from etappe.model.slip import FailedSlip
from etappe.model.standing import State


class Survey(Protocol):
    """Answers for pages; none grows with what it does not show."""

    def tiles(self, today: date) -> tuple[Mapping[State, int], int]:
        """How many projects are in each state today, and how many Kommunen are silent."""
        ...

    def number(self, filters: Filters, today: date) -> int:
        """How many projects match."""
        ...

    def page(self, filters: Filters, today: date, limit: int, offset: int) -> tuple[str, ...]:
        """The ids of some projects that match, the most urgent first."""
        ...

    def projects(self, ids: Sequence[str]) -> tuple[Project, ...]:
        """Some projects by id, in any order."""
        ...

    def anchors(self, ids: Sequence[str]) -> Mapping[str, tuple[AnchorRecord, ...]]:
        """The anchors of some projects by day, by project."""
        ...

    def digests(self) -> frozenset[str]:
        """The plans that projects follow."""
        ...

    def kommunen(self, part: str, limit: int, offset: int) -> tuple[int, tuple[Kommune, ...]]:
        """How many Kommunen have something in their name, and some of them by name."""
        ...

    def projects_of(self, kommunen: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the projects of some Kommunen, by Kommune, those that began first before others."""
        ...

    def event_days(
        self, events: Mapping[str, Collection[str]], first: date, last: date | None = None
    ) -> Sequence[tuple[str, str, str, str, date]]:
        """Project, Kommune, plan, task and day of the open events from a day on, up to another one.

        ``events`` are the tasks that are the event itself, by anchor.
        """
        ...

    def who_fills(self, roles: Sequence[str], kommunen: Sequence[str]) -> Mapping[tuple[str, str], str]:
        """The ids of the people who fill some roles in some Kommunen themselves, by Kommune and role."""
        ...

    def armed(self, project_id: str, person_ids: Sequence[str], until: datetime | None) -> tuple[Due, ...]:
        """What is planned of a project and of some people up to a moment, the earliest first."""
        ...

    def follow_ups(
        self, wanted: Wanted, limit: int, offset: int = 0
    ) -> tuple[int, tuple[tuple[FollowUp, str], ...]]:
        """How many follow-ups are open and match, and some with their Kommunen's names, the oldest first."""
        ...

    def letters(self, states: Sequence[DeliveryState]) -> Mapping[DeliveryState, int]:
        """How many letters are in each of some states, without zeros; none about which somebody decided."""
        ...

    def settled_letters(
        self, limit: int, offset: int
    ) -> tuple[int, tuple[tuple[Delivery, str, Ruling], ...]]:
        """How many letters were put away, and some with their readers' names and the decisions, the newest
        first."""
        ...

    def failed_slips(self, limit: int, offset: int) -> tuple[int, tuple[FailedSlip, ...]]:
        """How many slips did not go, and some of them, the newest first."""
        ...

    def deliveries(
        self, states: Sequence[DeliveryState], limit: int, offset: int
    ) -> tuple[int, tuple[tuple[Delivery, str], ...]]:
        """How many letters are in some states, and some with their readers' names, the newest first; none
        about which somebody decided."""
        ...

    def entries(
        self, project_id: str | None, states: Sequence[OccurrenceState], limit: int, offset: int
    ) -> tuple[int, tuple[Entry, ...]]:
        """How many lines the ledger has, of a project and in some states or in any that is not to come, and
        some of them, the newest first."""
        ...

    def facts(self, abouts: Sequence[str], limit: int, offset: int) -> tuple[tuple[datetime, Fact], ...]:
        """Facts about some objects and what lies within them, or about all, the newest first."""
        ...

    def facts_number(self, abouts: Sequence[str]) -> int:
        """How many facts there are about some objects and what lies within them, or about all."""
        ...
