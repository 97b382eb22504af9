"""The page on which tokens of the API are made, seen once and revoked."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from tests.portal.api.programs import token_for, with_secret
from tests.portal.site import Site

PAGE = "/zugaenge/schluessel"
TOKEN = re.compile(r"etappe_[\w-]{43}")


@pytest.fixture
def admin(site: Site) -> TestClient:
    """A programme manager at their browser."""
    return site.signed_in(StaffRole.ADMIN)


def typed(browser: TestClient, **fields: str) -> dict[str, str]:
    """The form for a new token, filled in."""
    form = {"name": "Statistikamt", "role": "funder", "days": "90"}
    return {"csrf": browser.headers["x-csrf-of-test"], **form, **fields}


def test_the_page_of_accounts_leads_to_the_tokens(admin: TestClient) -> None:
    assert f'href="{PAGE}"' in admin.get("/zugaenge").text


def test_a_new_token_is_shown_once_and_works(site: Site, admin: TestClient) -> None:
    secret = TOKEN.findall(admin.post(PAGE, data=typed(admin)).text)[0]

    page = admin.get(PAGE).text

    assert with_secret(site, secret).get("/kommunen").status_code == 200
    assert with_secret(site, secret).get("/projects/aachen/plan").status_code == 403
    assert "Statistikamt" in page
    assert "Person 1" in page
    assert not TOKEN.search(page)


def test_a_token_is_revoked_where_it_stands(site: Site, admin: TestClient) -> None:
    made = token_for(site)

    answer = admin.post(f"{PAGE}/{made.token.id}", data={"csrf": admin.headers["x-csrf-of-test"]})

    assert answer.headers["location"] == f"{PAGE}?getan=widerrufen"
    assert with_secret(site, made.secret).get("/kommunen").status_code == 401
    assert "widerrufen" in admin.get(PAGE).text


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("role", ""), ("role", "facilitator"), ("days", "731"), ("days", "x")]
)
def test_a_form_keeps_what_was_typed_and_names_the_field(admin: TestClient, field: str, value: str) -> None:
    answer = admin.post(PAGE, data=typed(admin, **{field: value}))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="90" selected' in answer.text or field == "days"
    assert not TOKEN.search(answer.text)


def test_a_token_that_nobody_knows_is_not_revoked(admin: TestClient) -> None:
    answer = admin.post(f"{PAGE}/unknown", data={"csrf": admin.headers["x-csrf-of-test"]})

    assert answer.status_code == 422
    assert "Diesen Schlüssel gibt es nicht." in answer.text


def test_a_new_token_needs_the_form_of_the_own_session(admin: TestClient) -> None:
    answer = admin.post(PAGE, data=typed(admin, csrf="another"))

    assert answer.status_code == 403
    assert "Statistikamt" not in admin.get(PAGE).text
