"""What the services keep in a store: one small port per kind of thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from etappe.model.announcement import Announcement
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.people import Absence, Contact, Person
from etappe.model.plan import Plan
from etappe.model.project import AnchorRecord, Project, TaskRecord
from etappe.model.records import RecordRow


class Kommunen(Protocol):
    """The Kommunen of a programme and their own calendars."""

    def add(self, kommune: Kommune) -> None:
        """Store a Kommune under its slug."""
        ...

    def change(self, kommune: Kommune) -> None:
        """Store other data for the Kommune of a slug."""
        ...

    def get(self, slug: str) -> Kommune | None:
        """The Kommune of a slug."""
        ...

    def some(self, slugs: Sequence[str]) -> tuple[Kommune, ...]:
        """The Kommunen of some slugs."""
        ...

    def all(self) -> tuple[Kommune, ...]:
        """All Kommunen by slug."""
        ...

    def add_day(self, slug: str, day: NamedDay) -> None:
        """Enter a named day; entering it twice changes its name only."""
        ...

    def drop_day(self, slug: str, kind: DayKind, day: date) -> None:
        """Take a named day back."""
        ...

    def days(self, slugs: Sequence[str]) -> Mapping[str, tuple[NamedDay, ...]]:
        """The named days of several Kommunen, by slug."""
        ...


class People(Protocol):
    """The persons of a programme, the roles they fill, and when they are away."""

    def save(self, person: Person) -> None:
        """Store a person, or a new name or address for one."""
        ...

    def by_email(self, email: str) -> Person | None:
        """The person of an address."""
        ...

    def get(self, ids: Sequence[str]) -> Mapping[str, Person]:
        """Persons by id."""
        ...

    def set_contact(self, kommune: str, contact: Contact) -> None:
        """Say who fills a role in a Kommune from now on."""
        ...

    def set_staff(self, contact: Contact) -> None:
        """Say who fills a role in the project team from now on."""
        ...

    def contacts(self, kommunen: Sequence[str]) -> Mapping[str, Mapping[str, Contact]]:
        """Who fills which role, by Kommune and role; staff stands in for roles that a Kommune leaves open."""
        ...

    def staff(self) -> Mapping[str, Contact]:
        """Who fills which role in the project team."""
        ...

    def kommunen_of(self, person_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The Kommunen in which somebody fills a role or steps in."""
        ...

    def add_absence(self, absence: Absence) -> None:
        """Note an absence; the same first day again changes its end."""
        ...

    def drop_absence(self, absence: Absence) -> None:
        """Forget an absence."""
        ...

    def absences(self, person_ids: Sequence[str], day: date) -> tuple[Absence, ...]:
        """Absences that have not ended before a day."""
        ...

    def erase(self, person: Person) -> None:
        """Erase a person's name and address wherever they stand, and cancel what waits for them."""
        ...


class Projects(Protocol):
    """Projects with their plans, anchors and tasks."""

    def keep_plan(self, plan: Plan) -> None:
        """Store a snapshot; equal plans are stored once."""
        ...

    def plan(self, digest: str) -> Plan:
        """The snapshot of a digest."""
        ...

    def add(self, project: Project, anchors: Iterable[AnchorRecord], tasks: Iterable[TaskRecord]) -> None:
        """Store a new project with its dates."""
        ...

    def get(self, project_id: str) -> Project | None:
        """A project by its id."""
        ...

    def all(self) -> tuple[Project, ...]:
        """All projects by id."""
        ...

    def of_kommune(self, kommune: str) -> tuple[Project, ...]:
        """The projects of one Kommune."""
        ...

    def anchors(self, project_id: str) -> tuple[AnchorRecord, ...]:
        """The anchors of a project by day."""
        ...

    def tasks(self, project_id: str) -> Mapping[str, TaskRecord]:
        """The tasks of a project by key."""
        ...

    def open_tasks(
        self, until: date, kommunen: Sequence[str] | None = None
    ) -> tuple[tuple[Project, TaskRecord], ...]:
        """Open tasks that are due up to a day, of some Kommunen or of all, the earliest first."""
        ...

    def open_among(
        self, keys: Collection[str], first: date, ids: Collection[str] | None = None
    ) -> tuple[tuple[Project, TaskRecord], ...]:
        """Open tasks of some keys that are due from a day on, of some projects or of all, by day."""
        ...

    def save_answers(self, project_id: str, answers: Mapping[str, bool]) -> None:
        """Change the answers to conditions."""
        ...

    def save_anchors(self, project_id: str, anchors: Iterable[AnchorRecord]) -> None:
        """Change anchors, and count one more revision of the project."""
        ...

    def save_tasks(self, project_id: str, tasks: Iterable[TaskRecord], now: datetime) -> None:
        """Change tasks, or add some; those with another day or state are one change further."""
        ...

    def tasks_of(self, project_ids: Sequence[str]) -> Mapping[str, tuple[TaskRecord, ...]]:
        """The tasks of several projects, by project."""
        ...

    def touch_tasks(self, project_id: str, keys: Sequence[str], now: datetime) -> None:
        """Count tasks one change further, although their rows say what they said."""
        ...

    def change_plan(self, project_id: str, digest: str, answers: Mapping[str, bool]) -> None:
        """Let a project follow another plan; anchors that it does not have are left to `drop_anchors`."""
        ...

    def drop_anchors(self, project_id: str, keys: Sequence[str]) -> None:
        """Take out anchors that a newer plan does not have."""
        ...

    def orders_done(self, order: str) -> Mapping[str, str]:
        """The projects in which an order was carried out, each with what it did to the plan, as a hash."""
        ...

    def take_order(self, order: str, project_id: str, plan_hash: str, now: datetime) -> bool:
        """Note that an order is carried out in a project; False where that was done before."""
        ...

    def running(self) -> frozenset[str]:
        """The projects in which something is left to be done."""
        ...

    def number(self) -> int:
        """How many projects there are."""
        ...

    def lock(self, project_id: str) -> Project:
        """A project as it is now; whoever else wants to change it waits until the end."""
        ...

    def note(self, project: Project) -> None:
        """Note the phase of a project, when to look at it again, and when its Kommune was heard of."""
        ...

    def phases_to_check(self, today: date, limit: int) -> tuple[str, ...]:
        """Projects in which another phase may have begun by a day."""
        ...


