"""Fix one deadline by hand, extend it, or let go of it; what waits for it follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import BeyondBound, DateInThePast, DeadlineNotFixed, NotLater, ReasonMissing, TaskSettled
from etappe.model.audit import Fact
from etappe.model.moments import local_day
from etappe.model.project import TaskRecord, TaskState
from etappe.service.following import NOBODY, follow, laid_out
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction
from etappe.service.tasks import active_task


@dataclass(frozen=True, slots=True)
class FixDeadline:
    """Fix a deadline by hand ("fest"): it stays when anchors move."""

    task: str
    day: date
    why: str = ""

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `TaskNotActive`, `TaskSettled`, `DateInThePast`, and what `lay_out` refuses."""
        task = open_task_of(file, self.task)
        require_to_come(self.day, local_day(now, office.zone))
        return move_deadline(tx, file, task, self.day, by, now, why=self.why)


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Give a task more time, for a reason, as far as nothing else has to move."""

    task: str
    day: date
    reason: str

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `ReasonMissing`, `NotLater`, `BeyondBound`, and what `FixDeadline` raises."""
        if not self.reason.strip():
            raise ReasonMissing(task=self.task)
        task, bound = open_task_of(file, self.task), latest_without_asking(file, self.task)
        if self.day <= task.due:
            raise NotLater(task=self.task, day=f"{self.day:%d.%m.%Y}", due=f"{task.due:%d.%m.%Y}")
        if bound is not None and self.day > bound:
            raise BeyondBound(task=self.task, day=f"{self.day:%d.%m.%Y}", bound=f"{bound:%d.%m.%Y}")
        require_to_come(self.day, local_day(now, office.zone))
        return move_deadline(tx, file, task, self.day, by, now, why=self.reason.strip())


@dataclass(frozen=True, slots=True)
class ReleaseDeadline:
    """Let a deadline that was fixed by hand be computed again."""

    task: str

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `TaskNotActive`, `TaskSettled`, `DeadlineNotFixed`, and what `lay_out` refuses."""
        task = open_task_of(file, self.task)
        if not task.by_hand:
            raise DeadlineNotFixed(task=self.task, project=file.project.id)
        fixed = {key: day for key, day in file.decisions.fixed_deadlines.items() if key != self.task}
        decided = replace(file.decisions, fixed_deadlines=fixed)
        schedule = laid_out(file, decided, local_day(now, office.zone))
        followed = follow(tx, file, schedule, by, now)
        data = {"before": task.due.isoformat(), "moved": followed.replanned.days}
        tx.audit.record(
            [Fact(by, "deadline released", f"{file.project.id}/{self.task}", data), *followed.facts], now
        )
        return followed.file


def move_deadline(
    tx: Transaction,
    file: ProjectFile,
    task: TaskRecord,
    day: date,
    by: str,
    now: datetime,
    *,
    why: str = "",
    spoken_by: frozenset[str] = NOBODY,
) -> ProjectFile:
    """Fix a deadline by hand, let what waits for it follow, and arm the rungs anew.

    Raises `PlanImpossible` where something would reach its own event; then nothing is saved.
    """
    decided = replace(file.decisions, fixed_deadlines={**file.decisions.fixed_deadlines, task.key: day})
    schedule = laid_out(file, decided, local_day(now, file.calendar.zone))
    followed = follow(tx, file, schedule, by, now, spoken_by=spoken_by)
    data = {
        "before": task.due.isoformat(),
        "after": day.isoformat(),
        "followers": {m.key: m.after.isoformat() for m in followed.replanned.tasks if m.key != task.key},
        "why": why,
    }
    tx.audit.record([Fact(by, "deadline moved", f"{file.project.id}/{task.key}", data), *followed.facts], now)
    return followed.file


def latest_without_asking(file: ProjectFile, task_key: str) -> date | None:
    """The last day to which a task may move without touching anything else; None where nothing waits."""
    spec = file.plan.task[task_key]
    waiting = [
        file.tasks[t.key].due
        for t in file.plan.tasks
        if task_key in t.after and t.key in file.tasks and file.tasks[t.key].state is TaskState.OPEN
    ]
    if spec.due.days <= 0:
        event = file.schedule.anchors[spec.due.anchor].day
        calendar = file.schedule.calendars.of_task(task_key)
        waiting.append(event if spec.due.days == 0 else calendar.add(event, -1))
    return min(waiting, default=None)


def open_task_of(file: ProjectFile, task_key: str) -> TaskRecord:
    """An open task of a project; raises `TaskNotActive` or `TaskSettled`."""
    task = active_task(file, task_key)
    if task.settled:
        raise TaskSettled(task=task_key, project=file.project.id, state=task.state.value)
    return task


def require_to_come(day: date, today: date) -> None:
    """Refuse a day that has passed; raises `DateInThePast`."""
    if day < today:
        raise DateInThePast(day=f"{day:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
