"""Look after links: mint one for somebody, renew one that has ended, revoke what is nobody's any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import NoLinksOf, NoPartIn, UnknownLink, UnknownPerson, UnknownProject
from etappe.model.audit import Fact
from etappe.model.code import ASKED_AT_MOST, SPAN
from etappe.model.link import ANSWERS, TOKEN_LENGTH, Hashed, Link, LinkPurpose, expiry, token_hash
from etappe.model.moments import local_day
from etappe.model.people import Person
from etappe.model.slip import SlipKind
from etappe.service.doorway import Doorway
from etappe.service.office import Office
from etappe.service.opening import Opened, opened_for, still_theirs, takes_part
from etappe.service.ports import Transaction
from etappe.service.slip_writing import about, asking, queue_slip


@dataclass(frozen=True, slots=True)
class Minted:
    """A link that was minted for somebody; its address is shown once and kept nowhere."""

    link: Link
    url: str


def renew_link(office: Office, door: Doorway, token: str, now: datetime) -> None:
    """Mail a new link of the same kind to the address that is known, where its person has a part in it still.

    Nothing tells whether a mail goes, so that nobody learns by asking; after three within an hour none does.
    """
    with office.store.begin() as tx:
        link = tx.links.by_hash(token_hash(token)) if len(token) == TOKEN_LENGTH else None
        opened = _renewable(tx, link, now) if link else None
        if link is None or opened is None:
            return
        url, kept = door.mint(
            link.purpose,
            link.person_id,
            now,
            project_id=link.project_id,
            task_key=link.task_key,
            expires_at=expiry(_deadline(tx, link, local_day(now, office.zone)), now, office.zone),
        )
        said = replace(
            about(office, SlipKind.RENEWED, now),
            kommune=opened.kommune.name if opened.kommune else "",
            task=opened.task_title,
            secret=url,
        )
        slug = opened.project.kommune if opened.project else ""
        said = asking(office, said, tx.people.contacts([slug])[slug])
        if queue_slip(tx, door, opened.person, said, now) is not None:
            tx.links.add([kept])
            tx.audit.record([_fact(f"person/{link.person_id}", "link renewed", kept[0])], now)


def mint_links(
    office: Office, door: Doorway, email: str, project_id: str | None, by: str, now: datetime
) -> tuple[Minted, ...]:
    """New links to the own plan of somebody, for support: of one project, or of all that they have a part in.

    Raises `UnknownPerson`, `UnknownProject`, `NoPartIn`.
    """
    with office.store.begin() as tx:
        person = _person(tx, email)
        projects = [project_id] if project_id else list(_projects_of(tx, person))
        minted = [_minted(office, tx, door, person, project, now) for project in projects]
        if not minted:
            raise NoPartIn(name=person.name, project=office.programme.spec.key)
        tx.links.add([kept for _, kept in minted])
        tx.audit.record([_fact(by, "link minted", link) for _, (link, _) in minted], now)
        return tuple(Minted(link, url) for url, (link, _) in minted)


def mint_feed_link(office: Office, door: Doorway, email: str, by: str, now: datetime) -> Minted:
    """A new link to the calendar of somebody; it works until it is revoked. Raises `UnknownPerson`."""
    with office.store.begin() as tx:
        person = _person(tx, email)
        url, kept = door.mint(LinkPurpose.FEED, person.id, now)
        tx.links.add([kept])
        tx.audit.record([_fact(by, "link minted", kept[0])], now)
        return Minted(kept[0], url)


def links_of(office: Office, wanted: str) -> tuple[tuple[Link, Person], ...]:
    """The links of a person, by address, or into a project, the newest first; raises `NoLinksOf`."""
    with office.store.begin() as tx:
        person = tx.people.by_email(wanted.strip().lower())
        if person is None and tx.projects.get(wanted) is None:
            raise NoLinksOf(wanted=wanted)
        links = tx.links.of_person(person.id) if person else tx.links.of_project(wanted)
        if not links:
            return ()
        people = tx.people.get(sorted({link.person_id for link in links}))
        return tuple((link, people[link.person_id]) for link in links)


def revoke_link(office: Office, link_id: str, by: str, now: datetime) -> tuple[Link, bool]:
    """Let a link open nothing from now on; False where it was revoked before. Raises `UnknownLink`."""
    with office.store.begin() as tx:
        link = tx.links.get(link_id)
        if link is None:
            raise UnknownLink(link=link_id)
        revoked = tx.links.revoke([link.id], now) > 0
        if revoked:
            tx.audit.record([_fact(by, "link revoked", link)], now)
        return link, revoked


def revoke_lapsed(tx: Transaction, person_ids: Iterable[str], by: str, now: datetime) -> int:
    """Revoke the links of some people to what they have no part in any more; tells how many."""
    revoked = 0
    for person_id in person_ids:
        live = [link for link in tx.links.of_person(person_id) if link.works(now)]
        lapsed = [link.id for link in live if not still_theirs(tx, link)]
        revoked += _noted(tx, person_id, tx.links.revoke(lapsed, now), by, now)
    return revoked


def revoke_all(tx: Transaction, person_id: str, by: str, now: datetime) -> int:
    """Revoke all links of somebody: what was mailed to an address that is wrong is in nobody's hands."""
    return _noted(tx, person_id, tx.links.revoke_all_of_person(person_id, now), by, now)


