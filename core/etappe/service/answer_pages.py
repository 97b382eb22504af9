"""What somebody sees who comes by a link: one task, or the own plan of a Kommune; looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etappe.errors import LinkInvalid, PassageBroken
from etappe.model.hold import resting
from etappe.model.link import LinkPurpose
from etappe.model.moments import local_day
from etappe.model.people import away
from etappe.model.project import TaskRecord, TaskState
from etappe.model.writing import TaskContent
from etappe.service.composing import task_content
from etappe.service.deadlines import latest_without_asking
from etappe.service.desk import Desk
from etappe.service.doorway import Doorway
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.opening import Opened, open_again
from etappe.service.ports import Transaction

UNDO_WITHIN = timedelta(days=14)
"""How long somebody can take back by link that a task is done."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task as it is answered."""

    project: str
    kommune: str
    task: str
    title: str
    phase: str
    role: str
    due: date
    why: str
    """Why this day."""
    effort: str
    text: str
    """What its letter says about it."""
    state: TaskState
    settled_at: datetime | None
    settled_by: str | None
    undo_until: datetime | None
    """Until when it can be taken back that it is done; None where it cannot."""
    earliest: date
    latest: date | None
    """The last day that is taken at once; None where any is."""
    standing_in_for: str | None
    """Whom the reader steps in for, or, where it is not ``own``, whose it is."""
    own: bool
    """Whether it is a task of a role that the reader fills or steps in for; others they are only told of."""
    neutral_before: date | None
    """The election before which invitations stay neutral."""
    ask_name: str
    ask_email: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One task of the own plan."""

    task: str
    title: str
    phase: str
    due: date
    state: TaskState
    overdue: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The own plan of a Kommune: the tasks of its reader's roles, and the dates that everybody knows."""

    project: str
    kommune: str
    programme: str
    lines: tuple[PlanLine, ...]
    anchors: tuple[tuple[str, date], ...]
    """Titles and days of the events, the earliest first."""
    rests_until: date | None
    deputy: str
    """Who steps in for its reader; empty where nobody is known."""
    ask_name: str
    ask_email: str


def task_page(office: Office, door: Doorway, link_id: str, task_key: str | None, now: datetime) -> TaskPage:
    """A task that a link opens; of a link to one task the key may be left out. Raises `LinkInvalid`."""
    with office.store.begin() as tx:
        opened, file, record = find_task(office, tx, link_id, task_key, now)
        return _page(Desk(office, tx), door, opened, file, record, now)


def _page(
    desk: Desk, door: Doorway, opened: Opened, file: ProjectFile, record: TaskRecord, now: datetime
) -> TaskPage:
    task, today = file.plan.task[record.key], local_day(now, desk.office.zone)
    content = task_content(desk, file, task, today) if record.key in file.schedule.deadlines else None
    contact = desk.around(file.kommune.slug).get(task.role)
    name, email = whom_to_ask(desk, file)
    return TaskPage(
        project=file.project.id,
        kommune=file.kommune.name,
        task=record.key,
        title=task.title,
        phase=file.plan.phase[task.phase].title,
        role=file.plan.role[task.role].title,
        due=record.due,
        why=content.why if content else "",
        effort=task.effort,
        text=_said(desk, door, content) if content else task.advice,
        state=record.state,
        settled_at=record.settled_at,
        settled_by=record.settled_by,
        undo_until=undo_until(record, now),
        earliest=today,
        latest=latest_without_asking(file, record.key) if record.state is TaskState.OPEN else None,
        own=task.role in opened.roles,
        standing_in_for=contact.person.name if contact and contact.person.id != opened.person.id else None,
        neutral_before=content.neutral_before if content else None,
        ask_name=name,
        ask_email=email,
    )


def _said(desk: Desk, door: Doorway, content: TaskContent) -> str:
    """What the letter of a task says about it."""
    spec = desk.office.programme.spec
    try:
        return door.passages.passage(content, spec.short_title or spec.title, spec.language)
    except PassageBroken:  # the page does without; the letter says what is broken
        return content.advice


