"""Let a project or one of its phases rest, and resume it; seen first, then saved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from etappe.model.permissions import Action
from etappe.service.resting import HoldProject, Resume
from etappe_portal.api.diffs import Shown, see_or_apply
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Day, ProjectId, Seen, Text, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Holds", "/projects/{project}")
Holding = Annotated[Call, permitted(Action.HOLD)]


class Rest(Value):
    """A rest that is to be."""

    until: Day = Field(description="The day on which it goes on.")
    reason: Text = Field(min_length=1, description="The people of the project will read it.")
    first: Day | None = Field(default=None, description="The first day of rest; tomorrow without it.")
    phase: Text | None = Field(
        default=None, description="The key of the phase that rests; all of it without it."
    )
    seen: Seen = None


class Resumption(Value):
    """The end of a rest."""

    until: Day | None = Field(default=None, description="The day on which it goes on; today without it.")
    phase: Text | None = Field(default=None, description="The key of the phase that rested.")
    seen: Seen = None


@router.post("/hold", summary="Let a project rest", responses=refusals(400, 404, 409, 422))
def begin(call: Holding, project: ProjectId, body: Rest) -> Shown:
    """The working days that remain are kept, and nothing is overdue; a rest that runs gets another end."""
    change = HoldProject(body.until, body.reason, body.first, body.phase)
    return see_or_apply(call, project, change, body.seen)


@router.post("/resume", summary="Let a project go on", responses=refusals(400, 404, 409, 422))
def end(call: Holding, project: ProjectId, body: Resumption) -> Shown:
    """End a rest sooner; one that has not begun is called off where no day is named."""
    return see_or_apply(call, project, Resume(body.until, body.phase), body.seen)
