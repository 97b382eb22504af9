"""Staff signs in at a provider: there, and back by a page of ours, which is what begins the session."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from etappe.errors import EtappeError, ProviderUnreachable
from etappe.model.external import Returned
from etappe.service.external_sign_in import set_out, sign_in_by_provider
from etappe.service.identity_provider import RETURN_PATH, IdentityProvider
from etappe_portal import external, sessions
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.guards import Anybody, Posted
from etappe_portal.onward import is_ours
from etappe_portal.sign_in_page import PROVIDER, sign_in_page
from etappe_portal.visit import Visit

router = APIRouter()
LONGEST = 4000
"""Characters of a code; providers that put everything into it need half of that."""
REFUSED, UNREACHABLE = 422, 503
FIELDS = ("code", "state", "iss", "error")
_log = logging.getLogger(__name__)


def provider_of(visit: Anybody) -> IdentityProvider:
    """The provider; raises `NoSuchPage` where there is none."""
    if visit.portal.provider is None:
        raise NoSuchPage(path=visit.path)
    return visit.portal.provider


Provider = Annotated[IdentityProvider, Depends(provider_of)]


@router.get(PROVIDER)
def lead_there(
    visit: Anybody, provider: Provider, weiter: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    """Lead on to the provider. Nothing is written: all that is kept of it is a cookie of this browser.

    It is asked for by a link, because a form may lead to no other site (the policy's form-action).
    """
    journey = set_out(visit.portal.gate, weiter if is_ours(weiter) else "/", visit.now)
    try:
        onward = RedirectResponse(provider.address(journey, visit.now), 303)
    except ProviderUnreachable as error:
        return _refused(visit, error, journey.onward)
    external.hand_out(visit.portal, onward, journey)
    return onward


@router.get(RETURN_PATH)
def come_back(visit: Anybody, _: Provider, request: Request) -> HTMLResponse:
    """A page that hands on what the provider has said, by itself or by a button: looking signs nobody in."""
    said = {name: request.query_params.get(name, "")[:LONGEST] for name in FIELDS}
    return visit.page("coming_back.html", said=said)


@router.post(RETURN_PATH)
def enter(visit: Anybody, provider: Provider, request: Request, form: Posted) -> Response:
    """Check what the provider has said, and begin a session."""
    portal, journey = visit.portal, external.read(visit.portal, request)
    code, state, issuer, error = (form.text(name) for name in FIELDS)
    returned = Returned(code, state, issuer, error)
    came_from = request.client.host if request.client else None
    onward = journey.onward if journey else "/"
    answer: Response
    try:
        opened = sign_in_by_provider(
            visit.office, portal.gate, provider, journey, returned, came_from, visit.now
        )
    except EtappeError as refusal:
        answer = _refused(visit, refusal, onward)
    else:
        answer = visit.onward(onward)
        sessions.hand_out(portal, answer, opened)
    external.take_back(portal, answer)
    return answer


def _refused(visit: Visit, error: EtappeError, onward: str) -> Response:
    """The page for signing in, with a sentence; why, is for whoever looks after the server."""
    _log.warning(
        "a sign-in at the provider led nowhere: %s", error.facts.get("cause") or error.__cause__ or error
    )
    status = UNREACHABLE if isinstance(error, ProviderUnreachable) else REFUSED
    return sign_in_page(visit, Form({"weiter": onward}), status, visit.why_not(error))
