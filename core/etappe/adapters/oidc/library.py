"""The part of authlib that is used here, with the types that its own annotations leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from authlib.oauth2 import auth, rfc7636
from authlib.oauth2.rfc6749 import parameters

Prepared = tuple[str, Mapping[str, str], str]
"""Address, headers and body of a request."""


class _Client(Protocol):
    def prepare(self, method: str, uri: str, headers: Mapping[str, str], body: str) -> Prepared: ...


_challenge_of = cast("Callable[[str], str]", rfc7636.create_s256_code_challenge)
_client_of = cast("Callable[[str, str, str], _Client]", auth.ClientAuth)
_grant_uri = cast("Callable[..., str]", parameters.prepare_grant_uri)


def authorization_address(
    there: str, client_id: str, back: str, state: str, verifier: str, **more: str
) -> str:
    """Where a browser asks for a code; the verifier itself does not travel (RFC 7636)."""
    challenge = _challenge_of(verifier)
    return _grant_uri(
        there,
        client_id,
        "code",
        back,
        state=state,
        code_challenge=challenge,
        code_challenge_method="S256",
        **more,
    )


def token_request(there: str, client: tuple[str, str, str], code: str, back: str, verifier: str) -> Prepared:
    """What a code is redeemed with, by a client of an id, a secret, and a way to show it."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    form = parameters.prepare_token_request(
        "authorization_code", redirect_uri=back, code=code, code_verifier=verifier
    )
    return _client_of(*client).prepare("POST", there, headers, form)
