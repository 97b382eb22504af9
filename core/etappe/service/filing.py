"""Open several projects at once, in a number of queries that does not depend on theirs."""

from __future__ import annotations

from collections.abc import Sequence

from etappe.errors import EtappeError
from etappe.service.office import Office, ProjectFile, Stored, file_of
from etappe.service.ports import Transaction


def open_files(office: Office, tx: Transaction, ids: Sequence[str]) -> list[ProjectFile]:
    """Everything about some projects in their order, their dates recomputed.

    Ids that are not known are passed over, and so are projects whose dates cannot be computed: one that
    cannot be read keeps nobody from the others.
    """
    if not ids:
        return []
    projects = {project.id: project for project in tx.survey.projects(ids)}
    slugs = sorted({project.kommune for project in projects.values()})
    kommunen = {kommune.slug: kommune for kommune in tx.kommunen.some(slugs)}
    days, holds = tx.kommunen.days(slugs), tx.holds.of_projects(ids)
    anchors, tasks = tx.survey.anchors(ids), tx.projects.tasks_of(ids)
    files: list[ProjectFile] = []
    for project in (projects[project_id] for project_id in ids if project_id in projects):
        kommune = kommunen[project.kommune]
        stored = Stored(
            project,
            kommune,
            tx.projects.plan(project.plan_digest),
            anchors.get(project.id, ()),
            {task.key: task for task in tasks.get(project.id, ())},
            holds.get(project.id, ()),
        )
        try:
            files.append(file_of(office, stored, office.calendar_of(kommune, days.get(kommune.slug, ()))))
        except EtappeError:
            continue  # `etappe doctor` and the audit tell of it
    return files
