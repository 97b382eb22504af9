"""The programme: its modules, phases and rules, and how its machinery is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from etappe.model.permissions import Action
from etappe_portal.guards import allowed
from etappe_portal.visit import Visit

router = APIRouter()
Looking = Annotated[Visit, allowed(Action.SEE_OPERATIONS)]


@router.get("/programm")
def show(visit: Looking) -> HTMLResponse:
    """What the programme is made of, and what has been set aside."""
    programme = visit.reading.programme
    with visit.reading.store.begin() as tx:
        parked = tx.parking.all()
        held_back = tx.machinery.held_back()
        relay = tx.machinery.relay()
    return visit.page(
        "programme.html",
        spec=programme.spec,
        mandatory=[programme.modules[key] for key in programme.mandatory],
        optional=[programme.modules[key] for key in programme.optional],
        parked=parked,
        held_back=held_back,
        relay_rests=relay[0] != "closed",
        relay_reason=relay[3],
    )
