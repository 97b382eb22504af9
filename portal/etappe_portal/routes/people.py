"""Who is away around a Kommune, and whose mail comes back; both can be taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.errors import EtappeError
from etappe.model.permissions import Action
from etappe.service.bounces import bounce_address, deliver_again
from etappe.service.coming_back import take_back_absence
from etappe.service.kommune_page import kommune_page
from etappe.service.people import report_absence
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.routes.kommunen import kommune_facts
from etappe_portal.visit import Visit

router = APIRouter(prefix="/kommunen/{kommune}")
Editing = Annotated[Visit, allowed(Action.EDIT_CONTACTS)]
Absences = Annotated[Visit, allowed(Action.ENTER_ABSENCE)]


@router.post("/abwesenheiten")
def enter_absence(visit: Absences, form: Posted, kommune: str) -> Response:
    """Note that somebody is away."""
    wrong, missing = visit.say("Bitte als TT.MM.JJJJ"), visit.say("Bitte wählen Sie einen Tag")
    first, last = form.day("away_first", wrong, missing), form.day("away_last", wrong, missing)
    email = _somebody(visit, kommune, form.text("person"))
    if not email:
        form.refuse("person", visit.say("Bitte wählen Sie eine Person"))
    if first is None or last is None or not form.good:
        return _again(visit, form, kommune)
    try:
        report_absence(visit.office, email, first, last, visit.by, visit.now)
    except EtappeError as error:
        form.refuse("away_last", visit.why_not(error))
        return _again(visit, form, kommune)
    return visit.onward(f"/kommunen/{kommune}", "abwesend")


@router.post("/abwesenheiten/weg")
def take_back(visit: Absences, form: Posted, kommune: str) -> Response:
    """Note that somebody is there after all."""
    email = _somebody(visit, kommune, form.text("person"))
    first = form.day("away_first", visit.say("Bitte als TT.MM.JJJJ"))
    if not email or first is None:
        return visit.onward(f"/kommunen/{kommune}")
    try:
        take_back_absence(visit.office, email, first, visit.by, visit.now)
    except EtappeError as error:
        form.refuse("absence", visit.why_not(error))
        return _again(visit, form, kommune)
    return visit.onward(f"/kommunen/{kommune}", "zurueck")


@router.post("/zustellung")
def correct_delivery(visit: Editing, form: Posted, kommune: str) -> Response:
    """Note that mail to somebody comes back, or that it arrives again."""
    email, back = _somebody(visit, kommune, form.text("person")), form.values.get("deed") == "back"
    if not email:
        return visit.onward(f"/kommunen/{kommune}")
    try:
        if back:
            bounce_address(visit.office, email, form.text("reason", most=500), visit.by, visit.now)
        else:
            deliver_again(visit.office, email, visit.by, visit.now)
    except EtappeError as error:
        form.refuse("delivery", visit.why_not(error))
        return _again(visit, form, kommune)
    return visit.onward(f"/kommunen/{kommune}", "angehalten" if back else "zustellbar")


def _somebody(visit: Visit, kommune: str, person_id: str) -> str:
    """The address of somebody around a Kommune; empty for anybody else."""
    people = kommune_page(visit.reading, kommune, visit.now).people
    return next((line.person.email for line in people if line.person.id == person_id), "")


def _again(visit: Visit, form: Form, kommune: str) -> Response:
    form.named = frozenset({"person", "away_first", "away_last"})
    return visit.page("kommune.html", 422, **kommune_facts(visit, kommune, form))
