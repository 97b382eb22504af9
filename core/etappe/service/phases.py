"""Phases are noted: whoever watches learns when a project reaches one, whatever brought it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from etappe.errors import Entangled, EtappeError
from etappe.model.audit import ENGINE, Fact
from etappe.model.calendar import ONE_DAY
from etappe.model.moments import local_day
from etappe.model.project import Project, TaskRecord, current_phase, last_settled, next_phase_check
from etappe.model.schedule import Schedule
from etappe.model.standing import silent_from
from etappe.service.office import Office, open_file
from etappe.service.ports import Transaction

AT_ONCE = 500
"""Projects that one tick looks at; the rest of more follows with the next."""


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """A project that has reached another phase."""

    project: str
    kommune: str
    before: str | None
    after: str | None
    rev: int
    """The revision of the project's dates at that moment."""


def advance_phases(office: Office, now: datetime, limit: int = AT_ONCE) -> tuple[PhaseChange, ...]:
    """Note the phase of projects in which another may have begun by now.

    Done twice it changes nothing; two at once note a change once.
    """
    with office.store.begin() as tx:
        waiting = tx.projects.phases_to_check(local_day(now, office.zone), limit)
    changes = [_advance(office, project_id, now) for project_id in waiting]
    return tuple(change for change in changes if change)


def note_phase(
    tx: Transaction,
    project: Project,
    schedule: Schedule,
    changed: Iterable[TaskRecord],
    by: str,
    now: datetime,
    held: Mapping[str, TaskRecord] | None = None,
) -> tuple[Fact, ...]:
    """Note the phase that a project is in with its changed tasks or dates; tells what the audit says of it.

    It comes before all else that a transaction changes in a project: from here on the others wait. Where
    they have been waiting since before the project was read, ``held`` are the tasks that it has.
    """
    if held is None:
        before, after = _noted(tx, project, schedule, changed, now)
    else:
        before, after = _written(tx, project, project, schedule, {**held, **_by_key(changed)}, now)
    return phase_facts(before.phase, after, by)


def phase_facts(before: str | None, project: Project, by: str) -> tuple[Fact, ...]:
    """What the audit says of a project that is in another phase than before."""
    if project.phase == before:
        return ()
    return (Fact(by, "phase reached", project.id, {"before": before, "after": project.phase}),)


def _advance(office: Office, project_id: str, now: datetime) -> PhaseChange | None:
    try:
        with office.store.begin() as tx:
            file = open_file(office, tx, project_id)
            before, after = _noted(tx, file.project, file.schedule, (), now)
            tx.audit.record(phase_facts(before.phase, after, ENGINE), now)
    except Entangled:
        return None  # the next tick looks again
    except EtappeError as error:
        _leave_until_tomorrow(office, project_id, error, now)
        return None
    if before.phase == after.phase:
        return None
    return PhaseChange(after.id, after.kommune, before.phase, after.phase, after.rev)


def _noted(
    tx: Transaction, project: Project, schedule: Schedule, changed: Iterable[TaskRecord], now: datetime
) -> tuple[Project, Project]:
    """The project before and after its phase was noted."""
    before = tx.projects.lock(project.id)
    # read again behind the lock: somebody may just have settled the other task that the phase waited for
    tasks = {**tx.projects.tasks(project.id), **_by_key(changed)}
    return _written(tx, before, project, schedule, tasks, now)


def _by_key(tasks: Iterable[TaskRecord]) -> dict[str, TaskRecord]:
    return {task.key: task for task in tasks}


def _written(
    tx: Transaction,
    before: Project,
    project: Project,
    schedule: Schedule,
    tasks: Mapping[str, TaskRecord],
    now: datetime,
) -> tuple[Project, Project]:
    today = local_day(now, schedule.calendar.zone)
    phase = current_phase(schedule.plan, schedule, tasks, today)
    # somebody may just have moved its dates as well: then the next tick looks at them
    check_on = next_phase_check(schedule, today) if before.rev == project.rev else today
    settled = last_settled(tasks.values(), schedule.calendar.zone)
    heard = max((day for day in (before.last_heard, settled) if day), default=None)
    silent = silent_from(before.start, heard, schedule.calendar)
    after = replace(before, phase=phase, phase_check_on=check_on, last_heard=heard, silent_from=silent)
    if after != before:
        tx.projects.note(after)
    return before, after


def note_heard(tx: Transaction, project_id: str, schedule: Schedule, now: datetime) -> None:
    """Note that a town hall has answered today, whatever it said."""
    project, today = tx.projects.lock(project_id), local_day(now, schedule.calendar.zone)
    if project.last_heard is None or project.last_heard < today:
        silent = silent_from(project.start, today, schedule.calendar)
        tx.projects.note(replace(project, last_heard=today, silent_from=silent))


def _leave_until_tomorrow(office: Office, project_id: str, error: EtappeError, now: datetime) -> None:
    """A project whose dates cannot be computed holds up no other, and is not tried every minute."""
    with office.store.begin() as tx:
        before = tx.projects.lock(project_id)
        tx.projects.note(replace(before, phase_check_on=local_day(now, office.zone) + ONE_DAY))
        tx.audit.record([Fact(ENGINE, "phase not known", project_id, {"why": str(error)})], now)
