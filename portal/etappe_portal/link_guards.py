"""Who is let in by a link: half way, while the code is to come, and all the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from etappe.errors import LinkInvalid
from etappe.model.tokens import csrf_fits
from etappe_portal import link_sessions
from etappe_portal.errors import CodeMissing, FormOutdated
from etappe_portal.guards import Posted, anybody
from etappe_portal.visit import Visit


def half_way(request: Request, form: Posted) -> Visit:
    """The visit of a browser that has opened a link; raises `LinkInvalid` or `FormOutdated`."""
    visit = anybody(request)
    session = link_sessions.read(visit.portal, request, visit.now)
    if session is None:
        raise LinkInvalid
    if request.method == "POST" and not csrf_fits(session.csrf, form.values.get("csrf", "")):
        raise FormOutdated
    return replace(visit, by_link=session, viewer=None)


def all_the_way(visit: HalfWay) -> Visit:
    """The visit of somebody who may act; raises `CodeMissing`."""
    if not visit.came.full:
        raise CodeMissing
    return visit


HalfWay = Annotated[Visit, Depends(half_way)]
AllTheWay = Annotated[Visit, Depends(all_the_way)]
