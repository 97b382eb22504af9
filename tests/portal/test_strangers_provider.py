"""Staff signs in at a provider that we did not write."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx2
import pytest
from pydantic import SecretStr

from etappe.adapters.oidc.opening import open_provider
from etappe.model.accounts import StaffRole
from etappe.model.oidc import Oidc
from etappe.service.accounts import add_account
from etappe.service.identity_provider import RETURN_PATH
from tests.portal.site import ADDRESS, Site
from tests.portal.strangers_provider import strangers_provider

JULE, SUBJECT = "jule@etappe.example", "jule-77"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider."""
    with strangers_provider(SUBJECT, JULE) as issuer:
        yield issuer


@pytest.fixture
def staffed(site: Site, issuer: str) -> Site:
    """A portal that leads there; the provider goes by the clock of the machine."""
    site.clock.moment = datetime.now(UTC)
    secret = SecretStr("any will do")
    oidc = Oidc(issuer=issuer, client_id="etappe", client_secret=secret, title="Rathaus-Konto")
    site.portal = replace(site.portal, provider=open_provider(oidc, ADDRESS + RETURN_PATH))
    return site


def signed_in(site: Site, subject: str) -> tuple[httpx2.Response, httpx2.Response]:
    """Somebody goes there, says who they are, and comes back; the answer, and then their account."""
    browser = site.browser()
    there = browser.get("/anmelden/anbieter?weiter=/konto").headers["location"]
    assert "Authorize" in httpx2.get(there).text
    back = httpx2.post(there, data={"sub": subject}).headers["location"]
    page = browser.get(back, headers={"sec-fetch-site": "cross-site"}).text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = browser.post(RETURN_PATH, data={name: html.unescape(text) for name, text in fields.items()})
    return answer, browser.get("/konto")


def test_whoever_was_invited_signs_in_twice(staffed: Site) -> None:
    add_account(
        staffed.etappe.office,
        staffed.portal.gate,
        "Jule Sommer",
        JULE,
        StaffRole.MANAGEMENT,
        "test",
        staffed.clock.now(),
    )

    for _ in range(2):
        answer, account = signed_in(staffed, SUBJECT)
        assert (answer.status_code, answer.headers["location"]) == (303, "/konto")
        assert "Jule Sommer" in account.text


def test_somebody_whom_nobody_invited_does_not(staffed: Site) -> None:
    answer, account = signed_in(staffed, "a-stranger")

    assert answer.status_code == 422
    assert "Die Anmeldung hat nicht geklappt." in answer.text
    assert account.headers["location"].startswith("/anmelden")
