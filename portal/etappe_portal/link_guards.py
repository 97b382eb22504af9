"""Who is let in by a link: half way, while the code is to come, and all the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from etappe.errors import LinkInvalid
from etappe.model.permissions import Action, LinkRole, require_may
from etappe.model.tokens import csrf_fits
from etappe.service.opening import link_role, open_again
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


def role_of(visit: Visit) -> LinkRole:
    """What the visitor is to their Kommune; raises `LinkInvalid` where the link opens nothing any more."""
    head = visit.reading.programme.spec.head
    with visit.reading.store.begin() as tx:
        return link_role(open_again(tx, visit.came.link_id, visit.now), head)


class LinkGuard:
    """Lets in who came by a link and may do something."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, visit: AllTheWay) -> Visit:
        """The visit; raises `LinkInvalid` or `NotAllowed`."""
        require_may(role_of(visit), self.action)
        return visit


def allowed_by_link(action: Action) -> Any:
    """The mark of a route that only those may ask for whose link lets them do something."""
    return Depends(LinkGuard(action))


HalfWay = Annotated[Visit, Depends(half_way)]
AllTheWay = Annotated[Visit, Depends(all_the_way)]
