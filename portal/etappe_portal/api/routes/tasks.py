"""Tasks settled, and taken up again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from etappe.model.permissions import Action
from etappe.model.project import TaskRecord, TaskState
from etappe.service.tasks import complete_task, reopen_task, waive_task
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Key, ProjectId, Text, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Tasks", "/projects/{project}/tasks/{task}")
Settling = Annotated[Call, permitted(Action.SETTLE_TASKS)]


class SettledTask(Value):
    """A task as it stands now."""

    key: str
    due: date
    by_hand: bool
    state: TaskState
    settled_at: datetime | None
    reason: str | None = Field(description="Why it was waived.")


class Waiver(Value):
    """Why a task is done without."""

    reason: Text = Field(min_length=1, description="Stays in the history.")


@router.post("/done", summary="Call a task done", responses=refusals(404, 409, 422))
def complete(call: Settling, project: ProjectId, task: Key) -> SettledTask:
    """Nobody is reminded of it any more; a module may object."""
    return _shown(complete_task(call.office, project, task, call.by, call.now, called=call.token.name))


@router.post("/waive", summary="Do without a task", responses=refusals(400, 404, 409, 422))
def waive(call: Settling, project: ProjectId, task: Key, body: Waiver) -> SettledTask:
    """The task falls away for a reason."""
    waived = waive_task(call.office, project, task, body.reason, call.by, call.now, called=call.token.name)
    return _shown(waived)


@router.post("/reopen", summary="Take up a task again", responses=refusals(404, 409, 422))
def reopen(call: Settling, project: ProjectId, task: Key) -> SettledTask:
    """Take back that a task is done or waived; its reminders go on."""
    return _shown(reopen_task(call.office, project, task, call.by, call.now))


def _shown(task: TaskRecord) -> SettledTask:
    return SettledTask.model_validate(task)
