"""What every answer tells the browser: ask no other host, run nothing inline, keep nothing, frame nowhere."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
CSP = "Content-Security-Policy"
ALWAYS = {
    CSP: POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR = "max-age=31536000"
ASSETS = "/static/"


class SafeHeaders:
    """Puts the headers on every answer, whatever made it."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._put(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, complete)

    def _put(self, headers: MutableHeaders, path: str) -> None:
        for name, value in ALWAYS.items():
            if name == CSP:  # beside what an answer says itself: two policies can only be stricter than one
                headers.append(name, value)
            else:
                headers[name] = value
        if self._secure:
            headers["Strict-Transport-Security"] = f"{ONE_YEAR}; includeSubDomains"
        kept = f"public, {ONE_YEAR}, immutable" if path.startswith(ASSETS) else "no-store"
        headers.setdefault("Cache-Control", kept)
