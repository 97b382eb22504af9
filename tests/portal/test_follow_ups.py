"""Follow-ups are filtered in the address, counted, and answered without losing the filter."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from etappe.service.bounces import bounce_address
from tests.integration.worlds import person
from tests.portal.site import Site, csrf_in

PAGE = "/wiedervorlagen"


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management; letters to the contact persons of Aachen and Bonn came back."""
    for place in ("aachen", "bonn"):
        bounce_address(site.etappe.office, person("AP", place).email, "", "test", site.clock.now())
    return site.signed_in()


def kommunen(page: str) -> list[str]:
    """Where the follow-ups on a page are from."""
    return re.findall(r'href="/projekte/[a-z]+">(\w+)</a>', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Aachen", "Bonn"]),
        ("?art=dead_letter", ["Aachen", "Bonn"]),
        ("?art=release", []),
        ("?art=nonsense", ["Aachen", "Bonn"]),
        ("?projekt=bonn", ["Bonn"]),
        ("?q=aach", ["Aachen"]),
        ("?person=ap@bonn", ["Bonn"]),
        ("?q=aach&person=ap@bonn", []),
    ],
)
def test_the_address_says_what_is_shown(manager: TestClient, query: str, found: list[str]) -> None:
    assert sorted(kommunen(manager.get(f"{PAGE}{query}").text)) == found


def test_it_is_counted_how_many_match(manager: TestClient) -> None:
    page = manager.get(f"{PAGE}?q=aach").text

    assert "1 von 2 passen." in page
    assert "2 warten auf Sie" in page


def test_whoever_answers_comes_back_to_those_that_match(manager: TestClient) -> None:
    page = f"{PAGE}?art=dead_letter&q=aach"
    action = re.search(r'action="(/wiedervorlagen/[^"]+)"', manager.get(page).text)
    assert action is not None
    answered = {"csrf": csrf_in(manager, page), "outcome": "done"}

    answer = manager.post(action[1].replace("&amp;", "&"), data=answered)

    assert answer.headers["location"] == f"{page}&getan=beantwortet"
    assert kommunen(manager.get(page).text) == []
