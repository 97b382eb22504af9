"""Add a file to the task of a letter, and take it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.errors import EtappeError, LinkInvalid
from etappe.model.attachment import LARGEST_FILE
from etappe.model.permissions import Action
from etappe.service.attaching import add_file, take_back_file
from etappe_portal import link_sessions
from etappe_portal.answer_page import answer_page
from etappe_portal.guards import Posted
from etappe_portal.link_guards import allowed_by_link
from etappe_portal.visit import Visit

router = APIRouter(prefix="/antwort/aufgaben/{task}/dateien")
Adding = Annotated[Visit, allowed_by_link(Action.ADD_OWN_FILES)]


@router.post("")
def add(visit: Adding, form: Posted, task: str) -> Response:
    """Add a file; what is refused stands beside the field."""
    name, content = form.file("file", LARGEST_FILE, visit.say("Bitte wählen Sie eine Datei."))
    if not form.good:
        return answer_page(visit, form, task)
    try:
        add_file(visit.office, visit.portal.gate, visit.came.link_id, task, name, content, visit.now)
    except LinkInvalid:
        raise
    except EtappeError as error:
        form.refuse("file", visit.why_not(error))
        return answer_page(visit, form, task)
    return _back(visit, task, "datei")


@router.post("/{file}/zurueck")
def take_back(visit: Adding, task: str, file: str) -> Response:
    """Take back a file of one's own."""
    take_back_file(visit.office, visit.came.link_id, task, file, visit.now)
    return _back(visit, task, "datei-zurueck")


def _back(visit: Visit, task: str, done: str) -> Response:
    onward = visit.onward(f"/antwort/aufgaben/{task}", done)
    link_sessions.hand_out(visit.portal, onward, visit.came, visit.now)
    return onward
