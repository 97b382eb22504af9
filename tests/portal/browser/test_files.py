"""A file goes from the phone of a contact person to the desk of project management."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etappe.model.accounts import StaffRole
from tests.files import PDF, PNG
from tests.portal.browser.seeing import press, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.test_contact import ADDRESS, TASK, come_in
from tests.portal.browser.watching import DESKTOP, PHONE, let_in, scrolls_sideways, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME = "Fotoprotokoll Straße.pdf"
DOES_NOT_FIT = "„bild.pdf“ kann nicht angenommen werden"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The phone of the contact person, at the page of a task."""
    with window(browser, site, PHONE, script=request.param) as context:
        page = context.new_page()
        letter = next(letter for letter in site.letters(ADDRESS) if TASK in letter.subject)
        come_in(site, page, ADDRESS, letter.link(TASK))
        yield page


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """The desk of project management."""
    with window(browser, site, DESKTOP) as context:
        let_in(context, site, StaffRole.MANAGEMENT)
        yield context.new_page()


def test_a_file_added_on_a_phone_is_downloaded_and_deleted_at_a_desk(
    phone: Page, desk: Page, tmp_path: Path
) -> None:
    _choose(phone, NAME, PDF, tmp_path)
    sees(phone, "Die Datei ist hinzugefügt", NAME)
    assert not scrolls_sideways(phone)
    desk.goto("/projekte/aachen")

    with desk.expect_download() as loading:
        desk.get_by_role("link", name=NAME, exact=True).click()

    assert loading.value.suggested_filename == NAME
    assert Path(loading.value.path()).read_bytes() == PDF
    desk.get_by_text(f"Löschen {NAME}").click()
    press(desk, "Endgültig löschen")
    sees(desk, "Die Datei ist gelöscht.")
    phone.reload()
    assert phone.get_by_text(NAME).count() == 0


def test_a_file_of_one_s_own_is_taken_back(phone: Page, tmp_path: Path) -> None:
    _choose(phone, NAME, PDF, tmp_path)

    phone.get_by_role("listitem").filter(has_text=NAME).get_by_role("button", name="Zurücknehmen").click()

    sees(phone, "Die Datei ist zurückgenommen.")
    assert phone.get_by_text(NAME).count() == 0


def test_a_file_that_is_not_what_its_name_says_is_told_beside_its_field(phone: Page, tmp_path: Path) -> None:
    _choose(phone, "bild.pdf", PNG, tmp_path)

    sees(phone, DOES_NOT_FIT)
    field = phone.get_by_label("Datei hinzufügen")
    assert field.get_attribute("aria-invalid") == "true"
    assert "file-error" in (field.get_attribute("aria-describedby") or "")


def _choose(page: Page, name: str, content: bytes, folder: Path) -> None:
    """Choose a file and send it."""
    path = folder / name
    path.write_bytes(content)
    page.get_by_label("Datei hinzufügen").set_input_files(path)
    press(page, "Hinzufügen")
