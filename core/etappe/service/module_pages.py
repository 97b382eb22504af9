"""What pages of modules are shown, and what their forms want carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etappe.errors import PageReachesOut
from etappe.model.intentions import Intention
from etappe.model.moments import local_day
from etappe.model.page import PageSpec
from etappe.model.views import ProjectView
from etappe.service.filing import open_files
from etappe.service.intending import carry_out
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction
from etappe.service.viewing import view_of

PORTION = 25
"""Projects on one page about the programme."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the projects of which a module keeps something."""

    projects: tuple[ProjectView, ...]
    number: int
    """Which portion it is, counted from 1."""
    last: int


def project_shown(office: Office, module: str, project_id: str, now: datetime) -> ProjectView:
    """One project with the module's own records; raises `UnknownProject`."""
    with office.store.begin() as tx:
        return shown_to(office, tx, module, open_file(office, tx, project_id), now)


def portion_shown(office: Office, module: str, number: int, now: datetime) -> Portion:
    """A portion of the projects of which a module keeps something, by id."""
    kinds = [spec.key for spec in office.modules.record_specs().get(module, ())]
    with office.store.begin() as tx:
        last = max(1, -(-tx.records.projects_number(kinds) // PORTION))
        number = min(number, last)
        ids = tx.records.projects(kinds, PORTION, (number - 1) * PORTION)
        shown = tuple(shown_to(office, tx, module, file, now) for file in open_files(office, tx, ids))
    return Portion(shown, number, last)


def save(
    office: Office,
    module: str,
    page: PageSpec,
    projects: Sequence[str],
    intentions: Sequence[Intention],
    by: str,
    now: datetime,
) -> None:
    """Carry out what a form wants of the projects that its page is about, all or nothing.

    Raises `PageReachesOut` for any other project, and what the core refuses.
    """
    with office.store.begin() as tx:
        for intention in intentions:
            project_id = intention.project or (projects[0] if len(projects) == 1 else "")
            if project_id not in projects:
                raise PageReachesOut(page=page.key, project=project_id)
            carry_out(office, tx, module, project_id, intention, by, now)


def shown_to(office: Office, tx: Transaction, module: str, file: ProjectFile, now: datetime) -> ProjectView:
    """A project as a module sees it, with the module's own records."""
    view = view_of(file, local_day(now, office.zone))
    return office.modules.shown(module, view, tx.records.of_project(file.project.id))
