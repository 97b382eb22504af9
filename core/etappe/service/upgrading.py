"""Let a project on its way follow the modules as they are installed now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from etappe.model.audit import Fact
from etappe.model.feed import reworded
from etappe.model.moments import local_day
from etappe.model.plan import Plan
from etappe.model.project import AnchorRecord, TaskRecord, TaskState
from etappe.service.office import Office, ProjectFile, open_file, trying
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.projects import drawn_up
from etappe.service.replanning import Moved, compare, with_past_events_fixed
from etappe.service.tasks import close_follow_ups, rearm


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What a newer plan changed in a project."""

    before: str
    """The digest of the plan that the project had."""
    after: str
    moved: tuple[Moved, ...]
    """Anchors and open tasks that have another day."""
    added: tuple[str, ...]
    retired: tuple[str, ...]


def upgrade_plan(
    office: Office, project_id: str, by: str, now: datetime, *, dry_run: bool = False
) -> Upgraded | None:
    """Draw a project's plan up anew, with the same choice of modules and the same decisions.

    Settled tasks, events that have happened and letters stay; new tasks appear, those that are gone are
    retired, open ones follow. None where the project has the newest plan. Raises `UnknownProject`, and what
    `draw_up` and `lay_out` refuse; then nothing is saved.
    """
    with trying(office, dry_run=dry_run) as tx:
        return _upgraded(office, tx, project_id, by, now)


def _upgraded(office: Office, tx: Transaction, project_id: str, by: str, now: datetime) -> Upgraded | None:
    tx.projects.lock(project_id)
    old = open_file(office, tx, project_id)
    plan = drawn_up(office, _chosen(office, old.plan))
    if plan.digest == old.plan.digest:
        return None
    _change_plan(tx, old, plan, now)
    file = with_past_events_fixed(office, tx, project_id, local_day(now, office.zone))
    replanned = compare(file, file.schedule)
    added, retired = list(_added(file)), list(_retired(file, now, by))
    moved = [replace(file.tasks[m.key], due=m.after) for m in replanned.tasks]
    facts = note_phase(tx, file.project, file.schedule, [*moved, *added, *retired], by, now)
    _save(tx, file, [*moved, *added], retired, old.plan, now)
    tx.projects.touch_tasks(project_id, reworded(old.plan, plan), now)
    gone = [t.key for t in retired]
    closed = close_follow_ups(tx, project_id, gone, file.speech.reasons.not_in_new_plan, by, now)
    days = (*replanned.anchors, *replanned.tasks)
    upgraded = Upgraded(old.plan.digest, plan.digest, days, tuple(t.key for t in added), tuple(gone))
    tx.audit.record([_fact(project_id, upgraded, by), *closed, *facts], now)
    return upgraded


def _chosen(office: Office, plan: Plan) -> tuple[str, ...]:
    """The optional modules of a plan; one that is not installed any more refuses the upgrade."""
    return tuple(sorted(m.key for m in plan.modules if m.key not in office.programme.mandatory))


def _change_plan(tx: Transaction, old: ProjectFile, plan: Plan, now: datetime) -> None:
    """Give a project its new plan, without decisions about things that this one does not have."""
    project_id = old.project.id
    answers = {key: answer for key, answer in old.project.answers.items() if key in plan.condition}
    fixed = [replace(t, by_hand=False) for t in old.tasks.values() if t.by_hand and t.key not in plan.task]
    tx.projects.keep_plan(plan)
    tx.projects.change_plan(project_id, plan.digest, answers)
    tx.projects.drop_anchors(project_id, [a.key for a in old.anchors if a.key not in plan.anchor])
    tx.projects.save_tasks(project_id, fixed, now)


def _added(file: ProjectFile) -> Iterable[TaskRecord]:
    for key, deadline in file.schedule.deadlines.items():
        if key not in file.tasks or file.tasks[key].state is TaskState.RETIRED:
            yield TaskRecord(key, deadline.day)


def _retired(file: ProjectFile, now: datetime, by: str) -> Iterable[TaskRecord]:
    why = file.speech.reasons.not_in_new_plan
    for task in file.tasks.values():
        if task.state is TaskState.OPEN and task.key not in file.schedule.deadlines:
            yield replace(task, state=TaskState.RETIRED, settled_at=now, settled_by=by, reason=why)


def _save(
    tx: Transaction,
    file: ProjectFile,
    changed: Sequence[TaskRecord],
    retired: Sequence[TaskRecord],
    old: Plan,
    now: datetime,
) -> None:
    project_id = file.project.id
    tx.projects.save_anchors(
        project_id, [AnchorRecord(a.key, a.day, a.by_hand) for a in file.schedule.anchors.values()]
    )
    tx.projects.save_tasks(project_id, [*changed, *retired], now)
    why = file.speech.reasons.not_in_new_plan
    tx.ledger.cancel(project_id, [t.key for t in retired], why)
    rearm(tx, file, [*changed, *_reminded_otherwise(file, {t.key for t in changed}, old)], now)


def _reminded_otherwise(file: ProjectFile, changed: set[str], old: Plan) -> Iterable[TaskRecord]:
    """Open tasks that stay on their day, but have other rungs than before."""
    for key in file.schedule.deadlines:
        task = file.tasks.get(key)
        stays = task is not None and task.state is TaskState.OPEN and key not in changed
        if task and stays and old.rungs.get(key) != file.plan.rungs[key]:
            yield task


def _fact(project_id: str, upgraded: Upgraded, by: str) -> Fact:
    data = {
        "before": upgraded.before,
        "after": upgraded.after,
        "moved": {m.key: [m.before.isoformat(), m.after.isoformat()] for m in upgraded.moved},
        "added": list(upgraded.added),
        "retired": list(upgraded.retired),
    }
    return Fact(by, "plan upgraded", project_id, data)
