"""A browser window that notes what no page of ours may do: complain, ask another host, scroll sideways."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etappe.model.accounts import StaffRole
from tests.portal.browser.serving import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

DESKTOP, PHONE, NARROW = (1440, 900), (390, 844), (320, 568)
REFUSED = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says by itself where a page comes with a status like 422, as it is meant to."""


@dataclass  # without slots: playwright hangs what it needs onto it
class Notes:
    """What a browser noticed while somebody used the portal."""

    address: str
    besides: tuple[str, ...]
    """The addresses of others, whom pages may lead to."""
    complaints: list[str] = field(default_factory=list[str])
    elsewhere: list[str] = field(default_factory=list[str])

    def said(self, message: ConsoleMessage) -> None:
        """Note a line of the console."""
        if not (message.text.startswith(REFUSED) and "/static/" not in message.location["url"]):
            self.complaints.append(f"{message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        """Note a request that another host would get."""
        if not request.url.startswith((f"{self.address}/", "data:", *self.besides)):
            self.elsewhere.append(request.url)

    def failed(self, error: Exception) -> None:
        """Note what the page's own code did not catch."""
        self.complaints.append(str(error))

    def require_quiet(self) -> None:
        """Refuse a page that complains or asks elsewhere."""
        assert not self.complaints, self.complaints
        assert not self.elsewhere, self.elsewhere


@contextmanager
def window(
    browser: Browser, site: Site, size: tuple[int, int], *, script: bool = True, besides: tuple[str, ...] = ()
) -> Generator[BrowserContext]:
    """A browser that nobody has used before; at its end it must have had nothing to say."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="de-DE",
        timezone_id="Europe/Berlin",
        base_url=site.url,
        java_script_enabled=script,
        has_touch=size != DESKTOP,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    notes = Notes(site.url, besides)
    context.on("console", notes.said)
    context.on("request", notes.asked)
    context.on("weberror", lambda found: notes.failed(found.error))
    try:
        yield context
        notes.require_quiet()
    finally:
        context.close()


def let_in(context: BrowserContext, site: Site, role: StaffRole) -> None:
    """Give a browser a session of a role."""
    name = site.portal.address.cookie("etappe")
    context.add_cookies([{"name": name, "value": site.session(role), "url": site.url}])


def scrolls_sideways(page: Page) -> bool:
    """Whether anything makes the page wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
