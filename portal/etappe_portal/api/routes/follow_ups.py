"""What waits for project management, listed and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUp as OpenFollowUp
from etappe.model.follow_up import FollowUpKind
from etappe.model.permissions import Action
from etappe.service.follow_ups import answer_follow_up, outcomes_of
from etappe.service.lists import follow_ups
from etappe.service.overview import PAGE
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Number, Page, Size, Text, Value, Word, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Follow-ups", "/follow-ups")
Seeing = Annotated[Call, permitted(Action.SEE_FOLLOW_UPS)]
Deciding = Annotated[Call, permitted(Action.DECIDE_FOLLOW_UPS)]
FollowUpId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", description="The follow-up.")]


class FollowUp(Value):
    """One thing to do."""

    id: str
    project: str
    task: str | None
    kind: FollowUpKind
    request: str = Field(description="What is asked, in the language of the programme.")
    opened_at: datetime
    outcomes: list[str] = Field(description="How it can be answered.")


class FollowUps(Page[FollowUp]):
    """Some follow-ups."""


class Outcome(Value):
    """An answer to a follow-up."""

    outcome: Text = Field(description="One of its outcomes.", examples=["done"])


class Answered(Value):
    """A follow-up that is closed."""

    id: str
    project: str
    outcome: str


@router.get("", summary="List open follow-ups, the oldest first", responses=refusals(422))
def list_all(
    call: Seeing,
    project: Annotated[Word, Query(description="Those of one project alone.")] = "",
    page: Number = 1,
    size: Size = PAGE,
) -> FollowUps:
    """What the engine must not do by itself: call, decide, release a letter, accept a date."""
    found = follow_ups(call.reading, Wanted(project=project), page, size)
    items = [_shown(line.follow_up) for line in found.items]
    return FollowUps(items=items, page=page, pages=found.pages, total=found.number)


@router.post("/{follow_up}", summary="Answer a follow-up", responses=refusals(400, 404, 409, 422))
def answer(call: Deciding, follow_up: FollowUpId, body: Outcome) -> Answered:
    """Close it with one of its outcomes, and do what follows from it."""
    closed = answer_follow_up(call.office, follow_up, body.outcome, call.by, call.now)
    return Answered(id=closed.id, project=closed.project_id, outcome=body.outcome)


def _shown(follow_up: OpenFollowUp) -> FollowUp:
    return FollowUp(
        id=follow_up.id,
        project=follow_up.project_id,
        task=follow_up.task_key,
        kind=follow_up.kind,
        request=follow_up.request,
        opened_at=follow_up.opened_at,
        outcomes=list(outcomes_of(follow_up)),
    )