class FollowUps(Protocol):
    """What waits for project management."""

    def open(self, new: Sequence[FollowUp]) -> None:
        """Open follow-ups; one whose cause is known already stays as it is."""
        ...

    def get(self, follow_up_id: str) -> FollowUp | None:
        """One follow-up, by its id or the unambiguous beginning of it."""
        ...

    def all_open(self, project_id: str | None = None) -> tuple[FollowUp, ...]:
        """What is open, the oldest first."""
        ...

    def by_cause(self, causes: Sequence[str]) -> Mapping[str, FollowUp]:
        """Follow-ups, open or not, by their causes."""
        ...

    def close(self, follow_up_id: str, by: str, outcome: str, now: datetime) -> bool:
        """Close a follow-up; False where somebody has done so before."""
        ...


class Records(Protocol):
    """What modules keep about projects."""

    def of_project(self, project_id: str) -> tuple[RecordRow, ...]:
        """Everything that modules keep about a project."""
        ...

    def of_kinds(self, kinds: Sequence[str]) -> tuple[RecordRow, ...]:
        """All records of some kinds, whatever project they belong to."""
        ...

    def projects(self, kinds: Sequence[str], limit: int, offset: int) -> tuple[str, ...]:
        """Some of the projects of which records of some kinds are kept, by id."""
        ...

    def projects_number(self, kinds: Sequence[str]) -> int:
        """Of how many projects records of some kinds are kept."""
        ...

    def outdated(self, kind: str, version: int, limit: int) -> tuple[RecordRow, ...]:
        """Some records of a kind that are older than a version."""
        ...

    def save(self, row: RecordRow, now: datetime) -> None:
        """Store a record, or a new one in its place."""
        ...

    def drop(self, kind: str, project_id: str, key: str) -> bool:
        """Forget a record; False where there is none."""
        ...


class Announcements(Protocol):
    """What was announced to the project team."""

    def begin(self, new: Announcement) -> bool:
        """Write an announcement down before it is made; False where there is one of its key already."""
        ...

    def made(self, key: str, now: datetime) -> None:
        """Note that an announcement was taken by all of the team's channels."""
        ...

    def get(self, key: str) -> Announcement | None:
        """The announcement of a key."""
        ...


class Audit(Protocol):
    """The chain of facts; only ever appended to."""

    def record(self, facts: Sequence[Fact], now: datetime) -> None:
        """Append facts in their order."""
        ...

    def facts(
        self, about: str | None = None, limit: int = 100, since: int = 0, until: int | None = None
    ) -> tuple[tuple[datetime, Fact], ...]:
        """The newest facts first, all or those about one object and what lies within it, of some links."""
        ...

    def verify(self) -> int | None:
        """The number of the first link that does not fit what it says or what came before; None if all do."""
        ...

    def head(self) -> tuple[int, str]:
        """Number and hash of the last link."""
        ...

    def hashes(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The hashes of some links, as far as there are such."""
        ...
