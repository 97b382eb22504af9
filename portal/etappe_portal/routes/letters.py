"""Letters that somebody should look at, what becomes of them, and the days that people are wanted twice."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.delivery import DeliveryState
from etappe.model.moments import local_day
from etappe.model.permissions import Action
from etappe.model.slip import SlipKind
from etappe.model.speech import speech_in
from etappe.service.lists import failed_slips, letters, settled_letters
from etappe.service.needs import STRANDED
from etappe.service.proposing import coming_events, facilitator_clashes
from etappe.service.resending import LONGEST_WORD, resend_letter, settle_letter, stranded_letter
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter()
Reading = Annotated[Visit, allowed(Action.SEE_LETTERS)]
Deciding = Annotated[Visit, allowed(Action.RESEND_LETTERS)]
Planning = Annotated[Visit, allowed(Action.SEE_OWN_DATES)]
Number = Annotated[int, Query(ge=1, le=100_000)]
ARRIVED = (DeliveryState.SENT,)
WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DOT)
SHELVES = {"gestrandet": STRANDED, "unterwegs": WAITING, "verschickt": ARRIVED}
SETTLED = "abgelegt"
SLIPS = {
    SlipKind.CODE: (_("Code"), _("Wer ihn brauchte, kann sich einen neuen schicken lassen.")),
    SlipKind.RECEIPT: (_("Bestätigung einer Antwort"), _("Die Antwort selbst gilt.")),
    SlipKind.RENEWED: (_("Neuer Link"), _("Er lässt sich über den alten Link noch einmal anfordern.")),
}
"""What each kind of slip is, and what to do where one did not go."""


@router.get("/briefe")
def show_letters(visit: Reading, stand: str = "gestrandet", seite: Number = 1) -> HTMLResponse:
    """Letters by where they are; those that did not arrive first of all."""
    shelf = stand if stand in {*SHELVES, SETTLED} else "gestrandet"
    if shelf == SETTLED:
        found = settled_letters(visit.reading, seite)
    else:
        found = letters(visit.reading, SHELVES[shelf], seite)
    states = speech_in(visit.language).replies.letters
    return visit.page("letters.html", found=found, shelf=shelf, states=states, zone=visit.portal.zone)


@router.get("/briefe/kurzmails")
def show_slips(visit: Reading, seite: Number = 1) -> HTMLResponse:
    """Codes, receipts and new links that did not go."""
    found = failed_slips(visit.reading, seite)
    kinds = {kind: (visit.say(name), visit.say(remedy)) for kind, (name, remedy) in SLIPS.items()}
    return visit.page("slips.html", found=found, kinds=kinds, zone=visit.portal.zone)


@router.get("/briefe/{letter}")
def show_letter(visit: Deciding, letter: str) -> HTMLResponse:
    """A letter that did not arrive, and what can be done about it."""
    return _letter(visit, Form(), letter)


@router.post("/briefe/{letter}")
def decide(visit: Deciding, form: Posted, letter: str) -> Response:
    """Send a letter once more, or put it away, as it was when its page was shown."""
    shown = form.text("gen", most=9)
    gen = int(shown) if shown.isascii() and shown.isdigit() else -1
    settles = form.values.get("deed") == "settle"
    try:
        if settles:
            why = form.text("why", visit.say("Bitte sagen Sie, was daraus geworden ist."), LONGEST_WORD)
            if not form.good:
                return _letter(visit, form, letter)
            settle_letter(visit.office, letter, why, visit.by, visit.now, gen=gen)
        else:
            known = form.values.get("sure") == "ja"
            resend_letter(visit.office, letter, visit.by, visit.now, gen=gen, although_perhaps_arrived=known)
    except EtappeError as error:
        form.refuse("why" if settles else "sure", visit.why_not(error))
        return _letter(visit, form, letter)
    return visit.onward("/briefe", "brief-abgelegt" if settles else "brief-erneut")


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


def _letter(visit: Visit, form: Form, letter: str) -> HTMLResponse:
    try:
        found = stranded_letter(visit.reading, letter)
    except EtappeError:
        raise NoSuchPage(path=visit.path) from None
    form.named = frozenset({"sure", "why"} if found.decidable else ())
    states = speech_in(visit.language).replies.letters
    status = 200 if form.good else 422
    return visit.page("letter.html", status, letter=found, form=form, states=states, zone=visit.portal.zone)
