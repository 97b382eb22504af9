"""A provider that is out of order, or says odd things about itself, signs nobody in and is not waited for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.fakes import oidc_server as fake
from tests.fakes.oidc_server import DISCOVERY, JWKS, TOKEN, USERINFO
from tests.portal.provided import UNREACHABLE, Provided, require_refused

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
