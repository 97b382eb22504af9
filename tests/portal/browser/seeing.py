"""What a page has to say, for which the browser waits a while, and what is done on it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE_S = 5


def plain(text: str) -> str:
    """A text without its line breaks, to look for words in."""
    return " ".join(text.split())


def sees(page: Page, *texts: str) -> None:
    """Require texts in the main part of a page."""
    main = page.get_by_role("main")
    for text in texts:
        end = monotonic() + PATIENCE_S
        while text not in (found := plain(main.inner_text())) and monotonic() < end:
            page.wait_for_timeout(50)
        assert text in found, f"{text!r} is not in: {found}"


def misses(page: Page, *texts: str) -> None:
    """Require that texts are nowhere on a page, not even hidden."""
    content = page.content()
    for text in texts:
        assert text not in content


def press(page: Page, name: str) -> None:
    """Press the button of a name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the link of a name."""
    page.get_by_role("link", name=name, exact=True).first.click()
