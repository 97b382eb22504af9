"""Open a link: what it is for, while its person has a part in that; looking changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from etappe.errors import LinkInvalid
from etappe.model.kommune import Kommune
from etappe.model.link import ANSWERS, TOKEN_LENGTH, Link, LinkPurpose, token_hash
from etappe.model.people import Contact, Person
from etappe.model.permissions import LinkRole
from etappe.model.plan import Plan
from etappe.model.project import Project
from etappe.model.spec import DEPUTY, RESPONSIBLE
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: what the first page may say, and for whom."""

    link: Link
    person: Person
    kommune: Kommune | None
    """None for the calendar of a person."""
    project: Project | None
    plan: Plan | None
    roles: frozenset[str]
    """The roles in the Kommune that its person fills or steps in for."""
    deputising: frozenset[str]
    """Those of them that somebody else fills."""

    @property
    def task_title(self) -> str:
        """The title of the one task that it opens; empty where it opens more."""
        task = self.plan.task.get(self.link.task_key or "") if self.plan else None
        return task.title if task else ""


def open_link(
    tx: Transaction, token: str, now: datetime, purposes: Collection[LinkPurpose] = ANSWERS
) -> Opened:
    """What a token opens now; looking changes nothing.

    Raises `LinkInvalid`, the same for what is unknown, has ended, was revoked, is meant for something else,
    or belongs to somebody who has no part in it any more.
    """
    link = tx.links.by_hash(token_hash(token)) if len(token) == TOKEN_LENGTH else None
    return _opened(tx, link, now, purposes)


def open_again(
    tx: Transaction, link_id: str, now: datetime, purposes: Collection[LinkPurpose] = ANSWERS
) -> Opened:
    """What a link opens whose token was shown before; raises `LinkInvalid` as `open_link` does."""
    link = tx.links.get(link_id)
    return _opened(tx, link if link and link.id == link_id else None, now, purposes)


def still_theirs(tx: Transaction, link: Link) -> bool:
    """Whether the person of a link has a part in what it opens."""
    return opened_for(tx, link) is not None


def _opened(tx: Transaction, link: Link | None, now: datetime, purposes: Collection[LinkPurpose]) -> Opened:
    found = opened_for(tx, link) if link and link.purpose in purposes and link.works(now) else None
    if found is None:
        raise LinkInvalid
    return found


def opened_for(tx: Transaction, link: Link) -> Opened | None:
    """What a link is for while its person has a part in it, whether it works or not."""
    person = tx.people.get([link.person_id]).get(link.person_id)
    if person is None:
        return None
    if link.project_id is None:
        nowhere = Opened(link, person, None, None, None, frozenset(), frozenset())
        return nowhere if _has_any_part(tx, person.id) else None
    project = tx.projects.get(link.project_id)
    kommune = tx.kommunen.get(project.kommune) if project else None
    if project is None or kommune is None:
        return None
    plan = tx.projects.plan(project.plan_digest)
    around = tx.people.contacts([kommune.slug])[kommune.slug]
    roles = frozenset(role for role, contact in around.items() if takes_part(contact, person.id))
    deputising = frozenset(role for role in roles if around[role].person.id != person.id)
    wanted = _addressed(plan, link.task_key) if link.task_key else roles
    return Opened(link, person, kommune, project, plan, roles, deputising) if roles & wanted else None


def link_role(opened: Opened, head: str) -> LinkRole:
    """What somebody is who comes by a link; who heads the administration and does more there is a contact."""
    return LinkRole.HEAD if opened.roles == frozenset({head}) else LinkRole.CONTACT


def takes_part(contact: Contact, person_id: str) -> bool:
    """Whether somebody fills a role or steps in."""
    return person_id in {contact.person.id, contact.deputy.id if contact.deputy else None}


def _addressed(plan: Plan, task_key: str) -> frozenset[str]:
    """The roles that get letters about a task; none where a newer plan has retired it."""
    task = plan.task.get(task_key)
    if task is None:
        return frozenset()
    named = {audience for rung in plan.rungs[task_key] for audience in rung.spec.to}
    return frozenset({task.role, *(named - {DEPUTY, RESPONSIBLE})})


def _has_any_part(tx: Transaction, person_id: str) -> bool:
    if tx.people.kommunen_of([person_id]).get(person_id):
        return True
    return any(takes_part(contact, person_id) for contact in tx.people.staff().values())
