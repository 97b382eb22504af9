"""Whatever is wrong with what a provider says: a sentence on the sign-in page, and a word in the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest

from etappe.service.accounts import deactivate_account
from tests.fakes import oidc_server as fake
from tests.fakes.oidc_server import DISCOVERY, JWKS, TOKEN, USERINFO, OidcServer
from tests.portal.provided import JULE, SESSION, Provided

REFUSED = "Die Anmeldung hat nicht geklappt."
UNREACHABLE = "Die Anmeldung ist dort zurzeit nicht möglich."
FACTORS = "Für die Anmeldung braucht es zwei Faktoren."
MINUTES = timedelta(minutes=1)


@pytest.fixture
def jule(provided_site: Provided) -> Provided:
    """Jule is invited, and has not signed in."""
    provided_site.invite()
    return provided_site


def require_refused(jule: Provided, answer: httpx2.Response, why: str, sentence: str = REFUSED) -> None:
    """Refuse an answer that is not the sign-in page with a sentence, or a try that left more than a fact."""
    assert answer.status_code in (422, 503), answer.headers
    assert sentence in answer.text
    assert 'href="/anmelden/anbieter' in answer.text
    assert SESSION not in {cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie")}
    assert not jule.has_session
    [(action, data)] = jule.told()
    assert (action, data["by"]) == ("sign-in refused", "provider")
    assert str(data["why"]).startswith(why), data


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


def test_a_way_back_without_a_way_there_opens_nothing(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.browser = jule.site.browser()

    require_refused(jule, jule.home(back), "no way there")


def test_the_way_of_another_browser_opens_nothing(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.browser = jule.site.browser()
    jule.there()

    require_refused(jule, jule.home(back), "state")


def changed(address: str, **fields: str | None) -> str:
    """An address with other fields; None leaves one out."""
    query = {**dict(parse_qsl(urlsplit(address).query)), **fields}
    return f"{urlsplit(address).path}?{urlencode({n: v for n, v in query.items() if v is not None})}"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"state": None}, "state", id="no state"),
        pytest.param({"state": "another"}, "state", id="another state"),
        pytest.param({"state": "Störung"}, "state", id="no state of ours"),
        pytest.param({"iss": "https://sso.evil.example"}, "iss beside", id="the code of another issuer"),
        pytest.param({"iss": None}, "iss beside", id="no issuer, where it was promised"),
        pytest.param({"code": None}, "no code", id="no code"),
        pytest.param({"error": "access_denied", "code": None}, "no code", id="refused at the provider"),
        pytest.param({"code": "guessed"}, "code (invalid_grant)", id="a code that was guessed"),
    ],
)
def test_a_way_back_that_was_bent_opens_nothing(
    jule: Provided, fields: dict[str, str | None], why: str
) -> None:
    back = jule.back(jule.there().headers["location"])

    require_refused(jule, jule.home(changed(back, **fields)), why)


def test_a_provider_that_promises_no_issuer_may_leave_it_out(jule: Provided) -> None:
    jule.server.metadata["authorization_response_iss_parameter_supported"] = False
    back = jule.back(jule.there().headers["location"])

    jule.home(changed(back, iss=None))

    assert jule.has_session


def test_a_way_back_is_good_once(jule: Provided) -> None:
    jule.server.takes_codes_again = True
    back = jule.back(jule.there().headers["location"])
    way = dict(jule.browser.cookies)
    jule.home(back)
    jule.browser = jule.site.browser()
    jule.browser.cookies.update(way)

    require_refused(jule, jule.home(back), "no way there")


def test_a_code_is_good_once(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.home(back)
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    jule.browser = jule.site.browser()
    own = jule.back(jule.there().headers["location"])

    require_refused(jule, jule.home(changed(own, code=code)), "code (invalid_grant)")


def test_a_way_back_that_took_too_long_opens_nothing(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.site.clock.moment += 10 * MINUTES

    require_refused(jule, jule.home(back), "no way there")


def test_a_code_that_was_asked_for_without_the_challenge_opens_nothing(jule: Provided) -> None:
    there = jule.there().headers["location"]
    path = changed(there, code_challenge=None)

    back = jule.back(jule.server.issuer + path)

    require_refused(jule, jule.home(back), "code (invalid_grant)")


def test_the_verifier_stays_at_home_and_the_challenge_travels(jule: Provided) -> None:
    there = dict(parse_qsl(urlsplit(jule.there().headers["location"]).query))

    assert (there["response_type"], there["code_challenge_method"]) == ("code", "S256")
    assert there["redirect_uri"] == "https://etappe.example.org/anmelden/rueckkehr"
    assert {"state", "nonce", "code_challenge"} <= set(there)
    assert "code_verifier" not in there
    assert "client_secret" not in there


def test_another_secret_of_the_client_opens_nothing(jule: Provided) -> None:
    jule.configure(client_secret="falsch")

    require_refused(jule, jule.sign_in(), "code (invalid_client)")


def test_who_is_deactivated_before_coming_back_stays_out(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    deactivate_account(jule.site.etappe.office, JULE, "test", jule.site.clock.now())

    require_refused(jule, jule.home(back), "not invited")


def test_an_invitation_that_has_expired_links_nobody(jule: Provided) -> None:
    jule.site.clock.moment += timedelta(hours=48)

    require_refused(jule, jule.sign_in(), "not invited")


def test_userinfo_about_somebody_else_opens_nothing(jule: Provided) -> None:
    jule.server.in_token = False
    jule.server.profile["sub"] = "another"

    require_refused(jule, jule.sign_in(), "sub of the userinfo")


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


DOCUMENTS: dict[str, Mapping[str, object]] = {
    "of another issuer": {"issuer": "https://sso.evil.example"},
    "that leads to a page without TLS": {"authorization_endpoint": "http://sso.example.org/authorize"},
    "that asks for the secret without TLS": {"token_endpoint": "http://sso.example.org/token"},
    "that has its keys elsewhere without TLS": {"jwks_uri": "http://sso.example.org/jwks"},
    "that knows another kind of PKCE alone": {"code_challenge_methods_supported": ["plain"]},
    "that lacks a place for codes": {"token_endpoint": None},
    "whose key set is no address": {"jwks_uri": 7},
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_nobody_is_led_to_a_provider_with_a_document(jule: Provided, document: Mapping[str, object]) -> None:
    jule.server.metadata = dict(document)

    answer = jule.there()

    assert answer.status_code == 503
    assert UNREACHABLE in answer.text
    assert "set-cookie" not in answer.headers


BROKEN = {
    "says that it is broken": fake.failing,
    "shows a page": fake.html,
    "leads elsewhere": fake.leading_elsewhere,
    "never ends": fake.endless,
    "has no bottom": fake.bottomless,
    "is silent": fake.silent,
}


@pytest.mark.parametrize("path", [DISCOVERY, JWKS])
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_nobody_is_led_to_a_provider_that_is_out_of_order(
    jule: Provided, broken: fake.Breaks, path: str
) -> None:
    jule.server.broken[path] = broken

    answer = jule.there()

    assert answer.status_code == 503
    assert UNREACHABLE in answer.text
    jule.server.broken.clear()
    jule.sign_in()
    assert jule.has_session


@pytest.mark.parametrize("path", [TOKEN, USERINFO])
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_provider_that_breaks_on_the_way_signs_nobody_in(
    jule: Provided, broken: fake.Breaks, path: str
) -> None:
    jule.server.in_token = False
    jule.server.broken[path] = broken
    before = jule.kept()

    answer = jule.sign_in()

    require_refused(jule, answer, "", UNREACHABLE)
    assert jule.kept() == before
    assert jule.server.issuer not in answer.text


def test_a_provider_that_is_gone_is_waited_for_by_nobody(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.server.stop()

    require_refused(jule, jule.home(back), "", UNREACHABLE)


def test_english_pages_tell_no_more_either(jule: Provided) -> None:
    jule.server.broken[DISCOVERY] = fake.failing
    jule.browser.headers["accept-language"] = "en"

    answer = jule.there()

    assert "try again later" in answer.text
    assert jule.server.issuer not in answer.text


def test_too_many_ways_back_from_one_network_are_refused(jule: Provided) -> None:
    for _ in range(30):
        jule.browser.post("/anmelden/rueckkehr")

    answer = jule.sign_in()

    assert "Das wurde zu oft versucht." in answer.text
    assert not jule.has_session


def test_a_form_of_another_site_ends_before_it_begins(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])

    data = dict(parse_qsl(urlsplit(back).query))
    answer = jule.browser.post("/anmelden/rueckkehr", data=data, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not jule.has_session


def test_cookies_of_ours_that_are_exchanged_open_nothing(jule: Provided) -> None:
    token = jule.site.letter_token()
    jule.browser.post(f"/a/{token}")
    jule.there()
    way, link = jule.browser.cookies["__Host-etappe-journey"], jule.browser.cookies["__Host-etappe-link"]
    jule.browser.cookies.clear()
    jule.browser.cookies.set("__Host-etappe-journey", link, domain="etappe.example.org")
    jule.browser.cookies.set("__Host-etappe-link", way, domain="etappe.example.org")

    require_refused(jule, jule.browser.post("/anmelden/rueckkehr"), "no way there")
    assert jule.browser.get("/antwort/code").status_code in (303, 404)
