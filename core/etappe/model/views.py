"""What modules are shown: a project or a person as it stands, as values without a way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from etappe.model.module_settings import ModuleSettings
from etappe.model.project import TaskState
from etappe.model.records import Kept, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as it stands."""

    key: str
    title: str
    phase: str
    role: str
    due: date
    state: TaskState
    settled_on: date | None
    milestone: bool
    blocking: bool

    @property
    def open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state is TaskState.OPEN


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project as it stands; of the records those of the module that is asked."""

    id: str
    programme: str
    kommune: str
    """The slug of the Kommune."""
    kommune_name: str
    land: str
    start: date
    phase: str | None
    """The phase that the project is in; None before the first has begun."""
    modules: tuple[str, ...]
    answers: Mapping[str, bool]
    """The conditions that somebody has answered."""
    anchors: Mapping[str, date]
    tasks: Mapping[str, TaskView]
    settings: ModuleSettings = field(default_factory=ModuleSettings)
    """What the operator has set for the module that is asked, in the module's own class."""
    kept: tuple[Kept, ...] = ()

    def records(self, model: type[R]) -> dict[str, R]:
        """The module's own records of one kind, by key."""
        return {k.key: k.record for k in self.kept if isinstance(k.record, model)}


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, and every record of the module that is asked, whatever project it belongs to."""

    id: str
    name: str
    email: str
    roles: tuple[tuple[str, str], ...]
    """Slug of the Kommune and key of the role, of each role that the person fills or steps in for."""
    kept: tuple[Kept, ...] = ()

    def records(self, model: type[R]) -> dict[tuple[str, str], R]:
        """The module's own records of one kind, by project and key."""
        return {(k.project, k.key): k.record for k in self.kept if isinstance(k.record, model)}
