"""Where letters are written: the files of one round, each opened once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from etappe.model.calendar import Calendar
from etappe.model.hold import Hold
from etappe.model.kommune import Kommune
from etappe.model.people import Contact
from etappe.service.holding import Holding, what_waits
from etappe.service.office import Office, ProjectFile, calendar_of, open_file, require_kommune
from etappe.service.ports import Transaction


@dataclass(slots=True)
class Desk:
    """The project files of one round of writing, each opened once."""

    office: Office
    tx: Transaction
    files: dict[str, ProjectFile] = field(default_factory=dict[str, ProjectFile])
    contacts: dict[str, Mapping[str, Contact]] = field(default_factory=dict[str, Mapping[str, Contact]])
    team: Mapping[str, Contact] | None = None
    holding: Holding | None = None
    kommunen: dict[str, tuple[Kommune, Calendar]] = field(default_factory=dict[str, tuple[Kommune, Calendar]])
    stopped: dict[str, bool] = field(default_factory=dict[str, bool])
    rests: dict[str, tuple[Hold, ...]] = field(default_factory=dict[str, tuple[Hold, ...]])

    def file(self, project_id: str) -> ProjectFile:
        """A project with its dates."""
        if project_id not in self.files:
            self.files[project_id] = open_file(self.office, self.tx, project_id)
        return self.files[project_id]

    def around(self, kommune: str) -> Mapping[str, Contact]:
        """Who fills which role around a Kommune."""
        if kommune not in self.contacts:
            self.contacts[kommune] = self.tx.people.contacts([kommune])[kommune]
        return self.contacts[kommune]

    def staff(self) -> Mapping[str, Contact]:
        """Who fills which role in the project team."""
        if self.team is None:
            self.team = self.tx.people.staff()
        return self.team

    def set_aside(self, now: datetime) -> Holding:
        """What cannot be written today, as far as this round knows."""
        if self.holding is None:
            self.holding = what_waits(self.office, self.tx, now)
        return self.holding

    @property
    def management(self) -> str:
        """The role that answers questions."""
        return self.office.programme.spec.management

    def calendar(self, kommune: str) -> Calendar:
        """The working days of a Kommune."""
        return self._place(kommune)[1]

    def holds(self, project_id: str) -> tuple[Hold, ...]:
        """When a project rests."""
        if project_id not in self.rests:
            self.rests[project_id] = self.tx.holds.of_project(project_id)
        return self.rests[project_id]

    def name(self, kommune: str) -> str:
        """How a Kommune is called."""
        return self._place(kommune)[0].name

    def comes_back(self, email: str) -> bool:
        """Whether letters to an address have stopped."""
        if email not in self.stopped:
            self.stopped[email] = email in self.tx.suppressions.among([email])
        return self.stopped[email]

    def settings_for(self, letter: str) -> Mapping[str, object]:
        """What is set for the module that a passage belongs to."""
        modules = self.office.programme.modules.values()
        owner = next((m.key for m in modules if any(known.key == letter for known in m.letters)), None)
        found = self.office.modules.settings().get(owner or "")
        return found.model_dump() if found else {}

    def _place(self, slug: str) -> tuple[Kommune, Calendar]:
        if slug not in self.kommunen:
            kommune = require_kommune(self.tx, slug)
            self.kommunen[slug] = (kommune, calendar_of(self.office, self.tx, kommune))
        return self.kommunen[slug]
