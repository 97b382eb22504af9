"""Staff signs in at a provider: who was invited is linked once, and known by that identity from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.model.accounts import StaffRole
from etappe.service.accounts import deactivate_account, reset_account
from tests.fakes.oidc_server import DISCOVERY, JWKS, TOKEN, USERINFO
from tests.integration.databases import everything_in
from tests.portal.provided import JULE, TITLE, Provided
from tests.portal.site import csrf_in


def test_an_invited_person_signs_in_and_gets_the_page_they_wanted(jule: Provided) -> None:
    answer = jule.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/projekte/aachen")
    assert jule.browser.get("/projekte/aachen").status_code == 200
    assert jule.account().signed_in_at == jule.site.clock.now()
    linked = ("identity linked", {"issuer": jule.server.issuer})
    signed = ("signed in", {"by": "provider", "issuer": jule.server.issuer})
    assert jule.told(2) == [signed, linked]


def test_the_session_cookie_is_as_strict_as_with_a_password(jule: Provided) -> None:
    cookies = jule.sign_in().headers.get_list("set-cookie")

    session = next(cookie for cookie in cookies if cookie.startswith("__Host-etappe="))
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(session.split("; "))
    gone = next(cookie for cookie in cookies if cookie.startswith("__Host-etappe-journey="))
    assert "Max-Age=0" in gone


def test_from_then_on_the_address_is_not_asked(jule: Provided) -> None:
    jule.sign_in()
    jule.server.profile = {"email": "someone-else@etappe.example"}
    jule.browser = jule.site.browser()

    jule.sign_in()

    assert "Jule Sommer" in jule.browser.get("/konto").text


def test_the_provider_is_asked_for_an_address_that_its_token_lacks(jule: Provided) -> None:
    jule.server.in_token = False
    jule.sign_in()
    first, jule.browser = jule.has_session, jule.site.browser()

    jule.sign_in()

    assert (first, jule.has_session) == (True, True)
    assert jule.server.asked.count(USERINFO) == 1


def test_the_address_fits_however_it_is_written(jule: Provided) -> None:
    jule.server.profile["email"] = JULE.upper()

    jule.sign_in()

    assert jule.has_session


def test_an_invitation_is_used_up_by_signing_in(provided_site: Provided) -> None:
    token = provided_site.invite().token
    provided_site.sign_in()

    assert provided_site.site.browser().get(f"/einrichten/{token}").status_code == 409


def test_another_identity_of_the_same_address_opens_nothing(jule: Provided) -> None:
    jule.sign_in()
    jule.server.subject, jule.browser = "another", jule.site.browser()

    jule.sign_in()

    assert not jule.has_session
    assert jule.told() == [("sign-in refused", {"by": "provider", "why": "not invited"})]


def test_a_new_key_of_the_provider_is_fetched_once(jule: Provided) -> None:
    jule.sign_in()
    jule.server.key_name, jule.browser = "second", jule.site.browser()
    jule.server.asked.clear()

    jule.sign_in()

    assert jule.has_session
    assert [path for path in jule.server.asked if path != "/authorize"] == [TOKEN, DISCOVERY, JWKS]


def test_a_deactivated_account_stays_out(jule: Provided) -> None:
    jule.sign_in()
    deactivate_account(jule.site.etappe.office, JULE, "test", jule.site.clock.now())
    assert not jule.has_session

    jule.sign_in()

    assert not jule.has_session
    assert jule.told() == [("sign-in refused", {"by": "provider", "why": "not invited"})]


def test_whoever_is_invited_anew_is_linked_anew(jule: Provided) -> None:
    jule.sign_in()
    office, gate, now = jule.site.etappe.office, jule.site.portal.gate, jule.site.clock.now()
    reset_account(office, gate, JULE, "test", now)
    jule.server.subject = "another"

    jule.sign_in()

    assert jule.has_session


def test_an_administrator_sees_who_signs_in_by_the_provider_and_ends_that(jule: Provided) -> None:
    jule.sign_in()
    admin = jule.site.signed_in(StaffRole.ADMIN)
    host = jule.server.issuer.removeprefix("http://")
    assert f"über {host}" in admin.get("/zugaenge").text

    data = {"csrf": csrf_in(admin, "/zugaenge"), "deed": "unlink"}
    answer = admin.post(f"/zugaenge/{jule.account().id}", data=data)

    assert answer.headers["location"] == "/zugaenge?getan=geloest"
    assert f"über {host}" not in admin.get("/zugaenge").text
    assert not jule.has_session
    assert jule.told() == [("identity unlinked", {"identities": 1, "sessions": 1})]
    jule.sign_in()
    assert not jule.has_session


def test_the_own_account_says_how_one_signs_in(jule: Provided) -> None:
    jule.sign_in()

    page = jule.browser.get("/konto").text

    assert f"Mit Ihrem Konto bei {jule.server.issuer.removeprefix('http://')}" in page
    assert "Passwort ändern" not in page
    assert "Mit Passwort und zweitem Faktor." in jule.site.signed_in().get("/konto").text


def test_the_sign_in_page_offers_both_ways(jule: Provided) -> None:
    page = jule.browser.get("/anmelden?weiter=/projekte/bonn").text

    assert f"Anmelden mit {TITLE}" in page
    assert 'href="/anmelden/anbieter?weiter=%2Fprojekte%2Fbonn"' in page
    assert 'name="password"' in page


def test_without_passwords_the_provider_alone_signs_in(provided_site: Provided) -> None:
    token = provided_site.invite().token
    provided_site.configure(passwords=False)
    browser = provided_site.browser

    page, invitation = browser.get("/anmelden").text, browser.get(f"/einrichten/{token}").text
    paths = "/anmelden", "/anmelden/code", "/anmelden/einrichten", f"/einrichten/{token}"
    posted = [browser.post(path).status_code for path in paths]

    assert TITLE in page
    assert TITLE in invitation
    assert 'name="password"' not in page + invitation
    assert posted == [404] * 4
    provided_site.sign_in()
    assert provided_site.has_session
    assert 'name="password"' not in provided_site.browser.get("/konto").text


def test_without_a_provider_there_is_no_way_to_one(site_without_one: Provided) -> None:
    browser = site_without_one.browser

    assert "/anmelden/anbieter" not in browser.get("/anmelden").text
    answers = [browser.get("/anmelden/anbieter"), browser.get("/anmelden/rueckkehr")]
    answers.append(browser.post("/anmelden/rueckkehr"))
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.fixture
def site_without_one(provided_site: Provided) -> Provided:
    """The portal as it is where nothing is set."""
    provided_site.site.portal = replace(provided_site.site.portal, provider=None)
    provided_site.browser = provided_site.site.browser()
    return provided_site


def test_looking_changes_nothing_on_the_way_there_and_back(jule: Provided) -> None:
    before = everything_in(jule.site.etappe.engine)

    back = jule.back(jule.there().headers["location"])
    jule.browser.get(back)
    jule.browser.head(back)

    assert everything_in(jule.site.etappe.engine) == before
    assert not jule.has_session


def test_what_comes_back_is_inert_in_the_page(jule: Provided) -> None:
    page = jule.browser.get("/anmelden/rueckkehr", params={"code": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_the_way_back_leads_to_pages_of_ours_alone(jule: Provided, onward: str) -> None:
    answer = jule.home(jule.back(jule.there(onward).headers["location"]))

    assert answer.headers["location"] == "/"


def test_no_secret_of_the_way_is_readable_in_the_browser_or_kept_in_the_database(jule: Provided) -> None:
    jule.sign_in()

    kept = everything_in(jule.site.etappe.engine)

    assert "geheim-im-test" not in kept
    assert "access-token" not in kept
