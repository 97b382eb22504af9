"""A provider of OpenID Connect: authorization code with PKCE, and everything that comes back checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import cast

from joserfc.jwk import KeySet

from etappe.adapters.oidc.id_token import Expected, UnknownKey, claims_of, key_set
from etappe.adapters.oidc.library import authorization_address, token_request
from etappe.adapters.oidc.metadata import DISCOVERY, Metadata, read_metadata
from etappe.adapters.oidc.web import OK, Web
from etappe.errors import ExternalFactorMissing, IdentityRefused, ProviderUnreachable
from etappe.model.external import ExternalIdentity, Journey, Proven, Returned
from etappe.model.oidc import Oidc

SCOPE = "openid email"
AUTH_METHODS = ("client_secret_basic", "client_secret_post")
HOLDS = timedelta(hours=1)
"""How long what a provider says about itself is taken for true; an unknown key is asked for at once."""
LONGEST_SUBJECT = 255
REFUSED = range(400, 500)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was learnt about the provider."""

    metadata: Metadata
    keys: KeySet
    until: datetime


class OidcProvider:
    """The provider of the settings; ``back`` is where it sends browsers to."""

    def __init__(self, oidc: Oidc, back: str, web: Web) -> None:
        self._oidc = oidc
        self._back = back
        self._web = web
        self._known: _Known | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self._oidc.title

    def address(self, journey: Journey, now: datetime) -> str:
        """Where a browser signs in; raises `ProviderUnreachable`."""
        there, me = self._learn(now).metadata.authorization_endpoint, self._oidc.client_id
        asked = {"scope": SCOPE, "nonce": journey.nonce}
        if self._oidc.acr_values:
            asked["acr_values"] = " ".join(self._oidc.acr_values)
        return authorization_address(there, me, self._back, journey.state, journey.verifier, **asked)

    def prove(self, returned: Returned, journey: Journey, now: datetime) -> Proven:
        """Whom the provider names, after everything about its answer was checked.

        Raises `IdentityRefused`, `ExternalFactorMissing`, `ProviderUnreachable`.
        """
        if not compare_digest(returned.state.encode(errors="replace"), journey.state.encode()):
            raise IdentityRefused(why="state")
        metadata = self._learn(now).metadata
        _require_code(metadata, returned)
        tokens = self._redeem(metadata, returned.code, journey.verifier)
        token, access = _text(tokens, "id_token"), _text(tokens, "access_token")
        claims = self._claims(
            token, Expected(metadata.issuer, self._oidc.client_id, journey.nonce, access), now
        )
        if not self._oidc.shows_enough(*_factors(claims)):
            raise ExternalFactorMissing
        return _proven(ExternalIdentity(metadata.issuer, _subject(claims)), claims, access)

    def verified_email(self, proven: Proven, now: datetime) -> str | None:
        """The address of somebody, where the provider has verified it.

        Raises `IdentityRefused`, `ProviderUnreachable`.
        """
        there = self._learn(now).metadata.userinfo_endpoint
        if proven.email is None and there is not None:
            found = self._web.get(there, {"Authorization": f"Bearer {proven.access}"})
            if found.get("sub") != proven.identity.subject:  # OpenID Connect Core, 5.3.2
                raise IdentityRefused(why="sub of the userinfo")
            proven = _proven(proven.identity, found, proven.access)
        return proven.email if proven.email_verified else None

    def _redeem(self, metadata: Metadata, code: str, verifier: str) -> Mapping[str, object]:
        known = metadata.token_endpoint_auth_methods_supported
        method = next((method for method in AUTH_METHODS if method in known), None)
        if method is None:
            raise ProviderUnreachable(cause="it takes no client secret")
        client = self._oidc.client_id, self._oidc.client_secret.get_secret_value(), method
        there, headers, body = token_request(metadata.token_endpoint, client, code, self._back, verifier)
        answer = self._web.post(there, headers, body)
        if answer.status in REFUSED:
            raise IdentityRefused(why=f"code ({str(answer.data.get('error'))[:40]})")
        if answer.status != OK:
            raise ProviderUnreachable(cause=f"{there} has status {answer.status}")
        return answer.data

    def _claims(self, token: str, expected: Expected, now: datetime) -> Mapping[str, object]:
        try:
            return claims_of(token, self._learn(now).keys, expected, now)
        except UnknownKey:
            self._known = None
        try:
            return claims_of(token, self._learn(now).keys, expected, now)
        except UnknownKey:
            raise IdentityRefused(why="signature (unknown key)") from None

    def _learn(self, now: datetime) -> _Known:
        """What the provider says about itself; raises `ProviderUnreachable`."""
        known = self._known
        if known is None or now >= known.until:
            found = self._web.get(self._oidc.issuer.rstrip("/") + DISCOVERY)
            metadata = read_metadata(found, self._oidc.issuer)
            known = _Known(metadata, key_set(self._web.get(metadata.jwks_uri)), now + HOLDS)
            self._known = known
        return known


def _require_code(metadata: Metadata, returned: Returned) -> None:
    named = returned.issuer or metadata.authorization_response_iss_parameter_supported
    if named and returned.issuer != metadata.issuer:  # RFC 9207
        raise IdentityRefused(why="iss beside the code")
    if returned.error or not returned.code:
        raise IdentityRefused(why="no code")


def _factors(claims: Mapping[str, object]) -> tuple[str | None, tuple[str, ...]]:
    acr, amr = claims.get("acr"), claims.get("amr")
    ways = cast("list[object]", amr) if isinstance(amr, list) else []
    return acr if isinstance(acr, str) else None, tuple(way for way in ways if isinstance(way, str))


def _subject(claims: Mapping[str, object]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise IdentityRefused(why="sub")
    return subject


def _proven(identity: ExternalIdentity, claims: Mapping[str, object], access: str) -> Proven:
    email = claims.get("email")
    verified = claims.get("email_verified") is True
    return Proven(identity, email if isinstance(email, str) else None, verified, access)


def _text(tokens: Mapping[str, object], name: str) -> str:
    found = tokens.get(name)
    if not isinstance(found, str):
        raise IdentityRefused(why=f"no {name}")
    return found
