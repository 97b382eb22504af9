"""What has happened in a project: who changed what, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from etappe.model.permissions import Action
from etappe.service.lists import history
from etappe.service.overview import PAGE
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Number, Page, ProjectId, Size, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("History")
Remembering = Annotated[Call, permitted(Action.SEE_HISTORY)]


class Happened(Value):
    """A fact of the audit in a sentence."""

    at: datetime
    by: str = Field(
        description="Who did it: an account, a person, a token, the command line or etappe itself."
    )
    action: str
    about: str = Field(description="A project or Kommune, and behind a slash what lies within it.")
    text: str = Field(description="In the language of the programme.")


class History(Page[Happened]):
    """Some of what has happened."""


@router.get(
    "/projects/{project}/history", summary="Tell the history of a project", responses=refusals(404, 409, 422)
)
def show(call: Remembering, project: ProjectId, page: Number = 1, size: Size = PAGE) -> History:
    """Who changed what and why, of the project and the people around its Kommune, the newest first."""
    found = history(call.reading, project, page, size)
    items = [Happened.model_validate(happened) for happened in found.items]
    return History(items=items, page=page, pages=found.pages, total=found.number)
