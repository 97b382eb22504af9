"""What the weekly report says: read from all projects, sorted by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from etappe.errors import EtappeError
from etappe.model.delivery import DeliveryState
from etappe.model.moments import local_day
from etappe.model.names import as_in_a_dictionary
from etappe.model.project import TaskRecord, TaskState, current_phase, is_overdue
from etappe.model.standing import silent_from
from etappe.model.weekly import (
    MilestoneLine,
    OverdueLine,
    PhaseLine,
    SilentLine,
    Week,
    WeeklyContent,
    week_of,
)
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction

NOT_ARRIVED = (
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.EXPIRED,
    DeliveryState.BOUNCED,
)


def weekly_content(office: Office, now: datetime) -> WeeklyContent:
    """Everything that the report of this week says, as of now."""
    today, spec = local_day(now, office.zone), office.programme.spec
    week = week_of(today)
    with office.store.begin() as tx:
        files, unreadable = _files(office, tx)
        letters, follow_ups = tx.letters.counts(), tx.follow_ups.all_open()
    return WeeklyContent(
        programme=spec.short_title or spec.title,
        language=spec.language,
        week=week,
        projects=len(files) + len(unreadable),
        phases=tuple(_phases(files, today)),
        not_begun=tuple(f.kommune.name for f in files if _open(f) and _phase(f, today) is None),
        finished=tuple(f.kommune.name for f in files if not _open(f)),
        milestones=tuple(_milestones(files, week)),
        overdue=tuple(_overdue(files, today)),
        silent=tuple(_silent(files, today)),
        follow_ups=len(follow_ups),
        undelivered=sum(letters.get(state, 0) for state in NOT_ARRIVED),
        unreadable=tuple(unreadable),
    )


def _files(office: Office, tx: Transaction) -> tuple[list[ProjectFile], list[str]]:
    """All projects by name of their Kommune, and those whose dates cannot be computed."""
    files: list[ProjectFile] = []
    unreadable: list[str] = []
    for project in tx.projects.all():
        try:
            files.append(open_file(office, tx, project.id))
        except EtappeError:  # the others are no less worth a report
            unreadable.append(project.id)
    return sorted(files, key=lambda f: as_in_a_dictionary(f.kommune.name)), unreadable


def _open(file: ProjectFile) -> list[TaskRecord]:
    return [t for t in file.tasks.values() if t.state is TaskState.OPEN]


def _phase(file: ProjectFile, today: date) -> str | None:
    return current_phase(file.plan, file.schedule, file.tasks, today)


def _phases(files: Sequence[ProjectFile], today: date) -> Iterable[PhaseLine]:
    """The phases in the order of the plans, each with those who are in it."""
    titles = {phase.key: phase.title for file in files for phase in file.plan.phases}
    where = [(file.kommune.name, _phase(file, today)) for file in files if _open(file)]
    for key, title in titles.items():
        inside = tuple(kommune for kommune, phase in where if phase == key)
        if inside:
            yield PhaseLine(title, inside)


def _milestones(files: Sequence[ProjectFile], week: Week) -> Iterable[MilestoneLine]:
    due: dict[str, list[tuple[date, str]]] = {}
    for file in files:
        for task in _open(file):
            spec = file.plan.task[task.key]
            if spec.milestone and week.monday <= task.due <= week.sunday:
                due.setdefault(spec.title, []).append((task.due, file.kommune.name))
    for title, days in sorted(due.items(), key=lambda line: min(line[1])):
        yield MilestoneLine(title, tuple(sorted(days)))


def _overdue(files: Sequence[ProjectFile], today: date) -> Iterable[OverdueLine]:
    for file in files:
        number = sum(1 for task in _open(file) if is_overdue(task, file.schedule, today))
        if number:
            yield OverdueLine(file.kommune.name, number)


def _silent(files: Sequence[ProjectFile], today: date) -> Iterable[SilentLine]:
    for file in files:
        late = any(is_overdue(task, file.schedule, today) for task in _open(file))
        if late and silent_from(file.project.start, file.project.last_heard, file.calendar) <= today:
            yield SilentLine(file.kommune.name, file.project.heard)
