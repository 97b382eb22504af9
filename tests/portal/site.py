"""A portal with two town halls, and browsers that ask it."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from etappe.adapters.safe import FernetSafe, new_key
from etappe.adapters.slip_scribe import JinjaSlipScribe
from etappe.bootstrap import Etappe, assembled, gatehouse
from etappe.model.accounts import StaffRole
from etappe.model.kommune import Kommune
from etappe.model.link import LinkMode, LinkPurpose
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.model.sessions import Stage
from etappe.model.tokens import csrf_of
from etappe.plugin.registry import Registry
from etappe.service.accounts import add_account
from etappe.service.doorway import Doorway
from etappe.service.projects import Wish, start_project
from etappe.service.slips import post_slips
from etappe.service.staff_sessions import begin_session
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from etappe.testing.letterbox import Mail
from etappe_portal.address import Address
from etappe_portal.app import create_app
from etappe_portal.portal import Portal
from tests.fakes.chance import FakeChance
from tests.integration.worlds import SCRIBE, START, World, person, settle_in

ADDRESS = "https://etappe.example.org"
SAME_SITE = {"sec-fetch-site": "same-origin"}
AACHEN = Kommune("aachen", "Aachen", Land.NW, forum="West")
BONN = Kommune("bonn", "Bonn", Land.NW)
GERA = Kommune("gera", "Gera", Land.TH)
_TOKEN = re.compile(rf"{ADDRESS}/a/([\w-]{{43}})")


@dataclass(slots=True)
class Site:
    """The portal at work, the world behind it, and who asks."""

    etappe: Etappe
    portal: Portal
    world: World
    clock: FrozenClock
    chance: FakeChance
    people: int = field(default=0)

    def browser(self) -> TestClient:
        """A browser with an empty jar, on the portal's own pages."""
        client = TestClient(create_app(self.portal), base_url=ADDRESS, follow_redirects=False)
        client.headers.update(SAME_SITE)
        client.headers["accept-language"] = "de-DE"
        return client

    def signed_in(self, role: StaffRole = StaffRole.MANAGEMENT) -> TestClient:
        """A browser of somebody of the team."""
        self.people += 1
        gate, now = self.portal.gate, self.clock.now()
        name, email = f"Person {self.people}", f"person-{self.people}@team.example"
        account = add_account(self.etappe.office, gate, name, email, role, "test", now).account
        with self.etappe.office.store.begin() as tx:
            opened = begin_session(tx, gate, account, Stage.FULL, now)
        browser = self.browser()
        browser.cookies.set("__Host-etappe", opened.token, domain="etappe.example.org")
        browser.headers["x-csrf-of-test"] = csrf_of(opened.token)
        return browser

    def letter_token(self, day: date = date(2026, 1, 19), role: str = "AP") -> str:
        """The token in the last letter that a role of Aachen has got by a day."""
        self.world.at(day)
        mails = [m for m in self.world.mails() if m.to == person(role).email]
        mine = [m for m in mails if _TOKEN.search(m.text)]
        return str(_TOKEN.findall(mine[-1].text)[-1])

    def minted(self, purpose: LinkPurpose) -> str:
        """The token of a new link of the contact person of Aachen."""
        now = self.clock.now()
        with self.etappe.office.store.begin() as tx:
            contact = tx.people.contacts(["aachen"])["aachen"]["AP"]
            task = "selbstcheck.abgabe" if purpose is LinkPurpose.TASK else None
            url, kept = self.portal.door.mint(
                purpose,
                contact.person.id,
                now,
                project_id="aachen",
                task_key=task,
                expires_at=now + timedelta(days=14),
            )
            tx.links.add([kept])
        return url.rpartition("/")[2]

    def came_in(self, token: str) -> TestClient:
        """A browser that has come in by a link, its code entered."""
        browser = self.browser()
        browser.post(f"/a/{token}")
        code = self.chance.codes[-1]
        browser.post("/antwort/code", data={"csrf": csrf_in(browser, "/antwort/code"), "code": code})
        return browser

    def mails(self) -> list[Mail]:
        """Everything that was mailed."""
        return self.world.mails()


def csrf_in(browser: TestClient, page: str) -> str:
    """What the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get(page).text)
    assert found, f"no form on {page}"
    return found[1]


@contextmanager
def new_site(
    folder: Path,
    link_mode: LinkMode = LinkMode.CODE,
    *,
    registry: Registry | None = None,
    modules: tuple[str, ...] = ("dialog",),
) -> Generator[Site]:
    """Aachen and Bonn with their projects, Gera without one; Monday, 12 January 2026, at seven."""
    settings = Settings(data_dir=folder, database=None, mail=None, team=(), portal_url=ADDRESS)
    clock = FrozenClock(moment(START, time(7)))
    with assembled(settings, registry, clock) as etappe:
        chance, safe = FakeChance(), FernetSafe([new_key()])
        door = Doorway(ADDRESS, chance, safe, JinjaSlipScribe(), SCRIBE)
        world = World(etappe.office, clock, safe=safe, door=door)
        for kommune in (AACHEN, BONN, GERA):
            settle_in(world, kommune)
        for slug in ("aachen", "bonn"):
            start_project(etappe.office, slug, Wish(START, modules), "test", clock.now())

        def post() -> None:
            post_slips(etappe.office, world.room(), clock)

        portal = Portal(etappe, Address(ADDRESS), door, gatehouse(settings), link_mode, demo=False, post=post)
        yield Site(etappe, portal, world, clock, chance)
