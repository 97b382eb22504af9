"""Every page is accessible: in every width, light and dark, by the rules of axe."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from etappe.model.accounts import StaffRole
from etappe.model.external import ExternalIdentity, LinkedIdentity
from etappe.model.oidc import Oidc
from etappe_portal import rendering
from tests.portal.browser.axe import AXE, violations
from tests.portal.browser.places import PLACES, Place
from tests.portal.browser.readers import Readers, gathered
from tests.portal.browser.serving import PEOPLE, Site, served
from tests.portal.browser.watching import DESKTOP, NARROW, PHONE, scrolls_sideways

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEMPLATES = Path(rendering.__file__).parent / "templates"
PARTS = {
    "base",
    "parts",
    "shelves",
    "states",
    "task_line",
    "overview_table",
    "answer_files",
    "project_files",
}
"""What other templates are made of."""
NOBODY = Oidc(
    issuer="https://sso.musterstadt.example/realms/verwaltung",
    client_id="etappe",
    client_secret=SecretStr("secret"),
    title="Rathaus-Konto",
)
"""A provider that is there in words alone."""
MADE_ONCE = {"recovery_codes", "shift_result"}
"""Pages that can be seen a single time; their stories look at them."""


def link_facilitator(site: Site) -> None:
    """Let the provider sign in the facilitator, so that pages have to say so."""
    with site.etappe.office.store.begin() as tx:
        account = tx.accounts.by_email(PEOPLE[StaffRole.FACILITATOR][1])
        assert account is not None
        identity = ExternalIdentity(NOBODY.issuer, "facilitator")
        assert tx.identities.link(LinkedIdentity(account.id, identity, site.clock.now()))


@pytest.fixture(scope="module")
def readers(
    browser: Browser, world: Path, door: socket, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Readers]:
    """All readers of one world, which is a demo so that its mailbox can be read."""
    folder = shutil.copytree(world, tmp_path_factory.mktemp("accessible") / "world")
    templates: list[str] = []

    def render(template: str, language: str, facts: Mapping[str, object]) -> str:
        templates.append(template)
        return rendering.render(template, language, facts)

    with pytest.MonkeyPatch.context() as patch, served(folder, door, demo=True, oidc=NOBODY) as site:
        patch.setattr("etappe_portal.visit.render", render)
        with gathered(site, browser, templates) as readers:
            link_facilitator(site)
            yield readers


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_page_fits_and_pleases_axe_in_every_width_and_colour(place: Place, readers: Readers) -> None:
    found: dict[str, list[str]] = {}

    for size in (DESKTOP, PHONE, NARROW):
        page = readers.open(place, size)
        page.emulate_media(color_scheme="light")
        found[f"{size[0]} light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[f"{size[0]} dark"] = violations(page, colours_alone=True)
        found[f"{size[0]} wide"] = [place.path] if scrolls_sideways(page) else []

    assert [f"{where}: {what}" for where, all_of_it in found.items() for what in all_of_it] == []


def test_every_template_has_a_place() -> None:
    templates = {path.stem for path in TEMPLATES.glob("*.html")}

    assert templates - PARTS - {place.template for place in PLACES} == MADE_ONCE


def test_axe_is_the_file_that_its_readme_names() -> None:
    named = re.search(r"sha256: (\w{64})", (AXE.parent / "README.md").read_text("utf-8"))

    assert named is not None
    assert named[1] == sha256(AXE.read_bytes()).hexdigest()