def plan_page(office: Office, link_id: str, now: datetime) -> PlanPage:
    """The own plan that a link opens; raises `LinkInvalid`."""
    with office.store.begin() as tx:
        opened = open_again(tx, link_id, now, {LinkPurpose.OVERVIEW})
        file = open_file(office, tx, str(opened.link.project_id))
        desk, today = Desk(office, tx), local_day(now, office.zone)
        hold = resting(file.decisions.holds, today)
        spec = office.programme.spec
        name, email = whom_to_ask(desk, file)
        anchors = sorted((a.day, a.key) for a in file.anchors)
        return PlanPage(
            project=file.project.id,
            kommune=file.kommune.name,
            programme=spec.short_title or spec.title,
            lines=own_lines(tx, opened, file, today),
            anchors=tuple((file.plan.anchor[key].title, day) for day, key in anchors),
            rests_until=hold.until if hold else None,
            deputy=_deputy_of(desk, opened, file),
            ask_name=name,
            ask_email=email,
        )


def _deputy_of(desk: Desk, opened: Opened, file: ProjectFile) -> str:
    contacts = desk.around(file.kommune.slug).values()
    found = (c.deputy.name for c in contacts if c.deputy and c.person.id == opened.person.id)
    return next(found, "")


def find_task(
    office: Office,
    tx: Transaction,
    link_id: str,
    task_key: str | None,
    now: datetime,
    *,
    hold: bool = False,
) -> tuple[Opened, ProjectFile, TaskRecord]:
    """A task that a link opens, with its project; raises `LinkInvalid`, also for any other task."""
    opened = open_again(tx, link_id, now)
    file = open_file(office, tx, str(opened.link.project_id), hold=hold)
    key = task_key or opened.link.task_key or ""
    record = file.tasks.get(key)
    if record is None or not _may_see(tx, opened, file, key, local_day(now, office.zone)):
        raise LinkInvalid
    return opened, file, record


def own_lines(tx: Transaction, opened: Opened, file: ProjectFile, today: date) -> tuple[PlanLine, ...]:
    """The tasks that a link to a plan opens, the earliest first."""
    in_order = sorted(file.tasks.values(), key=lambda t: (t.due, t.key))
    return tuple(
        _line(file, record, today)
        for record in in_order
        if record.state is not TaskState.RETIRED and _may_see(tx, opened, file, record.key, today)
    )


def undo_until(record: TaskRecord, now: datetime) -> datetime | None:
    """Until when it can be taken back that a task is done; None where it cannot any more."""
    if record.state is not TaskState.DONE or record.settled_at is None:
        return None
    until = record.settled_at + UNDO_WITHIN
    return until if now < until else None


def whom_to_ask(desk: Desk, file: ProjectFile) -> tuple[str, str]:
    """Name and address of whoever answers questions about a project."""
    manager = desk.around(file.kommune.slug).get(desk.management)
    return (manager.person.name, manager.person.email) if manager else ("", "")


def _may_see(tx: Transaction, opened: Opened, file: ProjectFile, key: str, today: date) -> bool:
    """Whether a link opens a task; what is confidential is seen by a deputy while it is theirs alone."""
    task = file.plan.task.get(key)
    if task is None:
        return False
    if opened.link.purpose is LinkPurpose.TASK:
        return key == opened.link.task_key
    if task.role not in opened.roles:
        return False
    if not task.confidential or task.role not in opened.deputising:
        return True
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug][task.role]
    return away(contact.person, tx.people.absences([contact.person.id], today), today) is not None


def _line(file: ProjectFile, record: TaskRecord, today: date) -> PlanLine:
    task = file.plan.task[record.key]
    late = record.state is TaskState.OPEN and record.due < today
    phase = file.plan.phase[task.phase].title
    return PlanLine(record.key, task.title, phase, record.due, record.state, late, record.settled_at)
