"""Debian's Chromium, driven by playwright, which asks no other host for anything."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.integration.databases import REQUIRED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def launched() -> Generator[Browser]:
    """The browser, if it is installed; else the test is skipped, or fails where it is required."""
    if find_spec("playwright") is None:
        _missing("no playwright: install the extra 'dev'")
    program = shutil.which("chromium")
    if program is None:
        _missing("no Chromium: chromium is not on the PATH; install the package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGS))
        try:
            yield browser
        finally:
            browser.close()


def _missing(reason: str) -> NoReturn:
    if "chromium" in REQUIRED:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
