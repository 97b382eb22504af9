"""Project management reads a workbook in, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etappe.model.accounts import StaffRole
from tests.portal.browser.seeing import follow, press, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import DESKTOP, let_in, scrolls_sideways, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LATER = date(2026, 6, 23)


@pytest.fixture
def size() -> tuple[int, int]:
    """Workbooks are a thing of desks."""
    return DESKTOP


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def context(
    browser: Browser, site: Site, size: tuple[int, int], request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A browser of project management."""
    script: bool = request.param
    with window(browser, site, size, script=script) as context:
        let_in(context, site, StaffRole.MANAGEMENT)
        yield context


def upload(page: Page, file: str) -> None:
    """Choose a file and send it."""
    page.goto("/")
    follow(page, "Excel einlesen")
    page.get_by_label("Excel-Mappe").set_input_files(file)
    press(page, "Ansehen, was sich ändert")


def test_a_day_is_changed_in_excel_seen_and_saved(site: Site, page: Page) -> None:
    upload(page, site.workbook(LATER))
    sees(page, "Das steht in der Mappe", "Selbstcheck-Workshop", "23.06.2026")
    assert not scrolls_sideways(page)

    press(page, "So übernehmen")

    sees(page, "Die Änderungen aus der Mappe sind gespeichert.")
    page.goto("/projekte/aachen")
    sees(page, "23.06.2026")


def test_what_is_wrong_is_told_by_cell_and_the_next_try_is_at_hand(site: Site, page: Page) -> None:
    upload(page, site.workbook("bald"))

    sees(page, "1 Zelle kann nicht übernommen werden", "„bald“ ist kein Tag.")
    page.get_by_label("Excel-Mappe").set_input_files(site.workbook(LATER))
    press(page, "Ansehen, was sich ändert")
    sees(page, "Das steht in der Mappe")


def test_a_file_beyond_all_measure_is_refused_in_a_sentence(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "gross.xlsx"
    file.write_bytes(bytes(20 * 1024 * 1024))

    upload(page, str(file))

    page.get_by_text("Was Sie hochladen, darf höchstens 10 MB haben.").wait_for()
