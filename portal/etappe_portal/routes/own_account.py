"""One's own account: the password, the sessions, the codes for emergencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.service.own_account import change_password, renew_recovery_codes
from etappe.service.staff_sessions import end_own_session, end_own_sessions, sessions_of
from etappe_portal import sessions
from etappe_portal.external import hosts_of
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, by_password, signed_in
from etappe_portal.viewer import Viewer
from etappe_portal.visit import Visit

router = APIRouter(prefix="/konto")
SignedIn = Annotated[Visit, Depends(signed_in)]


@router.get("")
def show(visit: SignedIn) -> HTMLResponse:
    """The own account with its sessions."""
    return _page(visit, Form())


@router.post("/passwort", dependencies=[Depends(by_password)])
def set_password(visit: SignedIn, request: Request, form: Posted) -> Response:
    """Set another password; all other sessions end."""
    before, after = form.values.get("before", ""), form.values.get("password", "")
    if after != form.values.get("again", ""):
        form.refuse("again", visit.say("Die beiden Passwörter sind nicht gleich."))
        return _page(visit, form)
    token = sessions.token_of(visit.portal, request)
    try:
        opened = change_password(visit.office, visit.portal.gate, token, before, after, visit.now)
    except EtappeError as error:
        form.refuse("password", visit.why_not(error))
        return _page(visit, form)
    onward = visit.onward("/konto", "passwort")
    sessions.hand_out(visit.portal, onward, opened)
    return onward


@router.post("/codes", dependencies=[Depends(by_password)])
def draw_codes(visit: SignedIn, request: Request, form: Posted) -> Response:
    """New codes for emergencies, for a code of the app."""
    token = sessions.token_of(visit.portal, request)
    try:
        codes = renew_recovery_codes(visit.office, visit.portal.gate, token, form.text("code"), visit.now)
    except EtappeError as error:
        form.refuse("code", visit.why_not(error))
        return _page(visit, form)
    return visit.page("recovery_codes.html", codes=codes)


@router.post("/sitzungen/alle")
def end_all(visit: SignedIn) -> Response:
    """End all of the own sessions, this one too."""
    end_own_sessions(visit.office, _viewer(visit).signed, visit.now)
    return visit.onward("/anmelden", "beendet")


@router.post("/sitzungen/{session}")
def end_one(visit: SignedIn, session: str) -> Response:
    """End one of the own sessions."""
    end_own_session(visit.office, _viewer(visit).signed, session, visit.now)
    return visit.onward("/konto", "beendet")


def _page(visit: Visit, form: Form) -> HTMLResponse:
    viewer = _viewer(visit)
    with visit.reading.store.begin() as tx:
        mine = sessions_of(tx, viewer.signed.account.id, visit.now)
        linked = tx.identities.of_account(viewer.signed.account.id)
    form.named = frozenset({"before", "password", "again", "code"})
    return visit.page(
        "own_account.html",
        200 if form.good else 422,
        form=form,
        account=viewer.signed.account,
        sessions=mine,
        this=viewer.signed.session.id,
        hosts=hosts_of(linked),
        password=visit.portal.passwords and not linked,
        zone=visit.portal.zone,
    )


def _viewer(visit: Visit) -> Viewer:
    assert visit.viewer is not None
    return visit.viewer
