"""What a letter says beside reminders: which dates have changed, and what comes when a project is resumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from etappe.model.explanation import explain_task
from etappe.model.hold import Hold
from etappe.model.ledger import LetterItem
from etappe.model.notice import CHANGE, RESUMPTION
from etappe.model.people import Purpose
from etappe.model.project import TaskState
from etappe.model.writing import ChangedLine, NoticeContent, OverviewLine, ResumptionContent
from etappe.service.office import ProjectFile
from etappe.service.ports import Transaction

NEXT = 5
"""How many of the next tasks are named when a project is resumed."""


def notice_contents(
    tx: Transaction, items: Sequence[LetterItem], files: Mapping[str, ProjectFile], names: Mapping[str, str]
) -> Iterable[NoticeContent]:
    """The notices of a letter, without what is as its reader knows it."""
    notices = [i for i in items if i.rule_key == CHANGE and i.project_id and i.person_id]
    if not notices:
        return
    lines = tx.notices.lines([i.occ_key for i in notices])
    said: set[tuple[str, str]] = set()
    for item in notices:
        file, person_id = files[str(item.project_id)], str(item.person_id)
        before = {
            key: day for key, day in lines.get(item.occ_key, {}).items() if (file.project.id, key) not in said
        }
        told = tx.notices.last_told(file.project.id, person_id)
        changed = tuple(_changed(file, before, told))
        said |= {(file.project.id, line.task) for line in changed}
        if changed:
            stands_in = names.get(person_id) if item.purpose == Purpose.ABSENCE else None
            yield NoticeContent(item.occ_key, file.kommune.name, changed, stands_in, file.project.id)


def resumption_contents(
    items: Sequence[LetterItem],
    files: Mapping[str, ProjectFile],
    roles: Mapping[str, frozenset[str]],
    names: Mapping[str, str],
) -> Iterable[ResumptionContent]:
    """The resumptions that a letter tells of; ``roles`` are those of its reader, by Kommune."""
    for item in items:
        file = files.get(item.project_id or "")
        hold = _told_hold(file, item) if file and item.rule_key == RESUMPTION else None
        if file and hold:
            mine = roles.get(file.kommune.slug, frozenset())
            contact = names.get(file.kommune.slug) if item.purpose == Purpose.ABSENCE else None
            lines = tuple(_lines(file, mine, hold))
            left = tuple(line for line in lines if line.overdue)
            upcoming = tuple(line for line in lines if not line.overdue)[:NEXT]
            name, project = file.kommune.name, file.project.id
            yield ResumptionContent(name, hold.until, hold.reason, left, upcoming, contact, project)


def told_days(notice: NoticeContent) -> dict[str, date]:
    """The days that a notice tells, by task; of one that is needed no more its former day."""
    return {line.task: line.after or line.before for line in notice.lines}


def _changed(
    file: ProjectFile, before: Mapping[str, date], told: Mapping[str, date]
) -> Iterable[ChangedLine]:
    for key, day in before.items():
        task, spec = file.tasks.get(key), file.plan.task.get(key)
        if task is None or task.settled:
            continue
        gone = task.state is TaskState.RETIRED or spec is None
        if not gone and (task.due == day or told.get(key) == task.due):
            continue
        title = spec.title if spec else key
        why = "" if gone else explain_task(file.schedule, key)
        yield ChangedLine(key, title, day, None if gone else task.due, why)


def _told_hold(file: ProjectFile, item: LetterItem) -> Hold | None:
    """The hold whose end a letter tells."""
    holds = (h for h in file.decisions.holds if h.phase is None)
    return next((h for h in holds if f"/{h.first.isoformat()}/" in item.occ_key), None)


def _lines(file: ProjectFile, roles: frozenset[str], hold: Hold) -> Iterable[OverviewLine]:
    mine = [
        t
        for t in file.tasks.values()
        if t.state is TaskState.OPEN and t.key in file.plan.task and file.plan.task[t.key].role in roles
    ]
    for task in sorted(mine, key=lambda t: (t.due, t.key)):
        title, late = file.plan.task[task.key].title, task.due < hold.first
        yield OverviewLine(file.kommune.name, title, task.due, late)
