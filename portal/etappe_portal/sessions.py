"""Sessions of staff as a browser holds them: a cookie with a token, and nothing else."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from etappe.model.accounts import audited
from etappe.model.sessions import OpenedSession, Stage
from etappe.model.sessions import Visit as Signed
from etappe.model.tokens import csrf_of
from etappe.service.staff_sessions import session_of
from etappe_portal import cookies
from etappe_portal.portal import Portal
from etappe_portal.viewer import Viewer

COOKIE = "etappe"


def viewer_of(portal: Portal, request: Request, now: datetime) -> Viewer | None:
    """Whoever has signed in with both factors; looking changes nothing."""
    signed = signed_of(portal, request, now)
    token = token_of(portal, request)
    if signed is None or signed.session.stage is not Stage.FULL:
        return None
    account = signed.account
    return Viewer(signed, account.name, account.email, account.role, csrf_of(token), audited(account.id))


def signed_of(portal: Portal, request: Request, now: datetime) -> Signed | None:
    """Whose session a browser holds, at whatever stage."""
    token = token_of(portal, request)
    if not token:
        return None
    with portal.etappe.reading.store.begin() as tx:
        return session_of(tx, token, now)


def token_of(portal: Portal, request: Request) -> str:
    """The token in the cookie; empty where there is none."""
    return request.cookies.get(portal.address.cookie(COOKIE), "")


def hand_out(portal: Portal, response: Response, opened: OpenedSession) -> None:
    """Give the browser its session."""
    cookies.put(response, portal.address, COOKIE, opened.token, "strict")


def take_back(portal: Portal, response: Response) -> None:
    """Let the browser forget its session."""
    cookies.drop(response, portal.address, COOKIE)
