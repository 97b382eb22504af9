"""A project and a person as modules are shown them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from etappe.model.moments import local_day
from etappe.model.people import Person
from etappe.model.project import TaskRecord, current_phase
from etappe.model.spec import TaskSpec
from etappe.model.views import PersonView, ProjectView, TaskView
from etappe.service.office import ProjectFile
from etappe.service.ports import Transaction


def view_of(file: ProjectFile, today: date) -> ProjectView:
    """A project as it stands, without any records yet."""
    return ProjectView(
        id=file.project.id,
        programme=file.plan.programme.key,
        kommune=file.kommune.slug,
        kommune_name=file.kommune.name,
        land=file.kommune.land,
        start=file.project.start,
        phase=current_phase(file.plan, file.schedule, file.tasks, today),
        modules=tuple(m.key for m in file.plan.modules),
        answers=dict(file.project.answers),
        anchors={a.key: a.day for a in file.schedule.anchors.values()},
        tasks=_tasks(file),
    )


def person_view(tx: Transaction, person: Person) -> PersonView:
    """A person with the roles around Kommunen, without any records yet."""
    slugs = tx.people.kommunen_of([person.id]).get(person.id, ())
    contacts = tx.people.contacts(slugs)
    roles = tuple(
        (slug, role)
        for slug in slugs
        for role, contact in contacts[slug].items()
        if person in (contact.person, contact.deputy)
    )
    return PersonView(person.id, person.name, person.email, roles)


def _tasks(file: ProjectFile) -> Mapping[str, TaskView]:
    known, zone = file.plan.task, file.calendar.zone
    return {key: _task(known[key], record, zone) for key, record in file.tasks.items() if key in known}


def _task(spec: TaskSpec, record: TaskRecord, zone: str) -> TaskView:
    return TaskView(
        key=spec.key,
        title=spec.title,
        phase=spec.phase,
        role=spec.role,
        due=record.due,
        state=record.state,
        settled_on=local_day(record.settled_at, zone) if record.settled_at else None,
        milestone=spec.milestone,
        blocking=spec.blocking,
    )
