"""A manager signs in at a provider that we did not write, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import httpx2
import pytest
from pydantic import SecretStr

from etappe.model.accounts import StaffRole
from etappe.model.oidc import Oidc
from tests.portal.browser.seeing import follow, press, sees
from tests.portal.browser.serving import PEOPLE, Site, served
from tests.portal.browser.watching import window
from tests.portal.strangers_provider import strangers_provider

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SUBJECT, TITLE = "jule-77", "Rathaus-Konto"
WANTED = "/projekte/aachen"
STYLE = "https://cdn.jsdelivr.net/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider, which knows Jule."""
    with strangers_provider(SUBJECT, PEOPLE[StaffRole.MANAGEMENT][1]) as issuer:
        yield issuer


@pytest.fixture
def site(world: Path, tmp_path: Path, door: socket, issuer: str) -> Iterator[Site]:
    """The portal, to which Jule is invited; the provider goes by the clock of the machine."""
    oidc = Oidc(issuer=issuer, client_id="etappe", client_secret=SecretStr("any will do"), title=TITLE)
    with served(shutil.copytree(world, tmp_path / "world"), door, oidc=oidc) as site:
        site.clock.moment = datetime.now(UTC)
        site.invite(StaffRole.MANAGEMENT)
        yield site


@pytest.fixture
def context(browser: Browser, site: Site, size: tuple[int, int], issuer: str) -> Iterator[BrowserContext]:
    """A browser that may be led to the provider, and to nobody else."""
    with led(browser, site, size, issuer) as context:
        yield context


@contextmanager
def led(
    browser: Browser, site: Site, size: tuple[int, int], issuer: str, *, script: bool = True
) -> Generator[BrowserContext]:
    """A browser that knows the way; the provider's own pages ask a third party for their style, in vain."""
    with window(browser, site, size, script=script, besides=(f"{issuer}/", STYLE)) as context:
        context.route(f"{STYLE}**", lambda route: route.fulfill(body="", content_type="text/css"))
        yield context


def go_there(page: Page, issuer: str) -> None:
    """Ask for a page, and choose the provider instead of a password."""
    page.goto(WANTED)
    follow(page, f"Anmelden mit {TITLE}")
    page.wait_for_url(f"{issuer}/**")


def test_a_manager_gets_there_and_back_to_the_page_that_was_wanted(
    site: Site, page: Page, issuer: str
) -> None:
    go_there(page, issuer)
    press(page, SUBJECT)

    page.wait_for_url(f"{site.url}{WANTED}")
    sees(page, "Aachen")
    cookies = {cookie.get("name"): cookie.get("sameSite") for cookie in page.context.cookies(site.url)}
    assert cookies == {"etappe": "Strict"}
    page.reload()
    sees(page, "Aachen")


def test_the_page_in_between_is_nothing_to_go_back_to(site: Site, page: Page, issuer: str) -> None:
    go_there(page, issuer)
    press(page, SUBJECT)
    page.wait_for_url(f"{site.url}{WANTED}")

    page.go_back()

    assert page.url.startswith(issuer)


def test_whoever_refuses_there_reads_a_sentence_here(site: Site, page: Page, issuer: str) -> None:
    go_there(page, issuer)
    press(page, "Deny")

    page.wait_for_url(f"{site.url}/anmelden/rueckkehr")
    sees(page, "Die Anmeldung hat nicht geklappt.")
    assert page.context.cookies(site.url) == []


def test_without_a_script_a_button_leads_on(
    browser: Browser, site: Site, issuer: str, size: tuple[int, int]
) -> None:
    with led(browser, site, size, issuer, script=False) as context:
        page = context.new_page()
        go_there(page, issuer)
        press(page, SUBJECT)
        sees(page, "Fast angemeldet")

        press(page, "Weiter")

        page.wait_for_url(f"{site.url}{WANTED}")
        sees(page, "Aachen")


def test_the_way_of_somebody_else_ends_on_the_sign_in_page(site: Site, page: Page) -> None:
    theirs = httpx2.get(f"{site.url}/anmelden/anbieter").headers["location"]

    page.goto(httpx2.post(theirs, data={"sub": SUBJECT}).headers["location"])

    page.wait_for_url(f"{site.url}/anmelden/rueckkehr")
    sees(page, "Die Anmeldung hat nicht geklappt.")
    assert page.context.cookies(site.url) == []
