"""Calendar feeds: what stands in the calendar of a Kommune, and in that of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from etappe.errors import UnknownPerson
from etappe.model.feed import Feed, FeedEntry, concerns_everybody, entry_of, feed_of
from etappe.model.kommune import Kommune
from etappe.model.people import Contact, Person
from etappe.model.plan import Plan
from etappe.model.project import Project
from etappe.model.spec import TaskSpec
from etappe.service.office import Office, require_kommune
from etappe.service.ports import Transaction

FACTS_READ = 1000
"""How far back into a project's history is looked for a plan that still knows a task."""
Wanted = Callable[[Kommune, TaskSpec], bool]


def kommune_feed(office: Office, slug: str, now: datetime) -> Feed:
    """The milestones and meetings of a Kommune, whoever is responsible; raises `UnknownKommune`.

    What concerns those involved alone is left out: nobody knows who reads the feed of a town hall.
    """
    with office.store.begin() as tx:
        kommune = require_kommune(tx, slug)
        projects = tx.projects.of_kommune(slug)
        entries = _entries(office, tx, projects, {slug: kommune}, lambda _, spec: concerns_everybody(spec))
        return _feed(office, kommune.name, entries, now)


def person_feed(office: Office, email: str, now: datetime) -> Feed:
    """All tasks, open and done, of the roles that a person fills, in all Kommunen; raises `UnknownPerson`.

    Whom they stand in for has a feed too; what is confidential there stays there.
    """
    with office.store.begin() as tx:
        person = tx.people.by_email(email.strip().lower())
        if person is None:
            raise UnknownPerson(address=email)
        kommunen, projects = _around(tx, person)
        contacts = tx.people.contacts(tuple(kommunen))
        entries = _entries(office, tx, projects, kommunen, _own(person, contacts))
        return _feed(office, person.name, entries, now)


def _around(tx: Transaction, person: Person) -> tuple[Mapping[str, Kommune], Sequence[Project]]:
    """Where somebody may fill a role; whoever belongs to the project team may do so anywhere."""
    if any(contact.person == person for contact in tx.people.staff().values()):
        return {k.slug: k for k in tx.kommunen.all()}, tx.projects.all()
    slugs = tx.people.kommunen_of([person.id]).get(person.id, ())
    projects = [project for slug in slugs for project in tx.projects.of_kommune(slug)]
    return {k.slug: k for k in tx.kommunen.some(slugs)}, projects


def _own(person: Person, contacts: Mapping[str, Mapping[str, Contact]]) -> Wanted:
    """Whether a task of a Kommune is one of this person's."""

    def wanted(kommune: Kommune, spec: TaskSpec) -> bool:
        contact = contacts[kommune.slug].get(spec.role)
        return contact is not None and contact.person == person

    return wanted


def _entries(
    office: Office,
    tx: Transaction,
    projects: Iterable[Project],
    kommunen: Mapping[str, Kommune],
    wanted: Wanted,
) -> Iterable[FeedEntry]:
    """The entries of projects, from what is stored: dates that cannot be computed any more break no feed."""
    by_id = {project.id: project for project in projects}
    tenant = office.programme.spec.key
    for project_id, tasks in tx.projects.tasks_of(tuple(by_id)).items():
        project = by_id[project_id]
        kommune, plans = kommunen[project.kommune], _plans(tx, project, {task.key for task in tasks})
        for task in tasks:
            plan = plans.get(task.key)
            if plan and wanted(kommune, plan.task[task.key]):
                yield entry_of(tenant, kommune, project, plan, task)


def _plans(tx: Transaction, project: Project, keys: set[str]) -> Mapping[str, Plan]:
    """The plan that tells of each task: the one of today, or the last one before that knew it."""
    plan = tx.projects.plan(project.plan_digest)
    found = {key: plan for key in keys if key in plan.task}
    if len(found) == len(keys):
        return found
    for _, fact in tx.audit.facts(project.id, FACTS_READ):
        if fact.action == "plan upgraded":
            before = tx.projects.plan(str(fact.data["before"]))
            found = {key: before for key in keys if key in before.task} | found
    return found


def _feed(office: Office, name: str, entries: Iterable[FeedEntry], now: datetime) -> Feed:
    spec = office.programme.spec
    return feed_of(f"{spec.short_title or spec.title}: {name}", spec.language, spec.zone, entries, now)
