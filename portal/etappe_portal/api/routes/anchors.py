"""The anchors of a project: listed, fixed by hand, or let go of; seen first, then saved."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from etappe.model.moments import local_day
from etappe.model.permissions import Action
from etappe.service.office import open_file
from etappe.service.page_parts import anchor_lines
from etappe.service.replanning import MoveAnchor, ReleaseAnchor
from etappe_portal.api.diffs import Shown, see_or_apply
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Day, Key, ProjectId, Seen, Text, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Anchors", "/projects/{project}/anchors")
Seeing = Annotated[Call, permitted(Action.SEE_PROJECT)]
Moving = Annotated[Call, permitted(Action.MOVE_DATES)]


class Anchor(Value):
    """A named day that others are counted from."""

    key: str
    title: str
    day: date
    by_hand: bool = Field(description="Whether somebody has fixed it.")
    event: bool = Field(description="Whether people meet on it.")
    passed: bool
    why: str = Field(description="Why it lies on that day, in the language of the programme.")


class Anchors(Value):
    """The anchors of a project."""

    items: list[Anchor] = Field(description="By day.")


class FixedDay(Value):
    """A day that is fixed by hand."""

    day: Day
    why: Text = Field(default="", description="Stays in the history.")
    seen: Seen = None


class Confirmed(Value):
    """A change that needs nothing but to be seen."""

    seen: Seen = None


@router.get("", summary="List the anchors of a project", responses=refusals(404, 409, 422))
def list_all(call: Seeing, project: ProjectId) -> Anchors:
    """Every anchor with its day and why it lies there."""
    with call.reading.store.begin() as tx:
        file = open_file(call.reading, tx, project)
    lines = anchor_lines(file, local_day(call.now, call.portal.zone))
    return Anchors(items=[Anchor.model_validate(line) for line in lines])


@router.put("/{anchor}", summary="Fix an anchor on a day", responses=refusals(400, 404, 409, 422))
def fix(call: Moving, project: ProjectId, anchor: Key, body: FixedDay) -> Shown:
    """Open tasks that count from it follow; settled ones and those fixed by hand stay."""
    return see_or_apply(call, project, MoveAnchor(anchor, body.day, body.why.strip()), body.seen)


@router.post(
    "/{anchor}/release", summary="Let an anchor be computed again", responses=refusals(400, 404, 409, 422)
)
def release(call: Moving, project: ProjectId, anchor: Key, body: Confirmed) -> Shown:
    """The anchor is not fixed any more, and goes where the plan puts it."""
    return see_or_apply(call, project, ReleaseAnchor(anchor), body.seen)
