"""What facilitators and funders see, and where they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etappe.model.accounts import StaffRole
from tests.portal.browser.seeing import misses, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import let_in
from tests.portal.browser.world import project_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ELSEWHERE = {
    StaffRole.FACILITATOR: ("/wiedervorlagen", "/briefe", "/zugaenge", "/projekte/neu", "PROJECT"),
    StaffRole.FUNDER: ("/wiedervorlagen", "/briefe", "/zugaenge", "/projekte/neu", "/termine", "PROJECT"),
    StaffRole.MANAGEMENT: ("/zugaenge",),
}
PEOPLE = ("Amelie", "Brückner-Hain", "Lindhorst", "ansprechperson@", "spitze@")


def test_a_facilitator_sees_the_own_dates_alone(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.FACILITATOR)

    page.goto("/")

    sees(page, "Termine", "Selbstcheck-Workshop", "Aachen", "Nele Windhagen")
    misses(page, *PEOPLE)
    assert page.get_by_role("main").get_by_role("link").count() == 0


def test_a_funder_sees_how_far_kommunen_are_and_nobodys_name(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.FUNDER)

    page.goto("/")

    sees(page, "Aachen", "überfällig", "im Plan")
    misses(page, *PEOPLE, "Neues Projekt")


@pytest.mark.parametrize("role", ELSEWHERE, ids=lambda role: role.value)
def test_pages_of_others_are_refused(
    site: Site, context: BrowserContext, page: Page, role: StaffRole
) -> None:
    let_in(context, site, role)
    project = f"/projekte/{project_of(site.etappe.office, 'aachen')}"

    found = {path: page.goto(path.replace("PROJECT", project)) for path in ELSEWHERE[role]}

    assert {path: answer and answer.status for path, answer in found.items()} == dict.fromkeys(found, 403)
    sees(page, "Das geht nicht")


def test_no_page_leads_where_its_reader_is_refused(site: Site, context: BrowserContext, page: Page) -> None:
    for role in StaffRole:
        let_in(context, site, role)
        page.goto("/")
        paths = [link.get_attribute("href") or "" for link in page.get_by_role("link").all()]

        answers = {path: page.request.get(path).status for path in set(paths) if path.startswith("/")}

        assert {path: status for path, status in answers.items() if status != 200} == {}
