"""Pages that modules bring: in the look of the portal, for who may see them; one that fails fails alone."""

from __future__ import annotations

import logging
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.model.audit import Fact
from etappe.model.project import TaskState
from etappe.plugin import (
    AskManagement,
    ModuleSpec,
    Page,
    PageAbout,
    PageSpec,
    PageVisit,
    Saved,
    hookimpl,
)
from etappe.plugin.registry import Registry
from etappe.service.office import open_file
from etappe.service.tasks import settle
from etappe_portal.app import create_app
from tests.portal.site import ADDRESS, Site, csrf_in, new_site

CATERING = Path(__file__).parents[1] / "assets" / "etappe-catering"
ORDER, ORDERS = "/projekte/aachen/bausteine/catering.bestellung", "/bausteine/catering.bestellungen"
BY_LINK = "/antwort/bausteine/catering.bestellung"


@pytest.fixture(scope="module")
def catering() -> Iterator[ModuleType]:
    """The stranger's hooks."""
    sys.path.insert(0, str(CATERING))
    yield import_module("etappe_catering.hooks")
    sys.path.remove(str(CATERING))


@pytest.fixture
def kitchen(catering: ModuleType, tables: Path, tmp_path: Path) -> Iterator[Site]:
    """A portal where Aachen and Bonn have chosen the stranger's module."""
    shutil.copyfile(tables, tmp_path / "etappe.db")
    registry = Registry.installed(beside=[("catering", catering)])
    with new_site(tmp_path, registry=registry, modules=("dialog", "catering")) as made:
        yield made


def order(browser: TestClient, page: str = ORDER, **typed: str) -> tuple[int, str]:
    """Send the form of the order; status and text of the answer."""
    answer = browser.post(page, data={"csrf": csrf_in(browser, page), **typed})
    return answer.status_code, answer.text


def facts(site: Site) -> list[Fact]:
    """What the audit says of records."""
    with site.etappe.reading.store.begin() as tx:
        found = tx.survey.facts(["aachen"], 100, 0)
    return [fact for _, fact in found if fact.action == "record kept"]


def test_hook_etappe_pages_adds_a_page_to_projects_that_have_chosen_the_module(kitchen: Site) -> None:
    browser = kitchen.signed_in()

    assert f'href="{ORDER}">Bestellung</a>' in browser.get("/projekte/aachen").text
    page = browser.get(ORDER).text
    assert '<h1 class="kern-heading-large">Bestellung</h1>' in page
    assert "Essen insgesamt" in page
    assert "/static/etappe.css" in page


def test_what_its_form_wants_is_kept_and_audited_under_whoever_sent_it(kitchen: Site) -> None:
    browser = kitchen.signed_in()

    status, _ = order(browser, meals="40", vegetarian="12")

    assert status == 303
    assert 'value="40"' in browser.get(ORDER).text
    [fact] = facts(kitchen)
    assert fact.actor.startswith("account/")


def test_what_is_refused_stands_beside_the_field_with_what_was_typed(kitchen: Site) -> None:
    status, page = order(kitchen.signed_in(), meals="viele", vegetarian="<b>3</b>")

    assert status == 422
    assert 'value="viele"' in page
    assert '<a class="kern-link" href="#meals">Bitte geben Sie eine Zahl von 0 bis 999 ein.</a>' in page
    assert "<b>3</b>" not in page
    assert facts(kitchen) == []


def test_the_main_navigation_leads_to_a_page_about_the_programme(kitchen: Site) -> None:
    browser = kitchen.signed_in()
    before = browser.get(ORDERS).text

    order(browser, meals="40", vegetarian="12")

    assert "Es ist noch nichts bestellt." in before
    assert f'<a href="{ORDERS}" aria-current="page">Bestellungen</a>' in before
    assert re.search(r"Aachen</a></th><td[^>]*>40</td>", browser.get(ORDERS).text)


def test_a_visitor_who_reads_english_reads_the_module_s_own_catalogue(kitchen: Site) -> None:
    browser = kitchen.signed_in()

    page = browser.get(ORDER, headers={"accept-language": "en"}).text

    assert '<h1 class="kern-heading-large">Order</h1>' in page
    assert "of these vegetarian" in page
    assert ">Orders</a>" in page


@pytest.mark.parametrize("role", [StaffRole.FACILITATOR, StaffRole.FUNDER])
def test_who_may_not_see_projects_sees_no_page_about_them(kitchen: Site, role: StaffRole) -> None:
    browser = kitchen.signed_in(role)
    data = {"csrf": browser.headers["x-csrf-of-test"], "meals": "1", "vegetarian": "0"}

    seen = [browser.get(ORDER), browser.post(ORDER, data=data), browser.get(ORDERS)]

    assert [answer.status_code for answer in seen] == [403, 403, 403]
    assert ORDERS not in browser.get("/programm").text


def test_a_form_without_the_session_s_own_word_is_refused(kitchen: Site) -> None:
    answer = kitchen.signed_in().post(ORDER, data={"meals": "1", "vegetarian": "0"})

    assert answer.status_code == 403
    assert facts(kitchen) == []


def test_a_page_without_a_form_takes_none(kitchen: Site) -> None:
    browser = kitchen.signed_in()

    answer = browser.post(ORDERS, data={"csrf": browser.headers["x-csrf-of-test"]})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/projekte/aachen/bausteine/catering.nichts",
        "/projekte/nirgends/bausteine/catering.bestellung",
        "/projekte/aachen/bausteine/catering.bestellungen",
        "/bausteine/catering.bestellung",
    ],
)
def test_what_is_not_there_is_not_there(kitchen: Site, path: str) -> None:
    assert kitchen.signed_in().get(path).status_code == 404


