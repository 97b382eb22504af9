"""A token lets in for what its role allows, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import ROLES
from etappe.model.permissions import ALLOWED
from etappe.model.throttle import API as API_LIMIT
from etappe.model.throttle import API_NETWORK
from etappe.service.accounts import add_account, change_account, deactivate_account
from etappe.service.api_tokens import make_token, revoke_token
from etappe_portal.headers import ALWAYS
from tests.integration.databases import everything_in
from tests.portal.api.programs import (
    API,
    action_of,
    every_route,
    problem,
    program,
    routes,
    token_for,
    with_secret,
)
from tests.portal.site import Site

FILLED = {
    "project": "aachen",
    "anchor": "workshop",
    "task": "selbstcheck.abgabe",
    "condition": "nothing",
    "follow_up": "0" * 36,
}


def path_of(path: str) -> str:
    """A path with something in every gap."""
    return re.sub(r"{(\w+)}", lambda gap: FILLED[gap[1]], path)


def test_every_route_names_what_one_has_to_be_allowed_to_do(site: Site) -> None:
    open_to_any_token = [route.path for route in every_route(site) if action_of(route) is None]

    assert open_to_any_token == ["/openapi.json"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_allows_and_nothing_else(site: Site, role: StaffRole) -> None:
    client = program(site, role)
    for method, route in routes(site):
        content = "{}" if method in {"POST", "PUT"} else None

        status = client.request(method, path_of(route.path), content=content).status_code

        refused = status == 403
        assert refused == (action_of(route) not in ALLOWED[role]), (role, method, route.path, status)


@pytest.mark.parametrize("secret", [None, "", "etappe_" + "A" * 43, "Bearer"])
def test_without_a_good_token_nothing_is_told(site: Site, secret: str | None) -> None:
    client = with_secret(site, secret)
    for method, route in routes(site):
        answer = client.request(method, path_of(route.path), json={})

        assert problem(answer) == (401, "TokenRefused", None), (method, route.path)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert client.get("/openapi.json").status_code == 401


def test_no_cookie_opens_the_api(site: Site) -> None:
    browser = site.signed_in(StaffRole.ADMIN)
    assert browser.get("/zugaenge").status_code == 200

    paths = [("GET", "/openapi.json"), *((method, path_of(route.path)) for method, route in routes(site))]

    answers = {browser.request(method, f"{API}{path}").status_code for method, path in paths}

    assert answers == {401}


def test_a_session_s_token_is_none_of_the_api(site: Site) -> None:
    cookie = site.signed_in(StaffRole.ADMIN).cookies["__Host-etappe"]

    assert with_secret(site, cookie).get("/projects").status_code == 401


def test_another_scheme_is_refused(site: Site) -> None:
    client = with_secret(site, None)

    answer = client.get("/projects", headers={"Authorization": f"Basic {token_for(site).secret}"})

    assert problem(answer)[:2] == (401, "TokenRefused")


def test_a_token_of_strange_signs_is_refused(site: Site) -> None:
    strange = [(b"authorization", "Bearer ä\ufffd".encode())]

    assert problem(with_secret(site, None).get("/kommunen", headers=strange))[0] == 401


def test_a_token_in_the_address_opens_nothing(site: Site) -> None:
    secret = token_for(site).secret

    answer = with_secret(site, None).get(f"/projects?token={secret}&access_token={secret}")

    assert answer.status_code == 401


def test_a_revoked_token_opens_nothing(site: Site) -> None:
    made = token_for(site)
    client = with_secret(site, made.secret)
    assert client.get("/kommunen").status_code == 200

    revoke_token(site.etappe.office, made.token.id, "test", site.clock.now())

    assert client.get("/kommunen").status_code == 401


def test_a_token_that_has_ended_opens_nothing(site: Site) -> None:
    client = program(site)
    site.clock.moment += timedelta(days=365)

    assert client.get("/kommunen").status_code == 401


def test_a_token_ends_with_the_account_that_made_it(site: Site) -> None:
    office, gate, now = site.etappe.office, site.portal.gate, site.clock.now()
    for number, email in enumerate(("first@team.example", "second@team.example")):
        add_account(office, gate, f"Admin {number}", email, StaffRole.ADMIN, "test", now)
    with office.store.begin() as tx:
        maker = tx.accounts.by_email("second@team.example")
    made = make_token(office, gate, "Program", StaffRole.FUNDER, "test", now, maker=maker)
    client = with_secret(site, made.secret)
    assert client.get("/kommunen").status_code == 200

    change_account(office, "second@team.example", "test", now, role=StaffRole.FACILITATOR)
    demoted = client.get("/kommunen").status_code
    change_account(office, "second@team.example", "test", now, role=StaffRole.ADMIN)
    again = client.get("/kommunen").status_code
    deactivate_account(office, "second@team.example", "test", now)

    assert (demoted, again, client.get("/kommunen").status_code) == (401, 200, 401)


def test_too_many_calls_wait(site: Site) -> None:
    client = program(site)
    for _ in range(API_LIMIT.most):
        assert client.get("/openapi.json").status_code == 200

    answer = client.get("/kommunen")

    assert problem(answer)[:2] == (429, "TooManyTries")
    assert int(answer.headers["retry-after"]) == 61
    site.clock.moment += timedelta(seconds=61)
    assert client.get("/kommunen").status_code == 200


def test_wrong_tokens_are_counted_and_right_ones_are_taken_all_the_same(site: Site) -> None:
    wrong = with_secret(site, "etappe_" + "B" * 43)
    statuses = [wrong.get("/kommunen").status_code for _ in range(API_NETWORK.most + 1)]

    assert set(statuses[:-1]) == {401}
    assert statuses[-1] == 429
    assert program(site).get("/kommunen").status_code == 200


def test_in_a_demo_whose_clock_stands_still_no_call_is_counted(site: Site) -> None:
    site.portal = replace(site.portal, demo=True)

    assert program(site).get("/kommunen").status_code == 200
    assert with_secret(site, "wrong").get("/kommunen").status_code == 401

    with site.etappe.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM throttle").scalar() == 0


def test_looking_changes_nothing_but_the_counts(site: Site) -> None:
    client = program(site)
    client.get("/kommunen")
    before = _without_counts(site)

    for method, route in routes(site):
        if method == "GET":
            client.get(path_of(route.path))

    assert _without_counts(site) == before


def test_every_answer_carries_the_headers(site: Site) -> None:
    for client in (program(site), with_secret(site, None)):
        for path in ("/kommunen", "/projects/aachen/plan", "/nothing", "/openapi.json"):
            headers = client.get(path).headers

            assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
            assert headers["cache-control"] == "no-store"
            assert "set-cookie" not in headers


def test_the_database_holds_no_secret(site: Site) -> None:
    made = token_for(site)

    with_secret(site, made.secret).get("/kommunen")

    assert made.secret not in everything_in(site.etappe.engine)
    assert made.secret.removeprefix("etappe_") not in everything_in(site.etappe.engine)
    assert made.secret not in repr(made)


def _without_counts(site: Site) -> str:
    with site.etappe.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM throttle")
    return everything_in(site.etappe.engine)
