"""What a page says where something is not to be had or went wrong; never more than its reader may know."""

from __future__ import annotations

import logging
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from etappe.errors import (
    EtappeError,
    LinkInvalid,
    NotAllowed,
    PageBroken,
    PageReachesOut,
    SessionEnded,
    UnknownFile,
    UnknownKommune,
    UnknownProject,
)
from etappe_portal.errors import CodeMissing, FormOutdated, NoSuchPage, NotSignedIn
from etappe_portal.guards import anybody
from etappe_portal.routes.link_entry import CODE_PAGE, invalid
from etappe_portal.shield import TOO_LARGE, TOO_LARGE_SAID

_log = logging.getLogger(__name__)
MISSING = (NoSuchPage, UnknownFile, UnknownProject, UnknownKommune)
FAULTS = (PageBroken, PageReachesOut)
"""What a module does wrong: nothing that a visitor could do better."""


async def refused(request: Request, error: Exception) -> Response:
    """What etappe could not do, in a sentence."""
    assert isinstance(error, EtappeError)
    if isinstance(error, NotSignedIn):
        onward = f"?weiter={request.url.path}" if request.method == "GET" and request.url.path != "/" else ""
        return RedirectResponse(f"/anmelden{onward}", 303)
    if isinstance(error, SessionEnded):
        return RedirectResponse("/anmelden", 303)
    if isinstance(error, CodeMissing):
        return RedirectResponse(CODE_PAGE, 303)
    if isinstance(error, LinkInvalid):
        return invalid(anybody(request), request.path_params.get("token", ""))
    if isinstance(error, MISSING):
        return await not_found(request, error)
    if isinstance(error, FAULTS):
        return await broken(request, error)
    visit = anybody(request)
    if isinstance(error, NotAllowed) and visit.path == "/" and visit.start != "/":
        return RedirectResponse(visit.start, 303)
    status = 403 if isinstance(error, (NotAllowed, FormOutdated)) else 409
    title = visit.say("Das geht nicht")
    return visit.page("refusal.html", status, title=title, text=visit.why_not(error))


async def not_found(request: Request, error: Exception) -> Response:
    """That there is no such page, or not in this way: the same words for both."""
    visit = anybody(request)
    status = error.status_code if isinstance(error, HTTPException) and error.status_code == 405 else 404
    title = visit.say("Diese Seite gibt es nicht")
    text = visit.say("Vielleicht ist die Adresse nicht vollständig, oder die Seite ist umgezogen.")
    return visit.page("refusal.html", status, title=title, text=text)


async def cut_off(request: Request, error: Exception) -> Response:
    """That the body of a request did not come to its end; it was too large, or its sender is gone."""
    return PlainTextResponse(TOO_LARGE_SAID, TOO_LARGE)


async def broken(request: Request, error: Exception) -> Response:
    """That etappe itself is at fault, with a number by which the operator finds it in the log."""
    number = uuid4().hex[:8]
    _log.error("incident %s in a page", number, exc_info=error)
    visit = anybody(request)
    title = visit.say("Da ist etwas schiefgegangen")
    text = visit.say(
        "Es liegt nicht an Ihnen. Bitte nennen Sie dem Projektteam die Nummer {number}.", number=number
    )
    return visit.page("refusal.html", 500, title=title, text=text)