def test_a_contact_person_orders_from_the_letter_about_the_task(kitchen: Site) -> None:
    browser = kitchen.came_in(_token_of(kitchen, "Zahl der Essen melden"))

    letter_page = browser.get("/antwort").text
    status, _ = order(browser, BY_LINK, meals="25", vegetarian="5")

    assert f'href="{BY_LINK}"' in letter_page
    assert status == 303
    [fact] = facts(kitchen)
    assert fact.actor.startswith("person/")


def test_a_link_to_another_task_does_not_lead_there(kitchen: Site) -> None:
    browser = kitchen.came_in(_token_of(kitchen, "Zwei Betriebe zur Verkostung einladen"))

    assert browser.get(BY_LINK).status_code == 404


def test_the_own_plan_leads_there_for_contact_persons(kitchen: Site) -> None:
    browser = kitchen.came_in(kitchen.letter_token())

    assert f'href="{BY_LINK}"' in browser.get("/antwort").text
    assert "Essen insgesamt" in browser.get(BY_LINK).text


def test_without_a_link_nobody_comes_there(kitchen: Site) -> None:
    assert kitchen.browser().get(BY_LINK).status_code == 404
    assert kitchen.signed_in().get(BY_LINK).status_code == 404


def _token_of(site: Site, title: str) -> str:
    """The token in a letter about one task alone: the contact person of Aachen has done all others."""
    office = site.etappe.office
    with office.store.begin() as tx:
        file = open_file(office, tx, "aachen")
        others = [key for key in file.tasks if file.plan.task[key].title != title]
        for key in others:
            settle(tx, open_file(office, tx, "aachen"), key, TaskState.DONE, "test", None, site.clock.now())
    day = date(2026, 2, 23)
    while not (mails := [m for m in site.mails() if m.to == "ap@aachen.example" and title in m.subject]):
        site.world.at(day)
        day += timedelta(days=1)
    [mail] = mails
    found = re.search(rf"{ADDRESS}/a/([\w-]{{43}})", mail.text)
    assert found, mail.text
    return found[1]


class Rude:
    """A module whose page does what a test says."""

    def __init__(self, about: PageAbout = PageAbout.PROJECT) -> None:
        self.about = about

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        return (ModuleSpec(key="rude", title="Rüpel", version="1.0.0", joins=("weltoffene_kommune",)),)

    @hookimpl
    def etappe_pages(self) -> tuple[PageSpec, ...]:
        return (
            PageSpec(
                key="rude.seite",
                title="Rüpel",
                about=self.about,
                shows="tests.portal.test_module_pages:rude_shows",
                acts="tests.portal.test_module_pages:rude_acts",
            ),
        )


BEHAVIOUR: dict[str, Callable[[PageVisit], object]] = {}


def rude_shows(visit: PageVisit) -> object:
    """What the test said."""
    return BEHAVIOUR["shows"](visit)


def rude_acts(visit: PageVisit) -> object:
    """What the test said."""
    return BEHAVIOUR["acts"](visit)


@pytest.fixture
def ruin(tables: Path, tmp_path: Path) -> Iterator[Site]:
    """A portal with a module of which no good comes."""
    shutil.copyfile(tables, tmp_path / "etappe.db")
    registry = Registry.installed(beside=[("rude", Rude())])
    with new_site(tmp_path, registry=registry, modules=("rude",)) as made:
        yield made


def _raises(_: PageVisit) -> object:
    raise RuntimeError("the oven is cold")


def _quits(_: PageVisit) -> object:
    raise SystemExit


def _babbles(_: PageVisit) -> object:
    return "<b>text</b>"


def _has_no_template(_: PageVisit) -> object:
    return Page("nirgends.html")


@pytest.mark.parametrize(
    ("shows", "why"),
    [
        (_raises, "the oven is cold"),
        (_quits, "SystemExit"),
        (_babbles, "not with Page"),
        (_has_no_template, "templates"),
    ],
    ids=["raises", "quits", "answers nonsense", "has no template"],
)
def test_a_page_that_fails_spoils_itself_alone(
    ruin: Site, caplog: pytest.LogCaptureFixture, shows: Callable[[PageVisit], object], why: str
) -> None:
    BEHAVIOUR["shows"] = shows
    signed = ruin.signed_in()
    browser = TestClient(create_app(ruin.portal), base_url=ADDRESS, raise_server_exceptions=False)
    browser.cookies, browser.headers["accept-language"] = signed.cookies, "de"

    with caplog.at_level(logging.ERROR):
        answer = browser.get("/projekte/aachen/bausteine/rude.seite")

    assert answer.status_code == 500
    assert why not in answer.text
    assert why in caplog.text
    assert ruin.etappe.registry.parked == ()
    assert browser.get("/projekte/aachen").status_code == 200


def test_a_form_cannot_touch_a_project_that_its_page_is_not_about(
    ruin: Site, caplog: pytest.LogCaptureFixture
) -> None:
    BEHAVIOUR["acts"] = lambda _: Saved((AskManagement(project="bonn", request="Bitte zahlen"),))
    signed = ruin.signed_in()
    browser = TestClient(create_app(ruin.portal), base_url=ADDRESS, raise_server_exceptions=False)
    browser.cookies, browser.headers["sec-fetch-site"] = signed.cookies, "same-origin"
    data = {"csrf": signed.headers["x-csrf-of-test"]}

    answer = browser.post("/projekte/aachen/bausteine/rude.seite", data=data)

    assert answer.status_code == 500
    assert "the project 'bonn'" in caplog.text
    with ruin.etappe.reading.store.begin() as tx:
        assert tx.follow_ups.all_open("bonn") == ()
