"""The keyboard alone reaches everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from etappe.model.accounts import StaffRole
from tests.portal.browser.seeing import press, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import let_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

FOCUSED = "(document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()"
SHOWS_FOCUS = """() => {
  const rings = element => {
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== 'none';
  };
  let element = document.activeElement;
  for (let up = 0; element && up < 3; up++, element = element.parentElement) if (rings(element)) return true;
  return false;
}"""
"""Whether a ring is drawn around what has the focus, or around its box."""


def test_the_first_key_leads_past_the_navigation(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")

    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert first == "Zum Inhalt springen"
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_focus_stays_in_the_filter_while_the_list_changes(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    if not page.get_by_label("Kommune", exact=True).is_visible():
        _tab_to(page, "Filter")
        page.keyboard.press("Enter")
    _tab_to_field(page, "q")

    page.keyboard.type("Ansbach")
    sees(page, "1 von 6 Kommunen")

    assert page.evaluate("document.activeElement.id") == "q"


def test_a_date_is_moved_with_the_keyboard_alone(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    _go(page, "Aachen")
    _go(page, "Verlegen Selbstcheck-Workshop")
    _go(page, "Ansehen")
    sees(page, "Das ändert sich, wenn Sie zustimmen")

    _go(page, "So übernehmen")

    sees(page, "Die Änderung ist übernommen.")


def test_after_a_mistake_the_summary_leads_to_the_field(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/projekte/neu")
    press(page, "Plan ansehen")
    sees(page, "Bitte prüfen Sie")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") in {"kommune", "start"}


def test_whatever_has_the_focus_shows_it(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")

    unseen = [where for where in _walk(page) if not page.evaluate(SHOWS_FOCUS)]

    assert unseen == []


def _go(page: Page, name: str) -> None:
    _tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_to(page: Page, name: str) -> None:
    """Press the tabulator until something whose text begins with a name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def _tab_to_field(page: Page, field: str) -> None:
    """Press the tabulator until a field has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == field:
            return
    raise AssertionError(f"the keyboard does not reach the field {field!r}")


def _walk(page: Page) -> Iterator[str]:
    """Each thing that the tabulator reaches until it leaves the page; it has the focus meanwhile."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        yield page.evaluate("document.activeElement.outerHTML").partition(">")[0]
