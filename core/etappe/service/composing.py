"""What a letter says: put together when it is about to go, from what is true then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from etappe.model.committees import awaits_session
from etappe.model.delivery import Claim
from etappe.model.explanation import explain_task
from etappe.model.hold import resting
from etappe.model.ledger import CATCH_UP, LetterItem
from etappe.model.moments import local_day, moment
from etappe.model.overview import in_overview
from etappe.model.people import Contact, Purpose
from etappe.model.project import TaskState
from etappe.model.project_calendar import ProjectCalendar
from etappe.model.rungs import Rung
from etappe.model.spec import TaskSpec
from etappe.model.writing import LetterContent, OverviewLine, ResumptionContent, TaskContent, Tone
from etappe.service.announcing import notice_contents, resumption_contents
from etappe.service.circumstances import HAND_OVERS
from etappe.service.desk import Desk
from etappe.service.judging import LET_GO
from etappe.service.office import ProjectFile
from etappe.service.telling import TOLD
from etappe.service.welcoming import hand_over_contents, thanks_contents

LOOKAHEAD = timedelta(days=45)
"""No ladder shows a task in the overview earlier than this; 20 working days around Christmas fit in."""


def compose(desk: Desk, claim: Claim, now: datetime) -> LetterContent:
    """Everything that a claimed letter says now; empty where its tasks have been settled meanwhile."""
    items = desk.tx.letters.in_letter(claim.digest_id)
    today = local_day(now, desk.office.zone)
    owners = list(dict.fromkeys(i.person_id for i in items if i.person_id and i.rule_key not in TOLD))
    tasks = tuple(_task_contents(desk, items, today))
    named = {(t.project, t.key) for t in tasks}
    lines = [line for owner in owners for line in _lines(desk, owner, today, named)]
    asked = _whom_to_ask(desk, items, owners)
    spec = desk.office.programme.spec
    files = {i.project_id: desk.file(i.project_id) for i in items if i.project_id and i.rule_key in TOLD}
    handed = tuple(hand_over_contents(desk.tx, items, desk.office.programme, desk.file, today))
    listed = {(line.kommune, line.title, line.due) for h in handed for line in h.lines}
    if handed and asked and asked.person.id == claim.recipient_id:
        asked = None  # whoever takes over project management can hardly ask themselves
    return LetterContent(
        programme=spec.short_title or spec.title,
        language=spec.language,
        recipient=claim.recipient_name,
        today=today,
        staff=_is_staff(desk, claim.recipient_id),
        tasks=tasks,
        overview=bool(owners),
        lines=tuple(line for line in lines if (line.kommune, line.title, line.due) not in listed),
        copies=tuple(c for owner in owners for c in _copies(desk, owner, claim.recipient_id, today)),
        requests=tuple(_requests(desk)) if owners and _manages(desk, owners) else (),
        returned=any(i.rule_key == CATCH_UP for i in items),
        ask_name=asked.person.name if asked else "",
        ask_email=asked.person.email if asked else "",
        notices=tuple(notice_contents(desk.tx, items, files, _names(desk, items))),
        resumptions=tuple(_resumptions(desk, items, files)),
        handovers=handed,
        thanks=tuple(thanks_contents(desk.tx, items, desk.office.programme)),
    )


def _names(desk: Desk, items: Sequence[LetterItem]) -> dict[str, str]:
    """How the people are called whom notices are meant for."""
    meant = [i.person_id for i in items if i.person_id and i.rule_key in TOLD]
    return {p.id: p.name for p in desk.tx.people.get(meant).values()} if meant else {}


def _resumptions(
    desk: Desk, items: Sequence[LetterItem], files: Mapping[str, ProjectFile]
) -> Iterable[ResumptionContent]:
    contacts = {
        file.kommune.slug: desk.around(file.kommune.slug).get(file.plan.programme.contact)
        for file in files.values()
    }
    known = {slug: contact for slug, contact in contacts.items() if contact}
    roles = {slug: frozenset({contact.role}) for slug, contact in known.items()}
    names = {slug: contact.person.name for slug, contact in known.items()}
    return resumption_contents(items, files, roles, names)


def _task_contents(desk: Desk, items: Sequence[LetterItem], today: date) -> Iterable[TaskContent]:
    """One block per task, also where several of its rungs came together; what rests by now is left out."""
    newest = {(i.project_id, i.task_key): i for i in items if i.project_id and i.task_key}
    for (project_id, key), item in newest.items():
        file = desk.file(str(project_id))
        record = file.tasks.get(str(key))
        if record is None or record.state is not TaskState.OPEN or key not in file.schedule.deadlines:
            continue
        if not resting(file.decisions.holds, today, file.plan.task[record.key].phase):
            yield _task_content(desk, file, file.plan.task[record.key], item, today)


def _task_content(
    desk: Desk, file: ProjectFile, task: TaskSpec, item: LetterItem, today: date
) -> TaskContent:
    index = file.plan.rung_index[task.key].get(item.rule_key.removesuffix(LET_GO))
    rung = None if index is None else file.plan.rungs[task.key][index]  # a newer plan may not have it
    contact = desk.around(file.kommune.slug).get(task.role)
    name = contact.person.name if contact else file.plan.role[task.role].title
    content = task_content(desk, file, task, today)
    return replace(
        content,
        tone=_tone(rung, content.due, today),
        late_since=item.local_date if item.local_date < today else None,
        standing_in_for=name if item.purpose in {Purpose.ABSENCE, Purpose.DEPUTY} else None,
        unreachable=contact is not None and desk.comes_back(contact.person.email),
        copy_for=name if item.purpose == Purpose.COPY else None,
    )


def task_content(desk: Desk, file: ProjectFile, task: TaskSpec, today: date) -> TaskContent:
    """What is to be said about a task, whoever reads it."""
    due = file.schedule.deadlines[task.key].day
    passage = file.plan.letter.get(file.plan.passages.get(task.key, ""))
    return TaskContent(
        project=file.project.id,
        kommune=file.kommune.name,
        council=file.kommune.council,
        phase=file.plan.phase[task.phase].title,
        key=task.key,
        title=task.title,
        advice=task.advice,
        effort=task.effort,
        due=due,
        why=explain_task(file.schedule, task.key),
        tone=_tone(None, due, today),
        working_days_left=file.calendar.count(today, due),
        role_title=file.plan.role[task.role].title,
        package=passage.package if passage else None,
        template=passage.template if passage else None,
        anchors=tuple((a.key, a.day) for a in file.schedule.anchors.values()),
        neutral_before=_election(file, task, today),
        settings=desk.settings_for(passage.key) if passage else {},
    )


def _tone(rung: Rung | None, due: date, today: date) -> Tone:
    if rung and rung.escalates:
        return Tone.ESCALATION
    if due == today:
        return Tone.TODAY
    return Tone.OVERDUE if due < today else Tone.REMINDER


def _election(file: ProjectFile, task: TaskSpec, today: date) -> date | None:
    """The election before which an invitation signed by a candidate stays neutral."""
    if not task.invitation:
        return None
    return file.calendar.election_after(max(today, file.schedule.deadlines[task.key].day))


def _lines(desk: Desk, person_id: str, today: date, named: set[tuple[str, str]]) -> Iterable[OverviewLine]:
    """The open tasks of somebody's roles that an overview of today lists."""
    roles = _roles(desk, person_id)
    if not roles:
        return
    kommunen = None if None in roles else [k for k in roles if k is not None]
    for project, record in desk.tx.projects.open_tasks(today + LOOKAHEAD, kommunen):
        plan = desk.tx.projects.plan(project.plan_digest)
        task = plan.task.get(record.key)
        mine = roles.get(project.kommune, frozenset[str]()) | roles.get(None, frozenset[str]())
        if task is None or task.role not in mine or (project.id, record.key) in named:
            continue
        if task.role not in desk.around(project.kommune) or not _holds(
            desk, project.kommune, task.role, person_id
        ):
            continue
        holds = desk.holds(project.id)
        if resting(holds, today, task.phase):
            continue
        calendar = ProjectCalendar(desk.calendar(project.kommune), plan, holds).of_task(task.key)
        if in_overview(plan.ladder[task.ladder], record.due, today, calendar):
            asks = task.committee and awaits_session(record.due, calendar, by_hand=record.by_hand)
            late, name = record.due < today, desk.name(project.kommune)
            yield OverviewLine(name, task.title, record.due, late, asks, project.id)


