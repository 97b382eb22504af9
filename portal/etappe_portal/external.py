"""The way to a provider and back, as a browser holds it: sealed, for ten minutes, for itself alone.

The cookie is as strict as that of a session. A browser that comes back is led here by another site, so it
shows none of them with that request: the page it gets then asks once more, as one of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from etappe.errors import SafeLocked
from etappe.model.external import Journey, LinkedIdentity
from etappe_portal import cookies
from etappe_portal.portal import Portal

COOKIE = "etappe-journey"


def read(portal: Portal, request: Request) -> Journey | None:
    """The way on which a browser is; None where it has none."""
    sealed = request.cookies.get(portal.address.cookie(COOKIE), "")
    try:
        held = json.loads(portal.gate.safe.open(sealed.encode("ascii", "replace")))
        began = datetime.fromisoformat(held["began"])
        return Journey(held["state"], held["nonce"], held["verifier"], began, held["onward"])
    except (SafeLocked, KeyError):  # what is sealed may be another cookie of ours
        return None


def hand_out(portal: Portal, response: Response, journey: Journey) -> None:
    """Give a browser its way."""
    held = {
        "state": journey.state,
        "nonce": journey.nonce,
        "verifier": journey.verifier,
        "began": journey.began.isoformat(),
        "onward": journey.onward,
    }
    sealed = portal.gate.safe.seal(json.dumps(held).encode()).decode("ascii")
    cookies.put(response, portal.address, COOKIE, sealed, "strict")


def take_back(portal: Portal, response: Response) -> None:
    """Let a browser forget its way, which is gone once."""
    cookies.drop(response, portal.address, COOKIE)


def hosts_of(linked: Iterable[LinkedIdentity]) -> tuple[str, ...]:
    """Where somebody signs in, as people know it."""
    return tuple(urlsplit(each.identity.issuer).netloc for each in linked)
