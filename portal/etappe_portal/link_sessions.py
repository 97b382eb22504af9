"""Whoever came by a link: the browser holds sealed what it has opened, and how far its person has come.

What is sealed is no right by itself: every request asks again whether the link still opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from etappe.errors import SafeLocked
from etappe.model.tokens import csrf_of
from etappe_portal import cookies
from etappe_portal.portal import Portal

COOKIE = "etappe-link"
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LinkSession:
    """A browser that has opened a link."""

    link_id: str
    browser: str
    """A secret that this browser alone has: a code is good in it and nowhere else."""
    full: bool
    """Whether its person may act; before that the code is to come."""
    since: datetime
    seen: datetime

    @property
    def csrf(self) -> str:
        """What every form of it carries."""
        return csrf_of(self.browser)

    def over(self, now: datetime) -> bool:
        """Whether it has ended by itself."""
        return now >= self.seen + IDLE or now >= self.since + LONGEST


class _Held(BaseModel):
    """What the browser holds sealed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    link: str
    browser: str
    full: bool
    since: AwareDatetime
    seen: AwareDatetime


def begin(portal: Portal, link_id: str, full: bool, now: datetime) -> LinkSession:
    """A session of a browser that has just opened a link."""
    return LinkSession(link_id, portal.door.chance.token(), full, now, now)


def read(portal: Portal, request: Request, now: datetime) -> LinkSession | None:
    """The session of a browser; None where it has none, or one that is over."""
    sealed = request.cookies.get(portal.address.cookie(COOKIE))
    if sealed is None:
        return None
    try:
        held = _Held.model_validate_json(portal.door.safe.open(sealed.encode("ascii", "replace")))
    except (SafeLocked, ValidationError):  # the same keys seal other things too
        return None
    session = LinkSession(held.link, held.browser, held.full, held.since, held.seen)
    return None if session.over(now) else session


def hand_out(portal: Portal, response: Response, session: LinkSession, now: datetime) -> None:
    """Give the browser its session, as of now."""
    seen = replace(session, seen=now)
    held = _Held(link=seen.link_id, browser=seen.browser, full=seen.full, since=seen.since, seen=seen.seen)
    sealed = portal.door.safe.seal(held.model_dump_json().encode()).decode("ascii")
    cookies.put(response, portal.address, COOKIE, sealed, "lax")
