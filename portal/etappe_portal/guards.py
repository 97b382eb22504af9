"""Who is let in: a route says what one has to be allowed to do; a form has to come from the own session."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from etappe.errors import NotAllowed
from etappe.model.permissions import Action, require_may
from etappe.model.tokens import csrf_fits
from etappe.service.staff_sessions import touch
from etappe_portal.errors import FormOutdated, NoSuchPage, NotSignedIn
from etappe_portal.forms import Form
from etappe_portal.portal import Portal
from etappe_portal.sessions import viewer_of
from etappe_portal.visit import Visit
from etappe_portal.wording import language_of

LANGUAGE = "etappe-language"


async def posted(request: Request) -> AsyncGenerator[Form]:
    """The form that was sent, with its files until it is answered; empty where only a page is asked for."""
    if request.method != "POST":
        yield Form()
        return
    async with request.form(max_files=1) as sent:
        yield Form.of(sent, _language(request))


Posted = Annotated[Form, Depends(posted)]


def anybody(request: Request) -> Visit:
    """The visit of anybody, signed in or not."""
    portal: Portal = request.app.state.portal
    now = portal.etappe.clock.now()
    return Visit(
        portal=portal,
        path=request.url.path,
        now=now,
        language=_language(request),
        viewer=viewer_of(portal, request, now),
        done=request.query_params.get("getan", ""),
        partial="HX-Request" in request.headers,
    )


Anybody = Annotated[Visit, Depends(anybody)]


def by_password(visit: Anybody) -> Visit:
    """The visit of anybody, where passwords count; raises `NoSuchPage` where a provider alone signs in."""
    if not visit.portal.passwords:
        raise NoSuchPage(path=visit.path)
    return visit


ByPassword = Annotated[Visit, Depends(by_password)]


def _language(request: Request) -> str:
    return language_of(request.cookies.get(LANGUAGE), request.headers.get("accept-language", ""))


def signed_in(request: Request, visit: Anybody, form: Posted) -> Visit:
    """The visit of staff; raises `NotSignedIn`, or `FormOutdated` for a form of another session."""
    if visit.viewer is None:
        raise NotSignedIn(path=visit.path)
    if request.method == "POST" and not csrf_fits(visit.viewer.csrf, form.values.get("csrf", "")):
        raise FormOutdated
    touch(visit.office, visit.viewer.signed, visit.now)
    return visit


class Guard:
    """Lets in who may do something."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, visit: Annotated[Visit, Depends(signed_in)]) -> Visit:
        """The visit; raises `NotSignedIn` or `NotAllowed`."""
        if visit.viewer is not None:
            require_may(visit.viewer.role, self.action)
        return visit


def require(visit: Visit, action: Action) -> None:
    """Refuse somebody of the team what only the page itself can name; raises `NotAllowed`."""
    if not visit.may(action):
        raise NotAllowed(role=visit.viewer.role.value if visit.viewer else "", action=action.value)


def allowed(action: Action) -> Any:
    """The mark of a route that only those may ask for who may do something."""
    return Depends(Guard(action))
