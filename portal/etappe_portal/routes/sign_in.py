"""Staff signs in: password, then the code of an app; who is invited sets both up first."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError, SecondFactorRefused, SessionEnded
from etappe.model.sessions import OpenedSession
from etappe.model.sessions import Visit as Signed
from etappe.service.invitations import accept_invitation, look_at_invitation
from etappe.service.second_factor import confirm_second_factor, offered
from etappe.service.signing_in import second_step, sign_in
from etappe.service.staff_sessions import sign_out
from etappe_portal import sessions
from etappe_portal.forms import Form
from etappe_portal.guards import Anybody, ByPassword, Posted
from etappe_portal.onward import is_ours
from etappe_portal.sign_in_page import sign_in_page, ways_in
from etappe_portal.visit import Visit

router = APIRouter()
PASSWORD, CODE, SETUP = "/anmelden", "/anmelden/code", "/anmelden/einrichten"
Onward = Annotated[str, Query(max_length=500)]


@router.get(PASSWORD)
def ask(visit: Anybody, weiter: Onward = "") -> HTMLResponse:
    """The form for address and password."""
    return sign_in_page(visit, Form({"weiter": weiter}))


@router.post(PASSWORD)
def enter(visit: ByPassword, request: Request, form: Posted) -> Response:
    """Check address and password; the second step follows."""
    email, password = form.text("email", most=254), form.values.get("password", "")
    came_from = request.client.host if request.client else None
    try:
        opened = sign_in(visit.office, visit.portal.gate, email, password, came_from, visit.now)
    except EtappeError as error:
        form.refuse("email", visit.why_not(error))
        return sign_in_page(visit, form)
    step = CODE if opened.visit.account.totp_confirmed else SETUP
    return _led_on(visit, opened, step, form.text("weiter"))


@router.get(CODE)
def ask_for_code(visit: ByPassword, request: Request, weiter: Onward = "") -> HTMLResponse:
    """The form for the code of the app."""
    _half_signed(visit, request)
    return _code(visit, request, Form({"weiter": weiter}))


@router.post(CODE)
def enter_code(visit: ByPassword, request: Request, form: Posted) -> Response:
    """Check the code; a full session follows."""
    token = sessions.token_of(visit.portal, request)
    try:
        opened = second_step(visit.office, visit.portal.gate, token, form.text("code"), visit.now)
    except SessionEnded:
        return visit.onward(PASSWORD)
    except EtappeError as error:
        form.refuse("code", visit.why_not(error))
        return _code(visit, request, form)
    return _led_on(visit, opened, form.text("weiter") if is_ours(form.text("weiter")) else "/")


@router.get(SETUP)
def ask_for_setup(visit: ByPassword, request: Request) -> HTMLResponse:
    """What the app is set up with, as a picture and to type."""
    return _setup(visit, request, Form())


@router.post(SETUP)
def set_up(visit: ByPassword, request: Request, form: Posted) -> Response:
    """Take the first code of the app; the codes for emergencies are shown this once."""
    token = sessions.token_of(visit.portal, request)
    try:
        done = confirm_second_factor(visit.office, visit.portal.gate, token, form.text("code"), visit.now)
    except SecondFactorRefused as error:
        form.refuse("code", visit.why_not(error))
        return _setup(visit, request, form)
    page = visit.page("recovery_codes.html", codes=done.recovery_codes)
    sessions.hand_out(visit.portal, page, done.opened)
    return page


@router.get("/einrichten/{token}")
def ask_for_password(visit: Anybody, token: str) -> HTMLResponse:
    """The form for whoever was invited."""
    return _invited(visit, Form(), token)


@router.post("/einrichten/{token}")
def set_password(visit: ByPassword, form: Posted, token: str) -> Response:
    """Set the password; the second factor is next."""
    password = form.values.get("password", "")
    if password != form.values.get("again", ""):
        form.refuse("again", visit.say("Die beiden Passwörter sind nicht gleich."))
        return _invited(visit, form, token)
    try:
        opened = accept_invitation(visit.office, visit.portal.gate, token, password, visit.now)
    except EtappeError as error:
        form.refuse("password", visit.why_not(error))
        return _invited(visit, form, token)
    return _led_on(visit, opened, SETUP)


@router.post("/abmelden")
def leave(visit: Anybody, request: Request) -> Response:
    """End the session."""
    sign_out(visit.office, sessions.token_of(visit.portal, request), visit.now)
    onward = visit.onward(PASSWORD, "abgemeldet")
    sessions.take_back(visit.portal, onward)
    return onward


def _code(visit: Visit, request: Request, form: Form) -> HTMLResponse:
    form.named = frozenset({"code"})
    return visit.page("second_step.html", 200 if form.good else 422, form=form)


def _setup(visit: Visit, request: Request, form: Form) -> HTMLResponse:
    signed = _half_signed(visit, request)
    form.named = frozenset({"code"})
    with visit.reading.store.begin() as tx:
        offer = offered(visit.reading, visit.portal.gate, tx, signed, visit.now)
    picture = segno.make(offer.address, error="m").svg_data_uri(scale=5, border=3, light="white")
    status = 200 if form.good else 422
    return visit.page("second_factor.html", status, form=form, picture=picture, secret=offer.secret)


def _invited(visit: Visit, form: Form, token: str) -> HTMLResponse:
    with visit.reading.store.begin() as tx:
        account = look_at_invitation(tx, token, visit.now)
    form.named = frozenset({"password", "again"})
    status = 200 if form.good else 422
    return visit.page(
        "invitation.html", status, form=form, account=account, token=token, ways=ways_in(visit, "/")
    )


def _half_signed(visit: Visit, request: Request) -> Signed:
    signed = sessions.signed_of(visit.portal, request, visit.now)
    if signed is None:
        raise SessionEnded
    return signed


def _led_on(visit: Visit, opened: OpenedSession, path: str, later: str = "") -> Response:
    onward = visit.onward(f"{path}?{urlencode({'weiter': later})}" if later else path)
    sessions.hand_out(visit.portal, onward, opened)
    return onward
