"""The parts of a project's page, each made of the project's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.hold import Hold
from etappe.model.moments import local_day
from etappe.model.people import Absence, Contact, Person
from etappe.model.progress import phase_spans
from etappe.model.project import TaskRecord, TaskState, is_overdue
from etappe.service.office import Office, ProjectFile
from etappe.service.page_values import (
    AnchorLine,
    Away,
    ContactLine,
    HoldLine,
    ModuleLine,
    PhasePart,
    Question,
    TaskLine,
)
from etappe.service.ports import Transaction


def phase_parts(file: ProjectFile, today: date) -> tuple[PhasePart, ...]:
    """The phases in the order in which they open, each with its tasks by day."""
    tasks = sorted(file.tasks.values(), key=lambda t: t.due)
    lines = [task_line(file, task, today) for task in tasks if not _gone(file, task)]
    phases = {line.key: file.plan.task[line.key].phase for line in lines}
    return tuple(
        PhasePart(span, tuple(line for line in lines if phases[line.key] == span.key))
        for span in phase_spans(file.schedule, file.tasks, today)
    )


def gone_tasks(file: ProjectFile, today: date) -> tuple[TaskLine, ...]:
    """The tasks that are no part of the plan any more, or of no phase that it has."""
    tasks = sorted(file.tasks.values(), key=lambda t: t.due)
    return tuple(task_line(file, task, today) for task in tasks if _gone(file, task))


def task_line(file: ProjectFile, task: TaskRecord, today: date) -> TaskLine:
    """A task as the page shows it; of one that a newer plan does not have, only what is stored."""
    spec = file.plan.task.get(task.key)
    counted = file.schedule.calendars.of_task(task.key) if spec else file.calendar
    return TaskLine(
        key=task.key,
        title=spec.title if spec else task.key,
        advice=spec.advice if spec else "",
        role=spec.role if spec else "",
        role_title=file.plan.role[spec.role].title if spec else "",
        due=task.due,
        state=task.state,
        overdue=is_overdue(task, file.schedule, today),
        days_left=counted.count(today, task.due),
        why=explain_task(file.schedule, task.key) if task.key in file.schedule.deadlines else "",
        by_hand=task.by_hand,
        blocking=bool(spec and spec.blocking),
        milestone=bool(spec and spec.milestone),
        effort=spec.effort if spec else "",
        settled_on=local_day(task.settled_at, file.calendar.zone) if task.settled_at else None,
        settled_by=task.settled_by or "",
        reason=task.reason or "",
    )


def anchor_lines(file: ProjectFile, today: date) -> tuple[AnchorLine, ...]:
    """The anchors by day."""
    known, placed = file.plan.anchor, sorted(file.schedule.anchors.values(), key=lambda a: a.day)
    return tuple(
        AnchorLine(
            key=anchor.key,
            title=known[anchor.key].title,
            day=anchor.day,
            by_hand=anchor.by_hand,
            event=known[anchor.key].event,
            passed=anchor.day < today,
            why=explain_anchor(file.schedule, anchor.key),
        )
        for anchor in placed
    )


def hold_lines(file: ProjectFile, today: date) -> tuple[HoldLine, ...]:
    """The holds in the order of time."""
    return tuple(_hold(file, hold, today) for hold in file.decisions.holds)


def contact_lines(
    tx: Transaction, file: ProjectFile, contacts: Mapping[str, Contact], today: date
) -> tuple[ContactLine, ...]:
    """Everybody who fills a role that the plan knows, in its order."""
    people = [p for c in contacts.values() for p in (c.person, c.deputy) if p]
    absences = tx.people.absences([p.id for p in people], today)
    stopped = tx.suppressions.among([p.email for p in people])
    return tuple(
        ContactLine(
            role=role.key,
            title=role.title,
            staff=role.staff,
            person=contact.person,
            away=_away(contact.person, absences),
            deputy=contact.deputy,
            deputy_away=_away(contact.deputy, absences),
            reachable=contact.person.email not in stopped,
        )
        for role in file.plan.roles
        if (contact := contacts.get(role.key))
    )


def unfilled_roles(file: ProjectFile, contacts: Mapping[str, Contact]) -> tuple[str, ...]:
    """The titles of roles that have open tasks and nobody who fills them."""
    opened = [t.key for t in file.tasks.values() if t.state is TaskState.OPEN and t.key in file.plan.task]
    roles = dict.fromkeys(file.plan.task[key].role for key in opened)
    return tuple(file.plan.role[role].title for role in roles if role not in contacts)


def questions_of(file: ProjectFile) -> tuple[Question, ...]:
    """The conditions of the plan with what was answered."""
    answers = file.project.answers
    return tuple(Question(c.key, c.question, answers.get(c.key), c.default) for c in file.plan.conditions)


def modules_of(office: Office, file: ProjectFile) -> tuple[ModuleLine, ...]:
    """The modules of the plan, as they were when it was drawn up."""
    mandatory = office.programme.mandatory
    return tuple(ModuleLine(m.key, m.title, m.version, m.key not in mandatory) for m in file.plan.modules)


def modules_not_chosen(office: Office, file: ProjectFile) -> tuple[ModuleLine, ...]:
    """The optional modules that are installed and no part of the plan."""
    chosen = {m.key for m in file.plan.modules}
    offered = (office.programme.modules[key] for key in office.programme.optional if key not in chosen)
    return tuple(ModuleLine(m.key, m.title, m.version, True) for m in offered)


def _gone(file: ProjectFile, task: TaskRecord) -> bool:
    spec = file.plan.task.get(task.key)
    return task.state is TaskState.RETIRED or spec is None or spec.phase not in file.schedule.spans


def _hold(file: ProjectFile, hold: Hold, today: date) -> HoldLine:
    phase = file.plan.phase.get(hold.phase or "")
    return HoldLine(
        first=hold.first,
        until=hold.until,
        reason=hold.reason,
        phase=phase.title if phase else hold.phase or "",
        phase_key=hold.phase or "",
        running=hold.covers(today),
        over=hold.until <= today,
    )


def _away(person: Person | None, absences: Sequence[Absence]) -> tuple[Away, ...]:
    mine: Iterable[Absence] = (a for a in absences if person and a.person_id == person.id)
    return tuple(Away(a.first, a.last) for a in sorted(mine, key=lambda a: a.first))
