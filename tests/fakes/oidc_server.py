"""A provider of OpenID Connect on the loopback interface that does everything right, or wrong on demand."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "etappe", "geheim-im-test"
DISCOVERY, AUTHORIZE, TOKEN, JWKS, USERINFO = (
    "/.well-known/openid-configuration",
    "/authorize",
    "/token",
    "/jwks",
    "/userinfo",
)
ELSEWHERE = "/elsewhere"
Sign = Callable[[ECKey, Mapping[str, object]], str]
"""Makes a token of claims."""
Breaks = Callable[[BaseHTTPRequestHandler], None]
"""Answers otherwise."""


@cache
def key(name: str) -> ECKey:
    """A key pair; made once for all tests."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


def signed(by: ECKey, claims: Mapping[str, object]) -> str:
    """A token as it ought to be."""
    return jwt.encode({"alg": "ES256", "kid": by.kid}, dict(claims), by)


def unsigned(_: ECKey, claims: Mapping[str, object]) -> str:
    """A token that nobody has signed."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def signed_with_what_everybody_knows(by: ECKey, claims: Mapping[str, object]) -> str:
    """A token whose secret is the public key."""
    said = f"{_part({'alg': 'HS256', 'kid': by.kid})}.{_part(claims)}"
    return f"{said}.{_text(hmac.digest(by.as_pem(private=False), said.encode(), 'sha256'))}"


def signed_by_a_stranger(by: ECKey, claims: Mapping[str, object]) -> str:
    """A token by another key that calls itself by the name of the right one."""
    return jwt.encode({"alg": "ES256", "kid": by.kid}, dict(claims), key("stranger"))


def signed_by_an_unknown_key(_: ECKey, claims: Mapping[str, object]) -> str:
    """A token by a key that the provider does not name."""
    return signed(key("stranger"), claims)


def no_token(_: ECKey, __: Mapping[str, object]) -> str:
    """No token at all."""
    return "no.token"


@dataclass(slots=True)
class OidcServer:
    """What the provider says, and what it was asked."""

    now: Callable[[], datetime]
    port: int = 0
    subject: str = "b7f0-jule"
    profile: dict[str, object] = field(
        default_factory=lambda: {"email": "jule@etappe.example", "email_verified": True}
    )
    """What it knows of whoever signs in."""
    in_token: bool = True
    """Whether it says so in the token; else it has to be asked."""
    claims: dict[str, object] = field(default_factory=dict[str, object])
    """What the token says otherwise; None stands for nothing."""
    metadata: dict[str, object] = field(default_factory=dict[str, object])
    sign: Sign = signed
    key_name: str = "first"
    broken: dict[str, Breaks] = field(default_factory=dict[str, Breaks])
    """Paths that answer otherwise."""
    asked: list[str] = field(default_factory=list[str])
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    takes_codes_again: bool = False
    stop: Callable[[], None] = field(default=lambda: None)
    """Takes it from the network."""

    @property
    def issuer(self) -> str:
        """How it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def document(self) -> dict[str, object]:
        """What it says about itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + AUTHORIZE,
            "token_endpoint": self.issuer + TOKEN,
            "jwks_uri": self.issuer + JWKS,
            "userinfo_endpoint": self.issuer + USERINFO,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def authorize(self, query: Mapping[str, str]) -> str:
        """Sign somebody in; where the browser is led to."""
        code = token_urlsafe(16)
        self.codes[code] = dict(query)
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def redeem(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, object]]:
        """Give tokens for a code, to the right client with the right verifier, once."""
        asked = self.codes.get(form.get("code", "")) if self.takes_codes_again else None
        asked = asked or self.codes.pop(form.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != basic:
            return 401, {"error": "invalid_client"}
        challenge = _text(sha256(form.get("code_verifier", "").encode()).digest())
        fits = asked and asked["redirect_uri"] == form.get("redirect_uri")
        if not asked or not fits or asked.get("code_challenge") != challenge:
            return 400, {"error": "invalid_grant"}
        token = self.sign(key(self.key_name), self._said(asked["nonce"]))
        return 200, {"token_type": "Bearer", "access_token": "access-token", "id_token": token}

    def _said(self, nonce: str) -> dict[str, object]:
        now = self.now()
        said: dict[str, object] = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "iat": int(now.timestamp()),
            "nonce": nonce,
            **(self.profile if self.in_token else {}),
            **self.claims,
        }
        return {name: value for name, value in said.items() if value is not None}


def html(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a page for people."""
    _send(handler, 200, b"<h1>Wartung</h1>", "text/html")


def failing(handler: BaseHTTPRequestHandler) -> None:
    """Answer that something is wrong."""
    _send(handler, 500, b"{}")


def leading_elsewhere(handler: BaseHTTPRequestHandler) -> None:
    """Lead on to where the right answer would be had."""
    handler.send_response(307)
    handler.send_header("Location", ELSEWHERE + handler.path)
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Say more than anybody wants to hear."""
    _send(handler, 200, b'"' + b"x" * 300_000 + b'"')


def bottomless(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing, in many brackets."""
    _send(handler, 200, b"[" * 100_000)


def silent(_: BaseHTTPRequestHandler) -> None:
    """Say nothing for a while."""
    time.sleep(0.6)


@contextmanager
def providing(now: Callable[[], datetime]) -> Generator[OidcServer]:
    """Run a provider; its clock is that of the test."""
    server = OidcServer(now)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(server)) as http:
        server.port = http.server_port
        thread = Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        server.stop = partial(_stop, http, thread)
        yield server
        server.stop()


def _stop(http: ThreadingHTTPServer, thread: Thread) -> None:
    http.shutdown()
    http.server_close()
    thread.join()


def _handler_of(server: OidcServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            url = urlsplit(self.path)
            server.asked.append(url.path)
            if url.path in server.broken:
                server.broken[url.path](self)
            elif url.path == AUTHORIZE:
                self.send_response(302)
                self.send_header("Location", server.authorize(dict(parse_qsl(url.query))))
                self.end_headers()
            else:
                status, data = self._said(url.path.removeprefix(ELSEWHERE), body)
                _send(self, status, json.dumps(data).encode())

        def _said(self, path: str, body: str) -> tuple[int, Mapping[str, object]]:
            if path == TOKEN:
                return server.redeem(dict(parse_qsl(body)), self.headers.get("Authorization", ""))
            if path == USERINFO and self.headers.get("Authorization") == "Bearer access-token":
                return 200, {"sub": server.subject, **server.profile}
            keys: dict[str, object] = {"keys": [key(server.key_name).as_dict(private=False)]}
            known = {DISCOVERY: server.document(), JWKS: keys}
            return (200, known[path]) if path in known else (404, {})

        def log_request(self, code: object = 0, size: object = 0) -> None:
            """Keep the test's output free of requests."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "application/json") -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _part(data: Mapping[str, object]) -> str:
    return _text(json.dumps(data).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
