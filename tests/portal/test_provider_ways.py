"""A way to the provider and back is gone by the browser that began it, in time, unbent, and once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from etappe.service.accounts import deactivate_account
from tests.portal.provided import JULE, Provided, changed, require_refused

MINUTES = timedelta(minutes=1)


def test_a_way_back_without_a_way_there_opens_nothing(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.browser = jule.site.browser()

    require_refused(jule, jule.home(back), "no way there")


def test_the_way_of_another_browser_opens_nothing(jule: Provided) -> None:
    back = jule.back(jule.there().headers["location"])
    jule.browser = jule.site.browser()
    jule.there()

    require_refused(jule, jule.home(back), "state")


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


def test_the_page_that_was_wanted_is_not_forgotten_by_a_refusal(jule: Provided) -> None:
    back = jule.back(jule.there("/projekte/bonn").headers["location"])

    answer = jule.home(changed(back, code="guessed"))

    assert 'href="/anmelden/anbieter?weiter=%2Fprojekte%2Fbonn"' in answer.text
