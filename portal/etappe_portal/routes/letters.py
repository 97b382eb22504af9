"""Letters that somebody should look at, and the days on which people are wanted in several places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from etappe.model.delivery import DeliveryState
from etappe.model.moments import local_day
from etappe.model.permissions import Action
from etappe.model.speech import speech_in
from etappe.service.lists import letters
from etappe.service.needs import STRANDED
from etappe.service.proposing import coming_events, facilitator_clashes
from etappe_portal.guards import allowed
from etappe_portal.visit import Visit

router = APIRouter()
Reading = Annotated[Visit, allowed(Action.SEE_LETTERS)]
Planning = Annotated[Visit, allowed(Action.SEE_OWN_DATES)]
Number = Annotated[int, Query(ge=1, le=100_000)]
ARRIVED = (DeliveryState.SENT,)
WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DOT)
SHELVES = {"gestrandet": STRANDED, "unterwegs": WAITING, "verschickt": ARRIVED}


@router.get("/briefe")
def show_letters(visit: Reading, stand: str = "gestrandet", seite: Number = 1) -> HTMLResponse:
    """Letters by where they are; those that did not arrive first of all."""
    shelf = stand if stand in SHELVES else "gestrandet"
    found = letters(visit.reading, SHELVES[shelf], seite)
    states = speech_in(visit.language).replies.letters
    return visit.page("letters.html", found=found, shelf=shelf, states=states, zone=visit.portal.zone)


@router.get("/termine")
def show_dates(visit: Planning) -> HTMLResponse:
    """The events to come with whoever holds them, and where two of them fall on one day."""
    with visit.reading.store.begin() as tx:
        events = coming_events(tx, local_day(visit.now, visit.portal.zone))
    assert visit.viewer is not None
    if not visit.may(Action.SEE_OVERVIEW):
        events = tuple(e for e in events if e.person.email == visit.viewer.email)
    mine = {event.person.id for event in events}
    clashes = [c for c in facilitator_clashes(visit.reading, visit.now) if c.person.id in mine]
    twice = {(clash.day, clash.person.id) for clash in clashes}
    return visit.page("dates.html", events=events, clashes=clashes, twice=twice)