def _holds(desk: Desk, kommune: str, role: str, person_id: str) -> bool:
    return desk.around(kommune)[role].person.id == person_id


def _roles(desk: Desk, person_id: str) -> dict[str | None, frozenset[str]]:
    """The roles that somebody fills, by Kommune; under None those in the project team."""
    roles: dict[str | None, frozenset[str]] = {}
    for kommune in desk.tx.people.kommunen_of([person_id]).get(person_id, ()):
        held = frozenset(r for r, c in desk.around(kommune).items() if c.person.id == person_id)
        if held:
            roles[kommune] = held
    staff = frozenset(r for r, c in desk.staff().items() if c.person.id == person_id)
    return {**roles, None: staff} if staff else roles


def _copies(desk: Desk, person_id: str, reader_id: str, today: date) -> Iterable[OverviewLine]:
    """Letters since the last overview to roles of which this reader gets copies."""
    since = desk.tx.ledger.last_overview(person_id, moment(today, time(), desk.office.zone))
    for kommune, roles in _roles(desk, person_id).items():
        projects = desk.tx.projects.of_kommune(kommune) if kommune else ()
        for project_id, key, day in desk.tx.letters.letters_since([p.id for p in projects], since, reader_id):
            plan = desk.file(project_id).plan
            task = plan.task.get(key)
            if task is None:  # a newer plan has retired it
                continue
            copied = set(plan.role[task.role].copies_to) & roles and not task.confidential
            if copied and task.role not in roles:
                yield OverviewLine(desk.name(str(kommune)), task.title, day, False)


def _requests(desk: Desk) -> Iterable[str]:
    say = desk.office.speech.reasons
    for follow_up in desk.tx.follow_ups.all_open():
        file = desk.file(follow_up.project_id)
        task = file.plan.task.get(follow_up.task_key or "")
        about = say.about_task.format(title=task.title) if task else ""
        yield f"{file.kommune.name}: {follow_up.request}{about} [{follow_up.id[:8]}]"


def _manages(desk: Desk, owners: Sequence[str]) -> bool:
    manager = desk.staff().get(desk.management)
    return manager is not None and manager.person.id in owners


def _is_staff(desk: Desk, person_id: str) -> bool:
    staff = desk.staff().values()
    return any(person_id in {c.person.id, c.deputy.id if c.deputy else None} for c in staff)


def _whom_to_ask(desk: Desk, items: Sequence[LetterItem], owners: Sequence[str]) -> Contact | None:
    for item in items:
        if item.project_id:
            return desk.around(desk.file(item.project_id).kommune.slug).get(desk.management)
    for told in desk.tx.hand_overs.told_by([i.occ_key for i in items if i.rule_key in HAND_OVERS]).values():
        if told.seat.kommune:
            return desk.around(told.seat.kommune).get(desk.management)
    for owner in owners:
        for kommune in desk.tx.people.kommunen_of([owner]).get(owner, ()):
            return desk.around(kommune).get(desk.management)
    return desk.staff().get(desk.management)
