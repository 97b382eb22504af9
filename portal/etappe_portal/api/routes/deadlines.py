"""The deadline of one task: fixed, extended, or let go of; seen first, then saved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from etappe.model.permissions import Action
from etappe.service.deadlines import ExtendDeadline, FixDeadline, ReleaseDeadline
from etappe_portal.api.diffs import Shown, see_or_apply
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Day, Key, ProjectId, Seen, Text, Value, router_of
from etappe_portal.api.refusals import refusals
from etappe_portal.api.routes.anchors import Confirmed, FixedDay

router = router_of("Deadlines", "/projects/{project}/tasks/{task}/deadline")
Moving = Annotated[Call, permitted(Action.MOVE_DATES)]


class MoreTime(Value):
    """A later day, and why."""

    day: Day
    why: Text = Field(min_length=1, description="Stays in the history.")
    seen: Seen = None


@router.put("", summary="Fix the deadline of a task", responses=refusals(400, 404, 409, 422))
def fix(call: Moving, project: ProjectId, task: Key, body: FixedDay) -> Shown:
    """Set one deadline by hand; whatever waits for the task follows."""
    return see_or_apply(call, project, FixDeadline(task, body.day, body.why.strip()), body.seen)


@router.post("/extend", summary="Give a task more time", responses=refusals(400, 404, 409, 422))
def extend(call: Moving, project: ProjectId, task: Key, body: MoreTime) -> Shown:
    """Move a deadline to a later day, up to the bound within which nothing else moves."""
    return see_or_apply(call, project, ExtendDeadline(task, body.day, body.why.strip()), body.seen)


@router.post("/release", summary="Let a deadline be computed again", responses=refusals(400, 404, 409, 422))
def release(call: Moving, project: ProjectId, task: Key, body: Confirmed) -> Shown:
    """The deadline is not fixed any more, and follows the plan."""
    return see_or_apply(call, project, ReleaseDeadline(task), body.seen)
