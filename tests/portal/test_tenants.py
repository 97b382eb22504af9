"""Two programmes in one database: what belongs to one is, for the portal of the other, not there (R19)."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from etappe.bootstrap import assembled
from etappe.model.accounts import StaffRole
from etappe.model.attachment import Attachment
from etappe.model.file_kinds import FileKind
from etappe.model.kommune import Kommune
from etappe.model.sessions import Stage
from etappe.plugin.registry import Registry
from etappe.service.accounts import add_account
from etappe.service.api_tokens import make_token
from etappe.service.kommunen import add_kommune
from etappe.service.linking import mint_feed_link, mint_links
from etappe.service.people import set_contact, set_staff
from etappe.service.projects import Wish, start_project
from etappe.service.staff_sessions import begin_session
from tests.integration.databases import everything_in
from tests.integration.worlds import START, World
from tests.portal.site import Site, csrf_in, new_site
from tests.portal.test_security import OPEN, action_of, routes

WELCOMING = Path(__file__).parents[1] / "assets" / "etappe-welcoming"
CANARY = "Kanarienstadt"
"""Stands in every name of the other programme, and in no page of ours."""
LENA = "lena@kanarienstadt.example"
UNKNOWN = "f3b0c442-98fc-5c14-9afb-f4c8996fb924"
"""An id that nothing has."""
FILE = "f" * 32
SAME_FOR_ALL = {"/a/{token}/neu"}
"""What says the same to everybody, so that nobody learns by asking."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What there is in the other programme, by the name of the parameter that takes it."""

    ids: Mapping[str, str]
    session: str
    """The token of a session of its administrator."""


@pytest.fixture(scope="module")
def welcoming() -> Iterator[Registry]:
    """All that is installed, and the second programme."""
    sys.path.insert(0, str(WELCOMING))
    yield Registry.installed(beside=[("welcoming", import_module("etappe_welcoming.hooks"))])
    sys.path.remove(str(WELCOMING))


@pytest.fixture
def site(welcoming: Registry, tables: Path, tmp_path: Path) -> Iterator[Site]:
    """The portal of the first programme."""
    shutil.copyfile(tables, tmp_path / "etappe.db")
    with new_site(tmp_path, registry=welcoming) as made:
        yield made


@pytest.fixture
def foreign(site: Site, welcoming: Registry) -> Foreign:
    """A project of the second programme in the same database, with people, letters, links and an account."""
    settings = site.etappe.settings.model_copy(update={"programme": "welcoming_places"})
    now = site.clock.now()
    with assembled(settings, welcoming, site.clock) as other:
        office = other.office
        add_kommune(office, Kommune("dayton", CANARY, "OH"), "test", now)
        set_contact(office, "dayton", "LO", f"Lena {CANARY}", LENA, None, "test", now)
        for role in ("PO", "AU"):
            email = f"{role.lower()}@kanarienstadt.example"
            set_staff(office, role, f"{role} {CANARY}", email, None, "test", now)
        start_project(office, "dayton", Wish(START), "test", now)
        world = World(office, site.clock, safe=site.world.safe, door=site.portal.door, project="dayton")
        world.due("apply.team", date(2026, 1, 13))
        for day in (12, 13, 14, 16, 21):
            world.at(date(2026, 1, day), hour=17)
        admin = add_account(office, site.portal.gate, CANARY, "ad@x.example", StaffRole.ADMIN, "test", now)
        with office.store.begin() as tx:
            opened = begin_session(tx, site.portal.gate, admin.account, Stage.FULL, now)
            [follow_up, *_] = tx.follow_ups.all_open("dayton")
        [delivery, *_] = world.deliveries()
        made = make_token(office, site.portal.gate, CANARY, StaffRole.MANAGEMENT, "test", now)
        with office.store.begin() as tx:
            lena = tx.people.by_email(LENA)
            assert lena
            tx.attachments.add(
                Attachment(FILE, "dayton", "apply.team", CANARY, FileKind.PDF, 1, "h", lena.id, now)
            )
        [plan] = mint_links(office, site.portal.door, LENA, "dayton", "test", now)
        feed = mint_feed_link(office, site.portal.door, LENA, "test", now)
    return Foreign(
        {
            "project": "dayton",
            "anchor": "kickoff",
            "task": "apply.team",
            "token": plan.url.rpartition("/")[2],
            "feed": feed.url.rpartition("/")[2].removesuffix(".ics"),
            "account": admin.account.id,
            "session": opened.visit.session.id,
            "follow_up": follow_up.id,
            "delivery": delivery.id,
            "module_page": "welcoming.page",
            "page": "welcoming",
            "kommune": "dayton",
            "letter": delivery.id,
            "file": FILE,
            "api_token": made.token.id,
            "role": "LO",
            "number": "1",
        },
        opened.token,
    )


