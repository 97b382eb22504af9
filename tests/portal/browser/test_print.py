"""The overview on paper: the plan with all Kommunen, and nothing to click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etappe.model.accounts import StaffRole
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import let_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

KOMMUNEN = ("Aachen", "Altenburger Land", "Altona (Hamburg)", "Ansbach", "Brackenheim", "Brühl")


def test_the_overview_prints_every_kommune_and_no_controls(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")

    page.emulate_media(media="print")

    assert [page.get_by_text(name, exact=True).first.is_visible() for name in KOMMUNEN] == [True] * 6
    assert not any(
        page.locator(place).first.is_visible() for place in (".e-nav", ".e-filter-box", ".e-footer")
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.e-plan thead')).display") == (
        "table-header-group"
    )
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 1
