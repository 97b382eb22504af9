"""The overview: all Kommunen on one time axis, and what needs project management today."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from etappe.model.permissions import Action
from etappe.service.needs import needs_me
from etappe.service.overview import overview
from etappe_portal.filtering import Filtering, offered
from etappe_portal.forms import Form
from etappe_portal.guards import allowed
from etappe_portal.timeline import Axis, height
from etappe_portal.visit import Visit

router = APIRouter()
Seeing = Annotated[Visit, allowed(Action.SEE_OVERVIEW)]


@router.get("/")
def show(visit: Seeing, asked: Filtering, seite: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """One page of the Kommunen that match, the most urgent first."""
    found = overview(visit.reading, asked.filters, visit.now, seite)
    facts = {
        "found": found,
        "axis": Axis.around(found.today),
        "height": height,
        "form": Form(asked.values),
        "query": asked.at("/"),
        "shift": asked.at("/verschieben"),
        "zone": visit.portal.zone,
        **offered(visit),
    }
    if visit.partial:
        return visit.page("overview_table.html", 200, **facts)
    needs = needs_me(visit.reading, visit.now) if visit.may(Action.DECIDE_FOLLOW_UPS) else None
    return visit.page("overview.html", 200, **facts, needs=needs)
