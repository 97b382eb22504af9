"""What holds after every step, whatever was changed: of dates, of the ledger, and of phases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from etappe.adapters.sql.tables import occurrence, task
from etappe.model.ledger import Armed, NewOccurrence
from etappe.model.moments import local_day, moment
from etappe.model.project import TaskRecord, TaskState, current_phase, last_settled
from etappe.model.quiet import OPENS
from etappe.model.rungs import moment_of
from etappe.model.standing import silent_from
from etappe.service.arming import arm_task
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction
from tests.integration.planning_site import Dump, Rows

OPEN_STATES = frozenset({"planned", "cancelled"})
FIRED = "fired"
Became = tuple[object, str]
_RUNG = {c.name: i for i, c in enumerate(occurrence.columns)}
_TASK = {c.name: i for i, c in enumerate(task.columns)}
Fired = Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]]


def require_dates(file: ProjectFile) -> None:
    """What is stored is what follows from plan, decisions and calendar."""
    deadlines, anchors = file.schedule.deadlines, file.schedule.anchors
    for record in file.tasks.values():
        if record.state is TaskState.OPEN:
            assert record.key in deadlines, f"{record.key} is open, and no part of the plan"
            computed = (deadlines[record.key].day, deadlines[record.key].by_hand)
            assert computed == (record.due, record.by_hand), record.key
    missing = [k for k in deadlines if k not in file.tasks or file.tasks[k].state is TaskState.RETIRED]
    assert not missing, missing
    stored = {a.key: (a.day, a.by_hand) for a in file.anchors}
    assert stored == {a.key: (a.day, a.by_hand) for a in anchors.values()}


def require_order_of_holds(file: ProjectFile) -> None:
    """A hold ends before the next of the same phase begins."""
    holds = file.decisions.holds
    for phase in {h.phase for h in holds}:
        mine = [h for h in holds if h.phase == phase]
        assert all(h.first <= h.until for h in mine)
        assert all(a.until <= b.first for a, b in pairwise(mine)), mine


def require_phase(file: ProjectFile, today: date) -> None:
    """The noted phase is the one it is in, or the next tick looks at it."""
    looks = file.project.phase_check_on is not None and file.project.phase_check_on <= today
    phase = current_phase(file.plan, file.schedule, file.tasks, today)
    assert looks or file.project.phase == phase, (file.project.phase, phase)


def require_standing(file: ProjectFile) -> None:
    """What is kept beside a project for those who ask for all is what its tasks and holds say."""
    project, open_days = file.project, [t.due for t in file.tasks.values() if t.state is TaskState.OPEN]
    assert project.next_due == min(open_days, default=None)
    whole = [(h.first, h.until) for h in file.decisions.holds if h.phase is None]
    assert (project.rests_from, project.rests_until) == (whole[-1] if whole else (None, None))
    settled = last_settled(file.tasks.values(), file.calendar.zone)
    assert settled is None or (project.last_heard is not None and settled <= project.last_heard)
    assert project.silent_from == silent_from(project.start, project.last_heard, file.calendar)


def require_ledger(tx: Transaction, file: ProjectFile, now: datetime) -> None:
    """Each open task has the rung armed that comes next, and nothing else is armed."""
    armed = tx.ledger.armed(file.project.id)
    twice = [task for task, n in Counter(a.task_key for a in armed).items() if n > 1]
    assert not twice, f"armed twice: {twice}"
    planned = {a.task_key: a for a in armed}
    fired = tx.ledger.fired_days([file.project.id])
    for record in file.tasks.values():
        rung = planned.pop(record.key, None)
        if record.state is not TaskState.OPEN:
            assert rung is None, f"armed for what is {record.state}: {rung}"
            continue
        _require_next_rung(file, record, rung, fired, now)
    assert not planned, f"armed for nothing: {planned}"


def _require_next_rung(
    file: ProjectFile, record: TaskRecord, rung: Armed | None, fired: Fired, now: datetime
) -> None:
    if rung is None:
        missing = _next_rung(file, record, fired, now)
        assert missing is None, f"not armed: {missing}"
        return
    zone = file.calendar.zone
    at = moment(rung.local_date, OPENS, zone)
    phase = file.plan.task[record.key].phase
    rests = [h for h in file.decisions.holds if h.phase in {None, phase} and h.covers(rung.local_date)]
    assert not rests or at <= now, f"armed for a day of rest: {rung}"
    # one whose moment has come waits for its tick, or for another day
    after = now if at > now else at - timedelta(seconds=1)
    expected = _next_rung(file, record, fired, after)
    found = (rung.task_key, rung.rule_key, rung.local_date)
    if at > now and _counted(file, record, rung) <= now:
        assert rung.due_at == at, f"it keeps its day, for its new one is over: {rung}"
    elif at > now:
        assert expected, f"armed without a reason: {rung}"
        assert found == (expected.task_key, expected.rule_key, expected.local_date), (rung, expected)
        assert rung.due_at == expected.due_at, (rung, expected)
    else:
        assert rung.due_at >= at
        assert _counted(file, record, rung) <= now, f"its moment is to come: {rung}"
        assert not _sooner(file, record, rung, fired, now), rung


def _counted(file: ProjectFile, record: TaskRecord, rung: Armed) -> datetime:
    """The moment of a rung as it is counted now."""
    index = file.plan.rung_index[record.key][rung.rule_key]
    calendar = file.schedule.calendars.of_task(record.key)
    return moment_of(file.plan.rungs[record.key], index, record.due, calendar).at


def _sooner(file: ProjectFile, record: TaskRecord, rung: Armed, fired: Fired, now: datetime) -> bool:
    """Whether the next rung is due before one that waits."""
    following = _next_rung(file, record, fired, now)
    return following is not None and following.due_at < rung.due_at


def _next_rung(file: ProjectFile, record: TaskRecord, fired: Fired, after: datetime) -> NewOccurrence | None:
    so_far = fired.get((file.project.id, record.key), {})
    calendar = file.schedule.calendars.of_task(record.key)
    return arm_task(file.project.id, file.plan, record.key, record.due, calendar, after, so_far)


def fired_of(dump: Dump) -> dict[str, Became]:
    """The day and state of every rung that has come to its end."""
    return {
        row[_RUNG["occ_key"]]: (row[_RUNG["local_date"]], row[_RUNG["state"]])
        for row in dump["occurrence"]
        if row[_RUNG["state"]] not in OPEN_STATES
    }


def require_no_twin(rungs: Rows) -> None:
    """A rung of a task is told once a day at most."""
    told = Counter(
        (row[_RUNG["project_id"]], row[_RUNG["task_key"]], row[_RUNG["rule_key"]], row[_RUNG["local_date"]])
        for row in rungs
        if row[_RUNG["state"]] == FIRED and row[_RUNG["task_key"]] is not None
    )
    twins = [rung for rung, number in told.items() if number > 1]
    assert not twins, twins


def sequences_of(dump: Dump) -> dict[tuple[str, str], int]:
    """How often each task has changed, by project and key."""
    return {(r[_TASK["project_id"]], r[_TASK["key"]]): r[_TASK["sequence"]] for r in dump["task"]}


def require_project(office: Office, project_id: str, now: datetime) -> ProjectFile:
    """All of this for one project."""
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        require_dates(file)
        require_order_of_holds(file)
        require_phase(file, local_day(now, file.calendar.zone))
        require_standing(file)
        require_ledger(tx, file, now)
    return file
