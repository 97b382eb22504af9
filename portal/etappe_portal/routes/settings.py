"""What is set and where it comes from; it is changed where the operator keeps it, and not here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from etappe.adapters.sql.engine import check_durability
from etappe.model.permissions import Action
from etappe_portal.guards import allowed
from etappe_portal.settings_lines import Told
from etappe_portal.visit import Visit

router = APIRouter()
Administering = Annotated[Visit, allowed(Action.PROGRAMME_SETTINGS)]


@router.get("/einstellungen")
def show(visit: Administering) -> HTMLResponse:
    """All settings, what is doubtful about them, and the modules with those that are set aside."""
    programme, etappe = visit.reading.programme, visit.portal.etappe
    with visit.reading.store.begin() as tx:
        parked = tx.parking.all()
    return visit.page(
        "settings.html",
        groups=Told(visit).groups(),
        modules=sorted(programme.modules.values(), key=lambda module: module.title),
        missing=programme.missing,
        parked=parked,
        dangers=check_durability(etappe.engine),
    )
