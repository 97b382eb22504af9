"""What waits for project management, answered where it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.permissions import Action
from etappe.service.follow_ups import answer_follow_up, outcomes_of
from etappe.service.lists import follow_ups
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/wiedervorlagen")
Deciding = Annotated[Visit, allowed(Action.DECIDE_FOLLOW_UPS)]
OUTCOMES = {
    "done": _("Erledigt"),
    "released": _("Brief freigeben"),
    "confirmed": _("Bestätigen"),
    "accepted": _("Annehmen"),
    "rejected": _("Ablehnen"),
    "declined": _("Ablehnen"),
    "dropped": _("Nicht freigeben"),
}
"""What the button for each outcome says."""


@router.get("")
def show(
    visit: Deciding,
    seite: Annotated[int, Query(ge=1, le=100_000)] = 1,
    projekt: Annotated[str, Query(max_length=90)] = "",
) -> HTMLResponse:
    """What is open, the oldest first; of one project, where somebody says."""
    return _page(visit, seite, project=projekt)


@router.post("/{follow_up}")
def answer(visit: Deciding, form: Posted, follow_up: str) -> Response:
    """Answer one, and do what follows from it."""
    try:
        answer_follow_up(visit.office, follow_up, form.text("outcome"), visit.by, visit.now)
    except EtappeError as error:
        return _page(visit, 1, visit.why_not(error))
    return visit.onward("/wiedervorlagen", "beantwortet")


def _page(visit: Visit, number: int, refused: str = "", project: str = "") -> HTMLResponse:
    found = follow_ups(visit.reading, project or None, number)
    offered = {f.id: [(o, visit.say(OUTCOMES[o])) for o in outcomes_of(f)] for f in found.items}
    status = 409 if refused else 200
    return visit.page(
        "follow_ups.html",
        status,
        found=found,
        offered=offered,
        refused=refused,
        project=project,
        zone=visit.portal.zone,
    )
