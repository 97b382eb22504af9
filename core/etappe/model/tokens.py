"""Tokens that open something: what is kept of them, and what follows from them."""

from __future__ import annotations

import base64
from hashlib import sha256
from hmac import compare_digest, digest

CSRF = b"etappe csrf"
"""What the forms' token is derived for: another use of a session's token gives another value."""
RECOVERY_BYTES = 10
"""80 bits: nobody guesses them, so that a plain hash is enough."""
GROUP = 4


def hashed(token: str) -> str:
    """What is kept of a token: whoever reads it cannot use it."""
    return sha256(token.encode(errors="replace")).hexdigest()


def csrf_of(token: str) -> str:
    """What the forms of a session carry; it follows from the session's token and is kept nowhere."""
    return digest(token.encode(errors="replace"), CSRF, sha256).hex()


def csrf_fits(csrf: str, given: str) -> bool:
    """Whether a form carries what it has to, whatever it is that it carries."""
    return compare_digest(csrf.encode(), given.encode(errors="replace"))


def recovery_code(token: str) -> str:
    """A code to write on paper, drawn from a token: like "7k2m-xq4d-…", small letters and digits."""
    drawn = base64.b32encode(sha256(token.encode()).digest()[:RECOVERY_BYTES]).decode().lower()
    return "-".join(drawn[i : i + GROUP] for i in range(0, len(drawn), GROUP))


def plain_code(typed: str) -> str:
    """A code as it was meant: without blanks and hyphens, in small letters."""
    return "".join(typed.split()).replace("-", "").replace("–", "").lower()
