"""Who is let in, what every answer carries, and that looking changes nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.model.permissions import ALLOWED, Action
from etappe_portal.app import create_app
from etappe_portal.guards import Guard
from etappe_portal.headers import ALWAYS
from tests.integration.databases import everything_in
from tests.portal.site import ADDRESS, Site

FILLED = {
    "project": "aachen",
    "anchor": "workshop",
    "task": "selbstcheck.abgabe",
    "token": "A" * 43,
    "number": "1",
    "account": "nobody",
    "session": "nothing",
    "follow_up": "nothing",
    "letter": "nothing",
    "page": "impressum",
    "module_page": "nothing.here",
    "kommune": "aachen",
    "role": "AP",
    "file": "0" * 32,
}
OPEN = {
    "/health",
    "/sprache",
    "/anmelden",
    "/anmelden/code",
    "/anmelden/einrichten",
    "/anmelden/anbieter",
    "/anmelden/rueckkehr",
    "/einrichten/{token}",
    "/abmelden",
    "/demo/anmelden",
    "/postfach",
    "/postfach/{number}",
    "/kalender/{token}.ics",
    "/{page}",
}
"""What anybody may ask for; the mailbox and the sign-in of the demo are there in a demo alone."""
BY_LINK = ("/a/", "/antwort")
OWN = ("/konto",)


def routes(site: Site) -> Iterable[APIRoute]:
    """Every route of the portal."""
    found: list[object] = list(create_app(site.portal).routes)
    while found:
        route = found.pop()
        if isinstance(route, APIRoute):
            yield route
        found.extend(getattr(getattr(route, "original_router", None), "routes", ()))


def path_of(route: APIRoute) -> str:
    """A route's path with something in every gap."""
    return re.sub(r"{(\w+)}", lambda gap: FILLED[gap[1]], route.path)


def action_of(route: APIRoute) -> Action | None:
    """What one has to be allowed to do."""
    calls = [d.call for d in route.dependant.dependencies]
    return next((call.action for call in calls if isinstance(call, Guard)), None)


def test_every_route_says_who_is_let_in(site: Site) -> None:
    unguarded = {
        route.path
        for route in routes(site)
        if action_of(route) is None and not route.path.startswith((*BY_LINK, *OWN))
    }

    assert unguarded == OPEN


def test_what_is_mounted_are_the_assets_and_the_api(site: Site) -> None:
    """The API has a guard of its own, and tests of it: `tests/portal/api/test_guard.py`."""
    mounted = {route.path for route in create_app(site.portal).routes if isinstance(route, Mount)}

    assert mounted == {"/static", "/api/v1"}


@pytest.mark.parametrize("role", list(StaffRole))
def test_each_role_gets_what_the_table_allows_and_nothing_else(site: Site, role: StaffRole) -> None:
    browser = site.signed_in(role)
    csrf = browser.headers["x-csrf-of-test"]
    for route in routes(site):
        action = action_of(route)
        if action is None:
            continue
        method = "POST" if "POST" in (route.methods or ()) else "GET"
        answer = browser.request(method, path_of(route), data={"csrf": csrf} if method == "POST" else None)

        # whoever may not see the start page is led on to their first one
        led_on = route.path == "/" and answer.headers.get("location") == "/termine"
        refused = led_on or answer.status_code == 403
        assert refused == (action not in ALLOWED[role]), (role, method, route.path, answer.status_code)


def test_whoever_has_no_session_gets_no_page_but_the_open_ones(site: Site) -> None:
    browser = site.browser()
    for route in routes(site):
        if action_of(route) is None:
            continue
        method = "POST" if "POST" in (route.methods or ()) else "GET"

        answer = browser.request(method, path_of(route))

        assert answer.headers.get("location", "").startswith("/anmelden"), (method, route.path)


def test_every_answer_carries_the_headers(site: Site) -> None:
    browser = site.signed_in()
    paths = {path_of(route) for route in routes(site)} | {"/static/etappe.css", "/nothing/here"}

    for path in paths:
        headers = browser.get(path).headers
        missing = [name for name, value in ALWAYS.items() if headers.get(name) != value]
        assert missing == [], path
        assert "max-age" in headers["strict-transport-security"]