def ask(browser: TestClient, route: APIRoute, filled: Mapping[str, str]) -> tuple[int, str, str]:
    """What a route answers, without what differs because the ids do."""
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda gap: filled[gap[1]], route.path)
    method = "POST" if "POST" in (route.methods or ()) else "GET"
    data = {"csrf": browser.headers["x-csrf-of-test"], "person": filled["account"]}
    answer = browser.request(method, path, data=data if method == "POST" else None)
    body, where = answer.text, answer.headers.get("location", "")
    used = {filled[name] for name in re.findall(r"{(\w+)", route.path)}
    for value in sorted(used, key=len, reverse=True):
        body, where = body.replace(value, "…"), where.replace(value, "…")
    return answer.status_code, where, body


def filling(route: APIRoute, ids: Mapping[str, str]) -> dict[str, str]:
    """The ids of a route; one of an unknown kind fails, so that a new route has to be thought of here."""
    named = dict(ids)
    if route.path.startswith("/kalender/"):
        named["token"] = named["feed"]
    if route.path.startswith("/zugaenge/schluessel/"):
        named["token"] = named["api_token"]
    missing = set(re.findall(r"{(\w+)", route.path)) - set(named)
    assert not missing, f"say what {missing} of {route.path} is in the other programme"
    return named


def unknown_like(ids: Mapping[str, str]) -> dict[str, str]:
    """Ids of the same shape that nothing has."""
    same = {"number", "page", "module_page", "task", "anchor"}
    unknown = {n: UNKNOWN[: len(v)] if len(v) <= len(UNKNOWN) else "A" * len(v) for n, v in ids.items()}
    return unknown | {name: ids[name] for name in same} | {"file": "0" * len(FILE)}


def test_what_belongs_to_another_programme_is_as_unknown_as_what_is_nowhere(
    site: Site, foreign: Foreign
) -> None:
    browser = site.signed_in(StaffRole.ADMIN)
    before = everything_in(site.etappe.engine)
    asked = 0
    for route in routes(site):
        if "{" not in route.path or route.path == "/{page}" or route.path.startswith("/antwort"):
            continue
        theirs = filling(route, foreign.ids)
        answer, nowhere = ask(browser, route, theirs), ask(browser, route, unknown_like(theirs))

        assert answer == nowhere, route.path
        assert answer[0] in ({200} if route.path in SAME_FOR_ALL else {303, 404, 409, 422}), route.path
        assert CANARY not in answer[2], route.path
        asked += 1

    assert asked > 15
    assert everything_in(site.etappe.engine) == before


@pytest.mark.usefixtures("foreign")
def test_no_page_shows_anything_of_the_other_programme(site: Site) -> None:
    browser = site.signed_in(StaffRole.ADMIN)
    for route in routes(site):
        if "GET" not in (route.methods or ()) or "{" in route.path:
            continue
        answer = browser.get(route.path)

        assert CANARY.encode() not in answer.content, route.path
        assert b"kanarienstadt" not in answer.content, route.path


def test_a_session_of_the_other_programme_is_none(site: Site, foreign: Foreign) -> None:
    browser = site.browser()
    browser.cookies.set("__Host-etappe", foreign.session, domain="etappe.example.org")

    for route in routes(site):
        if action_of(route) is not None and "{" not in route.path and "GET" in (route.methods or ()):
            assert browser.get(route.path).headers.get("location", "").startswith("/anmelden"), route.path


def test_a_link_of_the_other_programme_opens_nothing(site: Site, foreign: Foreign) -> None:
    browser, token = site.browser(), foreign.ids["token"]

    looked, gone_on = browser.get(f"/a/{token}"), browser.post(f"/a/{token}")
    renewed = browser.post(f"/a/{token}/neu")

    assert (looked.status_code, gone_on.status_code, renewed.status_code) == (404, 404, 200)
    assert "set-cookie" not in gone_on.headers
    assert not [m for m in site.mails() if m.to == LENA]


def test_a_link_of_ours_acts_on_our_tasks_alone(site: Site, foreign: Foreign) -> None:
    browser = site.came_in(site.letter_token())
    csrf = csrf_in(browser, "/antwort")
    data = {"csrf": csrf, "sure": "ja", "day": "2026-03-02", "instead": "Eva"}
    for route in routes(site):
        if route.path.startswith("/antwort/") and "{" in route.path:
            path = re.sub(r"{(\w+)}", lambda gap: foreign.ids[gap[1]], route.path)
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            answer = browser.request(method, path, data=data if method == "POST" else None)

            assert answer.status_code == 404, (path, answer.status_code)


@pytest.mark.usefixtures("foreign")
def test_every_open_page_is_one_that_knows_no_programme_s_rows(site: Site) -> None:
    browser = site.browser()
    for path in OPEN - {"/einrichten/{token}", "/postfach/{number}", "/kalender/{token}.ics", "/{page}"}:
        answer = browser.get(path)

        assert CANARY.encode() not in answer.content, path