def _noted(tx: Transaction, person_id: str, revoked: int, by: str, now: datetime) -> int:
    if revoked:
        tx.audit.record([Fact(by, "links revoked", f"person/{person_id}", {"number": revoked})], now)
    return revoked


def _renewable(tx: Transaction, link: Link, now: datetime) -> Opened | None:
    """What a link opened, where a new one may be mailed."""
    if link.purpose not in ANSWERS or link.revoked_at is not None:
        return None
    if tx.slips.queued_since(link.person_id, SlipKind.RENEWED, now - SPAN) >= ASKED_AT_MOST:
        return None
    return opened_for(tx, link)


def _minted(
    office: Office, tx: Transaction, door: Doorway, person: Person, project_id: str, now: datetime
) -> tuple[str, Hashed]:
    if tx.projects.get(project_id) is None:
        raise UnknownProject(project=project_id)
    today = local_day(now, office.zone)
    due = _last_due(tx, project_id, today)
    minted = door.mint(
        LinkPurpose.OVERVIEW,
        person.id,
        now,
        project_id=project_id,
        expires_at=expiry(due, now, office.zone),
    )
    if not still_theirs(tx, minted[1][0]):
        raise NoPartIn(name=person.name, project=project_id)
    return minted


def _projects_of(tx: Transaction, person: Person) -> Iterable[str]:
    """The projects of the Kommunen in which somebody fills a role or steps in."""
    slugs = tx.people.kommunen_of([person.id]).get(person.id, ())
    for slug in slugs:
        if any(takes_part(c, person.id) for c in tx.people.contacts([slug])[slug].values()):
            yield from (project.id for project in tx.projects.of_kommune(slug))


def _deadline(tx: Transaction, link: Link, today: date) -> date:
    """The day that a renewed link is for: that of its task, or the last one of the project."""
    if link.project_id is None:
        return today
    task = tx.projects.tasks(link.project_id).get(link.task_key or "")
    return task.due if task else _last_due(tx, link.project_id, today)


def _last_due(tx: Transaction, project_id: str, today: date) -> date:
    return max((t.due for t in tx.projects.tasks(project_id).values() if not t.settled), default=today)


def _person(tx: Transaction, email: str) -> Person:
    person = tx.people.by_email(email.strip().lower())
    if person is None:
        raise UnknownPerson(address=email)
    return person


def _fact(by: str, action: str, link: Link) -> Fact:
    """What the audit keeps of a link: ids only, and of the token nothing."""
    data = {"person": link.person_id, "purpose": link.purpose.value, "task": link.task_key}
    about = f"{link.project_id}/link/{link.id}" if link.project_id else f"person/{link.person_id}"
    return Fact(by, action, about, data)
