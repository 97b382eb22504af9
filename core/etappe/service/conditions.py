"""Answer a condition while a project runs: tasks appear, others retire, the rest follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import UnknownCondition
from etappe.model.audit import Fact
from etappe.model.decisions import Decisions
from etappe.model.moments import local_day
from etappe.model.project import TaskRecord, TaskState, decisions_of
from etappe.model.schedule import Schedule, lay_out
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction
from etappe.service.replanning import Replanned, apply_schedule, compare, days_of
from etappe.service.tasks import close_follow_ups, rearm


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer changed."""

    before: bool | None
    """The answer so far; None where nobody had given one."""
    after: bool
    appeared: tuple[TaskRecord, ...]
    retired: tuple[TaskRecord, ...]
    replanned: Replanned
    """The dates that moved, and what is doubtful about the new plan."""


def answer_condition(
    office: Office,
    project_id: str,
    condition: str,
    answer: bool,
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Answered:
    """Answer a condition; settled tasks and what has happened stay as they are.

    Raises `UnknownProject`, `UnknownCondition`, and what `lay_out` refuses; then nothing is saved.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        return give_answer(tx, file, condition, by, now, answer=answer, dry_run=dry_run)


def give_answer(
    tx: Transaction,
    file: ProjectFile,
    condition: str,
    by: str,
    now: datetime,
    *,
    answer: bool,
    why: str = "",
    dry_run: bool = False,
) -> Answered:
    """The same within a transaction of the caller's; answering alike twice changes nothing."""
    if condition not in file.plan.condition:
        raise UnknownCondition(condition=condition, known=", ".join(file.plan.condition) or "none")
    schedule = _laid_out(file, condition, local_day(now, file.calendar.zone), answer=answer)
    answered = Answered(
        before=file.project.answers.get(condition),
        after=answer,
        appeared=tuple(_appearing(file, schedule)),
        retired=tuple(_retiring(file, schedule, condition, by, now)),
        replanned=compare(file, schedule),
    )
    if not dry_run and answered.before is not answer:
        _carry_out(tx, file, condition, schedule, answered, by, now, why)
    return answered


def _laid_out(file: ProjectFile, condition: str, today: date, *, answer: bool) -> Schedule:
    """The schedule with the answer; an anchor that has passed stays where it was."""
    old = decisions_of(file.project, file.anchors, file.tasks.values())
    decided = replace(old, answers={**old.answers, condition: answer})
    schedule = lay_out(file.plan, decided, file.calendar)
    past = {a.key: a.day for a in file.anchors if a.day < today and schedule.anchors[a.key].day != a.day}
    return lay_out(file.plan, _with_fixed(decided, past), file.calendar) if past else schedule


def _with_fixed(decided: Decisions, anchors: dict[str, date]) -> Decisions:
    return replace(decided, fixed_anchors={**decided.fixed_anchors, **anchors})


def _appearing(file: ProjectFile, schedule: Schedule) -> Iterable[TaskRecord]:
    """Tasks that the plan has from now on; one that was retired comes back open."""
    for deadline in schedule.deadlines.values():
        known = file.tasks.get(deadline.task)
        if known is None or known.state is TaskState.RETIRED:
            yield TaskRecord(deadline.task, deadline.day, deadline.by_hand)


def _retiring(
    file: ProjectFile, schedule: Schedule, condition: str, by: str, now: datetime
) -> Iterable[TaskRecord]:
    question = file.plan.condition[condition].question
    reason = file.speech.reasons.answered_no.format(question=question)
    for task in file.tasks.values():
        if task.state is TaskState.OPEN and task.key not in schedule.deadlines:
            yield replace(task, state=TaskState.RETIRED, settled_at=now, settled_by=by, reason=reason)


def _carry_out(
    tx: Transaction,
    file: ProjectFile,
    condition: str,
    schedule: Schedule,
    answered: Answered,
    by: str,
    now: datetime,
    why: str,
) -> None:
    project_id, retired = file.project.id, [t.key for t in answered.retired]
    reason = file.speech.reasons.retired
    tx.projects.save_answers(project_id, schedule.decisions.answers)
    changed = [*answered.appeared, *answered.retired]
    facts = apply_schedule(tx, file, schedule, answered.replanned, by, now, changed)
    tx.projects.save_tasks(project_id, changed, now)
    tx.ledger.cancel(project_id, retired, reason)
    closed = close_follow_ups(tx, project_id, retired, reason, by, now)
    rearm(tx, file, list(answered.appeared), now)
    tx.audit.record([_fact(project_id, condition, answered, by, why), *closed, *facts], now)


def _fact(project_id: str, condition: str, answered: Answered, by: str, why: str) -> Fact:
    data = {
        "before": answered.before,
        "after": answered.after,
        "appeared": {t.key: t.due.isoformat() for t in answered.appeared},
        "retired": [t.key for t in answered.retired],
        "moved": days_of(answered.replanned),
        "why": why,
    }
    return Fact(by, "condition answered", f"{project_id}/{condition}", data)
