"""Whatever is wrong in a token: a sentence on the sign-in page, no session, and a word in the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from tests.fakes import oidc_server as fake
from tests.fakes.oidc_server import JWKS, OidcServer
from tests.portal.provided import FACTORS, Provided, require_refused

MINUTES = timedelta(minutes=1)


def at(minutes: int) -> Callable[[OidcServer], int]:
    """A moment as tokens write it, so many minutes from now."""
    return lambda server: int((server.now() + minutes * MINUTES).timestamp())


def slashed(server: OidcServer) -> str:
    """The issuer, and almost not."""
    return f"{server.issuer}/"


CLAIMS: dict[str, tuple[Mapping[str, object], str]] = {
    "another issuer": ({"iss": "https://sso.evil.example"}, "iss"),
    "the issuer with a slash": ({"iss": slashed}, "iss"),
    "no issuer": ({"iss": None}, "iss"),
    "another audience": ({"aud": "portal"}, "aud"),
    "no audience": ({"aud": None}, "aud"),
    "an empty audience": ({"aud": []}, "aud"),
    "two audiences and no authorised party": ({"aud": ["etappe", "portal"]}, "azp"),
    "another authorised party": ({"azp": "portal"}, "azp"),
    "another nonce": ({"nonce": "of somebody else"}, "nonce"),
    "no nonce": ({"nonce": None}, "nonce"),
    "expired": ({"exp": at(-2)}, "exp"),
    "never expires": ({"exp": None}, "exp"),
    "not yet valid": ({"nbf": at(2)}, "nbf"),
    "issued tomorrow": ({"iat": at(24 * 60)}, "iat"),
    "no day of issue": ({"iat": None}, "iat"),
    "a moment that is none": ({"exp": "tomorrow"}, "exp"),
    "the hash of another access token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at_hash"),
    "no subject": ({"sub": None}, "sub"),
    "an empty subject": ({"sub": ""}, "sub"),
    "a number for a subject": ({"sub": 7}, "sub"),
    "a subject without end": ({"sub": "x" * 256}, "sub"),
    "a subject that nobody sees": ({"sub": "jule\x00"}, "sub"),
    "an address that is not verified": ({"email_verified": False}, "no verified e-mail"),
    "an address that a word calls verified": ({"email_verified": "true"}, "no verified e-mail"),
    "an address of which nothing is said": ({"email_verified": None}, "no verified e-mail"),
    "an address that nobody knows": ({"email": "niemand@etappe.example"}, "no account"),
}


@pytest.mark.parametrize(("claims", "why"), CLAIMS.values(), ids=CLAIMS)
def test_a_token_with_a_wrong_claim_opens_nothing(
    jule: Provided, claims: Mapping[str, object], why: str
) -> None:
    jule.server.claims = {n: v(jule.server) if callable(v) else v for n, v in claims.items()}
    before = jule.kept()

    answer = jule.sign_in()

    require_refused(jule, answer, why)
    assert jule.kept() == before


@pytest.mark.parametrize("profile", [{}, {"email": 7, "email_verified": True}, {"email_verified": True}])
def test_whoever_has_no_address_at_the_provider_is_linked_to_nobody(
    jule: Provided, profile: dict[str, object]
) -> None:
    jule.server.profile = profile

    require_refused(jule, jule.sign_in(), "no verified e-mail")


SIGNATURES: dict[str, fake.Sign] = {
    "without a signature": fake.unsigned,
    "signed with the public key as a secret": fake.signed_with_what_everybody_knows,
    "signed by a stranger": fake.signed_by_a_stranger,
    "signed by a key that the provider does not have": fake.signed_by_an_unknown_key,
    "no token at all": fake.no_token,
}


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES)
def test_a_token_that_the_provider_has_not_signed_opens_nothing(jule: Provided, sign: fake.Sign) -> None:
    jule.server.sign = sign
    before = jule.kept()

    answer = jule.sign_in()

    require_refused(jule, answer, "signature")
    assert jule.kept() == before


def test_an_unknown_key_is_asked_for_once_and_no_more(jule: Provided) -> None:
    jule.server.sign = fake.signed_by_an_unknown_key

    jule.sign_in()

    assert jule.server.asked.count(JWKS) == 2


@pytest.mark.parametrize(
    ("acr", "amr", "shown"),
    [
        pytest.param(("gold",), (), {}, id="nothing shown"),
        pytest.param(("gold",), (), {"acr": "silver"}, id="another acr"),
        pytest.param(("gold",), (), {"amr": ["gold"]}, id="acr is no amr"),
        pytest.param((), ("mfa",), {"amr": ["pwd"]}, id="a password alone"),
        pytest.param((), ("mfa",), {"acr": "mfa", "amr": "mfa"}, id="amr that is no list"),
    ],
)
def test_a_second_factor_that_is_not_shown_is_asked_for(
    jule: Provided, acr: tuple[str, ...], amr: tuple[str, ...], shown: dict[str, object]
) -> None:
    jule.configure(acr_values=acr, amr_values=amr)
    jule.server.claims = shown
    before = jule.kept()

    answer = jule.sign_in()

    if shown.get("amr") == "mfa":
        require_refused(jule, answer, "amr")
    else:
        require_refused(jule, answer, "ExternalFactorMissing", FACTORS)
    assert jule.kept() == before


@pytest.mark.parametrize("shown", [{"acr": "gold"}, {"amr": ["pwd", "mfa"]}])
def test_a_second_factor_that_is_shown_is_enough(jule: Provided, shown: dict[str, object]) -> None:
    jule.configure(acr_values=("gold",), amr_values=("mfa",))
    jule.server.claims = shown

    jule.sign_in()

    assert jule.has_session


def test_the_provider_is_asked_for_what_is_wanted(jule: Provided) -> None:
    jule.configure(acr_values=("gold", "platinum"))

    assert "acr_values=gold+platinum" in jule.there().headers["location"].replace("%20", "+")
