"""What the letters of a hand-over say: all that is open for whoever is new, thanks for whoever was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from etappe.model.hand_over import HandOver, Seat
from etappe.model.hold import resting
from etappe.model.ledger import LetterItem
from etappe.model.notice import HANDOVER, THANKS
from etappe.model.people import Contact, Purpose
from etappe.model.programme import Programme
from etappe.model.project import TaskRecord
from etappe.model.writing import HandedProject, HandOverContent, OverviewLine, ThanksContent
from etappe.service.handing_over import realm_of
from etappe.service.office import ProjectFile
from etappe.service.ports import Transaction

NEXT = 4
"""How many of the days to come are named for each project."""


def hand_over_contents(
    tx: Transaction,
    items: Iterable[LetterItem],
    programme: Programme,
    file: Callable[[str], ProjectFile],
    today: date,
) -> Iterable[HandOverContent]:
    """The hand-overs that a letter tells its new people of."""
    for item, told, contact in _told(tx, items, HANDOVER):
        if contact.person.id != told.after_id:
            continue
        before = tx.people.get([told.before_id])[told.before_id].name
        yield HandOverContent(
            occ_key=item.occ_key,
            role_title=_title(programme, told.seat.role),
            kommune=_kommune(tx, told.seat),
            before=before,
            projects=tuple(_projects(tx, told.seat, file, today)),
            standing_in_for=contact.person.name if item.purpose == Purpose.ABSENCE else None,
        )


def thanks_contents(
    tx: Transaction, items: Iterable[LetterItem], programme: Programme
) -> Iterable[ThanksContent]:
    """The thanks that a letter brings."""
    for item, told, contact in _told(tx, items, THANKS):
        if contact.person.id != told.before_id:
            title, kommune = _title(programme, told.seat.role), _kommune(tx, told.seat)
            yield ThanksContent(item.occ_key, title, kommune, contact.person.name)


def _told(
    tx: Transaction, items: Iterable[LetterItem], rule_key: str
) -> Iterable[tuple[LetterItem, HandOver, Contact]]:
    mine = {item.occ_key: item for item in items if item.rule_key == rule_key}
    for occ_key, told in tx.hand_overs.told_by(list(mine)).items():
        seat = told.seat
        around = tx.people.contacts([seat.kommune])[seat.kommune] if seat.kommune else tx.people.staff()
        contact = around.get(seat.role)
        if contact:
            yield mine[occ_key], told, contact


def _projects(
    tx: Transaction, seat: Seat, open_file: Callable[[str], ProjectFile], today: date
) -> Iterable[HandedProject]:
    realm, mine_of = realm_of(tx, seat), defaultdict[str, list[TaskRecord]](list)
    for project, record in realm.duties(seat.role):
        mine_of[project.id].append(record)
    for project_id in dict.fromkeys(project.id for project, _ in realm.open_tasks):
        mine = mine_of[project_id]
        if mine or seat.kommune:
            file = open_file(project_id)
            hold = resting(file.decisions.holds, today)
            name = file.kommune.name
            lines = tuple(
                OverviewLine(name, file.plan.task[t.key].title, t.due, t.due < today, project=project_id)
                for t in mine
            )
            to_come = sorted((a.day, a.key) for a in file.anchors if a.day >= today)[:NEXT]
            anchors = tuple((file.plan.anchor[key].title, day) for day, key in to_come)
            until = hold.until if hold else None
            yield HandedProject(name, file.project.start, lines, anchors, until, project_id)


def _title(programme: Programme, role: str) -> str:
    titles = {r.key: r.title for module in programme.modules.values() for r in module.roles}
    return titles.get(role, role)


def _kommune(tx: Transaction, seat: Seat) -> str | None:
    kommune = tx.kommunen.get(seat.kommune) if seat.kommune else None
    return kommune.name if kommune else None
