"""Answers to the conditions of a plan; seen first, then saved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from etappe.model.permissions import Action
from etappe.service.conditions import AnswerCondition
from etappe_portal.api.diffs import Shown, see_or_apply
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Key, ProjectId, Seen, Text, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Conditions", "/projects/{project}/conditions")
Changing = Annotated[Call, permitted(Action.CHANGE_PLAN)]


class Answer(Value):
    """An answer to a condition."""

    answer: StrictBool
    why: Text = Field(default="", description="Stays in the history.")
    seen: Seen = None


@router.put("/{condition}", summary="Answer a condition", responses=refusals(400, 404, 409, 422))
def answer(call: Changing, project: ProjectId, condition: Key, body: Answer) -> Shown:
    """Tasks appear with their reminders, others retire, and everything that counts from them follows."""
    change = AnswerCondition(condition, body.answer, body.why.strip())
    return see_or_apply(call, project, change, body.seen)
