"""An event is shifted for many Kommunen: chosen, seen Kommune by Kommune, confirmed, told for each."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from etappe.model.kommune import Kommune
from etappe.model.place import Land
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import START, settle_in
from tests.portal.sent_back import sent_back
from tests.portal.site import Site, csrf_in

PAGE = "/verschieben"
LATE = date(2026, 6, 10)


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management."""
    return site.signed_in()


def typed(browser: TestClient, **fields: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    wanted = {"which": "alle", "anchor": "workshop", "days": "5", "direction": "spaeter"}
    return {"csrf": csrf_in(browser, PAGE), **wanted, **fields}


def workshop(site: Site, project: str) -> date:
    """The day of a workshop."""
    with site.etappe.office.store.begin() as tx:
        return next(a.day for a in tx.projects.anchors(project) if a.key == "workshop")


def start(site: Site, *slugs: str) -> None:
    """Start projects of Kommunen that are new."""
    for slug in slugs:
        settle_in(site.world, Kommune(slug, slug.title(), Land.NW))
        start_project(site.etappe.office, slug, Wish(START), "test", site.clock.now())


def test_the_overview_leads_there_with_its_filters(manager: TestClient) -> None:
    overview = manager.get("/?q=aach").text
    page = manager.get("/verschieben?q=aach").text

    assert 'href="/verschieben?q=aach&amp;"' in overview
    assert 'value="aachen"' in page
    assert 'value="bonn"' not in page


def test_each_kommune_is_shown_before_anything_is_saved(site: Site, manager: TestClient) -> None:
    before = workshop(site, "aachen")

    page = manager.post(PAGE, data=typed(manager))

    assert page.status_code == 200
    assert "2 Kommunen verschieben" in page.text
    assert "Aachen" in page.text
    assert "Bonn" in page.text
    assert f"{before:%d.%m.%Y} →" in page.text
    assert workshop(site, "aachen") == before


def test_what_was_seen_is_done_and_told_for_each(site: Site, manager: TestClient) -> None:
    before = workshop(site, "aachen")
    seen = manager.post(PAGE, data=typed(manager))

    result = manager.post(PAGE, data=sent_back(seen))

    assert "2 Kommunen sind verschoben" in result.text
    assert workshop(site, "aachen") > before
    assert workshop(site, "bonn") > before


def test_the_same_page_sent_again_shifts_nobody_twice(site: Site, manager: TestClient) -> None:
    fields = sent_back(manager.post(PAGE, data=typed(manager)))
    manager.post(PAGE, data=fields)
    once = workshop(site, "aachen")

    again = manager.post(PAGE, data=fields)

    assert "0 Kommunen sind verschoben" in again.text
    assert workshop(site, "aachen") == once


def test_a_second_shift_of_the_same_day_counts_from_where_they_are(site: Site, manager: TestClient) -> None:
    manager.post(PAGE, data=sent_back(manager.post(PAGE, data=typed(manager))))
    once = workshop(site, "aachen")
    site.clock.moment = site.clock.moment.replace(minute=5)

    manager.post(PAGE, data=sent_back(manager.post(PAGE, data=typed(manager))))

    assert workshop(site, "aachen") > once


def test_only_those_that_are_ticked_move(site: Site, manager: TestClient) -> None:
    before = workshop(site, "bonn")
    seen = manager.post(PAGE, data=typed(manager, which="einzeln", projekt="aachen"))

    manager.post(PAGE, data=sent_back(seen))

    assert workshop(site, "aachen") > before
    assert workshop(site, "bonn") == before


def test_one_that_refuses_says_why_in_german_and_the_others_move(site: Site, manager: TestClient) -> None:
    site.world.change(MoveAnchor("workshop", LATE), project="aachen")
    before = workshop(site, "bonn")

    seen = manager.post(PAGE, data=typed(manager, days="20", direction="frueher"))
    result = manager.post(PAGE, data=sent_back(seen))

    assert "Geht nicht:" in seen.text
    assert "Eine Kommune verschieben" in seen.text
    assert "1 Kommune ist verschoben" in result.text
    assert "geht der Plan nicht auf" in result.text
    assert workshop(site, "bonn") == before
    assert workshop(site, "aachen") < LATE


def test_what_somebody_changed_meanwhile_is_shown_and_nothing_is_saved(
    site: Site, manager: TestClient
) -> None:
    fields = sent_back(manager.post(PAGE, data=typed(manager)))
    site.world.change(MoveAnchor("workshop", date(2026, 4, 29)), project="bonn")
    before = workshop(site, "aachen")

    answer = manager.post(PAGE, data=fields)

    assert answer.status_code == 409
    assert "gespeichert ist nichts" in answer.text
    assert workshop(site, "aachen") == before
    assert manager.post(PAGE, data=sent_back(answer)).status_code == 200
    assert workshop(site, "aachen") > before


@pytest.mark.parametrize(
    ("field", "value"),
    [("anchor", ""), ("anchor", "start"), ("days", "viele"), ("days", "0"), ("which", "einzeln")],
)
def test_a_form_names_the_field_and_keeps_the_rest(manager: TestClient, field: str, value: str) -> None:
    answer = manager.post(PAGE, data=typed(manager, land="NW", **{field: value}))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert 'name="land" value="NW"' in answer.text


def test_nobody_is_shifted_where_nobody_matches(manager: TestClient) -> None:
    answer = manager.post(PAGE, data=typed(manager, q="nirgends"))

    assert answer.status_code == 422
    assert "Keine laufende Kommune passt" in answer.text


def test_forty_stand_on_one_page_and_the_next_has_the_others(site: Site, manager: TestClient) -> None:
    start(site, *(f"ort-{n:02}" for n in range(43)))

    first = manager.post(PAGE, data=typed(manager))
    second = manager.post(PAGE, data={**sent_back(first), "fingerprint": "", "seite": "2"})

    assert first.text.count('class="e-task"') == 40
    assert second.text.count('class="e-task"') == 5
    assert "45 Kommunen verschieben" in second.text
    assert len(first.content) < 300_000
