"""The page on which signing in begins, and to which everything leads back that did not work."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from etappe_portal.forms import Form
from etappe_portal.visit import Visit

PROVIDER = "/anmelden/anbieter"
"""Where one sets out for the provider."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How one can sign in."""

    passwords: bool
    provider: str
    """What the provider is called; empty where there is none."""
    path: str
    """The way there."""


def ways_in(visit: Visit, onward: str) -> WaysIn:
    """How one can sign in here, to get to a page."""
    provider = visit.portal.provider
    path = f"{PROVIDER}?{urlencode({'weiter': onward})}" if onward else PROVIDER
    return WaysIn(visit.portal.passwords, provider.title if provider else "", path)


def sign_in_page(visit: Visit, form: Form, status: int = 0, refused: str = "") -> HTMLResponse:
    """The page with all ways in; ``refused`` says why one of them has just led nowhere."""
    form.named = frozenset({"email", "password"})
    ways = ways_in(visit, form.values.get("weiter", ""))
    status = status or (200 if form.good else 422)
    return visit.page("sign_in.html", status, form=form, ways=ways, refused=refused)
