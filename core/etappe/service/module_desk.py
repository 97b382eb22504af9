"""The desk at which a command of a module works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.model.intentions import Intention
from etappe.model.views import ProjectView
from etappe.service.intending import carry_out
from etappe.service.module_pages import shown_to
from etappe.service.office import Office, open_file
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class ModuleDesk:
    """One module at one moment, on behalf of whoever called its command."""

    office: Office
    module: str
    by: str
    now: datetime

    def projects(self) -> tuple[ProjectView, ...]:
        """All projects by id, each with the module's own records."""
        with self.office.store.begin() as tx:
            return tuple(self._view(tx, project.id) for project in tx.projects.all())

    def project(self, project_id: str) -> ProjectView:
        """One project with the module's own records; raises `UnknownProject`."""
        with self.office.store.begin() as tx:
            return self._view(tx, project_id)

    def carry_out(self, project_id: str, *intentions: Intention) -> None:
        """Carry out intentions about a project, all or none; raises what the core refuses."""
        with self.office.store.begin() as tx:
            open_file(self.office, tx, project_id)
            for intention in intentions:
                carry_out(self.office, tx, self.module, project_id, intention, self.by, self.now)

    def _view(self, tx: Transaction, project_id: str) -> ProjectView:
        file = open_file(self.office, tx, project_id)
        return shown_to(self.office, tx, self.module, file, self.now)
