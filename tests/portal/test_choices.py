"""What a new project has to know is asked; modules of a running one are chosen and dropped after a look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from starlette.testclient import TestClient

from etappe.model.moments import moment
from etappe.model.programme import Programme
from etappe.model.spec import ConditionSpec
from etappe.service.replanning import MoveAnchor
from tests.portal.sent_back import sent_back
from tests.portal.site import Site, csrf_in

NEW, MODULES = "/projekte/neu", "/projekte/aachen/bausteine"
BOTH = date(2026, 5, 6)


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management."""
    return site.signed_in()


def asking(site: Site, *modules: str) -> TestClient:
    """A browser of a portal whose programme asks something for some modules and assumes nothing."""
    programme = _that_asks(site.etappe.office.programme, modules)
    office = replace(site.etappe.office, programme=programme, plans={})
    reading = replace(site.etappe.reading, programme=programme)
    site.portal = replace(site.portal, etappe=replace(site.etappe, office=office, reading=reading))
    return site.signed_in()


def _that_asks(programme: Programme, keys: tuple[str, ...]) -> Programme:
    modules = dict(programme.modules)
    for key in keys:
        question = ConditionSpec(key=f"{key}.kuchen", question=f"Gibt es bei {key} Kuchen?")
        conditions = (*modules[key].conditions, question)
        modules[key] = modules[key].model_copy(update={"conditions": conditions})
    return replace(programme, modules=modules)


def wish(browser: TestClient, **fields: str) -> dict[str, str]:
    """A new project of Gera as somebody asks for it."""
    return {"csrf": csrf_in(browser, NEW), "kommune": "gera", "start": "2026-02-02", **fields}


def modules(site: Site) -> set[str]:
    """The modules of Aachen's plan."""
    with site.etappe.office.store.begin() as tx:
        project = tx.projects.get("aachen")
        assert project is not None
        return {m.key for m in tx.projects.plan(project.plan_digest).modules}


def choose(browser: TestClient, module: str, deed: str) -> dict[str, str]:
    """A module that somebody wants to have or to do without."""
    return {"csrf": csrf_in(browser, "/projekte/aachen"), "module": module, "deed": deed}


def test_a_question_without_a_default_has_to_be_answered(site: Site) -> None:
    browser = asking(site, "workshop")

    unanswered = browser.post(NEW, data=wish(browser))
    answered = browser.post(NEW, data=wish(browser, **{"condition-workshop.kuchen": "ja"}))

    assert "Gibt es bei workshop Kuchen?" in browser.get(NEW).text
    assert unanswered.status_code == 422
    assert 'id="condition-workshop.kuchen-error"' in unanswered.text
    assert "gespeichert ist noch nichts" in answered.text


def test_the_answer_is_that_of_the_project(site: Site) -> None:
    browser = asking(site, "workshop")
    fields = wish(browser, **{"condition-workshop.kuchen": "nein", "seen": "1"})

    browser.post(NEW, data=fields)

    with site.etappe.office.store.begin() as tx:
        project = tx.projects.get("gera")
    assert project is not None
    assert project.answers == {"workshop.kuchen": False}


def test_the_question_of_an_optional_module_counts_where_it_is_chosen(site: Site) -> None:
    browser = asking(site, "dialog")

    without = browser.post(NEW, data=wish(browser))
    chosen = browser.post(NEW, data=wish(browser, module="dialog"))

    assert without.status_code == 200
    assert chosen.status_code == 422
    assert 'href="#condition-dialog.kuchen"' in chosen.text


def test_a_module_is_dropped_and_chosen_after_a_look(site: Site, manager: TestClient) -> None:
    seen = manager.post(MODULES, data=choose(manager, "dialog", "drop"))
    before = modules(site)
    manager.post(MODULES, data=sent_back(seen))
    dropped = modules(site)

    manager.post(MODULES, data=sent_back(manager.post(MODULES, data=choose(manager, "dialog", "choose"))))

    assert "Aufgaben, die entfallen" in seen.text
    assert "dialog" in before
    assert "dialog" not in dropped
    assert modules(site) == before


def test_a_module_that_every_project_needs_stays(site: Site, manager: TestClient) -> None:
    answer = manager.post(MODULES, data=choose(manager, "workshop", "drop"))

    assert answer.status_code == 409
    assert "Der Baustein ist Pflicht" in answer.text


def test_the_page_offers_what_can_be_chosen_and_dropped(manager: TestClient) -> None:
    page = manager.get("/projekte/aachen").text

    assert 'name="module" value="dialog"' in page
    assert 'name="module" value="entscheidungstraeger"' in page
    assert 'name="module" value="workshop"' not in page


def test_whoever_is_wanted_twice_is_told_with_both_events_and_a_way_to_move_them(
    site: Site, manager: TestClient
) -> None:
    for project in ("aachen", "bonn"):
        site.world.change(MoveAnchor("workshop", BOTH), project=project)

    page = manager.get("/termine").text

    assert "müsste jemand an mehreren Orten sein" in page
    assert "Mittwoch, 6. Mai 2026" in page
    assert 'href="/projekte/aachen/termine/workshop"' in page
    assert 'href="/projekte/bonn/termine/workshop"' in page
    site.clock.moment = moment(BOTH - timedelta(weeks=8), time(8))
    assert 'href="/termine#doppelt"' in site.signed_in().get("/").text


def test_where_nobody_is_wanted_twice_nothing_is_said_of_it(site: Site, manager: TestClient) -> None:
    site.world.change(MoveAnchor("workshop", BOTH), project="bonn")
    site.world.change(MoveAnchor("dialog", date(2026, 7, 8)), project="bonn")

    page = manager.get("/termine").text

    assert "an mehreren Orten" not in page
    assert "doppelt" not in page
