"""The pages that every page leads to, the language of pages, and whether the portal is alive."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from etappe_portal.errors import NoSuchPage
from etappe_portal.guards import LANGUAGE, Anybody, Posted
from etappe_portal.navigation import LEGAL
from etappe_portal.onward import is_ours
from etappe_portal.wording import LANGUAGES

router = APIRouter()


@router.get("/health")
def health(visit: Anybody) -> PlainTextResponse:
    """Whether pages can be made, which takes the database; it names no version."""
    with visit.reading.store.begin() as tx:
        tx.projects.number()
    return PlainTextResponse("ok\n")


@router.post("/sprache")
def choose_language(visit: Anybody, form: Posted) -> Response:
    """Remember the language in the browser, and go back."""
    language, back = form.text("language"), form.text("back")
    onward = visit.onward(back if is_ours(back) else "/")
    if language in LANGUAGES:
        onward.set_cookie(
            LANGUAGE,
            language,
            max_age=365 * 24 * 3600,
            secure=visit.portal.address.secure,
            httponly=True,
            samesite="lax",
        )
    return onward


@router.get("/{page}")
def show(visit: Anybody, page: str) -> HTMLResponse:
    """A page whose text the operator has set."""
    titles = {path.removeprefix("/"): title for path, title in LEGAL}
    if page not in titles:
        raise NoSuchPage(path=visit.path)
    text = visit.portal.etappe.settings.legal.get(page, "")
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return visit.page("legal.html", title=visit.say(titles[page]), paragraphs=paragraphs)
