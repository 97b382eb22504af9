"""A code of six digits that a link asks for: short-lived, for one browser, good once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
ASKED_AT_MOST = 3
"""How many codes, or new links, may be asked for in the span below."""
SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code without its digits, bound to a link and a browser."""

    link_id: str
    number: int
    browser_hash: str
    code_hash: str
    asked_at: datetime
    expires_at: datetime

    def fits(self, browser: str, code: str) -> bool:
        """Whether these are its digits, from its browser."""
        return compare_digest(self.code_hash, code_hash(self.link_id, self.number, browser, code))


def new_code(link_id: str, number: int, browser: str, code: str, now: datetime) -> LinkCode:
    """The code that a browser has asked for."""
    hashed = code_hash(link_id, number, browser, code)
    return LinkCode(link_id, number, browser_hash(browser), hashed, now, now + GOOD_FOR)


def browser_hash(browser: str) -> str:
    """What is kept of the random id of a browser."""
    return sha256(browser.encode(errors="replace")).hexdigest()


def code_hash(link_id: str, number: int, browser: str, code: str) -> str:
    """What is kept of a code: the browser's own secret is the key, so that the rows alone do not give away
    which of a million codes it is.
    """
    asked = f"{link_id}/{number}/{code}".encode(errors="replace")
    return digest(browser.encode(errors="replace"), asked, sha256).hex()
