"""Choose an optional module for a running project, or drop one: seen first, then saved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.model.permissions import Action
from etappe.service.changing import Change
from etappe.service.choosing import ChooseModule, DropModule
from etappe_portal.confirming import see_or_apply
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/{project}")
Changing = Annotated[Visit, allowed(Action.CHANGE_PLAN)]


@router.post("/bausteine")
def choose(visit: Changing, form: Posted, project: str) -> Response:
    """Show what a module more or less does, then choose or drop it."""
    module, drops = form.text("module"), form.values.get("deed") == "drop"
    change: Change = DropModule(module) if drops else ChooseModule(module)
    title = visit.say("Baustein weglassen") if drops else visit.say("Baustein dazunehmen")
    return see_or_apply(visit, form, project, change, title=title, field="module", again=_refused)


def _refused(visit: Visit, form: Form, project: str) -> Response:
    text = form.errors.get("module", "")
    return visit.page("refusal.html", 409, title=visit.say("Das geht nicht"), text=text)
