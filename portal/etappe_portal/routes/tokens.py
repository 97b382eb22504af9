"""Which programs use the API: their tokens made, listed and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import LONGEST, ROLES, USUAL, NewToken
from etappe.model.permissions import Action
from etappe.service.api_tokens import NAME_LENGTH, list_tokens, make_token, revoke_token
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.routes.accounts import ROLES as TITLES
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/zugaenge/schluessel")
Managing = Annotated[Visit, allowed(Action.MANAGE_TOKENS)]
LIVES = {
    "30": _("30 Tage"),
    "90": _("90 Tage"),
    str(USUAL.days): _("1 Jahr"),
    str(LONGEST.days): _("2 Jahre"),
}
"""How long a token can hold, in days."""


@router.get("")
def show(visit: Managing) -> HTMLResponse:
    """All tokens, and the form for a new one."""
    return _page(visit, Form({"days": str(USUAL.days)}))


@router.post("")
def make(visit: Managing, form: Posted) -> HTMLResponse:
    """Make a token; it is shown this once."""
    form.text("name", visit.say("Bitte nennen Sie das Programm, für das der Schlüssel ist."), NAME_LENGTH)
    if form.text("role") not in ROLES:
        form.refuse("role", visit.say("Bitte wählen Sie eine Rolle."))
    if form.text("days") not in LIVES:
        form.refuse("days", visit.say("Bitte wählen Sie, wie lange der Schlüssel gilt."))
    if form.good:
        try:
            made = _made(visit, form)
            return visit.page("token_made.html", token=made.token, secret=made.secret, zone=visit.portal.zone)
        except EtappeError as error:
            form.refuse("role", visit.why_not(error))
    return _page(visit, form)


@router.post("/{token}")
def revoke(visit: Managing, token: str) -> Response:
    """Let a token open nothing any more."""
    try:
        revoke_token(visit.office, token, visit.by, visit.now)
    except EtappeError as error:
        form = Form({"days": str(USUAL.days)})
        form.refuse("token", visit.why_not(error))
        return _page(visit, form)
    return visit.onward("/zugaenge/schluessel", "widerrufen")


def _made(visit: Visit, form: Form) -> NewToken:
    assert visit.viewer is not None
    return make_token(
        visit.office,
        visit.portal.gate,
        form.text("name"),
        StaffRole(form.text("role")),
        visit.by,
        visit.now,
        maker=visit.viewer.signed.account,
        life=timedelta(days=int(form.text("days"))),
    )


def _page(visit: Visit, form: Form) -> HTMLResponse:
    form.named = frozenset({"name", "role", "days"})
    titles = {role.value: visit.say(title) for role, title in TITLES.items()}
    return visit.page(
        "tokens.html",
        200 if form.good else 422,
        form=form,
        tokens=list_tokens(visit.reading, visit.now),
        titles=titles,
        roles=[(role.value, titles[role.value]) for role in ROLES],
        lives=[(days, visit.say(text)) for days, text in LIVES.items()],
        zone=visit.portal.zone,
    )
