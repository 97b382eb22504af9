"""Everything works where no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from etappe.model.accounts import StaffRole
from tests.portal.browser.seeing import press, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import let_in, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ADDRESS = "ansprechperson@aachen.example"


@pytest.fixture
def context(browser: Browser, site: Site, size: tuple[int, int]) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    with window(browser, site, size, script=False) as context:
        yield context


def test_the_filter_answers_to_its_button(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    page.get_by_label("Land", exact=True).select_option(label="Bayern")

    press(page, "Anwenden")

    sees(page, "1 von 6 Kommunen", "Ansbach")
    assert page.get_by_role("table").get_by_text("Aachen").count() == 0


def test_an_event_is_shifted_for_those_that_are_ticked(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/verschieben")
    page.get_by_label("nur die angekreuzten").check()
    page.get_by_label("Aachen").check()
    page.get_by_label("Termin", exact=True).select_option(label="Selbstcheck-Workshop")
    page.get_by_label("Um wie viele Arbeitstage").fill("10")
    press(page, "Ansehen, was sich ändert")

    press(page, "Eine Kommune verschieben")

    sees(page, "1 Kommune ist verschoben", "Aachen")


def test_a_task_is_reported_done_from_the_letter(site: Site, page: Page) -> None:
    letter = site.letters(ADDRESS)[-1]
    before = len(site.letters(ADDRESS))
    page.goto(letter.link())
    press(page, "Weiter")
    page.get_by_label("Code").fill(site.letter(ADDRESS, before + 1).code)
    press(page, "Weiter")
    page.get_by_label("Ja, das ist erledigt.").check()

    press(page, "Erledigt melden")

    sees(page, "Vielen Dank.")