def test_looking_at_every_page_changes_nothing(site: Site) -> None:
    browser = site.signed_in(StaffRole.ADMIN)
    before = everything_in(site.etappe.engine)

    for route in routes(site):
        if "GET" in (route.methods or ()):
            browser.get(path_of(route))
            browser.head(path_of(route))

    assert everything_in(site.etappe.engine) == before


def test_no_page_holds_a_script_or_a_style_of_its_own(site: Site) -> None:
    browser = site.signed_in(StaffRole.ADMIN)

    for route in routes(site):
        if "GET" in (route.methods or ()):
            text = browser.get(path_of(route)).text
            assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", text), route.path


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": ADDRESS},
    ],
)
def test_a_form_of_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    browser = site.signed_in()
    csrf = browser.headers["x-csrf-of-test"]

    answer = browser.post("/konto/sitzungen/alle", data={"csrf": csrf}, headers=headers)

    assert answer.status_code == 403
    assert browser.get("/konto").status_code == 200


def test_without_that_header_the_origin_decides(site: Site) -> None:
    browser = site.signed_in()
    del browser.headers["sec-fetch-site"]
    csrf = browser.headers["x-csrf-of-test"]

    foreign = browser.post("/sprache", data={"csrf": csrf}, headers={"origin": "https://evil.example"})
    unsaid = browser.post("/sprache", data={"csrf": csrf})
    own = browser.post("/sprache", data={"csrf": csrf}, headers={"origin": ADDRESS})

    assert [a.status_code for a in (foreign, unsaid, own)] == [403, 403, 303]


def test_a_form_without_the_session_s_own_word_is_refused(site: Site) -> None:
    browser = site.signed_in()

    answer = browser.post("/projekte/aachen/aufgaben/selbstcheck.abgabe", data={"deed": "done"})

    assert answer.status_code == 403


def test_another_host_is_not_answered(site: Site) -> None:
    assert site.browser().get("/", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("path", ["/projekte/a%00b", "/?q=%00", "/%00"])
def test_an_address_that_no_database_could_look_for_is_refused(site: Site, path: str) -> None:
    assert site.signed_in().get(path).status_code == 400


@pytest.mark.parametrize("length", ["²", "-1", "x", "9" * 5000])
def test_a_body_of_a_length_that_is_none_is_not_read(site: Site, length: str) -> None:
    answer = site.browser().post("/sprache", headers={b"content-length": length.encode("latin-1")})

    assert answer.status_code == 413


def test_a_word_of_a_session_in_other_letters_is_refused(site: Site) -> None:
    assert site.signed_in().post("/konto/sitzungen/alle", data={"csrf": "ä"}).status_code == 403


def test_a_body_beyond_all_measure_is_not_read(site: Site) -> None:
    answer = site.browser().post("/anmelden", content=b"x" * (11 * 1024 * 1024))

    assert answer.status_code == 413


def test_forms_lead_to_no_other_host(site: Site) -> None:
    browser = site.browser()

    answers = [
        browser.post("/sprache", data={"language": "en", "back": back}).headers["location"]
        for back in ("//evil.example", "/\\evil.example", "https://evil.example", "/impressum")
    ]

    assert answers == ["/", "/", "/", "/impressum"]


def test_a_page_that_breaks_tells_a_number_and_nothing_else(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the database")

    browser = TestClient(create_app(site.portal), base_url=ADDRESS, raise_server_exceptions=False)
    browser.cookies = site.signed_in().cookies
    monkeypatch.setattr("etappe_portal.routes.follow_ups.follow_ups", fail)

    with caplog.at_level(logging.ERROR):
        answer = browser.get("/wiedervorlagen", headers={"accept-language": "de"})

    number = re.search(r"\b([0-9a-f]{8})\b", answer.text)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert number
    assert number[1] in caplog.text


def test_what_people_typed_is_inert_in_a_page(site: Site) -> None:
    browser = site.signed_in(StaffRole.ADMIN)
    csrf, evil = browser.headers["x-csrf-of-test"], "<script>alert(1)</script>\u202e"

    answer = browser.post("/zugaenge", data={"csrf": csrf, "name": evil, "email": "no", "role": "admin"})

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "\u202e" not in answer.text


def test_cookies_cannot_be_read_by_scripts_nor_set_by_other_hosts(site: Site) -> None:
    token = site.letter_token()

    cookie = site.browser().post(f"/a/{token}").headers["set-cookie"]

    assert cookie.startswith("__Host-etappe-link=")
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= {p.strip().lower() for p in cookie.split(";")}
