"""Come in by a link: looking changes nothing, going on is a step of its own, and a code may be asked for."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, Response

from etappe.errors import CodeRefused, TooManyRequests
from etappe.model.link import LinkMode, LinkPurpose
from etappe.service.codes import check_code, request_code
from etappe.service.linking import renew_link
from etappe.service.opening import open_link
from etappe_portal import link_sessions
from etappe_portal.guards import Anybody, Posted
from etappe_portal.link_guards import HalfWay
from etappe_portal.link_sessions import LinkSession
from etappe_portal.visit import Visit

router = APIRouter()
CODE_PAGE, ANSWER_PAGE = "/antwort/code", "/antwort"


@router.get("/a/{token}")
def look(visit: Anybody, token: str) -> HTMLResponse:
    """What a link is about, and no more than that; mail scanners come here first."""
    with visit.reading.store.begin() as tx:
        opened = open_link(tx, token, visit.now)
    return visit.page("link_entry.html", opened=opened, token=token)


@router.post("/a/{token}")
def go_on(visit: Anybody, token: str) -> Response:
    """Begin to answer: from here on the address holds no token any more."""
    with visit.reading.store.begin() as tx:
        opened = open_link(tx, token, visit.now)
    one_task = opened.link.purpose is LinkPurpose.TASK
    enough = one_task and visit.portal.link_mode is LinkMode.LINK  # the own plan always asks for a code
    session = link_sessions.begin(visit.portal, opened.link.id, enough, visit.now)
    if enough:
        return _led_on(visit, session, ANSWER_PAGE)
    try:
        request_code(visit.office, visit.portal.door, session.link_id, session.browser, visit.now)
    except TooManyRequests:
        return visit.page("too_many.html", 429)
    return _led_on(visit, session, CODE_PAGE, BackgroundTask(visit.portal.post))


@router.post("/a/{token}/neu")
def renew(visit: Anybody, token: str) -> HTMLResponse:
    """Mail a new link to the address that is known; the page is the same whether one goes or not."""
    renew_link(visit.office, visit.portal.door, token, visit.now)
    page = visit.page("link_renewed.html")
    page.background = BackgroundTask(visit.portal.post)
    return page


@router.get(CODE_PAGE)
def ask_for_code(visit: HalfWay) -> Response:
    """Where the code from the mail is entered."""
    return visit.onward(ANSWER_PAGE) if visit.came.full else visit.page("code_form.html", refused=False)


@router.post(CODE_PAGE)
def enter_code(visit: HalfWay, form: Posted) -> Response:
    """Go on where the code is right."""
    try:
        check_code(visit.office, visit.came.link_id, visit.came.browser, form.text("code"), visit.now)
    except CodeRefused:
        return visit.page("code_form.html", 422, refused=True)
    return _led_on(visit, replace(visit.came, full=True), ANSWER_PAGE)


@router.post(f"{CODE_PAGE}/neu")
def ask_again(visit: HalfWay) -> Response:
    """Mail another code; the one from before is good no more."""
    try:
        request_code(visit.office, visit.portal.door, visit.came.link_id, visit.came.browser, visit.now)
    except TooManyRequests:
        return visit.page("too_many.html", 429)
    onward = visit.onward(CODE_PAGE, "code")
    onward.background = BackgroundTask(visit.portal.post)
    return onward


def invalid(visit: Visit, token: str) -> HTMLResponse:
    """The one page for links that open nothing, whatever the reason, with a way to a new one."""
    return visit.page("link_invalid.html", 404, token=token)


def _led_on(visit: Visit, session: LinkSession, path: str, then: BackgroundTask | None = None) -> Response:
    onward = visit.onward(path)
    onward.background = then
    link_sessions.hand_out(visit.portal, onward, session, visit.now)
    return onward
