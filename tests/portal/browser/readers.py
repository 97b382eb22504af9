"""A browser for each kind of reader, all of them let in."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from etappe.errors import TooManyRequests
from etappe.model.accounts import StaffRole
from etappe.service.accounts import add_account
from etappe.service.codes import request_code
from etappe.service.invitations import PATH, accept_invitation
from etappe.service.linking import mint_links
from etappe.service.opening import open_link
from tests.portal.browser import places
from tests.portal.browser.places import Place
from tests.portal.browser.seeing import press
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import DESKTOP, let_in, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

STAFF = {
    places.ADMIN: StaffRole.ADMIN,
    places.FUNDER: StaffRole.FUNDER,
    places.FACILITATOR: StaffRole.FACILITATOR,
}
MOVED = date(2026, 6, 23)
"""Where a workbook moves the workshop of Aachen to."""
TASK, PLAN, LATE = "aachen", "ansbach", "altona-hamburg"
"""Whose letters lead to a task, to the own plan, and to a code that is not entered."""


@dataclass(frozen=True)
class Readers:
    """A page for each reader, and the addresses that only this world has."""

    pages: Mapping[str, Page]
    own: Mapping[str, str]
    templates: Sequence[str]
    """What pages were made of, the newest last."""

    def open(self, place: Place, size: tuple[int, int]) -> Page:
        """A page in a window of a size."""
        page = self.pages[place.who]
        page.set_viewport_size({"width": size[0], "height": size[1]})
        place.open(page, self.own)
        assert self.templates[-1] == f"{place.template}.html"
        return page


@contextmanager
def gathered(site: Site, browser: Browser, templates: Sequence[str]) -> Generator[Readers]:
    """Let all of them in."""
    with ExitStack() as stack:
        contexts = {who: stack.enter_context(window(browser, site, DESKTOP)) for who in WHO}
        for who, role in STAFF.items():
            let_in(contexts[who], site, role)
        _half_signed(site, contexts[places.INVITED])
        pages = {who: context.new_page() for who, context in contexts.items()}
        _come_in(site, pages[places.CONTACT], TASK)
        _come_in(site, pages[places.PLANNER], PLAN, last=True)
        _come_in(site, pages[places.HEAD], TASK, who="spitze")
        _come_in_to_all(site, pages[places.HEAD_OF_ALL])
        _half_way(site, pages[places.HALF_WAY])
        invitation = _newcomer(site)
        failed, unknown = site.strand()
        own = {
            "INVITATION": f"{PATH}{invitation}",
            "LINK": _link(site, TASK),
            "WRONG": f"/a/{'A' * 43}",
            "FAILED": f"/briefe/{failed}",
            "UNKNOWN": f"/briefe/{unknown}",
            "moved.xlsx": site.workbook(MOVED),
            "faulty.xlsx": site.workbook("bald"),
        }
        yield Readers(pages, own, templates)


WHO = (
    *STAFF,
    places.STRANGER,
    places.INVITED,
    places.HALF_WAY,
    places.CONTACT,
    places.PLANNER,
    places.HEAD,
    places.HEAD_OF_ALL,
)


def _link(site: Site, kommune: str, *, last: bool = False, who: str = "ansprechperson") -> str:
    """The first link of the first letter with links, or its last one, which leads to the plan."""
    letters = site.letters(f"{who}@{kommune}")
    return next(letter for letter in letters if letter.links).links[-1 if last else 0]


def _newcomer(site: Site) -> str:
    office, gate = site.etappe.office, site.portal.gate
    email, now = "ole@etappe-demo.example", site.clock.now()
    return add_account(office, gate, "Ole Tidenhub", email, StaffRole.FUNDER, "test", now).token


def _half_signed(site: Site, context: BrowserContext) -> None:
    """Somebody who has set a password, and no second factor yet."""
    office, gate, now = site.etappe.office, site.portal.gate, site.clock.now()
    token = site.invite(StaffRole.MANAGEMENT).token
    opened = accept_invitation(office, gate, token, "Fuenf Moewen ueber dem Suedstrand", now)
    name = site.portal.address.cookie("etappe")
    context.add_cookies([{"name": name, "value": opened.token, "url": site.url}])


def _come_in(
    site: Site, page: Page, kommune: str, *, last: bool = False, who: str = "ansprechperson"
) -> None:
    """Follow the link of a letter and enter the code."""
    _follow(site, page, f"{who}@{kommune}", _link(site, kommune, last=last, who=who))


def _come_in_to_all(site: Site, page: Page) -> None:
    """Follow a link to the plan that a head of administration got."""
    to = f"spitze@{TASK}.example"
    door, now = site.portal.door, site.clock.now()
    (minted,) = mint_links(site.etappe.office, door, to, None, "test", now)
    _follow(site, page, to, minted.url)


def _follow(site: Site, page: Page, to: str, url: str) -> None:
    """Follow a link and enter the code that comes."""
    before = len(site.letters(to))
    page.goto(url)
    press(page, "Weiter")
    page.get_by_label("Code").fill(site.letter(to, before + 1).code)
    press(page, "Weiter")
    page.wait_for_url("**/antwort")


def _half_way(site: Site, page: Page) -> None:
    """Follow a link for which as many codes were asked as there may be."""
    url = _link(site, LATE)
    page.goto(url)
    press(page, "Weiter")
    page.wait_for_url("**/antwort/code")
    with site.etappe.reading.store.begin() as tx:
        link = open_link(tx, url.rpartition("/")[2], site.clock.now()).link.id
    try:
        while True:
            request_code(site.etappe.office, site.portal.door, link, "another browser", site.clock.now())
    except TooManyRequests:
        return
