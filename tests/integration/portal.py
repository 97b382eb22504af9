"""A town hall whose letters hold links, and somebody who follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from etappe.adapters.slip_scribe import JinjaSlipScribe
from etappe.model.link import Link
from etappe.service.doorway import Doorway
from etappe.service.office import Office
from etappe.service.opening import Opened, open_link
from etappe.service.slips import Posted, post_slips
from etappe.testing.letterbox import Mail
from tests.fakes.chance import FakeChance
from tests.integration.worlds import SCRIBE, World, found, person

PORTAL = "https://etappe.example.org"
TASK = "selbstcheck.abgabe"
DAY = date(2026, 3, 6)
"""A Friday on which the contact person alone gets a letter."""
OVERVIEW_DAY = date(2026, 1, 19)
"""A Monday on which the contact person gets an overview."""
_TOKEN = re.compile(rf"{PORTAL}/a/([\w-]{{43}})$", re.MULTILINE)


@dataclass(slots=True)
class Portal:
    """A world with a portal, and what its readers do."""

    world: World
    chance: FakeChance = field(default_factory=FakeChance)

    def __post_init__(self) -> None:
        self.world.door = Doorway(PORTAL, self.chance, self.world.safe, JinjaSlipScribe(), SCRIBE)

    @property
    def door(self) -> Doorway:
        """What links need."""
        assert self.world.door is not None
        return self.world.door

    @property
    def office(self) -> Office:
        """The office."""
        return self.world.office

    def letter(self, day: date = DAY, role: str = "AP") -> Mail:
        """The letter that a role gets on a day."""
        self.world.at(day)
        return [m for m in self.world.mails() if m.to == person(role).email][-1]

    def tokens(self, mail: Mail) -> list[str]:
        """The tokens in a letter."""
        return _TOKEN.findall(mail.text)

    def open(self, token: str) -> Opened:
        """Follow a link."""
        with self.office.store.begin() as tx:
            return open_link(tx, token, self.world.clock.now())

    def link(self, day: date = DAY, role: str = "AP") -> str:
        """The id of the link in the letter that a role gets on a day."""
        return self.open(self.tokens(self.letter(day, role))[-1]).link.id

    def links(self, role: str = "AP") -> tuple[Link, ...]:
        """The links of a role."""
        with self.office.store.begin() as tx:
            return tx.links.of_person(person(role).id)

    def post(self) -> Posted:
        """Post slips."""
        return post_slips(self.office, self.world.room(), self.world.clock)

    def slips(self, role: str = "AP") -> list[Mail]:
        """The slips that a role has got, after one more round."""
        before = len(self.world.mails())
        self.post()
        return [m for m in self.world.mails()[before:] if m.to == person(role).email]

    def later(self, **span: float) -> None:
        """Let time go by."""
        self.world.clock.moment += timedelta(**span)


def portal_of(office: Office, only: tuple[str, ...] | None = (TASK,)) -> Portal:
    """Aachen with one open task, and a portal."""
    world = found(office)
    world.start(only=only)
    world.at(date(2026, 3, 2) if only else date(2026, 1, 12))
    return Portal(world)
