"""The world, made once; the portal on a copy of it, anew for every story; the browser."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import pytest

from tests.portal.browser.chromium import launched
from tests.portal.browser.serving import Site, address_of, open_door, served
from tests.portal.browser.watching import DESKTOP, PHONE, window
from tests.portal.browser.world import settle_down

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Chromium; its driver lives in this thread, so it ends with these tests and not with the session."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def door() -> Generator[socket]:
    """Where every portal of these tests answers, one after the other."""
    with open_door() as door:
        yield door


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, door: socket) -> Path:
    """The folder of the world, to be copied."""
    folder = tmp_path_factory.mktemp("world") / "made"
    folder.mkdir()
    settle_down(folder, address_of(door))
    return folder


@pytest.fixture
def site(world: Path, tmp_path: Path, door: socket) -> Generator[Site]:
    """The portal on a world in which nothing has been done yet."""
    with served(shutil.copytree(world, tmp_path / "world"), door) as site:
        yield site


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """How large the window is."""
    wanted: tuple[int, int] = request.param
    return wanted


@pytest.fixture
def context(browser: Browser, site: Site, size: tuple[int, int]) -> Iterator[BrowserContext]:
    """A browser that nobody has used before."""
    with window(browser, site, size) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its first page."""
    return context.new_page()
