"""A personal link from a letter: for whom it is, what it opens, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from etappe.model.identity import identity
from etappe.model.moments import local_day

AFTER_DEADLINE = timedelta(days=7)
AT_LEAST = timedelta(days=14)
AT_MOST = timedelta(days=60)
KEPT = timedelta(days=30)
"""How long the row of a link stays behind its end, so that somebody can ask for a new one."""
TOKEN_LENGTH = 43
"""What 256 bits take in letters, digits, "-" and "_"."""


class LinkPurpose(StrEnum):
    """What a link opens; each opens that alone."""

    TASK = "task"
    OVERVIEW = "overview"
    FEED = "feed"


class LinkMode(StrEnum):
    """Whether a link is enough, or a code is mailed too."""

    CODE = "code"
    LINK = "link"


ANSWERS = frozenset({LinkPurpose.TASK, LinkPurpose.OVERVIEW})
"""The purposes of links that lead from a letter to its tasks."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link without its token, of which nobody keeps more than a hash."""

    id: str
    purpose: LinkPurpose
    person_id: str
    project_id: str | None
    """None for the calendar of a person."""
    task_key: str | None
    """The one task that a link of this purpose opens."""
    minted_at: datetime
    expires_at: datetime | None
    """None for a calendar, which is followed until it is revoked."""
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


Hashed = tuple[Link, str]
"""A link with the hash of its token."""


def new_link(
    token: str,
    purpose: LinkPurpose,
    person_id: str,
    now: datetime,
    *,
    project_id: str | None = None,
    task_key: str | None = None,
    expires_at: datetime | None = None,
) -> Link:
    """The link of a new token; its id follows from the token and tells nothing of it."""
    link_id = identity("link", token_hash(token))
    return Link(link_id, purpose, person_id, project_id, task_key, now, expires_at)


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return sha256(token.encode(errors="replace")).hexdigest()


def expiry(deadline: date, now: datetime, zone: str) -> datetime:
    """When a link ends that is minted now: a week after the deadline, but in 14 days at least, 60 at most."""
    wanted = deadline + AFTER_DEADLINE - local_day(now, zone)
    return now + min(max(wanted, AT_LEAST), AT_MOST)


def address(portal_url: str, purpose: LinkPurpose, token: str) -> str:
    """Where a link leads."""
    if purpose is LinkPurpose.FEED:
        return f"{portal_url}/kalender/{token}.ics"
    return f"{portal_url}/a/{token}"


def project_address(portal_url: str, project_id: str) -> str:
    """Where the project team finds a project; it has to sign in there."""
    return f"{portal_url}/projekte/{project_id}"
