"""Let a project on its way follow the modules as they are installed now, or go back to its former plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from etappe.errors import PlanNotUpgraded
from etappe.model.audit import Fact
from etappe.model.feed import reworded
from etappe.model.moments import local_day
from etappe.model.plan import Plan
from etappe.model.plan_change import Dropped, PlanChange
from etappe.model.project import AnchorRecord, TaskRecord, TaskState
from etappe.service.following import Followed, Replanned, compare, follow
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction
from etappe.service.projects import drawn_up
from etappe.service.replanning import with_past_events_fixed


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """Draw a project's plan up anew, with the same choice of modules and the same decisions.

    Settled tasks, events that have happened and letters stay; new tasks appear, those that are gone are
    retired, open ones follow. Where the project has the newest plan, nothing happens.
    """

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises what `draw_up` and `lay_out` refuse."""
        plan = drawn_up(office, chosen_in(office, file.plan))
        if plan.digest == file.plan.digest:
            return file
        return to_plan(office, tx, file, plan, "plan upgraded", by, now)


@dataclass(frozen=True, slots=True)
class UndoUpgrade:
    """Let a project go back to the plan that it had before its last upgrade.

    What has happened since stays: settled tasks, letters, decisions about what the former plan has too.
    """

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `PlanNotUpgraded`, and what `lay_out` refuses."""
        old, project_id = file, file.project.id
        change = tx.plan_changes.last(project_id)
        if change is None:
            raise PlanNotUpgraded(project=project_id)
        plan = tx.projects.plan(change.before)
        _change_plan(tx, old, plan, _dropped(old, plan), now)
        _take_up_again(tx, old, plan, change, now)
        tx.plan_changes.undone(project_id, change.number, now)
        followed = _follow_plan(office, tx, old, by, now, old.speech.reasons.upgrade_undone)
        fact = _fact("plan upgrade undone", old, plan, followed.replanned, by)
        tx.audit.record([fact, *followed.facts], now)
        return followed.file


def to_plan(
    office: Office, tx: Transaction, old: ProjectFile, plan: Plan, action: str, by: str, now: datetime
) -> ProjectFile:
    """Let a project follow another plan from now on; it can be taken back."""
    dropped = _dropped(old, plan)
    _change_plan(tx, old, plan, dropped, now)
    tx.plan_changes.add(old.project.id, old.plan.digest, plan.digest, dropped, now)
    followed = _follow_plan(office, tx, old, by, now, old.speech.reasons.not_in_new_plan)
    fact = _fact(action, old, plan, followed.replanned, by)
    tx.audit.record([fact, *followed.facts], now)
    return followed.file


def _follow_plan(
    office: Office, tx: Transaction, old: ProjectFile, by: str, now: datetime, because: str
) -> Followed:
    """Let dates, tasks and rungs follow the plan that a project has been given."""
    file = with_past_events_fixed(office, tx, old.project.id, local_day(now, office.zone))
    changed = {m.key for m in compare(file, file.schedule).tasks}
    also = list(_reminded_otherwise(file, changed, old.plan))
    followed = follow(tx, file, file.schedule, by, now, because=because, also=also)
    tx.projects.touch_tasks(old.project.id, reworded(old.plan, file.plan), now)
    return followed


def chosen_in(office: Office, plan: Plan) -> tuple[str, ...]:
    """The optional modules of a plan; one that is not installed any more refuses to be drawn up."""
    return tuple(sorted(m.key for m in plan.modules if m.key not in office.programme.mandatory))


def _dropped(old: ProjectFile, plan: Plan) -> Dropped:
    """The decisions about things that another plan does not have."""
    decisions = old.decisions
    gone = [key for key in decisions.opened if key not in plan.task]
    return Dropped(
        answers={key: a for key, a in old.project.answers.items() if key not in plan.condition},
        anchors={key: day for key, day in decisions.fixed_anchors.items() if key not in plan.anchor},
        deadlines={key: day for key, day in decisions.fixed_deadlines.items() if key not in plan.task},
        opened=tuple(key for key in gone if key in old.plan.task and old.plan.task[key].on_demand),
    )


def _change_plan(tx: Transaction, old: ProjectFile, plan: Plan, dropped: Dropped, now: datetime) -> None:
    """Give a project another plan, without decisions about things that this one does not have."""
    project_id = old.project.id
    answers = {key: a for key, a in old.project.answers.items() if key not in dropped.answers}
    tx.projects.keep_plan(plan)
    tx.projects.change_plan(project_id, plan.digest, answers)
    tx.projects.drop_anchors(project_id, [a.key for a in old.anchors if a.key not in plan.anchor])
    loosened = [replace(old.tasks[key], by_hand=False) for key in dropped.deadlines]
    tx.projects.save_tasks(project_id, loosened, now)


def _take_up_again(tx: Transaction, old: ProjectFile, plan: Plan, change: PlanChange, now: datetime) -> None:
    """Decide again what the upgrade had dropped."""
    project_id, dropped = old.project.id, change.dropped
    answers = {key: a for key, a in old.project.answers.items() if key in plan.condition}
    tx.projects.save_answers(project_id, {**dropped.answers, **answers})
    tx.projects.save_anchors(project_id, [AnchorRecord(k, day, True) for k, day in dropped.anchors.items()])
    fixed = [replace(old.tasks[key], due=day, by_hand=True) for key, day in dropped.deadlines.items()]
    opened = [TaskRecord(key, old.tasks[key].due) for key in dropped.opened]
    retired = [t for t in (*fixed, *opened) if old.tasks[t.key].state is TaskState.RETIRED]
    tx.projects.save_tasks(project_id, retired, now)


def _reminded_otherwise(file: ProjectFile, changed: set[str], old: Plan) -> Iterable[TaskRecord]:
    """Open tasks that stay on their day, but have other rungs than before."""
    for key in file.schedule.deadlines:
        task = file.tasks.get(key)
        stays = task is not None and task.state is TaskState.OPEN and key not in changed
        if task and stays and old.rungs.get(key) != file.plan.rungs[key]:
            yield task


def _fact(action: str, old: ProjectFile, plan: Plan, replanned: Replanned, by: str) -> Fact:
    data = {
        "before": old.plan.digest,
        "after": plan.digest,
        "moved": replanned.days,
        "added": [t.key for t in replanned.appeared],
        "retired": [t.key for t in replanned.retired],
    }
    return Fact(by, action, old.project.id, data)
