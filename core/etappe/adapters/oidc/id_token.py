"""Checks an ID token: the signature by a key of the provider, and each claim.

What is checked stands in OpenID Connect Core, section 3.1.3.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from authlib.oidc.core import CodeIDToken
from joserfc import jwk, jws, jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError

from etappe.errors import IdentityRefused

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
"""With a key pair, all of them: a token whose key everybody knows proves nothing."""
PAIRS = frozenset({"RSA", "EC", "OKP"})
LEEWAY_S = 60
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    access: str = field(repr=False)
    """The access token that came with it: at_hash, where there is one, has to fit."""


class UnknownKey(Exception):
    """No key that is known has signed this; the provider may have a new one."""


def key_set(found: Mapping[str, object]) -> jwk.KeySet:
    """The keys of a provider with which it can sign; those that are not understood are passed over."""
    listed = found.get("keys")
    keys = [_key(each) for each in cast("Iterable[object]", listed)] if isinstance(listed, list) else []
    return jwk.KeySet([key for key in keys if key is not None])


def claims_of(token: str, keys: jwk.KeySet, expected: Expected, now: datetime) -> Mapping[str, object]:
    """What a token says; raises `IdentityRefused` with what is wrong with it, or `UnknownKey`."""
    registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        read = jwt.decode(token, keys, registry=registry)
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
            },
            {"client_id": expected.client_id, "nonce": expected.nonce, "access_token": expected.access},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except ClaimError as error:
        raise IdentityRefused(why=error.claim) from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise IdentityRefused(why=f"signature ({type(error).__name__})") from error
    return dict(claims)


def _key(found: object) -> jwk.Key | None:
    if not isinstance(found, dict):
        return None
    data = cast("dict[str, str | list[str]]", found)
    if data.get("kty") not in PAIRS or data.get("use", "sig") != "sig":
        return None
    try:
        return jwk.JWKRegistry.import_key(data)
    except (JoseError, ValueError, TypeError):
        return None
