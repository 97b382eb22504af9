"""Who fills which role in a Kommune: entered, corrected, or handed over once it was seen what follows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.errors import BadAddress, EtappeError, NameMissing, PlanChanged
from etappe.model.hand_over import HandOverPreview, Seat
from etappe.model.permissions import Action, require_may
from etappe.service.filling import Order, apply_order, preview_order
from etappe.service.kommune_page import KommunePage, SeatLine, kommune_page
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/kommunen/{kommune}/rollen/{role}")
Editing = Annotated[Visit, allowed(Action.EDIT_CONTACTS)]
HandingOver = Annotated[Visit, allowed(Action.HAND_OVER)]
SEAT_FIELDS = frozenset({"name", "email", "deputy", "deputy_email", "day"})
LETTERS = {
    "handover": _("ein Brief mit allem, was offen ist"),
    "thanks": _("ein Dank"),
}
"""What the letters of a hand-over are, by their rule."""


@router.get("")
def ask_for_person(visit: Editing, kommune: str, role: str) -> HTMLResponse:
    """Who fills a role, and who steps in."""
    seat = _seat(visit, kommune, role)
    return _form(visit, _said(seat), kommune, role, hands_over=False)


@router.post("")
def fill(visit: Editing, form: Posted, kommune: str, role: str) -> Response:
    """Store it; where somebody else takes the role, what follows is shown first."""
    return _see_or_apply(visit, form, kommune, role, hands_over=False)


@router.get("/uebergabe")
def ask_for_hand_over(visit: HandingOver, kommune: str, role: str) -> HTMLResponse:
    """Who takes over, and from when on."""
    if _seat(visit, kommune, role).holder is None:
        raise NoSuchPage(path=visit.path)
    return _form(visit, Form(), kommune, role, hands_over=True)


@router.post("/uebergabe")
def hand_over(visit: HandingOver, form: Posted, kommune: str, role: str) -> Response:
    """Show which duties move and which letters go, then hand over."""
    return _see_or_apply(visit, form, kommune, role, hands_over=True)


def _see_or_apply(visit: Visit, form: Form, kommune: str, role: str, *, hands_over: bool) -> Response:
    seat = _seat(visit, kommune, role)
    order = _order(visit, form, Seat(kommune, role), hands_over=hands_over)
    if order is None:
        return _form(visit, form, kommune, role, hands_over=hands_over)
    seen, meanwhile = form.values.get("fingerprint", ""), False
    try:
        preview = preview_order(visit.office, order, visit.by, visit.now)
        if preview.hands_over and visit.viewer:  # where somebody corrects a name, somebody else may turn up
            require_may(visit.viewer.role, Action.HAND_OVER)
        if seen or not preview.hands_over:
            apply_order(visit.office, order, seen or preview.fingerprint, visit.by, visit.now)
            return visit.onward(f"/kommunen/{kommune}", "uebernommen")
    except PlanChanged as error:
        preview, meanwhile = cast("HandOverPreview", error.facts["diff"]), True
    except EtappeError as error:
        form.refuse(_field_of(error, form), visit.why_not(error))
        return _form(visit, form, kommune, role, hands_over=hands_over)
    return _preview(visit, form, kommune, seat, preview, meanwhile=meanwhile)


def _order(visit: Visit, form: Form, seat: Seat, *, hands_over: bool) -> Order | None:
    """What the form asks for; None where something is wrong with it."""
    name = form.text("name", visit.say("Bitte nennen Sie einen Namen."), 200)
    email = form.text("email", visit.say("Bitte nennen Sie eine E-Mail-Adresse."), 254)
    deputy, deputy_email = form.text("deputy", most=200), form.text("deputy_email", most=254)
    if deputy and not deputy_email:
        form.refuse("deputy_email", visit.say("Bitte nennen Sie auch die Adresse der Vertretung"))
    if deputy_email and not deputy:
        form.refuse("deputy", visit.say("Bitte nennen Sie auch den Namen der Vertretung"))
    day: date | None = form.day("day", visit.say("Bitte als TT.MM.JJJJ")) if hands_over else None
    if not form.good:
        return None
    stands_in = (deputy, deputy_email) if deputy else None
    return Order(seat, (name, email), stands_in, day, hands_over=hands_over)


def _field_of(error: EtappeError, form: Form) -> str:
    """The field that an error is about: an address may be that of the deputy."""
    if isinstance(error, BadAddress):
        return "deputy_email" if error.facts["address"] == form.text("deputy_email") else "email"
    if isinstance(error, NameMissing):
        return "name"
    return "email"


def _preview(
    visit: Visit, form: Form, kommune: str, seat: SeatLine, preview: HandOverPreview, *, meanwhile: bool
) -> HTMLResponse:
    return visit.page(
        "hand_over.html",
        409 if meanwhile else 200,
        page=kommune_page(visit.reading, kommune, visit.now),
        seat=seat,
        preview=preview,
        letters=[(visit.say(LETTERS[sent.kind]), sent) for sent in preview.letters],
        meanwhile=meanwhile,
        kept={name: form.values[name] for name in sorted(SEAT_FIELDS) if name in form.values},
        action=visit.path,
    )


def _form(visit: Visit, form: Form, kommune: str, role: str, *, hands_over: bool) -> HTMLResponse:
    form.named = SEAT_FIELDS
    page = kommune_page(visit.reading, kommune, visit.now)
    return visit.page(
        "seat_form.html",
        200 if form.good else 422,
        page=page,
        seat=_seat_of(page, role, visit),
        form=form,
        hands_over=hands_over,
    )


def _said(seat: SeatLine) -> Form:
    """The form with whoever fills the role in this Kommune."""
    if seat.holder is None or seat.of_team:
        return Form()
    said = {"name": seat.holder.person.name, "email": seat.holder.person.email}
    if seat.deputy:
        said |= {"deputy": seat.deputy.person.name, "deputy_email": seat.deputy.person.email}
    return Form(said)


def _seat(visit: Visit, kommune: str, role: str) -> SeatLine:
    return _seat_of(kommune_page(visit.reading, kommune, visit.now), role, visit)


def _seat_of(page: KommunePage, role: str, visit: Visit) -> SeatLine:
    found = next((seat for seat in page.seats if seat.role == role), None)
    if found is None:
        raise NoSuchPage(path=visit.path)
    return found
