"""What every use case works with: the programme, its store and its calendars."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from etappe.errors import UnknownKommune, UnknownProject
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.hold import Hold
from etappe.model.kommune import Kommune, NamedDay, place_of
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.plan import Plan
from etappe.model.programme import Programme
from etappe.model.project import AnchorRecord, Project, TaskRecord, decisions_of
from etappe.model.reasons import Reasons
from etappe.model.schedule import Schedule
from etappe.model.speech import Speech, speech_in
from etappe.service.cabinet import Cabinet
from etappe.service.layouts import Layouts
from etappe.service.ports import Calendars, Modules, Roster, Store, Transaction


class Drawing(Protocol):
    """What planning alone needs: no store."""

    @property
    def programme(self) -> Programme: ...
    @property
    def calendars(self) -> Calendars: ...
    @property
    def plans(self) -> dict[tuple[str, ...], Plan]: ...


@dataclass(frozen=True, slots=True)
class DrawingBoard:
    """A programme that is planned with, and nothing kept."""

    programme: Programme
    calendars: Calendars
    plans: dict[tuple[str, ...], Plan] = field(default_factory=dict[tuple[str, ...], Plan])
    """Plans drawn up before, by the modules chosen."""


class FullRoster:
    """Every module is at work; where nothing is installed, nothing can fail."""

    def why_not(self, module: str, say: Reasons) -> str | None:
        """Nothing stands against it."""
        return None

    def version_behind(self, package: str) -> str:
        """Nobody knows."""
        return ""

    def fallen(self) -> tuple[Parked, ...]:
        """None has failed."""
        return ()


@dataclass(frozen=True, slots=True)
class Office:
    """One programme at work."""

    programme: Programme
    store: Store
    calendars: Calendars
    staff_place: Place
    """Where the project team works; its overviews keep that place's holidays."""
    modules: Modules
    """Whom to ask where a module has a say."""
    roster: Roster = field(default_factory=FullRoster)
    """Which modules are at work."""
    plans: dict[tuple[str, ...], Plan] = field(default_factory=dict[tuple[str, ...], Plan])
    """Plans drawn up before, by the modules chosen."""
    layouts: Layouts = field(default_factory=Layouts)
    """Schedules laid out before."""
    cabinet: Cabinet = field(default_factory=Cabinet)
    """Where the files of town halls lie."""

    @property
    def zone(self) -> str:
        """Where the days of the programme begin and end."""
        return self.programme.spec.zone

    @property
    def speech(self) -> Speech:
        """The language of the programme's people."""
        return speech_in(self.programme.spec.language)

    def calendar_of(self, kommune: Kommune, days: Sequence[NamedDay]) -> Calendar:
        """The working days of a Kommune."""
        return self.calendars(place_of(kommune, days))


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A project with all that its dates depend on."""

    project: Project
    kommune: Kommune
    plan: Plan
    anchors: tuple[AnchorRecord, ...]
    tasks: Mapping[str, TaskRecord]
    schedule: Schedule
    layouts: Layouts
    held: bool = False
    """Whether nobody else can change the project until the transaction ends."""

    @property
    def calendar(self) -> Calendar:
        """The working days of the project: those of its Kommune on which it does not rest."""
        return self.schedule.calendar

    @property
    def decisions(self) -> Decisions:
        """What people decided for the project."""
        return self.schedule.decisions

    @property
    def speech(self) -> Speech:
        """The language of the project's people."""
        return speech_in(self.plan.programme.language)


class Stored(NamedTuple):
    """What is stored of a project."""

    project: Project
    kommune: Kommune
    plan: Plan
    anchors: tuple[AnchorRecord, ...]
    tasks: Mapping[str, TaskRecord]
    holds: tuple[Hold, ...]


class _OnlyLooking(Exception):
    """Ends the transaction of a dry run without a trace."""


@contextmanager
def trying(office: Office, *, dry_run: bool) -> Generator[Transaction]:
    """A transaction that leaves no trace where it is only a dry run."""
    try:
        with office.store.begin() as tx:
            yield tx
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass


def require_kommune(tx: Transaction, slug: str) -> Kommune:
    """A Kommune that is known; raises `UnknownKommune`."""
    kommune = tx.kommunen.get(slug)
    if kommune is None:
        raise UnknownKommune(slug=slug)
    return kommune


def calendar_of(office: Office, tx: Transaction, kommune: Kommune) -> Calendar:
    """The working days of a Kommune with its own closing days, elections and committee dates."""
    return office.calendar_of(kommune, tx.kommunen.days([kommune.slug]).get(kommune.slug, ()))


def open_file(office: Office, tx: Transaction, project_id: str, *, hold: bool = False) -> ProjectFile:
    """Everything about a project, its dates recomputed; raises `UnknownProject`.

    With ``hold`` whoever else wants to change it waits until the transaction ends.
    """
    project = tx.projects.lock(project_id) if hold else tx.projects.get(project_id)
    if project is None:
        raise UnknownProject(project=project_id)
    kommune = require_kommune(tx, project.kommune)
    plan = tx.projects.plan(project.plan_digest)
    anchors, tasks = tx.projects.anchors(project_id), tx.projects.tasks(project_id)
    calendar = calendar_of(office, tx, kommune)
    stored = Stored(project, kommune, plan, anchors, tasks, tx.holds.of_project(project_id))
    return file_of(office, stored, calendar, held=hold)


def file_of(office: Office, stored: Stored, calendar: Calendar, *, held: bool = False) -> ProjectFile:
    """A project with its dates recomputed from what is stored; raises what `lay_out` refuses."""
    project, kommune, plan, anchors, tasks, holds = stored
    schedule = office.layouts.lay_out(plan, decisions_of(project, anchors, tasks.values(), holds), calendar)
    return ProjectFile(project, kommune, plan, anchors, tasks, schedule, office.layouts, held)
