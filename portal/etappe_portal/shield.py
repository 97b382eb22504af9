"""What is refused before any page is asked: other hosts' names, other sites' forms, bodies too large."""

from __future__ import annotations

from math import inf

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etappe.model.attachment import LARGEST_FILE, MB
from etappe_portal.address import Address

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITE = frozenset({"same-origin", "none"})
AROUND = 64 * 1024
"""Bytes that a form takes beside its file."""
LARGEST_BODY = LARGEST_FILE + AROUND
LARGEST_UPLOAD = 3 * LARGEST_FILE + AROUND
"""Where files are added more is read than is taken: a page tells better than a broken connection."""
LONGEST_LENGTH = 19
"""Digits of a length; Python reads no number of thousands of them."""
UPLOADING, API = "/dateien", "/api/"
DRAINED = 6 * LARGEST_BODY
"""Bytes that are taken and thrown away: a browser reads no answer before it has sent everything."""
TOO_LARGE = 413
TOO_LARGE_SAID = f"""\
Was Sie hochladen, darf höchstens {LARGEST_FILE // MB} MB haben.
Bitte gehen Sie zurück und nehmen Sie eine kleinere Datei.
A request may hold {LARGEST_FILE // MB} MB at most. Please go back and take a smaller file.
"""


class Shield:
    """Lets through what comes from the portal's own pages, or from a program with a token of its own."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope["method"], scope["path"], Headers(scope=scope))
        if refused is None and _holds_nul(scope):
            refused = 400, "No address holds a NUL.\n"  # and no text of PostgreSQL
        if refused is not None:
            status, why = refused
            if status == TOO_LARGE:
                await _drained(receive)
            await PlainTextResponse(why, status)(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, _largest(scope["path"])), send)

    def _refused(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host") != self._address.host:
            return 421, f"This server answers for {self._address.host} only.\n"
        if _length(headers) > _largest(path):
            return TOO_LARGE, TOO_LARGE_SAID
        if method not in READING and not path.startswith(API) and not self._own(headers):
            return 403, "A form of another site was refused. Open the page of etappe itself and try again.\n"
        return None

    def _own(self, headers: Headers) -> bool:
        """Whether a form comes from a page of the portal.

        Browsers say so in a header that no page can set; older ones name the origin alone. Pages that send no
        referrer have the origin "null", which is why it is not asked where the other header is there.
        """
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in OWN_SITE
        return headers.get("origin") == self._address.origin


async def _drained(receive: Receive) -> None:
    """Read what a browser wants to get rid of, and keep nothing."""
    taken, more = 0, True
    while more and taken < DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message.get("more_body", False)


def _holds_nul(scope: Scope) -> bool:
    """Whether an address has what no text has; the API says of such a value which field it is."""
    if scope["path"].startswith(API):
        return False
    return "\0" in scope["path"] or b"%00" in scope["query_string"]


def _largest(path: str) -> int:
    """Bytes that a request for a path may hold."""
    return LARGEST_UPLOAD if path.endswith(UPLOADING) else LARGEST_BODY


def _length(headers: Headers) -> float:
    """How long a body says that it is; without end where that is no number."""
    told = headers.get("content-length") or "0"
    return int(told) if told.isascii() and told.isdigit() and len(told) < LONGEST_LENGTH else inf


def _bounded(receive: Receive, most: int) -> Receive:
    """Stop reading a body that turns out larger than it may be: its length was not told, or was wrong."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            return {"type": "http.disconnect"}
        return message

    return take
